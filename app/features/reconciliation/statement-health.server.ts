import type { StatementWarning } from "#app/features/payments/statements/statement.ts";
import { db } from "#app/lib/db.server.ts";

/** How fetching one day's bill went last. */
export interface FetchView {
  source: string;
  accountTail: string;
  day: string;
  state: "fetched" | "not-ready" | "failed";
  reason: string | null;
  attempts: number;
  triedAt: Date;
}

/** The last days of fetching, newest first; what went wrong stays longer than what went well. */
export async function listFetches(organizationId: string, today: string): Promise<FetchView[]> {
  return db.rows<FetchView>(
    `select source, right(account, 4) as "accountTail", day, state, reason, attempts, tried_at as "triedAt"
     from statement_fetch
     where organization_id = $1 and day >= $2::date - case when state = 'failed' then 62 else 3 end
     order by state = 'failed' desc, day desc, source limit 20`,
    [organizationId, today],
  );
}

/** Two statements of one account between which movements are missing. */
export interface GapView {
  source: string;
  accountTail: string;
  /** Last day before and first day after the gap. */
  before: string;
  after: string;
}

/**
 * Where a bank statement does not begin with the balance that the one before it ended with. Looked up rather
 * than kept, so that uploading what was missing closes the gap.
 */
export async function listGaps(organizationId: string, limit: number): Promise<GapView[]> {
  return db.rows<GapView>(
    `select s.source, right(s.account, 4) as "accountTail", p.period_end as before, s.period_start as after
     from statement s cross join lateral (
       select p.closing_fen, p.period_end from statement p
       where p.organization_id = s.organization_id and p.account = s.account and p.source like 'bank-%'
         and p.period_end < s.period_start and p.closing_fen is not null
       order by p.period_end desc, p.created_at desc limit 1) p
     where s.organization_id = $1 and s.source like 'bank-%' and s.opening_fen <> p.closing_fen
       and not exists (
         select from statement c
         where c.organization_id = s.organization_id and c.account = s.account and c.source like 'bank-%'
           and c.period_start < s.period_start and c.period_end >= s.period_start)
     order by s.period_start desc limit $2`,
    [organizationId, limit],
  );
}

/** A row that was taken with a doubt, by what its reader noticed. */
export interface DoubtView {
  id: string;
  source: string;
  fileName: string;
  line: number;
  day: string | null;
  reason: StatementWarning["reason"] | "row-changed";
}

/** Rows in doubt of the files that came last, or of one day. For members only. */
export async function listDoubts(
  organizationId: string,
  day: string | null,
  limit: number,
): Promise<DoubtView[]> {
  return db.rows<DoubtView>(
    `select s.id || '.' || w.ordinality as id, s.source, s.file_name as "fileName", (w.value ->> 'line')::int as line,
            (w.value ->> 'day')::date as day, w.value ->> 'reason' as reason
     from (select * from statement where organization_id = $1 and warnings <> '[]'
             and ($2::date is null or $2::date between period_start and period_end)
           order by created_at desc limit 50) s,
          jsonb_array_elements(s.warnings) with ordinality w
     where w.value ->> 'line' is not null and ($2::date is null or (w.value ->> 'day')::date = $2::date)
     order by s.created_at desc, line limit $3`,
    [organizationId, day, limit],
  );
}
