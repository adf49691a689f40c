import type { Sql } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import type { RefundStage } from "./transitions.ts";

export interface RefundState {
  id: string;
  providerRefundId: string;
  amountFen: bigint;
  promisedAt: Date;
  sentAt: Date | null;
  paidAt: Date | null;
  failedAt: Date | null;
  /** The provider would not do it. */
  isRefused: boolean;
}

/** What confirming knows of one payment while it decides; changed as the facts are taken. */
export interface PaymentState {
  /** The organization where the money belongs to no fund: see `readHeld`. */
  fundId: string;
  id: string;
  donationId: string | null;
  organizationId: string;
  credentialId: string;
  provider: string;
  amountFen: bigint;
  currency: string;
  email: string | null;
  providerObjectId: string | null;
  paidAt: Date | null;
  paidAmountFen: bigint | null;
  countedAt: Date | null;
  closedAt: Date | null;
  quarantinedAt: Date | null;
  quarantineReason: string | null;
  /** Another payment of the same gift counts already. */
  isGiftCounted: boolean;
  /** It pays what an enterprise promised: see settle-promise.ts. */
  settlesPromise: boolean;
  /** A message about it came too early and waits. */
  hasDeferred: boolean;
  /** Whether its fund may still take gifts; asked only about payments that were closed. */
  takesGifts: boolean;
  refunds: RefundState[];
  disputes: {
    id: string;
    providerDisputeId: string;
    amountFen: bigint;
    wonAt: Date | null;
    lostAt: Date | null;
  }[];
  /** What of the gift the fund's line holds for it, less what was paid out of it; null before it is settled. */
  unspentFen: bigint | null;
  /** What fees took of it before it was in that line. */
  feesFen: bigint;
  isChanged: boolean;
}

export function refundStage(refund: RefundState | undefined): RefundStage {
  if (!refund) return "absent";
  if (refund.failedAt) return refund.isRefused ? "refused" : "failed";
  if (refund.paidAt) return "paid";
  return refund.sentAt ? "sent" : "promised";
}

/**
 * Locks the gifts of the payments named, in id order, and then reads the payments in a new statement, so
 * that what another transaction just committed is seen.
 */
export async function lockAndReadPayments(
  tx: Sql,
  paymentIds: readonly string[],
): Promise<Map<string, PaymentState>> {
  const known = [...new Set(paymentIds)].filter((id) => fundIdOf(id, "p"));
  if (known.length === 0) return new Map();
  const fundIds = known.map((id) => fundIdOf(id, "p") as string);
  await tx.rows(
    `select 1 from donation d
     where (d.fund_id, d.id) in (select p.fund_id, p.donation_id from unnest($1::text[], $2::text[]) as g(fund_id, id)
                                 join payment p on p.fund_id = g.fund_id and p.id = g.id)
     order by d.fund_id, d.id for update`,
    [fundIds, known],
    { isKept: true },
  );
  const rows = await tx.rows<PaymentState>(
    `select p.fund_id as "fundId", p.id, p.donation_id as "donationId", p.organization_id as "organizationId",
            p.credential_id as "credentialId", p.provider, p.amount_fen as "amountFen", p.currency, d.email,
            p.provider_object_id as "providerObjectId", p.paid_at as "paidAt", p.paid_amount_fen as "paidAmountFen",
            p.counted_at as "countedAt", p.closed_at as "closedAt", p.quarantined_at as "quarantinedAt",
            p.quarantine_reason as "quarantineReason", false as "isChanged",
            d.settles_promise as "settlesPromise",
            null::int8 as "unspentFen", 0::int8 as "feesFen", true as "takesGifts",
            exists (select 1 from provider_event v where v.book_id = p.fund_id and v.payment_id = p.id
                    and v.outcome = 'deferred') as "hasDeferred",
            exists (select 1 from payment o where o.fund_id = p.fund_id and o.donation_id = p.donation_id
                    and o.id <> p.id and o.counted_at is not null) as "isGiftCounted"
     from unnest($1::text[], $2::text[]) as g(fund_id, id)
     join payment p on p.fund_id = g.fund_id and p.id = g.id
     join donation d on d.fund_id = p.fund_id and d.id = p.donation_id`,
    [fundIds, known],
    { isKept: true },
  );
  return new Map(rows.map((row) => [row.id, { ...row, refunds: [], disputes: [] } as PaymentState]));
}

/** How much of each gift no disbursement has used. Read under the fund's lock, because the trace may go on. */
export async function readUnspent(tx: Sql, states: Map<string, PaymentState>): Promise<void> {
  const all = [...states.values()];
  const rows = await tx.rows<{ donationId: string; lengthFen: bigint; unspentFen: bigint }>(
    `select i.origin_id as "donationId", i.to_fen - i.from_fen as "lengthFen", (i.to_fen - i.from_fen - coalesce((
       select sum(least(u.to_fen, i.to_fen) - greatest(u.from_fen, i.from_fen)) from fund_use u
       where u.fund_id = i.fund_id and u.cause_kind = 'disbursement'
         and int8range(u.from_fen, u.to_fen) && int8range(i.from_fen, i.to_fen)), 0))::int8 as "unspentFen"
     from unnest($1::text[], $2::text[]) as g(fund_id, donation_id)
     join fund_inflow i on i.fund_id = g.fund_id and i.origin_kind = 'gift' and i.origin_id = g.donation_id`,
    [all.map((state) => state.fundId), all.map((state) => state.donationId)],
  );
  const lines = new Map(rows.map((row) => [row.donationId, row]));
  for (const state of all) {
    const line = lines.get(state.donationId ?? "");
    state.unspentFen = line?.unspentFen ?? null;
    state.feesFen = line ? state.amountFen - line.lengthFen : 0n;
  }
}

/** Refunds and disputes are read only where a fact speaks of one: a burst of gifts has none. */
export async function readRefundsAndDisputes(tx: Sql, states: Map<string, PaymentState>): Promise<void> {
  const all = [...states.values()];
  const keys = [all.map((state) => state.fundId), all.map((state) => state.donationId)];
  const refunds = await tx.rows<RefundState & { paymentId: string }>(
    `select ${REFUND_COLUMNS}, r.payment_id as "paymentId"
     from unnest($1::text[], $2::text[]) as g(fund_id, donation_id)
     join refund r on r.fund_id = g.fund_id and r.donation_id = g.donation_id`,
    keys,
  );
  for (const { paymentId, ...refund } of refunds) {
    const known = states.get(paymentId)?.refunds;
    if (known && !known.some(({ id }) => id === refund.id)) known.push(refund);
  }
  const disputes = await tx.rows<PaymentState["disputes"][number] & { paymentId: string }>(
    `select distinct x.id, x.payment_id as "paymentId", x.provider_dispute_id as "providerDisputeId",
            x.amount_fen as "amountFen", x.won_at as "wonAt", x.lost_at as "lostAt"
     from unnest($1::text[], $2::text[]) as g(fund_id, donation_id)
     join dispute x on x.fund_id = g.fund_id and x.donation_id = g.donation_id`,
    keys,
  );
  for (const { paymentId, ...dispute } of disputes) states.get(paymentId)?.disputes.push(dispute);
}

const REFUND_COLUMNS = `r.id, r.provider_refund_id as "providerRefundId", r.amount_fen as "amountFen",
  r.promised_at as "promisedAt", r.sent_at as "sentAt", r.paid_at as "paidAt", r.failed_at as "failedAt",
  r.last_answer is not distinct from 'refused' as "isRefused"`;

/**
 * Money in suspense that is no payment of ours (of an unknown order, or a second time for one): it behaves as a
 * payment that never counts, named by the provider's object. Locked, because its refunds are decided on it.
 *
 * @returns by credential and object, joined with a space.
 */
export async function readHeld(
  tx: Sql,
  objects: readonly { organizationId: string; credentialId: string; objectId: string }[],
): Promise<Map<string, PaymentState>> {
  if (objects.length === 0) return new Map();
  const rows = await tx.rows<PaymentState>(
    `select q.organization_id as "fundId", coalesce(q.payment_id, q.object_id) as id, null as "donationId",
            q.organization_id as "organizationId", q.credential_id as "credentialId", q.provider,
            q.held_fen as "amountFen", q.currency, null as email, q.object_id as "providerObjectId",
            q.occurred_at as "paidAt", q.held_fen as "paidAmountFen", null as "countedAt", null as "closedAt",
            q.recorded_at as "quarantinedAt", q.reason as "quarantineReason", false as "isGiftCounted",
            false as "settlesPromise",
            false as "hasDeferred", true as "takesGifts", null as "unspentFen", 0::int8 as "feesFen",
            false as "isChanged"
     from quarantine q
     join unnest($1::text[], $2::text[], $3::text[]) as g(organization_id, credential_id, object_id)
       on q.organization_id = g.organization_id and q.object_id = g.object_id and q.credential_id = g.credential_id
     where q.fact_type = 'paid' and q.held_fen > 0
       and not exists (select from payment p where p.fund_id = q.fund_id and p.id = q.payment_id
                       and p.provider_object_id = q.object_id)
     order by q.organization_id, q.id for update of q`,
    [
      objects.map(({ organizationId }) => organizationId),
      objects.map(({ credentialId }) => credentialId),
      objects.map(({ objectId }) => objectId),
    ],
  );
  const held = new Map(
    rows.map((row) => [
      `${row.credentialId} ${row.providerObjectId}`,
      { ...row, refunds: [], disputes: [] } as PaymentState,
    ]),
  );
  if (held.size === 0) return held;
  const refunds = await tx.rows<RefundState & { credentialId: string; objectId: string }>(
    `select ${REFUND_COLUMNS}, r.credential_id as "credentialId", r.payment_object_id as "objectId"
     from refund r where r.fund_id = any($1) and r.payment_object_id = any($2)`,
    [
      [...held.values()].map(({ organizationId }) => organizationId),
      [...held.values()].map(({ providerObjectId }) => providerObjectId),
    ],
  );
  for (const { credentialId, objectId, ...refund } of refunds)
    held.get(`${credentialId} ${objectId}`)?.refunds.push(refund);
  return held;
}
