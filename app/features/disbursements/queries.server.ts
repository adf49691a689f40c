import type { FundKind } from "#app/features/funds/kinds.ts";
import { db } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import type { DisbursementState } from "./disbursement-state.ts";
import type { EvidenceKind } from "./evidence-kinds.ts";

/** A disbursement as anybody may see it. Its payee is not among it. */
export interface DisbursementView {
  fundId: string;
  id: string;
  organizationId: string;
  organizationSlug: string;
  organizationName: string;
  organizationNameEn: string;
  fundKind: FundKind;
  fundSlug: string;
  fundTitle: string;
  fundTitleEn: string;
  purposeCode: string;
  lineName: string;
  lineNameEn: string;
  purpose: string;
  purposeEn: string;
  amountFen: bigint;
  /** What of the approved amount could not be paid and is the fund's again. */
  unpaidFen: bigint;
  currency: string;
  beneficiaryCount: number;
  personTimes: number;
  proposedAt: Date;
  approvedAt: Date | null;
  rejectedAt: Date | null;
  withdrawnAt: Date | null;
  paidAt: Date | null;
  bankMatchedAt: Date | null;
  tracedAt: Date | null;
  deliveredFen: bigint;
  evidenceCount: number;
}

/** What its own organization sees besides. */
export interface WorkDisbursement extends DisbursementView {
  payee: string;
  bankReference: string | null;
  rejectionReason: string | null;
  proposedById: string;
  proposedByName: string;
  boardDecision: string | null;
  /** Who has agreed so far, and when: approved once there are enough of them. */
  agreedByIds: string[];
  agreedByNames: string[];
  approvedByName: string | null;
  rejectedByName: string | null;
}

const VIEW_COLUMNS = `
  d.fund_id as "fundId", d.id, d.organization_id as "organizationId", o.slug as "organizationSlug",
  o.name as "organizationName", o.name_en as "organizationNameEn", f.kind as "fundKind", f.slug as "fundSlug",
  f.title as "fundTitle", f.title_en as "fundTitleEn", d.purpose_code as "purposeCode",
  coalesce(l.name, d.purpose_code) as "lineName", coalesce(l.name_en, d.purpose_code) as "lineNameEn", d.purpose,
  d.purpose_en as "purposeEn", d.amount_fen as "amountFen", d.unpaid_fen as "unpaidFen", d.currency, d.beneficiary_count as "beneficiaryCount",
  d.person_times as "personTimes", d.proposed_at as "proposedAt", d.approved_at as "approvedAt",
  d.rejected_at as "rejectedAt", d.withdrawn_at as "withdrawnAt", d.paid_at as "paidAt",
  d.bank_matched_at as "bankMatchedAt", d.traced_at as "tracedAt",
  coalesce((select sum(b.delivered_fen) from beneficiary_batch b
            where b.fund_id = d.fund_id and b.disbursement_id = d.id), 0)::int8 as "deliveredFen",
  (select count(*)::int4 from evidence e where e.fund_id = d.fund_id and e.disbursement_id = d.id) as "evidenceCount"`;

const VIEW_TABLES = `
  disbursement d join fund f on f.id = d.fund_id join organization o on o.id = d.organization_id
  left join fund_budget_line l on l.fund_id = d.fund_id and l.purpose_code = d.purpose_code`;

const AGREED = (what: string): string => `array(
  select ${what} from disbursement_approval v left join app_user u on u.id = v.user_id
  where v.fund_id = d.fund_id and v.disbursement_id = d.id order by v.at, v.user_id)`;

const WORK_COLUMNS = `${VIEW_COLUMNS}, d.payee, d.board_decision as "boardDecision",
  ${AGREED("v.user_id::text")} as "agreedByIds", ${AGREED("coalesce(u.name, '')")} as "agreedByNames", d.bank_reference as "bankReference",
  d.rejection_reason as "rejectionReason", d.proposed_by_id as "proposedById",
  coalesce(p.name, '') as "proposedByName", a.name as "approvedByName", r.name as "rejectedByName"`;

const WORK_TABLES = `${VIEW_TABLES}
  left join app_user p on p.id = d.proposed_by_id left join app_user a on a.id = d.approved_by_id
  left join app_user r on r.id = d.rejected_by_id`;

/** A disbursement that is public: a second person has approved it, and its fund is no draft. */
export async function findPublicDisbursement(id: string): Promise<DisbursementView | null> {
  const [view] = await db.rows<DisbursementView>(
    `select ${VIEW_COLUMNS} from ${VIEW_TABLES}
     where d.fund_id = $1 and d.id = $2 and d.approved_at is not null and f.state <> 'draft'`,
    [fundIdOf(id, "b"), id],
  );
  return view ?? null;
}

/** A disbursement of one of these organizations; null for anybody else's. */
export async function findWorkDisbursement(
  id: string,
  organizationIds: readonly string[],
): Promise<WorkDisbursement | null> {
  const [view] = await db.rows<WorkDisbursement>(
    `select ${WORK_COLUMNS} from ${WORK_TABLES}
     where d.fund_id = $1 and d.id = $2 and d.organization_id = any($3)`,
    [fundIdOf(id, "b"), id, organizationIds],
  );
  return view ?? null;
}

export interface ListPosition {
  proposedAt: Date;
  id: string;
}

/** The conditions of a state over the columns of `d`, as disbursementState decides it. */
const STATE_SQL: Record<DisbursementState, string> = {
  proposed: "d.approved_at is null and d.rejected_at is null and d.withdrawn_at is null",
  approved: "d.approved_at is not null and d.paid_at is null and d.withdrawn_at is null",
  paid: `d.paid_at is not null and d.amount_fen > coalesce((select sum(b.delivered_fen) from beneficiary_batch b
           where b.fund_id = d.fund_id and b.disbursement_id = d.id), 0)`,
  delivered: `d.paid_at is not null and d.amount_fen <= coalesce((select sum(b.delivered_fen) from beneficiary_batch b
           where b.fund_id = d.fund_id and b.disbursement_id = d.id), 0)`,
  rejected: "d.rejected_at is not null",
  withdrawn: "d.withdrawn_at is not null",
};

/** Disbursements of these organizations, newest proposal first. */
export async function listWorkDisbursements(
  organizationIds: readonly string[],
  page: { state: DisbursementState | null; after: ListPosition | null; limit: number },
): Promise<WorkDisbursement[]> {
  return db.rows<WorkDisbursement>(
    `select ${WORK_COLUMNS} from ${WORK_TABLES}
     where d.organization_id = any($1) and (${page.state ? STATE_SQL[page.state] : "true"})
       and ($2::timestamptz is null or (d.proposed_at, d.id) < ($2::timestamptz, $3::text))
     order by d.proposed_at desc, d.id desc limit $4`,
    [organizationIds, page.after?.proposedAt ?? null, page.after?.id ?? null, page.limit],
  );
}

/** How many disbursements of these organizations are in each state. */
export async function countByState(
  organizationIds: readonly string[],
): Promise<Map<DisbursementState, number>> {
  const [row] = await db.rows<Record<DisbursementState, number>>(
    `select ${Object.entries(STATE_SQL)
      .map(([state, condition]) => `count(*) filter (where ${condition})::int4 as ${state}`)
      .join(", ")}
     from disbursement d where d.organization_id = any($1)`,
    [organizationIds],
  );
  return new Map(Object.entries(row ?? {}) as [DisbursementState, number][]);
}

/** Public disbursements, newest first, of one organization or one fund where named. */
export async function listPublicDisbursements(
  filter: { organizationSlug: string | null; fund: { kind: string; slug: string } | null },
  page: { after: ListPosition | null; limit: number },
): Promise<DisbursementView[]> {
  return db.rows<DisbursementView>(
    `select ${VIEW_COLUMNS} from ${VIEW_TABLES}
     where d.approved_at is not null and f.state <> 'draft' and ($1::text is null or o.slug = $1)
       and ($2::text is null or (f.kind = $2 and f.slug = $3))
       and ($4::timestamptz is null or (d.proposed_at, d.id) < ($4::timestamptz, $5::text))
     order by d.proposed_at desc, d.id desc limit $6`,
    [
      filter.organizationSlug,
      filter.fund?.kind ?? null,
      filter.fund?.slug ?? null,
      page.after?.proposedAt ?? null,
      page.after?.id ?? null,
      page.limit,
    ],
  );
}

export interface EvidenceView {
  id: string;
  kind: EvidenceKind;
  fileName: string;
  mediaType: string;
  sizeBytes: number;
  sha256: string;
  isPublic: boolean;
  addedAt: Date;
}

/** The evidence of a disbursement without its content, oldest first. */
export async function evidenceOf(fundId: string, disbursementId: string): Promise<EvidenceView[]> {
  return db.rows<EvidenceView>(
    `select id, kind, file_name as "fileName", media_type as "mediaType", size_bytes as "sizeBytes", sha256,
            is_public as "isPublic", added_at as "addedAt"
     from evidence where fund_id = $1 and disbursement_id = $2 order by added_at, id`,
    [fundId, disbursementId],
  );
}

export interface EvidenceFile {
  fileName: string;
  mediaType: string;
  content: Buffer;
}

/** A file of evidence: public ones for anybody, all of them for members of the organizations given. */
export async function findEvidenceFile(
  id: string,
  organizationIds: readonly string[] = [],
): Promise<EvidenceFile | null> {
  const [file] = await db.rows<EvidenceFile>(
    `select e.file_name as "fileName", e.media_type as "mediaType", e.content
     from evidence e join disbursement d on d.fund_id = e.fund_id and d.id = e.disbursement_id
     join fund f on f.id = d.fund_id
     where e.fund_id = $1 and e.id = $2
       and (d.organization_id = any($3) or (e.is_public and d.approved_at is not null and f.state <> 'draft'))`,
    [fundIdOf(id, "e"), id, organizationIds],
  );
  return file ?? null;
}

export interface BatchView {
  id: string;
  people: number;
  personTimes: number;
  deliveredFen: bigint;
  divisionName: string | null;
  divisionNameEn: string | null;
  deliveredOn: string;
  confirmedAt: Date;
}

/** The beneficiary batches of a disbursement, in the order of delivery. */
export async function batchesOf(fundId: string, disbursementId: string): Promise<BatchView[]> {
  return db.rows<BatchView>(
    `select b.id, b.people, b.person_times as "personTimes", b.delivered_fen as "deliveredFen",
            v.name as "divisionName", v.name_en as "divisionNameEn", b.delivered_on as "deliveredOn",
            b.confirmed_at as "confirmedAt"
     from beneficiary_batch b left join division v on v.code = b.division_code
     where b.fund_id = $1 and b.disbursement_id = $2 order by b.delivered_on, b.confirmed_at, b.id`,
    [fundId, disbursementId],
  );
}
