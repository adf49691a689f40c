import type { Sql } from "#app/lib/db.server.ts";
import { EXPLAINED_SUBJECTS } from "./breaks.ts";
import { isOfDays } from "./reconciliation-scope.server.ts";

const sumOf = (name: "matched" | "explained" | "open"): string =>
  `coalesce(sum(s.n) filter (where s.class = '${name}'), 0), coalesce(sum(s.fen) filter (where s.class = '${name}'), 0)`;

/**
 * Writes the sums of the days named. For every source, account and day, to the fen:
 * matched + explained + open = Σ |amount| of the day's rows (before fees). A row is explained when its cause
 * is known (see EXPLAINED_SUBJECTS) or a person has explained its break; open when neither. Breaks about
 * things that no row shows are listed with the day but are in none of the three sums.
 */
export async function closeRuns(
  sql: Sql,
  organizationId: string,
  days: readonly { source: string; account: string; day: string }[],
  now: Date,
): Promise<void> {
  if (days.length === 0) return;
  await sql.run(
    `with chosen as (
       select distinct * from unnest($2::text[], $3::text[], $4::date[]) as d(source, account, day)
     ), summed as (
       select r.source, r.account, r.day,
              case when m.subject_kind = any($5) then 'explained'
                   when m.row_key is not null then 'matched'
                   when exists (
                     select from reconciliation_break b
                     where b.organization_id = $1 and b.source = r.source and b.account = r.account
                       and b.subject_key = r.row_key and b.state = 'explained') then 'explained'
                   else 'open' end as class,
              count(*) as n, sum(abs(r.amount_fen)) as fen
       from statement_row r
       left join reconciliation_match m
         on m.organization_id = $1 and m.source = r.source and m.account = r.account and m.row_key = r.row_key
       where r.organization_id = $1 and ${isOfDays("r", 2)}
       group by r.source, r.account, r.day, class
     )
     insert into reconciliation_run (id, organization_id, source, account, day, state, row_count, matched_count,
                                     matched_fen, explained_count, explained_fen, open_count, open_fen,
                                     started_at, finished_at)
     select gen_random_uuid(), $1, d.source, d.account, d.day, 'finished', coalesce(sum(s.n), 0),
            ${sumOf("matched")}, ${sumOf("explained")}, ${sumOf("open")}, $6, $6
     from chosen d left join summed s on s.source = d.source and s.account = d.account and s.day = d.day
     group by d.source, d.account, d.day
     on conflict (organization_id, source, account, day) do update
       set state = excluded.state, row_count = excluded.row_count, matched_count = excluded.matched_count,
           matched_fen = excluded.matched_fen, explained_count = excluded.explained_count,
           explained_fen = excluded.explained_fen, open_count = excluded.open_count,
           open_fen = excluded.open_fen, started_at = excluded.started_at, finished_at = excluded.finished_at`,
    [
      organizationId,
      days.map((day) => day.source),
      days.map((day) => day.account),
      days.map((day) => day.day),
      EXPLAINED_SUBJECTS,
      now,
    ],
  );
}

/**
 * The bank decides what a payout on its way has become, and so changes the sums of a provider's day. Noted with the
 * match itself: a run that ends in between is continued by the next one.
 */
export async function reopenRuns(tx: Sql, organizationId: string, now: Date): Promise<void> {
  await tx.run(
    `with touched as materialized (
       select distinct s.source, s.account, s.day
       from reconciliation_match m
       join statement_row s on s.organization_id = $1 and s.source = m.source and s.account = m.account
         and s.row_key = m.row_key
       where m.organization_id = $1 and m.subject_kind in ('transit', 'payout') and m.matched_at = $2
         and m.source not like 'bank-%'
     )
     update reconciliation_run r set state = 'running' from touched t
     where r.organization_id = $1 and r.source = t.source and r.account = t.account and r.day = t.day`,
    [organizationId, now],
  );
}

/** Days whose sums are to be written again. */
export async function reopenedRuns(
  sql: Sql,
  organizationId: string,
): Promise<{ source: string; account: string; day: string }[]> {
  return sql.rows(
    `select source, account, day from reconciliation_run where organization_id = $1 and state = 'running'`,
    [organizationId],
  );
}

/** Days of breaks that have no row at all, so that their page exists. */
export async function openEmptyRuns(sql: Sql, organizationId: string, now: Date): Promise<void> {
  await sql.run(
    `insert into reconciliation_run (id, organization_id, source, account, day, state, started_at, finished_at)
     select gen_random_uuid(), $1, source, account, day, 'finished', $2, $2
     from reconciliation_break where organization_id = $1 and state <> 'resolved' and source <> 'fund'
     group by source, account, day
     on conflict (organization_id, source, account, day) do nothing`,
    [organizationId, now],
  );
}
