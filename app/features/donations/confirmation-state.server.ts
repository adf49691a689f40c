import type { Sql } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";

/** What confirming knows of one payment while it decides; changed as the facts are taken. */
export interface PaymentState {
  fundId: string;
  id: string;
  donationId: string;
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
  refunds: { id: string; providerRefundId: string; amountFen: bigint; failedAt: Date | null }[];
  disputes: {
    id: string;
    providerDisputeId: string;
    amountFen: bigint;
    wonAt: Date | null;
    lostAt: Date | null;
  }[];
  /** What of the gift the fund's line holds for it, less what was paid out of it; null before it is settled. */
  unspentFen: bigint | null;
  isChanged: boolean;
}

/**
 * Locks the gifts of the payments named, in id order, and then reads the payments in a new statement, so
 * that what another transaction just committed is seen. Refunds and disputes are read only where a fact
 * speaks of one: a burst of gifts has none.
 */
export async function lockAndReadPayments(
  tx: Sql,
  paymentIds: readonly string[],
  withMoneyBack: boolean,
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
            null::int8 as "unspentFen",
            exists (select 1 from payment o where o.fund_id = p.fund_id and o.donation_id = p.donation_id
                    and o.id <> p.id and o.counted_at is not null) as "isGiftCounted"
     from unnest($1::text[], $2::text[]) as g(fund_id, id)
     join payment p on p.fund_id = g.fund_id and p.id = g.id
     join donation d on d.fund_id = p.fund_id and d.id = p.donation_id`,
    [fundIds, known],
    { isKept: true },
  );
  const states = new Map(rows.map((row) => [row.id, { ...row, refunds: [], disputes: [] } as PaymentState]));
  if (withMoneyBack) await readRefundsAndDisputes(tx, states);
  return states;
}

/** How much of each gift no disbursement has used. Read under the fund's lock, because the trace may go on. */
export async function readUnspent(tx: Sql, states: Map<string, PaymentState>): Promise<void> {
  const all = [...states.values()];
  const rows = await tx.rows<{ donationId: string; unspentFen: bigint }>(
    `select i.origin_id as "donationId", (i.to_fen - i.from_fen - coalesce((
       select sum(least(u.to_fen, i.to_fen) - greatest(u.from_fen, i.from_fen)) from fund_use u
       where u.fund_id = i.fund_id and u.cause_kind = 'disbursement'
         and int8range(u.from_fen, u.to_fen) && int8range(i.from_fen, i.to_fen)), 0))::int8 as "unspentFen"
     from unnest($1::text[], $2::text[]) as g(fund_id, donation_id)
     join fund_inflow i on i.fund_id = g.fund_id and i.origin_kind = 'gift' and i.origin_id = g.donation_id`,
    [all.map((state) => state.fundId), all.map((state) => state.donationId)],
  );
  const unspent = new Map(rows.map((row) => [row.donationId, row.unspentFen]));
  for (const state of all) state.unspentFen = unspent.get(state.donationId) ?? null;
}

async function readRefundsAndDisputes(tx: Sql, states: Map<string, PaymentState>): Promise<void> {
  const all = [...states.values()];
  const keys = [all.map((state) => state.fundId), all.map((state) => state.donationId)];
  const refunds = await tx.rows<PaymentState["refunds"][number] & { paymentId: string }>(
    `select r.id, r.payment_id as "paymentId", r.provider_refund_id as "providerRefundId",
            r.amount_fen as "amountFen", r.failed_at as "failedAt"
     from unnest($1::text[], $2::text[]) as g(fund_id, donation_id)
     join refund r on r.fund_id = g.fund_id and r.donation_id = g.donation_id`,
    keys,
  );
  for (const { paymentId, ...refund } of refunds) states.get(paymentId)?.refunds.push(refund);
  const disputes = await tx.rows<PaymentState["disputes"][number] & { paymentId: string }>(
    `select x.id, x.payment_id as "paymentId", x.provider_dispute_id as "providerDisputeId",
            x.amount_fen as "amountFen", x.won_at as "wonAt", x.lost_at as "lostAt"
     from unnest($1::text[], $2::text[]) as g(fund_id, donation_id)
     join dispute x on x.fund_id = g.fund_id and x.donation_id = g.donation_id`,
    keys,
  );
  for (const { paymentId, ...dispute } of disputes) states.get(paymentId)?.disputes.push(dispute);
}
