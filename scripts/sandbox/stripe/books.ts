import { share } from "../money.ts";
import { randomId } from "../random.ts";
import type { SandboxState } from "../state.ts";
import type { BalanceRecord, ChargeRecord, PayoutRecord, RefundRecord } from "./records.ts";

/** Stripe's own fee: 2.9 %, rounded half up, plus 2.35 yuan. */
export function stripeFee(amountFen: bigint): bigint {
  return share(amountFen, 29n, 1000n) + 235n;
}

type Row = Omit<BalanceRecord, "availableAt" | "payoutId">;

export function bookBalance(state: SandboxState, row: Row): BalanceRecord {
  return state.tables.balance.put(row.id, { ...row, availableAt: row.createdAt, payoutId: null });
}

export function bookCharge(
  state: SandboxState,
  charge: ChargeRecord,
  change?: { amountFen: bigint; feeFen: bigint | null },
): BalanceRecord {
  const amountFen = change?.amountFen ?? charge.amountFen;
  state.tables.charges.put(charge.id, { ...state.tables.charges.get(charge.id)!, settled: true });
  return bookBalance(state, {
    id: charge.balanceId,
    account: charge.account,
    type: "charge",
    category: "charge",
    amountFen,
    feeFen: change?.feeFen ?? stripeFee(amountFen),
    currency: charge.currency,
    description: charge.description,
    sourceId: charge.id,
    createdAt: charge.createdAt,
  });
}

export function bookRefund(
  state: SandboxState,
  refund: RefundRecord,
  amountFen = refund.amountFen,
): BalanceRecord {
  state.tables.refunds.put(refund.id, { ...state.tables.refunds.get(refund.id)!, settled: true });
  return bookBalance(state, {
    id: refund.balanceId,
    account: refund.account,
    type: "refund",
    category: "refund",
    amountFen: -amountFen,
    feeFen: 0n,
    currency: refund.currency,
    description: `REFUND FOR CHARGE (${refund.chargeId})`,
    sourceId: refund.id,
    createdAt: refund.createdAt,
  });
}

/** The money of a failed refund comes back. */
export function bookRefundFailure(state: SandboxState, refund: RefundRecord): BalanceRecord {
  state.tables.refunds.put(refund.id, { ...state.tables.refunds.get(refund.id)!, failureSettled: true });
  return bookBalance(state, {
    id: refund.failureBalanceId!,
    account: refund.account,
    type: "refund_failure",
    category: "refund_failure",
    amountFen: refund.amountFen,
    feeFen: 0n,
    currency: refund.currency,
    description: `REFUND FAILURE FOR CHARGE (${refund.chargeId})`,
    sourceId: refund.id,
    createdAt: refund.failedAt!,
  });
}

/** An automatic payout of everything that is not paid out yet; null when there is nothing above zero to pay. */
export function makePayout(
  state: SandboxState,
  account: string,
  before: string,
  at: string,
  arrivalDate: string,
): PayoutRecord | null {
  const rows = state.tables.balance
    .inGroup(account)
    .filter(
      (row) =>
        row.payoutId === null && row.currency === "cny" && row.createdAt <= before && row.type !== "payout",
    );
  const amountFen = rows.reduce((total, row) => total + row.amountFen - row.feeFen, 0n);
  if (amountFen <= 0n) return null;
  const id = `po_${randomId(24)}`;
  for (const row of rows) state.tables.balance.put(row.id, { ...row, payoutId: id });
  const balanceId = `txn_${randomId(24)}`;
  bookBalance(state, {
    id: balanceId,
    account,
    type: "payout",
    category: "payout",
    amountFen: -amountFen,
    feeFen: 0n,
    currency: "cny",
    description: "STRIPE PAYOUT",
    sourceId: id,
    createdAt: at,
  });
  state.tables.balance.put(balanceId, { ...state.tables.balance.get(balanceId)!, payoutId: id });
  return state.tables.payouts.put(id, {
    id,
    account,
    amountFen,
    currency: "cny",
    status: "paid",
    createdAt: at,
    arrivalDate,
    balanceId,
    failureBalanceId: null,
    trace: `STRIPE${id.slice(3, 15).toUpperCase()}`,
  });
}

/** The bank sent the payout back: the money is on the balance again and goes out with the next one. */
export function failPayout(state: SandboxState, payout: PayoutRecord): PayoutRecord {
  const failureBalanceId = `txn_${randomId(24)}`;
  bookBalance(state, {
    id: failureBalanceId,
    account: payout.account,
    type: "payout_failure",
    category: "payout_reversal",
    amountFen: payout.amountFen,
    feeFen: 0n,
    currency: payout.currency,
    description: "STRIPE PAYOUT FAILURE",
    sourceId: payout.id,
    createdAt: state.now().toISOString(),
  });
  return state.tables.payouts.put(payout.id, { ...payout, status: "failed", failureBalanceId });
}
