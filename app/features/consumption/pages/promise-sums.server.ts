import { db, type Sql } from "#app/lib/db.server.ts";
import type { PromiseSums } from "./promise-sums.ts";

/** The sums of the agreements named, by id, all of one moment; folded tallies and postings, never single orders. */
export async function promiseSums(
  agreementIds: readonly string[],
  today: string,
  sql: Sql = db,
): Promise<Map<string, PromiseSums>> {
  if (agreementIds.length === 0) return new Map();
  const rows = await sql.rows<PromiseSums & { id: string }>(
    `select a.id, coalesce(t.orders, 0)::int8 as "orderCount", coalesce(t.e4, 0)::int8 as "accruedE4",
            (coalesce(t.e4, 0) - coalesce(p.posted_e4, 0))::int8 as "waitingE4",
            coalesce(p.fen, 0)::int8 as "promisedFen", coalesce(s.stated, 0)::int8 as "statedFen",
            coalesce(s.due, 0)::int8 as "dueFen", coalesce(s.paid, 0)::int8 as "paidFen",
            coalesce(s.overdue, 0)::int8 as "overdueFen"
     from unnest($1::text[]) a(id)
     left join lateral (
       select sum(order_count) as orders, sum(gift_e4) as e4 from consumption_tally where agreement_id = a.id
     ) t on true
     left join lateral (
       select sum(gift_e4) filter (where kind = 'orders') as posted_e4, sum(amount_fen) as fen
       from consumption_posting where agreement_id = a.id
     ) p on true
     left join lateral (
       select sum(amount_fen) as stated, sum(least(paid_fen, amount_fen)) as paid,
              sum(greatest(amount_fen - paid_fen, 0)) as due,
              sum(greatest(amount_fen - paid_fen, 0)) filter (where pay_by < $2::date) as overdue
       from consumption_statement where agreement_id = a.id
     ) s on true`,
    [[...new Set(agreementIds)], today],
  );
  return new Map(rows.map(({ id, ...sums }) => [id, sums]));
}

/** What of the money that enterprises paid by their promises was paid out already, by the trace. */
export async function usedOfPromisesFen(fundId: string, sql: Sql = db): Promise<bigint> {
  const [row] = await sql.rows<{ fen: bigint }>(
    `select coalesce(sum(least(u.to_fen, i.to_fen) - greatest(u.from_fen, i.from_fen)), 0)::int8 as fen
     from consumption_statement_payment s
     join fund_inflow i on i.fund_id = s.fund_id and i.origin_kind = 'gift' and i.origin_id = s.donation_id
     join fund_use u on u.fund_id = i.fund_id and u.cause_kind = 'disbursement'
       and int8range(u.from_fen, u.to_fen) && int8range(i.from_fen, i.to_fen)
     where s.fund_id = $1`,
    [fundId],
  );
  return row?.fen ?? 0n;
}

/** What the orders of a day gave so far, over all campaigns: live, before returns and caps. */
export async function giftsOfToday(
  day: string,
  sql: Sql = db,
): Promise<{ orderCount: bigint; giftE4: bigint }> {
  const [row] = await sql.rows<{ orderCount: bigint; giftE4: bigint }>(
    `select coalesce(sum(t.order_count), 0)::int8 as "orderCount", coalesce(sum(t.gift_e4), 0)::int8 as "giftE4"
     from consumption_agreement a
     join fund f on f.id = a.fund_id and f.state <> 'draft'
     join consumption_tally t on t.agreement_id = a.id and t.day = $1`,
    [day],
  );
  return row ?? { orderCount: 0n, giftE4: 0n };
}
