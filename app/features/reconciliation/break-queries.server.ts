import { db } from "#app/lib/db.server.ts";
import { AGE_CLASSES, type AgeClass, ageClassNamed, MAX_BREAK_AGE_DAYS } from "./break-ages.ts";
import { BREAK_KINDS, type BreakKind, type BreakState } from "./breaks.ts";
import type { WriteOffLeg } from "./write-off-plan.ts";

/** What a list of breaks is narrowed to; empty text means all. `owner`: a person's id, or "none". */
export interface BreakFilters {
  view: "open" | "waiting" | "done";
  kind: string;
  source: string;
  owner: string;
  age: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function breakFiltersOf(query: URLSearchParams): BreakFilters {
  const text = (name: string): string => query.get(name)?.slice(0, 60) ?? "";
  const view = text("view");
  const owner = text("owner");
  return {
    view: view === "waiting" || view === "done" ? view : "open",
    kind: BREAK_KINDS.some((kind) => kind === text("kind")) ? text("kind") : "",
    source: text("source"),
    owner: owner === "none" || UUID.test(owner) ? owner : "",
    age: ageClassNamed(text("age"))?.key ?? "",
  };
}

export interface WorkBreak {
  id: string;
  kind: BreakKind;
  source: string;
  amountFen: bigint;
  day: string;
  state: BreakState;
  reason: string | null;
  ownerName: string | null;
  /** A write-off is asked for and not decided. */
  isWaiting: boolean;
}

const SHANGHAI_TODAY = "($1::timestamptz at time zone 'Asia/Shanghai')::date";

/** Breaks of one organization, the oldest first; those that are over, the latest first. */
export async function listWorkBreaks(
  organizationId: string,
  filters: BreakFilters,
  page: { now: Date; limit: number },
): Promise<{ breaks: WorkBreak[]; count: number; fen: bigint }> {
  const age = ageClassNamed(filters.age);
  const rows = await db.rows<WorkBreak & { count: number; fen: bigint }>(
    `select b.id, b.kind, b.source, b.amount_fen as "amountFen", b.day, b.state, b.reason, u.name as "ownerName",
            w.id is not null as "isWaiting", count(*) over ()::int as count,
            (sum(b.amount_fen) over ())::int8 as fen
     from reconciliation_break b
     left join app_user u on u.id = b.owner_id
     left join break_write_off w on w.organization_id = $2 and w.break_id = b.id
       and w.approved_at is null and w.refused_at is null
     where b.organization_id = $2 and (b.state = 'resolved') = ($3 = 'done') and ($3 <> 'waiting' or w.id is not null)
       and ($4 = '' or b.kind = $4) and ($5 = '' or b.source = $5)
       and ($6 = '' or $6 = 'none' and b.owner_id is null or b.owner_id::text = $6)
       and ($7::int is null or ${SHANGHAI_TODAY} - b.day >= $7::int)
       and ($8::int is null or ${SHANGHAI_TODAY} - b.day <= $8::int)
     order by case when $3 = 'done' then b.resolved_at end desc, b.day, b.opened_at, b.id limit $9`,
    [
      page.now,
      organizationId,
      filters.view,
      filters.kind,
      filters.source,
      filters.owner,
      age === null || age.from === 0 ? null : age.from,
      age?.to ?? null,
      page.limit,
    ],
  );
  return {
    breaks: rows.map(({ count: _count, fen: _fen, ...found }) => found),
    count: rows[0]?.count ?? 0,
    fen: rows[0]?.fen ?? 0n,
  };
}

export interface AgeSum {
  key: AgeClass;
  count: number;
  fen: bigint;
}

/** Breaks that are not over by age; of those up to a day, or of all. */
export async function breaksByAge(
  organizationId: string,
  now: Date,
  until: string | null = null,
): Promise<AgeSum[]> {
  const rows = await db.rows<{ age: number; count: number; fen: bigint }>(
    `select greatest(${SHANGHAI_TODAY} - b.day, 0)::int as age, count(*)::int as count, sum(b.amount_fen)::int8 as fen
     from reconciliation_break b
     where b.organization_id = $2 and b.state <> 'resolved' and ($3::date is null or b.day <= $3::date) group by 1`,
    [now, organizationId, until],
  );
  return AGE_CLASSES.map(({ key, from, to }) => {
    const own = rows.filter(({ age }) => age >= from && (to === null || age <= to));
    return {
      key,
      count: own.reduce((sum, row) => sum + row.count, 0),
      fen: own.reduce((sum, row) => sum + row.fen, 0n),
    };
  });
}

/** What asks for an approver: write-offs to decide, and breaks that nobody may let grow older. */
export async function breaksForApprover(
  organizationId: string,
  now: Date,
): Promise<{ waitingCount: number; overdueCount: number; unownedCount: number }> {
  const [row] = await db.rows<{ waitingCount: number; overdueCount: number; unownedCount: number }>(
    `select (select count(*)::int from break_write_off w where w.organization_id = $2 and w.approved_at is null
               and w.refused_at is null) as "waitingCount",
            count(*) filter (where b.state = 'open' and ${SHANGHAI_TODAY} - b.day > $3)::int as "overdueCount",
            count(*) filter (where b.state = 'open' and b.owner_id is null)::int as "unownedCount"
     from reconciliation_break b where b.organization_id = $2 and b.state <> 'resolved'`,
    [now, organizationId, MAX_BREAK_AGE_DAYS],
  );
  return row ?? { waitingCount: 0, overdueCount: 0, unownedCount: 0 };
}

export interface Colleague {
  id: string;
  name: string;
}

/** Who may own a break: clerks and approvers of the organization. */
export async function colleaguesOf(organizationId: string): Promise<Colleague[]> {
  return db.rows<Colleague>(
    `select distinct u.id, u.name from membership m join app_user u on u.id = m.user_id
     where m.organization_id = $1 and m.role in ('charity-clerk', 'charity-approver') order by u.name, u.id`,
    [organizationId],
  );
}

export interface BreakDetail extends WorkBreak {
  account: string;
  subjectKey: string;
  currency: string;
  explanation: string | null;
  openedAt: Date;
  resolvedAt: Date | null;
  row: {
    rowKey: string;
    day: string;
    fileName: string;
    lineNo: number;
    occurredAt: Date;
    kind: string;
    amountFen: bigint;
    feeFen: bigint;
    reference: string | null;
    counterparty: string | null;
    summary: string | null;
    subjectKind: string | null;
  } | null;
}

/** One break with its statement row; null where it is not of this organization. */
export async function findBreak(organizationId: string, id: string): Promise<BreakDetail | null> {
  if (!UUID.test(id)) return null;
  const [found] = await db.rows<BreakDetail>(
    `select b.id, b.kind, b.source, b.account, b.subject_key as "subjectKey", b.amount_fen as "amountFen",
            b.currency, b.day, b.state, b.reason, b.explanation, b.opened_at as "openedAt",
            b.resolved_at as "resolvedAt", u.name as "ownerName",
            exists (select from break_write_off w where w.organization_id = $1 and w.break_id = b.id
                    and w.approved_at is null and w.refused_at is null) as "isWaiting"
     from reconciliation_break b left join app_user u on u.id = b.owner_id
     where b.organization_id = $1 and b.id = $2`,
    [organizationId, id],
  );
  if (!found) return null;
  const [row] = await db.rows<NonNullable<BreakDetail["row"]>>(
    `select r.row_key as "rowKey", r.day, s.file_name as "fileName", r.line_no as "lineNo",
            r.occurred_at as "occurredAt", r.kind, r.amount_fen as "amountFen", r.fee_fen as "feeFen",
            coalesce(r.merchant_reference, r.provider_object_id, r.row_key) as reference, r.counterparty,
            r.summary, m.subject_kind as "subjectKind"
     from statement_row r join statement s on s.id = r.statement_id
     left join reconciliation_match m on m.organization_id = $1 and m.source = r.source and m.account = r.account
       and m.row_key = r.row_key
     where r.organization_id = $1 and r.source = $2 and r.account = $3 and r.row_key = $4`,
    [organizationId, found.source, found.account, found.subjectKey],
  );
  return { ...found, row: row ?? null };
}

export interface BreakActView {
  id: string;
  act: string;
  actorName: string;
  ownerName: string | null;
  reason: string | null;
  note: string | null;
  actedAt: Date;
}

/** What people did about it, the first first. */
export async function actsOfBreak(organizationId: string, breakId: string): Promise<BreakActView[]> {
  return db.rows<BreakActView>(
    `select a.id, a.act, u.name as "actorName", o.name as "ownerName", a.reason, a.note, a.acted_at as "actedAt"
     from break_act a join app_user u on u.id = a.actor_id left join app_user o on o.id = a.owner_id
     where a.organization_id = $1 and a.break_id = $2 order by a.acted_at, a.id`,
    [organizationId, breakId],
  );
}

export interface WriteOffView {
  id: string;
  legs: WriteOffLeg[];
  amountFen: bigint;
  note: string;
  requestedById: string;
  requestedByName: string;
  requestedAt: Date;
  state: "waiting" | "approved" | "refused" | "reversed";
}

/** The last write-off that was asked for, if any. */
export async function lastWriteOff(organizationId: string, breakId: string): Promise<WriteOffView | null> {
  const [found] = await db.rows<
    Omit<WriteOffView, "legs"> & { legs: (Omit<WriteOffLeg, "amountFen"> & { amountFen: string })[] }
  >(
    `select w.id, w.legs, w.amount_fen as "amountFen", w.note, w.requested_by_id as "requestedById",
            u.name as "requestedByName", w.requested_at as "requestedAt",
            case when w.reversed_at is not null then 'reversed' when w.approved_at is not null then 'approved'
                 when w.refused_at is not null then 'refused' else 'waiting' end as state
     from break_write_off w join app_user u on u.id = w.requested_by_id
     where w.organization_id = $1 and w.break_id = $2 order by w.requested_at desc, w.id limit 1`,
    [organizationId, breakId],
  );
  if (!found) return null;
  return { ...found, legs: found.legs.map((leg) => ({ ...leg, amountFen: BigInt(leg.amountFen) })) };
}
