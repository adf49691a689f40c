import type { Sql } from "#app/lib/db.server.ts";
import type { ConfirmationPlan } from "./confirmation-plan.ts";

/**
 * Writes what waits for a person. What is there stays as it was said first; only money that came for it
 * afterwards is added. What a provider gave back by itself needs no decision any more.
 */
export async function writeQuarantine(tx: Sql, plan: ConfirmationPlan, now: Date): Promise<void> {
  const items = [...plan.quarantine.values()];
  if (items.length > 0) {
    await tx.run(
      `insert into quarantine as q (organization_id, id, credential_id, provider, reason, fact_type, payment_id, fund_id,
         donation_id, object_id, payment_object_id, received_fen, currency, expected_fen, expected_currency,
         held_fen, occurred_at, recorded_at)
       select *, $2::timestamptz from jsonb_to_recordset($1::jsonb) as g(organization_id text, id uuid,
         credential_id text, provider text, reason text, fact_type text, payment_id text, fund_id text,
         donation_id text, object_id text, payment_object_id text, received_fen int8, currency text,
         expected_fen int8, expected_currency text, held_fen int8, occurred_at timestamptz)
       on conflict (organization_id, id) do update set held_fen = excluded.held_fen
         where q.held_fen = 0 and excluded.held_fen > 0 and q.decided_at is null`,
      [
        JSON.stringify(
          items.map(({ received, ...item }) => ({
            organization_id: received.organizationId,
            id: item.id,
            credential_id: received.credentialId,
            provider: received.fact.provider,
            reason: item.reason,
            fact_type: received.fact.type,
            payment_id: received.fact.paymentId,
            fund_id: item.fundId,
            donation_id: item.donationId,
            object_id: item.objectId,
            payment_object_id: received.fact.paymentObjectId,
            received_fen: received.fact.amountFen.toString(),
            currency: received.fact.currency,
            expected_fen: item.expectedFen?.toString() ?? null,
            expected_currency: item.expectedCurrency,
            held_fen: item.heldFen.toString(),
            occurred_at: received.fact.occurredAt,
          })),
        ),
        now,
      ],
    );
  }
  for (const { organizationId, objectId, at } of plan.returned) {
    await tx.run(
      `update quarantine set decision = 'returned', decided_at = $3
       where organization_id = $1 and object_id = $2 and decided_at is null and held_fen > 0`,
      [organizationId, objectId, at],
    );
  }
}
