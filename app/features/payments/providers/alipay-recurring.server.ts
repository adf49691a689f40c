import type { AlipaySdk } from "alipay-sdk";
import { fenToYuan } from "#app/lib/money.ts";
import { shanghaiDateTime } from "#app/lib/time.ts";
import { type AlipayAnswer, callAlipay, textField } from "./alipay-calls.ts";
import { parseAlipayTime } from "./alipay-notification.ts";
import { cleanSubject } from "./order-subject.ts";
import type { ProviderFact } from "./provider.ts";
import type {
  AdjustAgreementResult,
  AgreementReference,
  AgreementRequest,
  AgreementTerms,
  CancelAgreementResult,
  ChargeRefusal,
  ChargeRequest,
  ChargeResult,
  CreateAgreementResult,
  OurBilling,
  QueryAgreementResult,
} from "./recurring.ts";

const MOST_FEN = 10_000_000_000n;
const NO_KEYS = { ok: false, reason: "refused", detail: "the keys cannot be read" } as const;

type ReadPaid = (fields: Readonly<Record<string, unknown>>, paidAt: Date) => ProviderFact | null;

/**
 * 周期扣款: the donor signs once on Alipay's page, and we deduct by alipay.trade.pay inside the five days up
 * to the agreed day, at most the agreed amount. A success moves that day one period; anything else does not,
 * so a day that was passed over is moved by us (`adjustAgreement`), and only ever later.
 */
export class AlipayRecurring implements OurBilling {
  readonly billing = "ours";

  constructor(
    private readonly sdk: AlipaySdk | null,
    private readonly readPaid: ReadPaid,
  ) {}

  async createAgreement(request: AgreementRequest): Promise<CreateAgreementResult> {
    if (this.sdk === null) return NO_KEYS;
    if (request.currency !== "CNY")
      return { ok: false, reason: "currency-not-supported", detail: request.currency };
    if (request.amountFen < 1n || request.amountFen > MOST_FEN)
      return { ok: false, reason: "amount-out-of-range", detail: "1 fen to 100 million yuan" };
    const signUrl = this.sdk.pageExecute("alipay.user.agreement.page.sign", "GET", {
      bizContent: {
        personal_product_code: "CYCLE_PAY_AUTH_P",
        product_code: "CYCLE_PAY_AUTH",
        sign_scene: "INDUSTRY|CHARITY",
        external_agreement_no: request.reference,
        access_params: { channel: "ALIPAYAPP" },
        period_rule_params: {
          period_type: "MONTH",
          period: 1,
          execute_time: request.executeOn,
          single_amount: fenToYuan(request.amountFen),
        },
      },
      timestamp: shanghaiDateTime(request.now),
      ...(request.notifyUrl === "" ? {} : { notifyUrl: request.notifyUrl }),
      ...(request.returnUrl === "" ? {} : { returnUrl: request.returnUrl }),
    });
    return { ok: true, signUrl, providerOrderId: null };
  }

  async queryAgreement(reference: AgreementReference): Promise<QueryAgreementResult> {
    const answer = await this.call("alipay.user.agreement.query", nameOf(reference), reference.now);
    if (!answer.ok) {
      if (isMissingAgreement(answer))
        return { ok: true, state: "not-found", agreementId: null, nextDeductOn: null };
      return { ok: false, reason: answer.reason, detail: answer.detail };
    }
    const agreementId = textField(answer.fields, "agreement_no");
    const status = textField(answer.fields, "status");
    const state = status === "NORMAL" ? "signed" : status === "STOP" ? "ended" : "pending";
    const nextDeductOn = textField(answer.fields, "next_deduct_time")?.slice(0, 10) ?? null;
    return { ok: true, state, agreementId, nextDeductOn };
  }

  async cancelAgreement(reference: AgreementReference): Promise<CancelAgreementResult> {
    const answer = await this.call("alipay.user.agreement.unsign", nameOf(reference), reference.now);
    if (answer.ok || isMissingAgreement(answer)) return { ok: true, state: "ended" };
    return { ok: false, reason: answer.reason, detail: answer.detail };
  }

  /** Moves the day of the next deduction. The amount is a cap of what was signed and cannot be moved. */
  async adjustAgreement(
    reference: AgreementReference,
    terms: AgreementTerms,
  ): Promise<AdjustAgreementResult> {
    const found = await this.queryAgreement(reference);
    if (!found.ok) return found;
    if (found.state !== "signed") return { ok: true, state: "ended" };
    // Nothing to take for now, or a provider that does not tell its day: there is nothing to move.
    if (terms.executeOn === null || found.nextDeductOn === null || found.nextDeductOn === terms.executeOn)
      return { ok: true, state: "adjusted" };
    if (found.nextDeductOn > terms.executeOn) return { ok: true, state: "too-early" };
    const moved = await this.call(
      "alipay.user.agreement.executionplan.modify",
      { agreement_no: reference.agreementId ?? found.agreementId, deduct_time: terms.executeOn },
      reference.now,
    );
    return moved.ok
      ? { ok: true, state: "adjusted" }
      : { ok: false, reason: moved.reason, detail: moved.detail };
  }

  async charge(request: ChargeRequest): Promise<ChargeResult> {
    const answer = await this.call(
      "alipay.trade.pay",
      {
        out_trade_no: request.paymentId,
        total_amount: fenToYuan(request.amountFen),
        subject: cleanSubject(request.subject),
        product_code: "CYCLE_PAY_AUTH",
        agreement_params: { agreement_no: request.agreementId },
      },
      request.now,
      request.notifyUrl,
    );
    if (!answer.ok) {
      if (answer.detail.startsWith("10003 ")) return { ok: true, state: "pending", facts: [] };
      if (answer.reason === "unknown") return { ok: false, reason: "unknown", detail: answer.detail };
      return { ok: false, reason: refusalOf(answer.subCode), detail: answer.detail };
    }
    const fact = this.readPaid(answer.fields, parseAlipayTime(answer.fields.gmt_payment) ?? request.now);
    if (fact === null || fact.paymentId !== request.paymentId)
      return { ok: false, reason: "unknown", detail: "incomplete answer" };
    return { ok: true, state: "paid", facts: [fact] };
  }

  private async call(
    method: string,
    bizContent: Record<string, unknown>,
    now: Date,
    notifyUrl = "",
  ): Promise<AlipayAnswer> {
    if (this.sdk === null) return { ...NO_KEYS, subCode: "" };
    return callAlipay(this.sdk, method, bizContent, now, notifyUrl);
  }
}

/** By its own number once it is known; before that by ours, with what the number belongs to. */
function nameOf({ agreementId, reference }: AgreementReference): Record<string, unknown> {
  if (agreementId !== null) return { agreement_no: agreementId };
  return {
    external_agreement_no: reference,
    personal_product_code: "CYCLE_PAY_AUTH_P",
    sign_scene: "INDUSTRY|CHARITY",
  };
}

function isMissingAgreement(answer: Exclude<AlipayAnswer, { ok: true }>): boolean {
  return answer.subCode === "USER_AGREEMENT_NOT_EXIST";
}

/** Alipay's words for a deduction that was refused; anything that is not known here is "declined". */
function refusalOf(subCode: string): ChargeRefusal {
  if (/BALANCE_NOT_ENOUGH|USER_BALANCE|BANKCARD_BALANCE/.test(subCode)) return "insufficient-funds";
  if (/AGREEMENT_(NOT_EXIST|INVALID|STOP)/.test(subCode)) return "agreement-ended";
  if (/TOTAL_FEE_EXCEED|PAYMENT_LIMIT|AMOUNT_LIMIT/.test(subCode)) return "over-limit";
  if (subCode === "ACQ.CYCLE_PAY_DATE_NOT_MATCH") return "not-in-window";
  return "declined";
}
