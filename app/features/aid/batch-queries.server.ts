import { db } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { LIVE_LINE_SQL } from "./live-line.ts";
import { aidRule } from "./rules.ts";

export interface CellView {
  divisionName: string | null;
  divisionNameEn: string | null;
  peopleFrom: number;
  peopleTo: number;
  lowFen: bigint;
  highFen: bigint;
}

export interface AnnouncementView {
  id: string;
  programmeTitle: string;
  programmeTitleEn: string;
  purposeName: string;
  purposeNameEn: string;
  announcedAt: Date;
  objectionUntil: string;
  contact: string;
  cells: CellView[];
}

const CELLS = (kind: string, subject: string) => `
  coalesce((select json_agg(json_build_object(
      'divisionName', v.name, 'divisionNameEn', v.name_en, 'peopleFrom', x.people_from, 'peopleTo', x.people_to,
      'lowFen', x.low_fen::text, 'highFen', x.high_fen::text) order by x.position)
    from aid_cell x left join division v on v.code = x.division_code
    where x.subject_kind = '${kind}' and x.subject_id = ${subject}), '[]')`;

type CellJson = Omit<CellView, "lowFen" | "highFen"> & { lowFen: string; highFen: string };
const cellOf = (cell: CellJson): CellView => ({
  ...cell,
  lowFen: BigInt(cell.lowFen),
  highFen: BigInt(cell.highFen),
});

/** Notices (公示) of a fund or of an organization, newest first. Nothing in them tells a person. */
export async function listAnnouncements(
  of: { fundId: string } | { organizationId: string },
  limit: number,
): Promise<AnnouncementView[]> {
  const rows = await db.rows<Omit<AnnouncementView, "cells"> & { cells: CellJson[] }>(
    `select a.id, p.title as "programmeTitle", p.title_en as "programmeTitleEn",
            coalesce(l.name, p.purpose_code) as "purposeName", coalesce(l.name_en, p.purpose_code) as "purposeNameEn",
            a.announced_at as "announcedAt", a.objection_until as "objectionUntil", o.contact,
            ${CELLS("announcement", "a.id::text")} as cells
     from aid_announcement a join aid_programme p on p.id = a.programme_id
     join organization o on o.id = a.organization_id join fund f on f.id = a.fund_id and f.state <> 'draft'
     left join fund_budget_line l on l.fund_id = p.fund_id and l.purpose_code = p.purpose_code
     where ($1::text is null or a.fund_id = $1) and ($2::text is null or a.organization_id = $2)
     order by a.announced_at desc, a.id limit $3`,
    ["fundId" in of ? of.fundId : null, "organizationId" in of ? of.organizationId : null, limit],
  );
  return rows.map((row) => ({ ...row, cells: row.cells.map(cellOf) }));
}

export interface PublicBatch {
  disbursementId: string;
  fundId: string;
  programmeTitle: string;
  programmeTitleEn: string;
  purposeName: string;
  purposeNameEn: string;
  paidAt: Date | null;
  deliveredAt: Date | null;
  medianDays: number | null;
  /** Exact once delivered, ranges before; none where fewer than five are in it. */
  cells: CellView[];
}

const BATCH_SELECT = `
  select b.disbursement_id as "disbursementId", b.fund_id as "fundId", p.title as "programmeTitle",
         p.title_en as "programmeTitleEn", coalesce(l.name, p.purpose_code) as "purposeName",
         coalesce(l.name_en, p.purpose_code) as "purposeNameEn", d.paid_at as "paidAt", b.delivered_at as "deliveredAt",
         b.median_days as "medianDays",
         case when b.delivered_at is null then ${CELLS("batch", "b.disbursement_id")}
              else ${CELLS("delivery", "b.disbursement_id")} end as cells
  from aid_batch b join aid_programme p on p.id = b.programme_id
  join disbursement d on d.fund_id = b.fund_id and d.id = b.disbursement_id
  join fund f on f.id = b.fund_id and f.state <> 'draft'
  left join fund_budget_line l on l.fund_id = p.fund_id and l.purpose_code = p.purpose_code`;
type BatchRow = Omit<PublicBatch, "cells"> & { cells: CellJson[] };

/** The aid in one payment as the public may know it; null where the payment is none of aid. */
export async function publicBatchOf(fundId: string, disbursementId: string): Promise<PublicBatch | null> {
  const [row] = await db.rows<BatchRow>(
    `${BATCH_SELECT} where b.fund_id = $1 and b.disbursement_id = $2 and d.approved_at is not null`,
    [fundId, disbursementId],
  );
  return row ? { ...row, cells: row.cells.map(cellOf) } : null;
}

/** Paid batches of a fund or of an organization, newest first. */
export async function listPublicBatches(
  of: { fundId: string } | { organizationId: string },
  limit: number,
): Promise<PublicBatch[]> {
  const rows = await db.rows<BatchRow>(
    `${BATCH_SELECT}
     where ($1::text is null or b.fund_id = $1) and ($2::text is null or b.organization_id = $2) and d.paid_at is not null
     order by d.paid_at desc, b.disbursement_id limit $3`,
    ["fundId" in of ? of.fundId : null, "organizationId" in of ? of.organizationId : null, limit],
  );
  return rows.map((row) => ({ ...row, cells: row.cells.map(cellOf) }));
}

/** What waits in a programme: for a notice, for objections, for payment. */
export interface ProgrammeQueue {
  programmeId: string;
  fundId: string;
  title: string;
  titleEn: string;
  toAnnounce: number;
  /** Announced, and somebody may still object. */
  underObjection: number;
  readyCount: number;
  readyFen: bigint;
  urgentCount: number;
  urgentFen: bigint;
  /** The oldest decision that waits for payment, and the day by which it should be paid. */
  oldestDecidedAt: Date | null;
  fewest: number;
  payWithinDays: number;
}

/** What there is to announce and to pay, programme by programme. */
export async function programmeQueues(
  organizationIds: readonly string[],
  now: Date,
): Promise<ProgrammeQueue[]> {
  const today = shanghaiDay(now);
  const rows = await db.rows<Omit<ProgrammeQueue, "fewest" | "payWithinDays">>(
    `with waiting as (
       select c.programme_id, c.decided_fen, c.decided_at, c.is_urgent, c.announced_at, a.objection_until
       from aid_case c left join aid_announcement a on a.id = c.announcement_id
       where c.organization_id = any($1) and c.decision = 'approve' and c.stopped_at is null and c.delivered_at is null
         and not exists (select from ${LIVE_LINE_SQL})
     ), unannounced as (
       select programme_id, count(*)::int as many from aid_case
       where organization_id = any($1) and decision = 'approve' and stopped_at is null and announced_at is null
       group by 1
     )
     select p.id as "programmeId", p.fund_id as "fundId", p.title, p.title_en as "titleEn",
            coalesce(max(u.many), 0)::int as "toAnnounce",
            (count(w.*) filter (where w.objection_until >= $2::date))::int as "underObjection",
            (count(w.*) filter (where w.objection_until < $2::date))::int as "readyCount",
            coalesce(sum(w.decided_fen) filter (where w.objection_until < $2::date), 0)::int8 as "readyFen",
            (count(w.*) filter (where w.is_urgent))::int as "urgentCount",
            coalesce(sum(w.decided_fen) filter (where w.is_urgent), 0)::int8 as "urgentFen",
            min(w.decided_at) as "oldestDecidedAt"
     from aid_programme p left join waiting w on w.programme_id = p.id
     left join unannounced u on u.programme_id = p.id
     where p.organization_id = any($1) group by p.id order by p.opened_at desc, p.id`,
    [organizationIds, today],
  );
  const fewest = aidRule("fewest-shown", today).value;
  const payWithinDays = aidRule("pay-within-days", today).value;
  return rows.map((row) => ({ ...row, fewest, payWithinDays }));
}

/** A batch as its own people see it, exact. */
export interface WorkBatch {
  disbursementId: string;
  programmeTitle: string;
  programmeTitleEn: string;
  proposedAt: Date;
  approvedAt: Date | null;
  paidAt: Date | null;
  deliveredAt: Date | null;
  isDead: boolean;
  people: number;
  amountFen: bigint;
  stoppedCount: number;
  askedBackCount: number;
  /** Evidence that may show the delivery. */
  proofs: { id: string; kind: string; fileName: string }[];
}

export async function listWorkBatches(
  organizationIds: readonly string[],
  limit: number,
): Promise<WorkBatch[]> {
  return db.rows<WorkBatch>(
    `select b.disbursement_id as "disbursementId", p.title as "programmeTitle", p.title_en as "programmeTitleEn",
            b.proposed_at as "proposedAt", d.approved_at as "approvedAt", d.paid_at as "paidAt",
            b.delivered_at as "deliveredAt", d.rejected_at is not null or d.withdrawn_at is not null as "isDead",
            (select count(*) from aid_batch_case c where c.fund_id = b.fund_id and c.disbursement_id = b.disbursement_id
               and c.released_at is null)::int as people, d.amount_fen as "amountFen",
            (select count(*) from aid_batch_case c where c.fund_id = b.fund_id and c.disbursement_id = b.disbursement_id
               and c.released_at is not null)::int as "stoppedCount",
            (select count(*) from aid_recovery r where r.fund_id = b.fund_id and r.disbursement_id = b.disbursement_id)::int
              as "askedBackCount",
            coalesce((select json_agg(json_build_object('id', e.id, 'kind', e.kind, 'fileName', e.file_name) order by e.added_at)
                      from evidence e where e.fund_id = b.fund_id and e.disbursement_id = b.disbursement_id), '[]') as proofs
     from aid_batch b join aid_programme p on p.id = b.programme_id
     join disbursement d on d.fund_id = b.fund_id and d.id = b.disbursement_id
     where b.organization_id = any($1) order by b.proposed_at desc, b.disbursement_id limit $2`,
    [organizationIds, limit],
  );
}
