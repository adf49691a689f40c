import type { Sql } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import type { ConfirmationPlan } from "./confirmation-plan.ts";
import type { PaymentState } from "./confirmation-state.server.ts";
import { type ReceivedFact, TAKEN_UP } from "./provider-event.ts";

/** Moves payments forward. What is set stays set: every column is guarded, so no row ever goes back. */
export async function writePayments(tx: Sql, payments: readonly PaymentState[]): Promise<void> {
  if (payments.length === 0) return;
  const column = <T>(pick: (payment: PaymentState) => T): T[] => payments.map(pick);
  await tx.run(
    `update payment p set
       paid_at = coalesce(p.paid_at, g.paid_at), paid_amount_fen = coalesce(p.paid_amount_fen, g.paid_amount_fen),
       provider_object_id = coalesce(p.provider_object_id, g.provider_object_id),
       counted_at = coalesce(p.counted_at, g.counted_at), closed_at = coalesce(p.closed_at, g.closed_at),
       quarantined_at = coalesce(p.quarantined_at, g.quarantined_at),
       quarantine_reason = coalesce(p.quarantine_reason, g.quarantine_reason)
     from unnest($1::text[], $2::text[], $3::timestamptz[], $4::int8[], $5::text[], $6::timestamptz[],
                 $7::timestamptz[], $8::timestamptz[], $9::text[])
       as g(fund_id, id, paid_at, paid_amount_fen, provider_object_id, counted_at, closed_at, quarantined_at,
            quarantine_reason)
     where p.fund_id = g.fund_id and p.id = g.id`,
    [
      column((p) => p.fundId),
      column((p) => p.id),
      column((p) => p.paidAt),
      column((p) => p.paidAmountFen),
      column((p) => p.providerObjectId),
      column((p) => p.countedAt),
      column((p) => p.closedAt),
      column((p) => p.quarantinedAt),
      column((p) => p.quarantineReason),
    ],
    { isKept: true },
  );
}

/** Writes refunds and disputes; each moves forward only. */
export async function writeMoneyBack(tx: Sql, plan: ConfirmationPlan): Promise<void> {
  const refunds = [...plan.refunds.values()];
  if (refunds.length > 0) {
    await tx.run(
      `insert into refund as r (fund_id, id, donation_id, payment_id, payment_object_id, amount_fen,
                                provider_refund_id, promised_at, paid_at, failed_at)
       select fund_id, id, donation_id, payment_id, payment_object_id, amount_fen, provider_refund_id, at, paid_at,
              failed_at
       from jsonb_to_recordset($1::jsonb) as g(fund_id text, id text, donation_id text, payment_id text,
         payment_object_id text, amount_fen int8, provider_refund_id text, at timestamptz, paid_at timestamptz,
         failed_at timestamptz)
       on conflict (fund_id, id) do update set paid_at = coalesce(r.paid_at, excluded.paid_at),
         failed_at = coalesce(r.failed_at, excluded.failed_at)`,
      [
        JSON.stringify(
          refunds.map((refund) => ({
            fund_id: refund.fundId,
            id: refund.id,
            donation_id: refund.donationId,
            payment_id: refund.paymentId,
            payment_object_id: refund.paymentObjectId,
            amount_fen: refund.amountFen.toString(),
            provider_refund_id: refund.providerRefundId,
            at: refund.at,
            paid_at: refund.paidAt,
            failed_at: refund.failedAt,
          })),
        ),
      ],
    );
  }
  const disputes = [...plan.disputes.values()];
  if (disputes.length === 0) return;
  await tx.run(
    `insert into dispute as x (fund_id, id, donation_id, payment_id, amount_fen, provider_dispute_id, opened_at,
                               won_at, lost_at)
     select fund_id, id, donation_id, payment_id, amount_fen, provider_dispute_id, opened_at, won_at, lost_at
     from jsonb_to_recordset($1::jsonb) as g(fund_id text, id text, donation_id text, payment_id text,
       amount_fen int8, provider_dispute_id text, opened_at timestamptz, won_at timestamptz, lost_at timestamptz)
     on conflict (fund_id, id) do update set won_at = coalesce(x.won_at, excluded.won_at),
       lost_at = coalesce(x.lost_at, excluded.lost_at)`,
    [
      JSON.stringify(
        disputes.map((dispute) => ({
          fund_id: dispute.fundId,
          id: dispute.id,
          donation_id: dispute.donationId,
          payment_id: dispute.paymentId,
          amount_fen: dispute.amountFen.toString(),
          provider_dispute_id: dispute.providerDisputeId,
          opened_at: dispute.openedAt,
          won_at: dispute.wonAt,
          lost_at: dispute.lostAt,
        })),
      ),
    ],
  );
}

/**
 * Records the messages with what became of them. A message seen before keeps its first outcome; one with
 * the same key and other content is kept beside it.
 */
export async function writeEvents(
  tx: Sql,
  received: readonly ReceivedFact[],
  plan: ConfirmationPlan,
  now: Date,
): Promise<void> {
  const column = <T>(pick: (item: ReceivedFact) => T): T[] => received.map(pick);
  await tx.run(
    `insert into provider_event (book_id, credential_id, event_key, type, payment_id, object_id, amount_fen,
       currency, occurred_at, received_at, payload_sha256, origin, outcome, payment_object_id, refund_id,
       cumulative_fen)
     select book_id, credential_id, event_key, type, payment_id, object_id, amount_fen, currency, occurred_at,
            $14, payload_sha256, origin, outcome, payment_object_id, refund_id, cumulative_fen
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int8[], $8::text[],
                 $9::timestamptz[], $10::text[], $11::text[], $12::text[], $13::boolean[], $15::text[],
                 $16::text[], $17::int8[])
       as g(book_id, credential_id, event_key, type, payment_id, object_id, amount_fen, currency, occurred_at,
            payload_sha256, origin, outcome, keep, payment_object_id, refund_id, cumulative_fen)
     where keep
     on conflict (book_id, credential_id, event_key) do nothing`,
    [
      column((item) => fundIdOf(item.fact.paymentId ?? "", "p") ?? item.organizationId),
      column((item) => item.credentialId),
      column((item) => keyOf(item, plan)),
      column((item) => item.fact.type),
      column((item) => item.fact.paymentId),
      column((item) => item.fact.objectId),
      column((item) => item.fact.amountFen),
      column((item) => item.fact.currency),
      column((item) => item.fact.occurredAt),
      column((item) => item.fact.payloadSha256),
      column((item) => item.origin),
      column((item) => plan.outcomes.get(item) ?? "ignored"),
      // Asking again and again about a gift that has not changed is not worth a row.
      column((item) =>
        item.isTakenUp
          ? plan.outcomes.get(item) !== "deferred"
          : !(item.origin === "sweep" && plan.outcomes.get(item) === "repeated"),
      ),
      now,
      column((item) => item.fact.paymentObjectId),
      column((item) => item.fact.refundId ?? null),
      column((item) => item.fact.cumulativeRefundedFen ?? null),
    ],
    { isKept: true },
  );
}

function keyOf(item: ReceivedFact, plan: ConfirmationPlan): string {
  const { eventKey, payloadSha256 } = item.fact;
  if (item.isTakenUp) return `${eventKey}${TAKEN_UP}`;
  return plan.outcomes.get(item) === "quarantined:conflicting-content"
    ? `${eventKey}#${payloadSha256.slice(0, 16)}`
    : eventKey;
}
