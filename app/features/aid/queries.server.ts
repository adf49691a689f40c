import { db, type Sql } from "#app/lib/db.server.ts";
import { unseal } from "#app/lib/seal.server.ts";
import { caseTokenOpens } from "./application.server.ts";
import type { CaseState, CheckWay, RefusalReason, StopReason } from "./case-state.ts";
import { LIVE_LINE_SQL } from "./live-line.ts";
import { type AidPerson, maskedName, notePlace, personPlace } from "./person.ts";

/** A case with its payment, if it has one now, and what came back of it. */
const CASE_TABLES = `
  aid_case c
  join aid_programme p on p.id = c.programme_id
  left join division v on v.code = c.division_code
  left join lateral (select d.id, d.proposed_at, d.paid_at from ${LIVE_LINE_SQL}
                     order by d.proposed_at desc limit 1) d on true
  left join lateral (select max(r.linked_at) as "recoveredAt", coalesce(sum(r.amount_fen), 0)::int8 as "recoveredFen"
                     from aid_recovery r where r.case_id = c.id and r.linked_at is not null) back on true
  left join lateral (select l.kind, l.decision, l.amount_fen, l.refusal_reason, l.by_id from aid_decision l
                     where l.case_id = c.id order by l.step desc limit 1) last on true`;

/** The last step that has happened says where a case stands: steps only move forward. */
export const CASE_STATE_SQL = `case
  when back."recoveredAt" is not null then 'recovered'
  when c.decision = 'refuse' then 'refused'
  when c.delivered_at is not null then 'delivered'
  when d.paid_at is not null then 'paid'
  when c.stopped_at is not null then 'stopped'
  when d.id is not null then 'batched'
  when c.announced_at is not null then 'announced'
  when c.decision = 'approve' then 'approved'
  when c.checked_at is not null then 'checked'
  else 'received' end`;

export interface CaseView {
  id: string;
  reference: string;
  organizationId: string;
  programmeId: string;
  programmeTitle: string;
  programmeTitleEn: string;
  origin: "person" | "helper" | "station" | "list";
  divisionCode: string;
  divisionName: string | null;
  divisionNameEn: string | null;
  householdClass: string;
  isMinor: boolean;
  isUrgent: boolean;
  idNumberOdd: boolean;
  state: CaseState;
  receivedAt: Date;
  reviewedAt: Date | null;
  reviewLevel: "village" | "town" | null;
  checkedAt: Date | null;
  checkWays: CheckWay[] | null;
  decidedAt: Date | null;
  decidedFen: bigint | null;
  refusalReason: RefusalReason | null;
  announcedAt: Date | null;
  stoppedAt: Date | null;
  stopReason: StopReason | null;
  disbursementId: string | null;
  batchedAt: Date | null;
  paidAt: Date | null;
  deliveredAt: Date | null;
  recoveredAt: Date | null;
  recoveredFen: bigint;
  /** What waits for the second person. */
  openDecision: "approve" | "refuse" | null;
  openFen: bigint | null;
  openReason: RefusalReason | null;
  proposedById: string | null;
  prunedAt: Date | null;
}

/** Without what one person has proposed and nobody has decided. */
export type OwnView = Omit<CaseView, "openDecision" | "openFen" | "openReason" | "proposedById">;

const CASE_COLUMNS = `
  c.id, c.reference, c.organization_id as "organizationId", c.programme_id as "programmeId",
  p.title as "programmeTitle", p.title_en as "programmeTitleEn", c.origin, c.division_code as "divisionCode",
  v.name as "divisionName", v.name_en as "divisionNameEn", c.household_class as "householdClass",
  c.is_minor as "isMinor", c.is_urgent as "isUrgent", c.id_number_odd as "idNumberOdd", ${CASE_STATE_SQL} as state,
  c.received_at as "receivedAt", c.reviewed_at as "reviewedAt", c.review_level as "reviewLevel",
  c.checked_at as "checkedAt", c.check_ways as "checkWays", c.decided_at as "decidedAt", c.decided_fen as "decidedFen",
  c.refusal_reason as "refusalReason", c.announced_at as "announcedAt", c.stopped_at as "stoppedAt",
  c.stop_reason as "stopReason", d.id as "disbursementId", d.proposed_at as "batchedAt", d.paid_at as "paidAt",
  c.delivered_at as "deliveredAt", back."recoveredAt", back."recoveredFen",
  case when last.kind = 'proposed' then last.decision end as "openDecision",
  case when last.kind = 'proposed' then last.amount_fen end as "openFen",
  case when last.kind = 'proposed' then last.refusal_reason end as "openReason",
  case when last.kind = 'proposed' then last.by_id end as "proposedById", c.pruned_at as "prunedAt"`;

export type CaseRow = CaseView & { maskedName: string };
type Sealed = { keyId: string | null; sealed: Buffer | null };

export interface CaseFilter {
  state: CaseState | null;
  programmeId: string | null;
  /** Received before this, of the page before. */
  before: { at: string; id: string } | null;
}

/** Cases of these organizations, urgent ones that wait first, then the newest; names masked. */
export async function listCases(
  organizationIds: readonly string[],
  filter: CaseFilter,
  limit: number,
): Promise<CaseRow[]> {
  const rows = await db.rows<CaseView & Sealed>(
    `select ${CASE_COLUMNS}, c.person_key_id as "keyId", c.person_sealed as sealed from ${CASE_TABLES}
     where c.organization_id = any($1) and ($2::text is null or ${CASE_STATE_SQL} = $2)
       and ($3::uuid is null or c.programme_id = $3)
       and ($4::timestamptz is null or (c.received_at, c.id) < ($4, $5::uuid))
     order by c.received_at desc, c.id desc limit $6`,
    [
      organizationIds,
      filter.state,
      filter.programmeId,
      filter.before?.at ?? null,
      filter.before?.id ?? null,
      limit,
    ],
  );
  return rows.map(({ keyId, sealed, ...row }) => ({
    ...row,
    maskedName: maskedName(openPerson(row.id, { keyId, sealed })?.name ?? ""),
  }));
}

function openPerson(id: string, { keyId, sealed }: Sealed): AidPerson | null {
  return keyId === null || sealed === null ? null : (unseal(personPlace(id), keyId, sealed) as AidPerson);
}

/** How many cases stand where, of these organizations. */
export async function countCases(organizationIds: readonly string[]): Promise<Map<CaseState, number>> {
  const rows = await db.rows<{ state: CaseState; count: number }>(
    `select ${CASE_STATE_SQL} as state, count(*)::int as count from ${CASE_TABLES}
     where c.organization_id = any($1) group by 1`,
    [organizationIds],
  );
  return new Map(rows.map(({ state, count }) => [state, count]));
}

export async function findCase(id: string, organizationIds: readonly string[]): Promise<CaseView | null> {
  const [row] = await db.rows<CaseView>(
    `select ${CASE_COLUMNS} from ${CASE_TABLES} where c.id = $1 and c.organization_id = any($2)`,
    [id, organizationIds],
  );
  return row ?? null;
}

/** Who a case is about, opened. The caller records that somebody has read it. */
export async function readPerson(
  sql: Sql,
  id: string,
  organizationIds: readonly string[],
): Promise<AidPerson | null> {
  const [row] = await sql.rows<Sealed>(
    `select person_key_id as "keyId", person_sealed as sealed from aid_case where id = $1 and organization_id = any($2)`,
    [id, organizationIds],
  );
  return row ? openPerson(id, row) : null;
}

export interface DecisionView {
  step: number;
  kind: "proposed" | "confirmed" | "sent-back";
  decision: "approve" | "refuse";
  amountFen: bigint | null;
  refusalReason: RefusalReason | null;
  byName: string;
  at: Date;
  note: string;
}

/** What people said about a case, in order, for members of its organization. */
export async function decisionsOf(
  caseId: string,
  organizationIds: readonly string[],
): Promise<DecisionView[]> {
  const rows = await db.rows<Omit<DecisionView, "note"> & Sealed>(
    `select l.step, l.kind, l.decision, l.amount_fen as "amountFen", l.refusal_reason as "refusalReason",
            coalesce(u.name, '') as "byName", l.at, l.note_key_id as "keyId", l.note_sealed as sealed
     from aid_decision l join aid_case c on c.id = l.case_id left join app_user u on u.id = l.by_id
     where l.case_id = $1 and c.organization_id = any($2) order by l.step`,
    [caseId, organizationIds],
  );
  return rows.map(({ keyId, sealed, ...row }) => ({
    ...row,
    note: keyId === null || sealed === null ? "" : String(unseal(notePlace(caseId, row.step), keyId, sealed)),
  }));
}

/** Other cases of the same person in the same organization, by fingerprint: duplicates to look at. */
export async function samePersonCases(id: string, organizationIds: readonly string[]): Promise<CaseView[]> {
  return db.rows<CaseView>(
    `select ${CASE_COLUMNS} from ${CASE_TABLES}
     join aid_case me on me.id = $1 and me.organization_id = any($2)
     where c.organization_id = me.organization_id and c.person_hash = me.person_hash and c.id <> me.id
     order by c.received_at desc limit 20`,
    [id, organizationIds],
  );
}

/** What an applicant sees of a case by its reference and secret; null for a wrong one of either. */
export async function findOwnCase(reference: string, token: string): Promise<OwnView | null> {
  const [row] = await db.rows<CaseView & { tokenHash: string }>(
    `select ${CASE_COLUMNS}, c.token_hash as "tokenHash" from ${CASE_TABLES} where c.reference = $1`,
    [reference],
  );
  if (!row) return null;
  const { tokenHash, openDecision: _d, openFen: _f, openReason: _r, proposedById: _p, ...view } = row;
  return caseTokenOpens(token, tokenHash) ? view : null;
}

export interface StepMedians {
  cases: number;
  /** Days, null where no case came so far. */
  check: number | null;
  decide: number | null;
  announce: number | null;
  pay: number | null;
  deliver: number | null;
  /** From the application to the payment, and of the urgent ones alone. */
  whole: number | null;
  urgent: number | null;
}

const median = (from: string, to: string, condition = "true") =>
  `percentile_cont(0.5) within group (order by extract(epoch from ${to} - ${from}) / 86400.0)
     filter (where ${to} is not null and ${from} is not null and ${condition})`;

/** How long each step takes, in the middle of the cases of a year. */
export async function stepMedians(organizationIds: readonly string[], now: Date): Promise<StepMedians> {
  const [medians] = await db.rows<StepMedians>(
    `select count(*)::int as cases, ${median("c.received_at", "c.checked_at")} as check,
            ${median("c.checked_at", "c.decided_at")} as decide, ${median("c.decided_at", "c.announced_at")} as announce,
            ${median("c.decided_at", "d.paid_at")} as pay, ${median("d.paid_at", "c.delivered_at")} as deliver,
            ${median("c.received_at", "d.paid_at")} as whole,
            ${median("c.received_at", "d.paid_at", "c.is_urgent")} as urgent
     from ${CASE_TABLES}
     where c.organization_id = any($1) and c.received_at > $2::timestamptz - interval '1 year'`,
    [organizationIds, now],
  );
  return (
    medians ?? {
      cases: 0,
      check: null,
      decide: null,
      announce: null,
      pay: null,
      deliver: null,
      whole: null,
      urgent: null,
    }
  );
}
