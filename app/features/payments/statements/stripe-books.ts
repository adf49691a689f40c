import type Stripe from "stripe";
import { fenToYuan } from "#app/lib/money.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { FileRefused, Findings } from "./refusal.ts";
import type { StatementPayout, StatementRow, StatementRowKind, StatementVerdict } from "./statement.ts";
import { RowKeys, Tally } from "./statement-tally.ts";

/** What is read of a balance transaction; Stripe's own object fits (list with `expand: ["data.source"]`). */
export type StripeTransaction = Pick<
  Stripe.BalanceTransaction,
  "id" | "amount" | "fee" | "net" | "currency" | "created" | "type" | "reporting_category"
> & { source: string | StripeSource | null };

/** The parts of a charge, refund, dispute or payout that lead back to us; nothing about the payer. */
export interface StripeSource {
  id: string;
  object: string;
  payment_intent?: string | { id: string } | null;
  metadata?: Record<string, string> | null;
}

export interface StripePayoutBooks {
  payout: Pick<Stripe.Payout, "id" | "amount" | "currency" | "status" | "arrival_date">;
  /** Every transaction that the payout paid out, its own excluded; null: not itemised. */
  members: { id: string; net: number }[] | null;
}

export interface StripeBooks {
  account: string;
  periodStart: Date;
  periodEnd: Date;
  transactions: Iterable<{ transaction: StripeTransaction; lineNo: number }>;
  /** Read after the transactions. */
  payouts: Iterable<{ books: StripePayoutBooks; lineNo: number }>;
}

const KINDS: Record<string, StatementRowKind> = {
  charge: "payment",
  payment: "payment",
  refund: "refund",
  payment_refund: "refund",
  refund_failure: "refund",
  payment_failure_refund: "adjustment",
  stripe_fee: "fee",
  stripe_fx_fee: "fee",
  tax_fee: "fee",
  network_cost: "fee",
  payout: "payout",
  payout_cancel: "payout",
  payout_failure: "payout",
  adjustment: "adjustment",
  transfer: "transfer-out",
  topup: "transfer-in",
};

/** Stripe's minor units are JSON numbers: taken only if they are integers that a number holds exactly. */
export function wholeMinor(value: unknown, lineNo: number, name: string): bigint {
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  throw new FileRefused(lineNo, "bad-amount", `${name} is not a whole number of minor units`);
}

/**
 * Stripe's balance transactions and payouts as statement rows. Every row must satisfy net = amount − fee, and
 * every itemised payout Σ net of its members = its amount. Totals are in one currency, rows may differ.
 */
export function* readStripeBooks(books: StripeBooks): Generator<StatementRow, StatementVerdict, undefined> {
  const findings = new Findings();
  const tallies = new Map<string, Tally>();
  const keys = new RowKeys();
  for (const { transaction, lineNo } of books.transactions) {
    if (keys.has(transaction.id)) {
      findings.error(lineNo, "duplicate-row", "a balance transaction occurs twice");
      continue;
    }
    const row = readTransaction(transaction, lineNo, keys, findings);
    const tally = tallies.get(row.currency) ?? new Tally();
    tallies.set(row.currency, tally.add(row));
    yield row;
  }
  const payouts: StatementPayout[] = [];
  for (const { books: payout, lineNo } of books.payouts) payouts.push(readPayout(payout, lineNo, findings));
  if (findings.errors.length > 0) return { ok: false, errors: findings.errors };
  const currency = tallies.has("CNY") ? "CNY" : ([...tallies.keys()][0] ?? payouts[0]?.currency ?? "CNY");
  for (const other of tallies.keys()) {
    if (other !== currency) findings.warn(null, "other-currency", `rows in ${other} are not in the totals`);
  }
  return {
    ok: true,
    summary: {
      source: "stripe",
      account: books.account,
      accountName: null,
      currency,
      periodStart: books.periodStart,
      periodEnd: books.periodEnd,
      totals: (tallies.get(currency) ?? new Tally()).totals(),
      payouts,
      warnings: findings.warnings,
    },
  };
}

function readTransaction(
  transaction: StripeTransaction,
  lineNo: number,
  keys: RowKeys,
  findings: Findings,
): StatementRow {
  const amountFen = wholeMinor(transaction.amount, lineNo, "amount");
  const feeFen = wholeMinor(transaction.fee, lineNo, "fee");
  if (amountFen - feeFen !== wholeMinor(transaction.net, lineNo, "net")) {
    findings.error(lineNo, "equation-mismatch", "net is not amount − fee");
  }
  const kind = KINDS[transaction.type] ?? "other";
  if (kind === "other") findings.warn(lineNo, "unknown-kind", transaction.type.slice(0, 40));
  const source = typeof transaction.source === "object" ? transaction.source : null;
  const sourceId = typeof transaction.source === "string" ? transaction.source : (source?.id ?? null);
  const intent = source?.payment_intent;
  const paymentObjectId = typeof intent === "object" ? (intent?.id ?? null) : (intent ?? null);
  const occurredAt = new Date(transaction.created * 1000);
  return {
    rowKey: keys.unique(transaction.id),
    lineNo,
    kind,
    providerKind: `${transaction.type}/${transaction.reporting_category}`,
    occurredAt,
    day: shanghaiDay(occurredAt),
    amountFen,
    feeFen,
    currency: transaction.currency.toUpperCase(),
    providerObjectId: kind === "payment" ? (paymentObjectId ?? sourceId) : sourceId,
    paymentObjectId,
    merchantReference: source?.metadata?.payment_id || null,
    refundReference: source?.metadata?.refund_id || null,
    payoutId: kind === "payout" ? sourceId : null,
    balanceAfterFen: null,
    counterparty: null,
    purpose: null,
    summary: transaction.reporting_category,
  };
}

function readPayout(
  { payout, members }: StripePayoutBooks,
  lineNo: number,
  findings: Findings,
): StatementPayout {
  const amountFen = wholeMinor(payout.amount, lineNo, "amount");
  if (members === null) findings.warn(lineNo, "payout-not-itemised", payout.id);
  else {
    const netFen = members.reduce((sum, member) => sum + wholeMinor(member.net, lineNo, "net"), 0n);
    if (netFen !== amountFen) {
      const detail = `${payout.id}: members give ${fenToYuan(netFen)}, paid out ${fenToYuan(amountFen)}`;
      findings.error(lineNo, "equation-mismatch", detail);
    }
  }
  return {
    payoutId: payout.id,
    amountFen,
    currency: payout.currency.toUpperCase(),
    status: payout.status,
    arrivalDay: new Date(payout.arrival_date * 1000).toISOString().slice(0, 10),
    memberKeys: members?.map((member) => member.id) ?? null,
  };
}
