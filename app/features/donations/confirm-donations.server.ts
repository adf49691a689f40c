import { lockFunds } from "#app/features/funds/open-fund.server.ts";
import { postTransfers } from "#app/features/ledger/post.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { type ConfirmationPlan, emptyPlan } from "./confirmation-plan.ts";
import {
  lockAndReadPayments,
  type PaymentState,
  readHeld,
  readRefundsAndDisputes,
  readUnspent,
} from "./confirmation-state.server.ts";
import { decideDispute } from "./decide-dispute.ts";
import { decidePayment, decideUnknownPaid } from "./decide-payment.ts";
import { decideRefund } from "./decide-refund.ts";
import { nameObjects, readDeferred } from "./deferred-facts.server.ts";
import { readWhoTakesGifts } from "./late-payments.server.ts";
import { byRank, type FactOutcome, isMoneyBack, type ReceivedFact } from "./provider-event.ts";
import { planQuarantine } from "./quarantine-item.ts";
import { requestThanks } from "./thank-donors.server.ts";
import { writeEvents, writeMoneyBack, writePayments } from "./write-confirmation.server.ts";
import { writeQuarantine } from "./write-quarantine.server.ts";

/**
 * The one way money facts enter, whoever tells them: webhook, sweep or statement. One transaction for N
 * facts: locks the gifts in id order, takes each payment's facts by rank, posts, moves the payments
 * forward, records the messages and asks for the follow-up work. Safe to repeat in any order and at once.
 *
 * @returns one outcome per fact, in the order given.
 */
export async function confirmDonations(received: readonly ReceivedFact[], now: Date): Promise<FactOutcome[]> {
  if (received.length === 0) return [];
  return transaction((tx) => confirmWithin(tx, received, now));
}

/** The same inside the caller's transaction. */
export async function confirmWithin(
  tx: Sql,
  given: readonly ReceivedFact[],
  now: Date,
): Promise<FactOutcome[]> {
  const received = given.some(isMoneyBack) ? await nameObjects(tx, given) : given;
  const payments = await lockAndReadPayments(
    tx,
    received.flatMap((item) => item.fact.paymentId ?? []),
  );
  const states = [...payments.values()];
  if (states.some((payment) => payment.closedAt && !payment.paidAt)) await readWhoTakesGifts(tx, states, now);
  const deferred = await readDeferred(tx, received, states);
  const items = [
    ...received,
    ...deferred.filter((item) => !received.some((other) => isSameTold(item, other))),
  ];
  const { held, availableFen } = await readForMoneyBack(tx, items, payments);
  const plan = emptyPlan(availableFen);
  for (const item of [...items].sort(byRank)) plan.outcomes.set(item, decide(item, payments, held, plan));
  await post(tx, plan);
  await writePayments(
    tx,
    states.filter((payment) => payment.isChanged),
  );
  await writeMoneyBack(tx, plan);
  await writeQuarantine(tx, plan, now);
  await writeEvents(tx, items, plan, now);
  await requestThanks(tx, [...plan.thankDonationIds], now);
  return received.map((item) => plan.outcomes.get(item) ?? "ignored");
}

function decide(
  item: ReceivedFact,
  payments: Map<string, PaymentState>,
  held: Map<string, PaymentState>,
  plan: ConfirmationPlan,
): FactOutcome {
  const payment = payments.get(item.fact.paymentId ?? "");
  const { type } = item.fact;
  if (type === "paid") {
    return payment?.credentialId === item.credentialId
      ? decidePayment(item, payment, plan)
      : decideUnknownPaid(item, payment, plan);
  }
  if (isMoneyBack(item)) return decideMoneyBack(item, payment, held, plan);
  if (!payment) return "ignored";
  if (payment.credentialId !== item.credentialId || !item.fact.sellerMatches)
    return otherCredential(item, payment, plan);
  // A failed attempt leaves the gift pending: the payer may try again.
  return type === "closed" ? decidePayment(item, payment, plan) : "ignored";
}

/** Which money a refund or dispute is about: the payment that it names, or another of the same order. */
function decideMoneyBack(
  item: ReceivedFact,
  payment: PaymentState | undefined,
  held: Map<string, PaymentState>,
  plan: ConfirmationPlan,
): FactOutcome {
  const { paymentObjectId, type, sellerMatches } = item.fact;
  const kept = held.get(`${item.credentialId} ${paymentObjectId}`);
  const isOther =
    payment?.providerObjectId && paymentObjectId && payment.providerObjectId !== paymentObjectId;
  const subject = isOther || !payment ? kept : payment;
  // Without a payment of ours it may be one that we do not know yet, or none at all: it waits, and shows its age.
  if (!subject) return "deferred";
  if (subject.credentialId !== item.credentialId || !sellerMatches)
    return otherCredential(item, subject, plan);
  return type.startsWith("dispute") ? decideDispute(item, subject, plan) : decideRefund(item, subject, plan);
}

function otherCredential(item: ReceivedFact, payment: PaymentState, plan: ConfirmationPlan): FactOutcome {
  planQuarantine(plan, item, { reason: "other-credential", payment, heldFen: 0n });
  return "quarantined:other-credential";
}

const isSameTold = (a: ReceivedFact, b: ReceivedFact): boolean =>
  a.isTakenUp === b.isTakenUp && a.credentialId === b.credentialId && a.fact.eventKey === b.fact.eventKey;

/** Refunds and disputes take from a fund, so its row is locked before what it has is read. */
async function readForMoneyBack(
  tx: Sql,
  items: readonly ReceivedFact[],
  payments: Map<string, PaymentState>,
): Promise<{ held: Map<string, PaymentState>; availableFen: Map<string, bigint> }> {
  const back = items.filter(isMoneyBack);
  if (back.length === 0) return { held: new Map(), availableFen: new Map() };
  const fundIds = [
    ...new Set(
      back.flatMap(({ fact }) =>
        fact.type === "refunded" || fact.type === "dispute-opened"
          ? (payments.get(fact.paymentId ?? "")?.fundId ?? [])
          : [],
      ),
    ),
  ];
  const held = await readHeld(
    tx,
    back.flatMap(({ fact, organizationId, credentialId }) =>
      fact.paymentObjectId ? [{ organizationId, credentialId, objectId: fact.paymentObjectId }] : [],
    ),
  );
  if (fundIds.length > 0) {
    await lockFunds(tx, fundIds);
    await readUnspent(tx, payments);
  }
  await readRefundsAndDisputes(tx, payments);
  const terms = fundIds.length > 0 ? await fundTerms(fundIds, tx) : new Map();
  return { held, availableFen: new Map([...terms].map(([fundId, term]) => [fundId, term.available])) };
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
