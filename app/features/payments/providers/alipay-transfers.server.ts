import type { AlipaySdk } from "alipay-sdk";
import { fenToYuan } from "#app/lib/money.ts";
import { type AlipayAnswer, callAlipay, textField } from "./alipay-calls.ts";
import { parseAlipayTime } from "./alipay-notification.ts";
import { cleanSubject } from "./order-subject.ts";
import type {
  PayeeTransfers,
  TransferFailure,
  TransferReference,
  TransferRequest,
  TransferResult,
} from "./transfers.ts";

const PRODUCT = { product_code: "TRANS_ACCOUNT_NO_PWD", biz_scene: "DIRECT_TRANSFER" } as const;

/** Alipay's codes after which nothing was paid and nothing will be. Any other refusal is asked about. */
const FAILURES: readonly (readonly [RegExp, TransferFailure])[] = [
  [
    /^PAYEE_(NOT_EXIST|ACC_NOT_EXIST|ACC_OCUPIED|ACCOUNT_STATUS_ERROR|USERINFO_STATUS_ERROR)$/,
    "payee-not-found",
  ],
  [/^(PAYEE_USER_INFO_ERROR|PAYEE_USERINFO_ERROR|PAYEE_NAME_ERROR)$/, "payee-name-differs"],
  [/^(PAYER_BALANCE_NOT_ENOUGH|BALANCE_IS_NOT_ENOUGH)$/, "balance-not-enough"],
  [/^EXCEED_LIMIT_[A-Z_]+$/, "over-limit"],
];

/**
 * 单笔转账: alipay.fund.trans.uni.transfer and alipay.fund.trans.common.query. In production the product wants an
 * application in certificate mode; the SDK is opened for either (see AlipayConfig.certificates).
 */
export class AlipayTransfers implements PayeeTransfers {
  constructor(private readonly sdk: AlipaySdk | null) {}

  async send(request: TransferRequest): Promise<TransferResult> {
    if (request.currency !== "CNY")
      return { ok: false, reason: "failed", failure: "refused", detail: request.currency };
    const answer = await this.call("alipay.fund.trans.uni.transfer", request.now, {
      ...PRODUCT,
      out_biz_no: request.transferId,
      trans_amount: fenToYuan(request.amountFen),
      order_title: cleanSubject(request.title),
      payee_info: {
        identity: request.payee.account,
        identity_type: "ALIPAY_LOGON_ID",
        name: request.payee.name,
      },
    });
    if (answer.ok) return stateOf(answer.fields, request);
    if (answer.reason === "unknown") return { ok: false, reason: "unknown", detail: answer.detail };
    const failure = FAILURES.find(([codes]) => codes.test(answer.subCode))?.[1];
    if (failure) return { ok: false, reason: "failed", failure, detail: answer.detail };
    // A refusal that says nothing of the money (a number used before, a code not known here): the order itself tells.
    const found = await this.ask(request);
    return !found.ok && found.reason === "not-found"
      ? { ok: false, reason: "failed", failure: "refused", detail: answer.detail }
      : found;
  }

  async ask(reference: TransferReference): Promise<TransferResult> {
    const answer = await this.call("alipay.fund.trans.common.query", reference.now, {
      ...PRODUCT,
      out_biz_no: reference.transferId,
    });
    if (answer.ok) return stateOf(answer.fields, reference);
    const isMissing = answer.reason === "refused" && answer.subCode === "ORDER_NOT_EXIST";
    return { ok: false, reason: isMissing ? "not-found" : "unknown", detail: answer.detail };
  }

  private async call(method: string, now: Date, bizContent: Record<string, unknown>): Promise<AlipayAnswer> {
    if (this.sdk === null)
      return { ok: false, reason: "unknown", subCode: "", detail: "the keys cannot be read" };
    const answer = await callAlipay(this.sdk, method, bizContent, now);
    const isOpen = !answer.ok && /^(SYSTEM_ERROR|REQUEST_PROCESSING|SERVICE_BUSY)$/.test(answer.subCode);
    return isOpen ? { ...answer, reason: "unknown" } : answer;
  }
}

function stateOf(
  fields: Readonly<Record<string, unknown>>,
  { transferId, now }: TransferReference,
): TransferResult {
  const status = textField(fields, "status");
  const providerObjectId = textField(fields, "order_id");
  // An answer about another order would be a fault of the gateway: believed by nobody.
  if (textField(fields, "out_biz_no") !== transferId)
    return { ok: false, reason: "unknown", detail: "another order" };
  if (status === "SUCCESS" && providerObjectId) {
    const paidAt = parseAlipayTime(fields.pay_date) ?? parseAlipayTime(fields.trans_date) ?? now;
    return { ok: true, state: "paid", providerObjectId, paidAt };
  }
  if (status === "FAIL" || status === "CLOSED") {
    const code = textField(fields, "error_code") ?? "";
    const failure = FAILURES.find(([codes]) => codes.test(code))?.[1] ?? "refused";
    return { ok: false, reason: "failed", failure, detail: `${status} ${code}` };
  }
  return { ok: true, state: "pending", providerObjectId };
}
