import type { Sql } from "#app/lib/db.server.ts";
import { upsertBreaks } from "./find-row-breaks.server.ts";

/** Days within which the statements of everything that a payout paid out must have come. */
const MEMBER_DAYS = 3;

/**
 * Holds each itemised payout against the rows that it paid out: Σ (amount − fee) of its rows must be its amount, and
 * what left the provider's account must be that too. A row that never came is given some days. Only payouts that
 * were not summed yet are looked at.
 */
export async function sumPayouts(sql: Sql, organizationId: string, now: Date): Promise<void> {
  await sql.run("drop table if exists reconciliation_payout");
  const count = await sql.run(
    `create temp table reconciliation_payout on commit drop as
     select p.source, p.account, p.payout_id, p.currency, p.arrival_day, p.amount_fen, p.member_count,
            m.found, m.net_fen, s.sent_fen,
            m.found = p.member_count and m.net_fen = p.amount_fen and coalesce(s.sent_fen, p.amount_fen) = p.amount_fen
              as is_whole
     from statement_payout p
     cross join lateral (
       select count(r.row_key) as found, coalesce(sum(r.amount_fen - r.fee_fen), 0)::int8 as net_fen
       from statement_payout_member i
       left join statement_row r on r.organization_id = i.organization_id and r.source = i.source
         and r.account = i.account and r.row_key = i.row_key and r.kind <> 'payout'
       where i.organization_id = $1 and i.source = p.source and i.account = p.account and i.payout_id = p.payout_id
     ) m
     cross join lateral (
       select -sum(r.amount_fen)::int8 as sent_fen from statement_row r
       where r.organization_id = $1 and r.source = p.source and r.account = p.account and r.payout_id = p.payout_id
         and r.kind = 'payout' and r.amount_fen < 0 and r.day >= p.arrival_day - 60 and r.day <= p.arrival_day + 1
     ) s
     where p.organization_id = $1 and p.summed_at is null and p.member_count is not null`,
    [organizationId],
  );
  if (count === 0) return;
  await sql.run(
    `update statement_payout p set summed_at = $2 from reconciliation_payout f
     where p.organization_id = $1 and p.source = f.source and p.account = f.account and p.payout_id = f.payout_id
       and f.is_whole`,
    [organizationId, now],
  );
  await upsertBreaks(
    sql,
    organizationId,
    now,
    `select source, account, payout_id as subject_key, 'payout-sum-mismatch' as kind,
            greatest(abs(amount_fen - net_fen), abs(amount_fen - coalesce(sent_fen, amount_fen))) as amount_fen,
            currency, arrival_day as day
     from reconciliation_payout
     where not is_whole and (found = member_count or arrival_day < $2::date - ${MEMBER_DAYS})`,
  );
  await sql.run(
    `update reconciliation_break b set state = 'resolved', resolved_at = $2
     from statement_payout p
     where b.organization_id = $1 and b.kind = 'payout-sum-mismatch' and b.state <> 'resolved'
       and p.organization_id = $1 and p.source = b.source and p.account = b.account and p.payout_id = b.subject_key
       and p.summed_at is not null`,
    [organizationId, now],
  );
}
