import type { ProviderFact, ProviderName } from "#app/features/payments/providers/provider.ts";
import type { Sql } from "#app/lib/db.server.ts";
import type { PaymentState } from "./confirmation-state.server.ts";
import { isMoneyBack, type ReceivedFact } from "./provider-event.ts";

/**
 * Refunds and disputes that name no payment of ours, made at Stripe's own dashboard, are found by the object
 * that they name; so is money that became a gift of its own after it was in quarantine.
 *
 * @returns the facts in the same order, with the payment that each is about.
 */
export async function nameObjects(tx: Sql, given: readonly ReceivedFact[]): Promise<ReceivedFact[]> {
  const asked = given.map((item, n) => ({ item, n })).filter(({ item }) => isMoneyBack(item));
  const rows = await tx.rows<{ n: number; made: string | null; paid: string | null }>(
    `select g.n, q.gift_payment_id as made, p.id as paid
     from unnest($1::int[], $2::text[], $3::text[], $4::text[]) as g(n, organization_id, credential_id, object_id)
     left join quarantine q on q.organization_id = g.organization_id and q.object_id = g.object_id
       and q.credential_id = g.credential_id and q.gift_payment_id is not null
     left join payment p on p.credential_id = g.credential_id and p.provider_object_id = g.object_id
       and p.provider = 'stripe' and p.provider_object_id is not null`,
    [
      asked.map(({ n }) => n),
      asked.map(({ item }) => item.organizationId),
      asked.map(({ item }) => item.credentialId),
      asked.map(({ item }) => item.fact.paymentObjectId),
    ],
  );
  const found = new Map(rows.map((row) => [row.n, row]));
  return given.map((item, n) => {
    const row = found.get(n);
    const paymentId = row?.made ?? item.fact.paymentId ?? row?.paid ?? null;
    return paymentId === item.fact.paymentId ? item : { ...item, fact: { ...item.fact, paymentId } };
  });
}

/** Messages about these payments that came too early, as they were told. */
export async function readDeferred(tx: Sql, states: readonly PaymentState[]): Promise<ReceivedFact[]> {
  const waiting = states.filter((state) => state.hasDeferred);
  const rows = await tx.rows<
    Pick<ProviderFact, "eventKey" | "type" | "paymentId" | "paymentObjectId" | "occurredAt"> & {
      objectId: string;
      amountFen: bigint;
      currency: string;
      payloadSha256: string;
      credentialId: string;
      origin: ReceivedFact["origin"];
      refundId: string | null;
      cumulativeFen: bigint | null;
      provider: ProviderName;
      organizationId: string;
    }
  >(
    `select v.event_key as "eventKey", v.type, v.payment_id as "paymentId", v.object_id as "objectId",
            v.payment_object_id as "paymentObjectId", v.amount_fen as "amountFen", v.currency,
            v.occurred_at as "occurredAt", v.payload_sha256 as "payloadSha256", v.credential_id as "credentialId",
            v.origin, v.refund_id as "refundId", v.cumulative_fen as "cumulativeFen", c.provider,
            c.organization_id as "organizationId"
     from unnest($1::text[], $2::text[]) as g(fund_id, payment_id)
     join provider_event v on v.book_id = g.fund_id and v.payment_id = g.payment_id and v.outcome = 'deferred'
     join payment_credential c on c.id = v.credential_id`,
    [waiting.map((state) => state.fundId), waiting.map((state) => state.id)],
  );
  return rows.map(({ credentialId, organizationId, origin, refundId, cumulativeFen, ...told }) => ({
    credentialId,
    organizationId,
    origin,
    fact: {
      ...told,
      providerType: "deferred",
      providerAccount: "",
      // Only what was for the right seller is deferred.
      sellerMatches: true,
      payerReference: null,
      ...(refundId === null ? {} : { refundId }),
      ...(cumulativeFen === null ? {} : { cumulativeRefundedFen: cumulativeFen }),
    },
  }));
}
