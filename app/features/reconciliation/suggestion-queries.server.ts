import { db } from "#app/lib/db.server.ts";
import type { SuggestionReason } from "./suggest-matches.server.ts";

/** A bank row of a proposed match. For members only. */
export interface SuggestedRow {
  source: string;
  day: string;
  amountFen: bigint;
  counterparty: string | null;
  note: string | null;
}

/** What the rows may belong to. `who` is a payee or donor: for members only. */
export interface SuggestedSubject {
  kind: string;
  id: string;
  amountFen: bigint;
  what: string | null;
  who: string | null;
  day: string | null;
}

export interface SuggestionView {
  id: string;
  reason: SuggestionReason;
  score: number;
  amountFen: bigint;
  day: string;
  rows: SuggestedRow[];
  subjects: SuggestedSubject[];
}

export interface SuggestionPlace {
  score: number;
  id: string;
}

/** Proposed matches, the likeliest first. */
export async function listSuggestions(
  organizationId: string,
  page: { after: SuggestionPlace | null; limit: number },
): Promise<SuggestionView[]> {
  const heads = await db.rows<Omit<SuggestionView, "rows" | "subjects">>(
    `select id, reason, score, amount_fen as "amountFen", day from reconciliation_suggestion
     where organization_id = $1 and state = 'proposed' and ($2::int is null or (-score, id) > (-$2::int, $3::uuid))
     order by -score, id limit $4`,
    [organizationId, page.after?.score ?? null, page.after?.id ?? null, page.limit],
  );
  const ids = heads.map(({ id }) => id);
  const [rows, subjects] = await Promise.all([rowsOf(organizationId, ids), subjectsOf(organizationId, ids)]);
  return heads.map((head) => ({
    ...head,
    rows: rows
      .filter(({ suggestionId }) => suggestionId === head.id)
      .map(({ suggestionId: _, ...row }) => row),
    subjects: subjects
      .filter(({ suggestionId }) => suggestionId === head.id)
      .map(({ suggestionId: _, ...subject }) => subject),
  }));
}

async function rowsOf(
  organizationId: string,
  ids: readonly string[],
): Promise<(SuggestedRow & { suggestionId: string })[]> {
  return db.rows(
    `select s.suggestion_id as "suggestionId", r.source, r.day, r.amount_fen as "amountFen", r.counterparty,
            nullif(concat_ws(' ', r.summary, r.purpose), '') as note
     from reconciliation_suggestion_row s join statement_row r
       on r.organization_id = $1 and r.source = s.source and r.account = s.account and r.row_key = s.row_key
     where s.suggestion_id = any($2::uuid[]) order by r.occurred_at, r.row_key`,
    [organizationId, ids],
  );
}

async function subjectsOf(
  organizationId: string,
  ids: readonly string[],
): Promise<(SuggestedSubject & { suggestionId: string })[]> {
  return db.rows(
    `select s.suggestion_id as "suggestionId", s.subject_kind as kind, s.subject_id as id, s.amount_fen as "amountFen",
            coalesce(d.purpose, g.reference) as what, coalesce(d.payee, g.donor_name) as who,
            (coalesce(d.paid_at, g.created_at, p.occurred_at) at time zone 'Asia/Shanghai')::date as day
     from reconciliation_suggestion_subject s
     left join disbursement d on s.subject_kind in ('disbursement', 'disbursement-return')
       and d.fund_id = substr(s.subject_id, 2, 8) and d.id = s.subject_id
     left join donation g on s.subject_kind = 'payment' and g.fund_id = substr(s.subject_id, 2, 8)
       and g.id = s.subject_id
     left join lateral (
       select r.occurred_at from reconciliation_match m join statement_row r
         on r.organization_id = $1 and r.source = m.source and r.account = m.account and r.row_key = m.row_key
       where m.organization_id = $1 and m.subject_kind = 'transit' and m.subject_id = s.subject_id
         and s.subject_kind = 'payout' limit 1
     ) p on true
     where s.suggestion_id = any($2::uuid[]) order by 7, s.subject_id`,
    [organizationId, ids],
  );
}

/** How many proposed matches wait for a person. */
export async function countSuggestions(organizationId: string): Promise<number> {
  const [row] = await db.rows<{ count: number }>(
    `select count(*)::int as count from reconciliation_suggestion where organization_id = $1 and state = 'proposed'`,
    [organizationId],
  );
  return row?.count ?? 0;
}
