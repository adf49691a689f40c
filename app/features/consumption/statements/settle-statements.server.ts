import { type Sql, transaction } from "#app/lib/db.server.ts";
import { announceAll } from "../webhooks/request-delivery.server.ts";
import { keepBadges } from "./keep-badges.server.ts";

/**
 * What the gifts of a statement `s` brought, less what went back or was charged back, and whether every one of them
 * stands on a statement of the provider or the bank.
 */
export const COVER_SQL = `
  select greatest(coalesce(sum(p.amount_fen - back.fen), 0), 0)::bigint as paid_fen, max(p.paid_at) as paid_at,
         (array_agg(p.donation_id order by p.counted_at, p.id))[1] as donation_id,
         coalesce(bool_and(e.payment_id is not null), false) as is_settled, max(e.settled_at) as settled_at
  from consumption_statement_payment l
  join payment p on p.fund_id = l.fund_id and p.donation_id = l.donation_id and p.counted_at is not null
  left join settlement e on e.fund_id = p.fund_id and e.payment_id = p.id
  cross join lateral (
    select coalesce((select sum(r.amount_fen) from refund r where r.fund_id = p.fund_id
                       and r.donation_id = p.donation_id and r.payment_id = p.id and r.failed_at is null), 0)
         + coalesce((select sum(x.amount_fen) from dispute x where x.fund_id = p.fund_id
                       and x.donation_id = p.donation_id and x.payment_id = p.id and x.lost_at is not null), 0) as fen
  ) back
  where l.statement_id = s.id`;

interface Settled {
  id: string;
  merchantId: string;
  isNewlyPaid: boolean;
}

/**
 * Moves statements on as their gifts do: confirmed → paid when the gifts that count cover it, paid → reconciled when
 * they stand on the provider's or the bank's statement. Reads the gifts alone, so it may run at any time, twice and at
 * once; what was paid stays paid, and money that went back makes the sum due again.
 *
 * @param all also those that are over, whose money may have gone back since.
 * @returns how many changed.
 */
export async function settleStatements(
  now: Date,
  { all = false, ids }: { all?: boolean; ids?: readonly string[] } = {},
): Promise<number> {
  return transaction(async (tx) => {
    const settled = await tx.rows<Settled>(SETTLE(all), [ids ?? null]);
    const paid = settled.filter(({ isNewlyPaid }) => isNewlyPaid);
    await announcePaid(tx, paid, now);
    if (settled.length > 0) await keepBadges(tx, now);
    return settled.length;
  });
}

const SETTLE = (all: boolean): string => `
  with moving as (
    select s.id, s.state, s.amount_fen from consumption_statement s
    where ${all ? "s.amount_fen > 0" : "s.state <> 'reconciled'"} and ($1::text[] is null or s.id = any($1))
      and exists (select from consumption_statement_payment l where l.statement_id = s.id)
    order by s.id for update skip locked
  ), covered as (
    select s.id, c.*, s.state as old_state,
           case when s.state not in ('confirmed', 'paid') or c.paid_fen < s.amount_fen then s.state
                when c.is_settled then 'reconciled' else 'paid' end as new_state
    from moving s cross join lateral (${COVER_SQL}) c
  )
  update consumption_statement t
  set paid_fen = c.paid_fen, state = c.new_state, donation_id = coalesce(t.donation_id, c.donation_id),
      paid_at = case when c.new_state in ('paid', 'reconciled') then coalesce(t.paid_at, c.paid_at) end,
      reconciled_at = case when c.new_state = 'reconciled' then coalesce(t.reconciled_at, c.settled_at) end
  from covered c
  where t.id = c.id and (t.paid_fen, t.state) is distinct from (c.paid_fen, c.new_state)
  returning t.id, t.merchant_id as "merchantId",
            c.old_state = 'confirmed' and c.new_state <> 'confirmed' as "isNewlyPaid"`;

function announcePaid(tx: Sql, paid: readonly Settled[], at: Date): Promise<void> {
  return announceAll(
    tx,
    paid.map(({ id, merchantId }) => ({
      organizationId: merchantId,
      type: "statement.paid",
      subjectId: id,
      at,
    })),
  );
}
