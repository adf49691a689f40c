import type Stripe from "stripe";
import type { StripePayoutBooks, StripeTransaction } from "../statements/stripe-books.ts";
import { stripeBooksFile } from "../statements/stripe-books-file.ts";
import type { BillRequest, BillResult } from "./provider.ts";
import { idOf } from "./stripe-facts.ts";

const PAGE = 100;

/**
 * The balance transactions made on one UTC day, with the payouts among them and what each paid out, as one file
 * that is stored and read like an uploaded one. Throws Stripe's errors.
 */
export async function fetchStripeBooks(
  stripe: Stripe,
  identity: { accountId: string; livemode: boolean },
  bill: BillRequest,
): Promise<BillResult> {
  if (bill.source !== "stripe") return { ok: false, reason: "wrong-source", detail: "not books of Stripe" };
  const start = Date.parse(`${bill.day}T00:00:00Z`) / 1000;
  const end = start + 86_400;
  if (!Number.isInteger(start)) return { ok: false, reason: "refused", detail: "not a day" };
  if (start * 1000 > bill.now.getTime())
    return { ok: false, reason: "not-ready", detail: "the day has not begun" };
  const transactions: StripeTransaction[] = [];
  const payoutIds = new Set<string>();
  const list = { created: { gte: start, lt: end }, limit: PAGE, expand: ["data.source"] };
  for await (const transaction of stripe.balanceTransactions.list(list)) {
    transactions.push(withSource(transaction));
    const source = idOf(transaction.source);
    if (transaction.type === "payout" && source !== null) payoutIds.add(source);
  }
  const payouts: StripePayoutBooks[] = [];
  // Few (one or two a day), and Stripe has no call for several.
  for (const id of payoutIds) payouts.push(await payoutBooks(stripe, id));
  const { accountId: account, livemode } = identity;
  const bytes = stripeBooksFile(
    { account, livemode, period_start: start, period_end: end },
    transactions,
    payouts,
  );
  return { ok: true, source: "stripe", fileName: `stripe-${bill.day}.ndjson`, bytes };
}

/** What a payout paid out; only automatic ones can be itemised, and only once Stripe has reconciled them. */
async function payoutBooks(stripe: Stripe, id: string): Promise<StripePayoutBooks> {
  const payout = await stripe.payouts.retrieve(id);
  if (!payout.automatic || payout.reconciliation_status !== "completed") return { payout, members: null };
  const members: { id: string; net: number }[] = [];
  for await (const { id, net, type } of stripe.balanceTransactions.list({ payout: payout.id, limit: PAGE })) {
    if (type !== "payout") members.push({ id, net });
  }
  return { payout, members };
}

/** Picks what leads back to us from the expanded source, whichever object it is. */
function withSource(transaction: Stripe.BalanceTransaction): StripeTransaction {
  const { source } = transaction;
  if (source === null || typeof source === "string") return { ...transaction, source };
  return {
    ...transaction,
    source: {
      id: source.id,
      object: source.object,
      payment_intent: "payment_intent" in source ? idOf(source.payment_intent) : null,
      metadata: "metadata" in source ? source.metadata : null,
    },
  };
}
