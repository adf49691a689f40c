import { addBankRow } from "../bank.ts";
import { addDays, utcDay } from "../clock.ts";
import { takeFault } from "../faults.ts";
import type { Merchant } from "../merchants.ts";
import type { SandboxState } from "../state.ts";
import { bookCharge, bookRefund, bookRefundFailure, failPayout, makePayout } from "../stripe/books.ts";
import { recordEvent } from "../stripe/events.ts";
import type {
  BalanceRecord,
  ChargeRecord,
  EventRecord,
  PayoutRecord,
  RefundRecord,
} from "../stripe/records.ts";
import { type Breaks, byDay, changeOf, omitted, type SettledDay } from "./breaks.ts";

type Fact =
  | { kind: "charge"; at: string; charge: ChargeRecord }
  | { kind: "refund"; at: string; refund: RefundRecord }
  | { kind: "failure"; at: string; refund: RefundRecord };

/** The merchant's own number of a charge, as it was given with the payment. */
export function paymentIdOf(charge: ChargeRecord): string | null {
  return charge.metadata.payment_id ?? charge.metadata.donation_id ?? null;
}

/** Books balance transactions for what happened since the last settle, day by day, each day with its payout. */
export function settleStripe(
  state: SandboxState,
  merchant: Merchant,
  only: string | null,
  breaks: Breaks,
): { days: SettledDay[]; events: EventRecord[] } {
  const today = utcDay(state.now());
  const facts = openFacts(state, merchant.accountId, breaks).filter((fact) => {
    const day = utcDay(fact.at);
    return only === null ? day <= today : day === only;
  });
  const list = byDay(facts, (fact) => utcDay(fact.at));
  const wanted = only ?? today;
  if (wanted <= today && !list.some(([day]) => day === wanted)) list.push([wanted, []]);
  const days: SettledDay[] = [];
  const events: EventRecord[] = [];
  for (const [day, some] of list) {
    const settled = settleDay(state, merchant, day, some, breaks);
    days.push(settled.day);
    events.push(...settled.events);
  }
  return { days, events };
}

function openFacts(state: SandboxState, account: string, breaks: Breaks): Fact[] {
  const facts: Fact[] = [];
  for (const charge of state.tables.charges.inGroup(account)) {
    if (!charge.paid || charge.settled || omitted(breaks, paymentIdOf(charge), charge.id, charge.intentId))
      continue;
    facts.push({ kind: "charge", at: charge.createdAt, charge });
  }
  for (const refund of state.tables.refunds.inGroup(account)) {
    if (omitted(breaks, refund.id, refund.metadata.refund_id)) continue;
    if (!refund.settled) facts.push({ kind: "refund", at: refund.createdAt, refund });
    if (refund.failedAt && !refund.failureSettled)
      facts.push({ kind: "failure", at: refund.failedAt, refund });
  }
  return facts.sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
}

function book(state: SandboxState, fact: Fact, breaks: Breaks): BalanceRecord {
  if (fact.kind === "charge") {
    return bookCharge(
      state,
      fact.charge,
      changeOf(breaks, paymentIdOf(fact.charge), fact.charge.id, fact.charge.intentId),
    );
  }
  if (fact.kind === "failure") return bookRefundFailure(state, fact.refund);
  return bookRefund(
    state,
    fact.refund,
    changeOf(breaks, fact.refund.id, fact.refund.metadata.refund_id)?.amountFen,
  );
}

function settleDay(
  state: SandboxState,
  merchant: Merchant,
  day: string,
  facts: Fact[],
  breaks: Breaks,
): { day: SettledDay; events: EventRecord[] } {
  const rows = facts.map((fact) => book(state, fact, breaks));
  const grossFen = rows.reduce((total, row) => total + row.amountFen, 0n);
  const feeFen = rows.reduce((total, row) => total + row.feeFen, 0n);
  const now = state.now();
  const past = day < utcDay(now);
  const at = past ? `${day}T23:59:59.000Z` : now.toISOString();
  const arrival = `${past ? addDays(day, 1) : day}T00:00:00.000Z`;
  const payout = makePayout(
    state,
    merchant.accountId,
    past ? `${day}T23:59:59.999Z` : now.toISOString(),
    at,
    arrival,
  );
  const base = {
    merchant: merchant.key,
    source: "stripe" as const,
    day,
    rows: rows.length,
    grossFen,
    feeFen,
    netFen: grossFen - feeFen,
  };
  if (!payout) return { day: base, events: [] };
  const arrivesAt = past
    ? new Date(Math.min(Date.parse(`${addDays(day, 1)}T02:00:00.000Z`), now.getTime()))
    : now;
  // Long past days are history: nobody waits for their messages.
  const recent = day >= addDays(utcDay(now), -1);
  const fails = recent && takeFault(state, ["payout-fails"], ["payout", "stripe.payout"]) !== undefined;
  const events = recent ? payoutEvents(state, payout) : [];
  const final = fails ? failPayout(state, payout) : payout;
  if (fails)
    events.push(
      recordEvent(
        state,
        payout.account,
        "payout.failed",
        { kind: "payout", record: final },
        { previous: { status: "paid" } },
      ),
    );
  const bankReference = fails ? null : arrive(state, merchant, payout, arrivesAt, breaks);
  const told = {
    id: payout.id,
    amountFen: payout.amountFen,
    arrivalDate: arrival.slice(0, 10),
    bankReference,
    status: final.status,
  };
  return { day: { ...base, payout: told }, events };
}

function payoutEvents(state: SandboxState, payout: PayoutRecord): EventRecord[] {
  const snapshot = { kind: "payout" as const, record: payout };
  return ["payout.created", "payout.paid", "payout.reconciliation_completed"].map((type) =>
    recordEvent(state, payout.account, type, snapshot),
  );
}

function arrive(
  state: SandboxState,
  merchant: Merchant,
  payout: PayoutRecord,
  at: Date,
  breaks: Breaks,
): string {
  const mark = `payout:${merchant.key}`;
  return addBankRow(state, merchant, {
    direction: "in",
    amountFen: changeOf(breaks, mark, payout.id)?.amountFen ?? payout.amountFen,
    at: at.toISOString(),
    counterparty: "STRIPE PAYMENTS",
    counterpartyAccount: "012875008899001",
    counterpartyBank: "中国银行(香港)有限公司",
    summary: "跨境汇入",
    note: payout.id,
    booked: !omitted(breaks, mark),
    mark,
  }).id;
}
