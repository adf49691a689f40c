import { lockFunds } from "#app/features/funds/open-fund.server.ts";
import { postTransfers } from "#app/features/ledger/post.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { type ConfirmationPlan, emptyPlan } from "./confirmation-plan.ts";
import { lockAndReadPayments, type PaymentState, readUnspent } from "./confirmation-state.server.ts";
import {
  decideDisputeClosed,
  decideDisputeOpened,
  decideRefunded,
  decideRefundFailed,
} from "./decide-money-back.ts";
import { decidePaid } from "./decide-payment.ts";
import { byRank, type FactOutcome, type ReceivedFact } from "./provider-event.ts";
import { requestThanks } from "./thank-donors.server.ts";
import { writeEvents, writeMoneyBack, writePayments } from "./write-confirmation.server.ts";

/**
 * The one way money facts enter, whoever tells them: webhook, sweep or statement. One transaction for N
 * facts: locks the gifts in id order, takes each payment's facts by rank, posts, moves the payments
 * forward, records the messages and asks for the follow-up work. Safe to repeat in any order and at once.
 *
 * @returns one outcome per fact, in the order given.
 */
export async function confirmDonations(received: readonly ReceivedFact[], now: Date): Promise<FactOutcome[]> {
  if (received.length === 0) return [];
  return transaction(async (tx) => {
    const payments = await lockAndReadPayments(
      tx,
      received.flatMap((item) => item.fact.paymentId ?? []),
      received.some((item) => item.fact.type.startsWith("refund") || item.fact.type.startsWith("dispute")),
    );
    const plan = emptyPlan(await lockWhatGivesBack(tx, received, payments));
    for (const item of [...received].sort(byRank)) plan.outcomes.set(item, decide(item, payments, plan));
    await post(tx, plan);
    await writePayments(
      tx,
      [...payments.values()].filter((payment) => payment.isChanged),
    );
    await writeMoneyBack(tx, plan);
    await writeEvents(tx, received, plan, now);
    await requestThanks(tx, [...plan.thankDonationIds], now);
    return received.map((item) => plan.outcomes.get(item) ?? "ignored");
  });
}

function decide(
  item: ReceivedFact,
  payments: Map<string, PaymentState>,
  plan: ConfirmationPlan,
): FactOutcome {
  const payment = payments.get(item.fact.paymentId ?? "");
  if (item.fact.type === "paid") return decidePaid(item, payment, plan);
  if (!payment) return "ignored";
  if (payment.credentialId !== item.credentialId || !item.fact.sellerMatches)
    return "quarantined:other-credential";
  switch (item.fact.type) {
    case "refunded":
      return decideRefunded(item, payment, plan);
    case "refund-failed":
      return decideRefundFailed(item, payment, plan);
    case "dispute-opened":
      return decideDisputeOpened(item, payment, plan);
    case "dispute-won":
    case "dispute-lost":
      return decideDisputeClosed(item, payment, plan);
    case "closed":
      return decideClosed(item, payment);
    default:
      // A failed attempt leaves the gift pending: the payer may try again.
      return "ignored";
  }
}

function decideClosed(item: ReceivedFact, payment: PaymentState): FactOutcome {
  if (payment.closedAt || payment.paidAt || payment.quarantinedAt) return "repeated";
  payment.closedAt = item.fact.occurredAt;
  payment.isChanged = true;
  return "applied";
}

/** Refunds and disputes take from a fund, so its row is locked before what it has is read. */
async function lockWhatGivesBack(
  tx: Sql,
  received: readonly ReceivedFact[],
  payments: Map<string, PaymentState>,
): Promise<Map<string, bigint>> {
  const taking = received.filter(
    (item) => item.fact.type === "refunded" || item.fact.type === "dispute-opened",
  );
  const fundIds = [
    ...new Set(
      taking.flatMap((item) =>
        payments.has(item.fact.paymentId ?? "") ? (fundIdOf(item.fact.paymentId ?? "", "p") ?? []) : [],
      ),
    ),
  ];
  if (fundIds.length === 0) return new Map();
  await lockFunds(tx, fundIds);
  await readUnspent(tx, payments);
  const terms = await fundTerms(fundIds, tx);
  return new Map([...terms].map(([fundId, term]) => [fundId, term.available]));
}

/** Posts what was decided. The same id with other content would be a bug of ours here: it stops the batch. */
async function post(tx: Sql, plan: ConfirmationPlan): Promise<void> {
  const outcomes = await postTransfers(tx, plan.transfers);
  const conflict = plan.transfers.find((_, index) => outcomes[index] === "conflicting");
  if (conflict) throw new ConflictingTransferError(conflict.id);
}

/** A fact whose transfer is there with other content. The inbox isolates it and leaves the others alone. */
export class ConflictingTransferError extends Error {
  constructor(readonly transferId: string) {
    super(`transfer ${transferId} was posted before with other content`);
  }
}
