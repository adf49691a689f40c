import { markPaid } from "../alipay/pay.ts";
import { newBuyer, newTradeNo, tradeKey } from "../alipay/trade.ts";
import { addBankRow, type BankRow } from "../bank.ts";
import { shanghaiDay } from "../clock.ts";
import type { Merchant } from "../merchants.ts";
import { randomDigits, randomId } from "../random.ts";
import type { SandboxState } from "../state.ts";
import { sendEvents } from "../stripe/events.ts";
import { chargeIntent, makeIntent } from "../stripe/payments.ts";
import type { EventRecord } from "../stripe/records.ts";
import { settleAlipay } from "./alipay.ts";
import { type Breaks, byDay, changeOf, type Extra, omitted, type SettledDay } from "./breaks.ts";
import { settleStripe } from "./stripe.ts";

export type SettleRequest = { day: string | null; merchant: string | null; breaks: Breaks };

/**
 * Closes the books up to now (or one day's): Alipay bills, Stripe balance transactions and payouts, bank rows. May be
 * called again and again; each call adds what came since.
 */
export async function settle(state: SandboxState, request: SettleRequest) {
  const merchants = state.tables.merchants
    .all()
    .filter((row) => request.merchant === null || row.key === request.merchant);
  for (const extra of request.breaks.extra) addExtra(state, extra);
  const days: SettledDay[] = [];
  const events: EventRecord[] = [];
  for (const merchant of merchants) {
    const stripe = settleStripe(state, merchant, request.day, request.breaks);
    days.push(...settleAlipay(state, merchant, request.day, request.breaks), ...stripe.days);
    events.push(...stripe.events);
    days.push(...settleBank(state, merchant, request.day, request.breaks));
  }
  await state.flushed();
  state.background(sendEvents(state, events));
  return { now: state.now().toISOString(), days, ...ready(state, days) };
}

/** Bank rows that wait become part of the statement. */
function settleBank(
  state: SandboxState,
  merchant: Merchant,
  only: string | null,
  breaks: Breaks,
): SettledDay[] {
  const today = shanghaiDay(state.now());
  const rows = state.tables.bank.inGroup(merchant.key).filter((row) => {
    const day = shanghaiDay(row.at);
    const due = only === null ? day <= today : day === only;
    return due && !row.booked && !omitted(breaks, row.id, row.mark);
  });
  return byDay(rows, (row) => shanghaiDay(row.at)).map(([day, list]) => {
    const booked = list.map((row) => bookRow(state, row, breaks));
    const grossFen = booked.reduce(
      (total, row) => total + (row.direction === "in" ? row.amountFen : -row.amountFen),
      0n,
    );
    return {
      merchant: merchant.key,
      source: "bank" as const,
      day,
      rows: booked.length,
      grossFen,
      feeFen: 0n,
      netFen: grossFen,
    };
  });
}

function bookRow(state: SandboxState, row: BankRow, breaks: Breaks): BankRow {
  const amountFen = changeOf(breaks, row.id, row.mark)?.amountFen ?? row.amountFen;
  return state.tables.bank.put(row.id, { ...row, amountFen, booked: true });
}

/** A payment or bank row of which the site knows nothing. */
function addExtra(state: SandboxState, extra: Extra): void {
  const merchant = state.tables.merchants.get(extra.merchant);
  if (!merchant) throw new Error(`unknown merchant ${extra.merchant}`);
  const now = state.now();
  const subject = extra.subject ?? "来历不明的款项";
  if (extra.source === "bank") {
    addBankRow(state, merchant, {
      direction: extra.amountFen < 0n ? "out" : "in",
      amountFen: extra.amountFen < 0n ? -extra.amountFen : extra.amountFen,
      at: now.toISOString(),
      counterparty: extra.counterparty ?? "王某某",
      counterpartyAccount: `6217${randomDigits(15)}`,
      summary: extra.amountFen < 0n ? "转账支出" : "转账收入",
      note: subject,
      booked: false,
    });
    return;
  }
  if (extra.source === "stripe") {
    const metadata: Record<string, string> = extra.paymentId ? { payment_id: extra.paymentId } : {};
    const fields = {
      account: merchant.accountId,
      amountFen: extra.amountFen,
      currency: "cny",
      description: subject,
    };
    chargeIntent(
      state,
      makeIntent(state, { ...fields, metadata, allowedTypes: null, customerId: null }),
      true,
    );
    return;
  }
  const outTradeNo = extra.paymentId ?? `x${randomDigits(18)}`;
  const key = `${tradeKey(merchant.appId, outTradeNo)}#${randomId(4)}`;
  const trade = state.tables.trades.put(key, {
    key,
    appId: merchant.appId,
    outTradeNo,
    tradeNo: newTradeNo(now),
    token: randomId(24),
    method: "alipay.trade.page.pay",
    subject,
    body: null,
    passback: null,
    amountFen: extra.amountFen,
    paidFen: 0n,
    feeFen: 0n,
    status: "WAIT_BUYER_PAY",
    lastFailure: null,
    notifyUrl: null,
    returnUrl: null,
    quitUrl: null,
    ...newBuyer(),
    currency: null,
    createdAt: now.toISOString(),
    expiresAt: null,
    paidAt: null,
    closedAt: null,
    settled: false,
    refunds: [],
    agreementNo: null,
  });
  markPaid(state, trade, extra.amountFen, now);
}

/** Which files and lists can now be fetched. */
function ready(state: SandboxState, days: SettledDay[]) {
  const of = (source: string) => days.filter((row) => row.source === source);
  const merchant = (key: string) => state.tables.merchants.get(key)!;
  const statements = new Set(of("bank").map((row) => `${row.merchant} ${row.day}`));
  for (const row of days) {
    const reference = row.withdrawal?.bankReference ?? row.payout?.bankReference;
    const bankRow = reference ? state.tables.bank.get(reference) : undefined;
    if (bankRow?.booked) statements.add(`${row.merchant} ${shanghaiDay(bankRow.at)}`);
  }
  return {
    alipayBills: of("alipay").map((row) => ({
      merchant: row.merchant,
      appId: merchant(row.merchant).appId,
      billDate: row.day,
    })),
    stripe: of("stripe").map((row) => ({
      merchant: row.merchant,
      accountId: merchant(row.merchant).accountId,
      day: row.day,
    })),
    bankStatements: [...statements].map((text) => {
      const at = text.lastIndexOf(" ");
      const key = text.slice(0, at);
      return { merchant: key, accountNo: merchant(key).bankAccountNo, day: text.slice(at + 1) };
    }),
  };
}
