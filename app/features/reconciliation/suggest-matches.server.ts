import type { Sql } from "#app/lib/db.server.ts";
import { plainName } from "./bank-words.ts";
import { EARLY_DAYS, LATE_DAYS, SUGGESTIONS_PER_ROW } from "./group-limits.ts";
import { FREE, SHARED_KEYS } from "./loose-tables.server.ts";
import { RETURNED_FEN } from "./match-returns.server.ts";
import { guessSubsets } from "./match-subsets.server.ts";

/** Why two things may belong together; each has a sentence in the dictionary. */
export const SUGGESTION_REASONS = [
  /** Amount and days fit one subject alone; the name differs or is missing. */
  "amount-day",
  /** Amount and days fit several. */
  "amount-day-several",
  /** All of one day and name, in more than one way. */
  "shared-day",
  /** A sum of a few, all with the same name; several sums fit. */
  "sum-same-name",
  /** A sum of a few, by the amounts alone. */
  "sum-alone",
  /** Money in from somebody whom a disbursement was paid to. */
  "payee-returned",
  /** Money in of the amount of a pledged gift. */
  "pledged-gift",
] as const;
export type SuggestionReason = (typeof SUGGESTION_REASONS)[number];

/** A payee gives back within half a year, or is not asked about by amount and name. */
const RETURN_DAYS = 180;
/** Pledges that nobody pays are closed by then. */
const PLEDGE_DAYS = 60;

/**
 * Proposes to a person what is left after the groups. What a person has rejected is never proposed again; what
 * is no longer possible is withdrawn. The same state of the books gives the same proposals.
 */
export async function suggestMatches(sql: Sql, organizationId: string, now: Date): Promise<void> {
  await sql.run("drop table if exists reconciliation_guess");
  await sql.run("create temp table reconciliation_guess (ns int[], subjects jsonb, reason text, score int)");
  await guessByAmount(sql);
  await guessBySharedDay(sql);
  await guessBySum(sql);
  await guessReturns(sql, organizationId);
  await guessGifts(sql, organizationId);
  await withdrawStale(sql, organizationId, now);
  await writeSuggestions(sql, organizationId, now);
}

const DUE_SUBJECTS = (ms: string): string => `(
  select jsonb_agg(jsonb_build_object('kind', d.kind, 'id', d.id, 'fen', d.amount_fen::text) order by d.m)
  from reconciliation_due d where d.m = any(${ms}))`;

async function guessByAmount(sql: Sql): Promise<void> {
  await sql.run(
    `insert into reconciliation_guess
     with ${FREE}, fits as (
       select row.n, due.m, abs(row.day - due.day) as apart, row.party = due.party and due.party <> '' as is_same,
              count(*) over (partition by row.n) = 1 and count(*) over (partition by due.m) = 1 as is_only
       from row join due on due.amount_fen = row.amount_fen and due.currency = row.currency
       where row.day between due.day - $1::int and due.day + $2::int
     )
     select array[n], ${DUE_SUBJECTS("array[fits.m]")}, case when is_only then 'amount-day' else 'amount-day-several' end,
            case when is_same then 70 when is_only then 60 else 40 end - apart
     from fits`,
    [EARLY_DAYS, LATE_DAYS],
  );
}

async function guessBySharedDay(sql: Sql): Promise<void> {
  await sql.run(
    `insert into reconciliation_guess
     with ${SHARED_KEYS}
     select ns, ${DUE_SUBJECTS("ms")}, 'shared-day', 65 from pairs where pair in (select pair from rivals)`,
    [EARLY_DAYS, LATE_DAYS],
  );
}

async function guessBySum(sql: Sql): Promise<void> {
  const guesses = await guessSubsets(sql);
  if (guesses.length === 0) return;
  await sql.run(
    `insert into reconciliation_guess
     select ns, ${DUE_SUBJECTS("ms")}, reason, score
     from jsonb_to_recordset($1::jsonb) as g(ns int[], ms int[], reason text, score int)`,
    [
      JSON.stringify(
        guesses.map(({ ns, ms, reason, isOnly }) => ({
          ns,
          ms,
          reason,
          score: reason === "sum-same-name" ? 50 : isOnly ? 30 : 15,
        })),
      ),
    ],
  );
}

async function guessReturns(sql: Sql, organizationId: string): Promise<void> {
  await sql.run(
    `insert into reconciliation_guess
     with ${FREE}
     select array[row.n], jsonb_build_array(jsonb_build_object(
              'kind', 'disbursement-return', 'id', d.id, 'fen', row.amount_fen::text)), 'payee-returned',
            case when row.amount_fen = d.amount_fen - ${RETURNED_FEN} then 75 else 55 end
     from row join disbursement d on ${plainName("d.payee")} = row.party and d.currency = row.currency
     where row.amount_fen > 0 and row.party <> '' and d.organization_id = $1 and d.paid_at is not null
       and row.day between (d.paid_at at time zone 'Asia/Shanghai')::date
                       and (d.paid_at at time zone 'Asia/Shanghai')::date + $2::int
       and row.amount_fen <= d.amount_fen - ${RETURNED_FEN}`,
    [organizationId, RETURN_DAYS],
  );
}

async function guessGifts(sql: Sql, organizationId: string): Promise<void> {
  await sql.run(
    `insert into reconciliation_guess
     with ${FREE}, fits as (
       select row.n, d.id, row.amount_fen, abs(row.day - (d.created_at at time zone 'Asia/Shanghai')::date) as apart,
              row.party <> '' and ${plainName("d.donor_name")} = row.party as is_same,
              count(*) over (partition by row.n) as of_row
       from row join payment p on p.organization_id = $1 and p.provider = 'offline' and p.amount_fen = row.amount_fen
         and p.currency = row.currency and p.counted_at is null and p.closed_at is null
       join donation d on d.fund_id = p.fund_id and d.id = p.donation_id
       where row.amount_fen > 0 and not row.is_payout
         and row.day between (d.created_at at time zone 'Asia/Shanghai')::date - $2::int
                         and (d.created_at at time zone 'Asia/Shanghai')::date + $3::int
     )
     select array[n], jsonb_build_array(jsonb_build_object('kind', 'payment', 'id', id, 'fen', amount_fen::text)),
            'pledged-gift', greatest(5, case when is_same then 90 when of_row = 1 then 60 else 30 end - least(apart, 20))
     from fits`,
    [organizationId, EARLY_DAYS, PLEDGE_DAYS],
  );
}

/** Proposals whose rows or subjects have found another match meanwhile. */
export async function withdrawStale(sql: Sql, organizationId: string, now: Date): Promise<void> {
  await sql.run(
    `update reconciliation_suggestion s set state = 'withdrawn', decided_at = $2
     where s.organization_id = $1 and s.state = 'proposed' and (
       exists (
         select from reconciliation_suggestion_row r join reconciliation_match m
           on m.organization_id = $1 and m.source = r.source and m.account = r.account and m.row_key = r.row_key
         where r.suggestion_id = s.id)
       or exists (
         select from reconciliation_suggestion_subject j where j.suggestion_id = s.id and (
           j.subject_kind = 'disbursement' and exists (
             select from disbursement d where d.fund_id = substr(j.subject_id, 2, 8) and d.id = j.subject_id
               and d.bank_matched_at is not null)
           or j.subject_kind = 'payout' and not exists (
             select from reconciliation_match m where m.organization_id = $1 and m.subject_kind = 'transit'
               and m.subject_id = j.subject_id)
           or j.subject_kind = 'payment' and not exists (
             select from payment p where p.fund_id = substr(j.subject_id, 2, 8) and p.donation_id = j.subject_id
               and p.counted_at is null and p.closed_at is null))))`,
    [organizationId, now],
  );
}

async function writeSuggestions(sql: Sql, organizationId: string, now: Date): Promise<void> {
  await sql.run(
    `with named as (
       select g.*, md5((select string_agg(concat_ws('|', l.source, l.account, l.row_key), ',' order by l.n)
                        from reconciliation_loose l where l.n = any(g.ns)) || '>' ||
                       (select string_agg(s ->> 'kind' || '|' || (s ->> 'id'), ',' order by s ->> 'kind', s ->> 'id')
                        from jsonb_array_elements(g.subjects) s)) as fingerprint
       from reconciliation_guess g
     ), best as (
       select distinct on (fingerprint) * from named order by fingerprint, score desc, reason
     ), placed as (
       select fingerprint, min(place) as place from (
         select b.fingerprint, row_number() over (partition by n order by b.score desc, b.fingerprint) as place
         from best b, unnest(b.ns) as n) of_row
       group by fingerprint
     ), ranked as (select * from best join placed using (fingerprint)
     ), fresh as (
       insert into reconciliation_suggestion as s (id, organization_id, fingerprint, reason, score, amount_fen,
                                                   currency, day, state, created_at)
       select gen_random_uuid(), $1, r.fingerprint, r.reason, greatest(0, least(100, r.score)), l.fen, l.currency,
              l.day, 'proposed', $2
       from ranked r cross join lateral (
         select sum(amount_fen)::int8 as fen, min(currency) as currency, max(day) as day
         from reconciliation_loose where n = any(r.ns)) l
       where r.place <= $3::int
       on conflict (organization_id, fingerprint) do update
         set state = 'proposed', decided_at = null, reason = excluded.reason, score = excluded.score
         where s.state = 'withdrawn'
       returning id, fingerprint
     ), rows as (
       insert into reconciliation_suggestion_row (suggestion_id, source, account, row_key, amount_fen)
       select f.id, l.source, l.account, l.row_key, l.amount_fen
       from fresh f join ranked r using (fingerprint) join reconciliation_loose l on l.n = any(r.ns)
       on conflict do nothing
     )
     insert into reconciliation_suggestion_subject (suggestion_id, subject_kind, subject_id, amount_fen)
     select f.id, s ->> 'kind', s ->> 'id', (s ->> 'fen')::int8
     from fresh f join ranked r using (fingerprint) cross join lateral jsonb_array_elements(r.subjects) s
     on conflict do nothing`,
    [organizationId, now, SUGGESTIONS_PER_ROW],
  );
}
