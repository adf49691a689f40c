import type { ProviderFact, ProviderName } from "#app/features/payments/providers/provider.ts";
import { db, type Sql } from "#app/lib/db.server.ts";
import type { PaymentState } from "./confirmation-state.server.ts";
import { isMoneyBack, type ReceivedFact, TAKEN_UP } from "./provider-event.ts";

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

type DeferredRow = Pick<
  ProviderFact,
  "eventKey" | "type" | "paymentId" | "paymentObjectId" | "occurredAt"
> & {
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
};

const DEFERRED_COLUMNS = `v.event_key as "eventKey", v.type, v.object_id as "objectId",
  v.payment_object_id as "paymentObjectId", v.amount_fen as "amountFen", v.currency, v.occurred_at as "occurredAt",
  v.payload_sha256 as "payloadSha256", v.credential_id as "credentialId", v.origin, v.refund_id as "refundId",
  v.cumulative_fen as "cumulativeFen", c.provider, c.organization_id as "organizationId"`;

/** A message that is taken up in the end is written beside itself; until then it waits. */
const WAITS = `v.outcome = 'deferred' and not exists (
  select from provider_event t where t.book_id = v.book_id and t.credential_id = v.credential_id
    and t.event_key = v.event_key || '${TAKEN_UP}')`;

/**
 * Messages that came too early about what this batch speaks of: of payments that have some, and of Stripe's
 * objects that only now turn out to be payments of ours.
 */
export async function readDeferred(
  tx: Sql,
  items: readonly ReceivedFact[],
  states: readonly PaymentState[],
): Promise<ReceivedFact[]> {
  const named = states
    .filter((state) => state.hasDeferred)
    .map(({ fundId, id }) => ({ bookId: fundId, paymentId: id, objectId: null as string | null }));
  const cards = items
    .filter(({ fact }) => fact.provider === "stripe" && fact.type === "paid" && fact.paymentId)
    .map(({ fact, organizationId }) => ({
      bookId: organizationId,
      paymentId: fact.paymentId as string,
      objectId: fact.objectId,
    }));
  const asked = [...named, ...cards];
  if (asked.length === 0) return [];
  const rows = await tx.rows<DeferredRow>(
    `select ${DEFERRED_COLUMNS}, g.payment_id as "paymentId"
     from unnest($1::text[], $2::text[], $3::text[]) as g(book_id, payment_id, object_id)
     join provider_event v on v.book_id = g.book_id and ${WAITS}
       and (g.object_id is null and v.payment_id = g.payment_id
            or v.payment_id is null and v.payment_object_id = g.object_id)
     join payment_credential c on c.id = v.credential_id`,
    [
      asked.map(({ bookId }) => bookId),
      asked.map(({ paymentId }) => paymentId),
      asked.map(({ objectId }) => objectId),
    ],
  );
  return rows.map(deferredFact);
}

/** Messages that waited for a payment which is there now: what two transactions at once passed by each other. */
export async function listReadyDeferred(before: Date): Promise<ReceivedFact[]> {
  const rows = await db.rows<DeferredRow>(
    `select ${DEFERRED_COLUMNS}, p.id as "paymentId"
     from provider_event v join payment_credential c on c.id = v.credential_id
     join lateral (
       select p.id from payment p
       where v.payment_id is not null and p.fund_id = v.book_id and p.id = v.payment_id and p.paid_at is not null
       union all
       select p.id from payment p
       where v.payment_id is null and p.credential_id = v.credential_id and p.provider = 'stripe'
         and p.provider_object_id = v.payment_object_id and p.provider_object_id is not null
       limit 1
     ) p on true
     where ${WAITS} and v.received_at < $1 limit 200`,
    [before],
  );
  return rows.map(deferredFact);
}

function deferredFact(row: DeferredRow): ReceivedFact {
  const { credentialId, organizationId, origin, refundId, cumulativeFen, ...told } = row;
  return {
    credentialId,
    organizationId,
    origin,
    isTakenUp: true,
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
  };
}
