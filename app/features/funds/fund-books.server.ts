import { decodeCursor, encodeCursor, instantOf } from "#app/lib/cursor.server.ts";
import { db } from "#app/lib/db.server.ts";
import { FEWEST_SHOWN_PEOPLE } from "./shown-people.ts";

/** One line of the filed budget and what has become of it. Amounts in fen. */
export interface BudgetLine {
  purposeCode: string;
  name: string;
  nameEn: string;
  plannedFen: bigint;
  /** Paid, less what payees returned. */
  usedFen: bigint;
  committedFen: bigint;
}

/** The budget of a fund, in the order of its filing. Purposes outside the plan come last. */
export async function fundBudget(fundId: string): Promise<BudgetLine[]> {
  return db.rows<BudgetLine>(
    `with spent as (
       select b.purpose_code, max(b.purpose) as purpose, max(b.purpose_en) as purpose_en,
              coalesce(sum(b.amount_fen) filter (where b.paid_at is not null), 0)
                - coalesce(sum(r.fen), 0) as used_fen,
              coalesce(sum(b.amount_fen) filter (where b.paid_at is null), 0) as committed_fen
       from disbursement b
       left join (select subject_id, sum(amount_fen) as fen from transfer
                  where book_id = $1 and kind = 'disbursement-returned' group by subject_id) r on r.subject_id = b.id
       where b.fund_id = $1 and b.approved_at is not null and b.withdrawn_at is null
       group by b.purpose_code
     )
     select coalesce(l.purpose_code, s.purpose_code) as "purposeCode", coalesce(l.name, s.purpose) as name,
            coalesce(l.name_en, s.purpose_en) as "nameEn", coalesce(l.planned_fen, 0)::int8 as "plannedFen",
            coalesce(s.used_fen, 0)::int8 as "usedFen", coalesce(s.committed_fen, 0)::int8 as "committedFen"
     from (select * from fund_budget_line where fund_id = $1) l
     full join spent s on s.purpose_code = l.purpose_code
     order by l.position nulls last, 1`,
    [fundId],
  );
}

/** A disbursement as everybody may see it: never who received it. */
export interface PublicDisbursement {
  id: string;
  purpose: string;
  purposeEn: string;
  amountFen: bigint;
  beneficiaryCount: number;
  personTimes: number;
  approvedAt: Date;
  paidAt: Date | null;
  bankMatchedAt: Date | null;
  deliveredFen: bigint;
  deliveredOn: string | null;
  /** Reached so far; 0 also where a batch is too small for its number to be public. */
  people: bigint;
  evidenceCount: bigint;
}

const DISBURSEMENT_SQL = `
  select b.id, b.purpose, b.purpose_en as "purposeEn", b.amount_fen as "amountFen",
         b.beneficiary_count as "beneficiaryCount", b.person_times as "personTimes", b.approved_at as "approvedAt",
         b.paid_at as "paidAt", b.bank_matched_at as "bankMatchedAt", n.delivered_fen as "deliveredFen",
         n.delivered_on as "deliveredOn", n.people,
         (select count(*) from evidence e where e.fund_id = b.fund_id and e.disbursement_id = b.id) as "evidenceCount"
  from disbursement b
  left join lateral (
    select coalesce(sum(delivered_fen), 0)::int8 as delivered_fen, case when min(people) >= ${FEWEST_SHOWN_PEOPLE} then sum(people) else 0 end::int8 as people,
           max(delivered_on) as delivered_on
    from beneficiary_batch where fund_id = b.fund_id and disbursement_id = b.id
  ) n on true
  where b.fund_id = $1 and b.approved_at is not null and b.withdrawn_at is null`;

/** Approved and paid disbursements of a fund, newest approval first. */
export async function listFundDisbursements(
  fundId: string,
  page: { cursor: string | null; limit: number },
): Promise<{ disbursements: PublicDisbursement[]; nextCursor: string | null }> {
  const [approvedAt, id] = decodeCursor(page.cursor, 2) ?? [];
  const rows = await db.rows<PublicDisbursement>(
    `${DISBURSEMENT_SQL}
       and ($3::timestamptz is null or (b.approved_at, b.id) < ($3::timestamptz, $4::text))
     order by b.approved_at desc, b.id desc limit $2`,
    [fundId, page.limit + 1, instantOf(approvedAt), id ?? null],
  );
  const disbursements = rows.slice(0, page.limit);
  const last = disbursements.at(-1);
  return {
    disbursements,
    nextCursor:
      rows.length > page.limit && last ? encodeCursor([last.approvedAt.toISOString(), last.id]) : null,
  };
}

/** How many rows stand behind the figures of a fund. */
export interface FundCounts {
  paidCount: bigint;
  committedCount: bigint;
  refundCount: bigint;
}

export async function fundCounts(fundId: string): Promise<FundCounts> {
  const [counts] = await db.rows<FundCounts>(
    `select count(*) filter (where paid_at is not null) as "paidCount",
            count(*) filter (where paid_at is null) as "committedCount",
            (select count(*) from refund where fund_id = $1 and failed_at is null) as "refundCount"
     from disbursement where fund_id = $1 and approved_at is not null and withdrawn_at is null`,
    [fundId],
  );
  return counts ?? { paidCount: 0n, committedCount: 0n, refundCount: 0n };
}

/** Something the law wants published, and whether it was. Days are YYYY-MM-DD in China. */
export interface DisclosureDuty {
  id: string;
  kind: string;
  title: string;
  titleEn: string;
  lawArticle: string;
  articleEn: string;
  dueOn: string;
  publishedAt: Date | null;
  version: number | null;
  correctionNote: string | null;
}

/** The duties of a fund, or of an organization outside its funds, oldest first. */
export async function disclosureDuties(
  owner: { fundId: string } | { organizationId: string },
): Promise<DisclosureDuty[]> {
  const [column, id] =
    "fundId" in owner
      ? ["t.fund_id", owner.fundId]
      : ["t.fund_id is null and t.organization_id", owner.organizationId];
  return db.rows<DisclosureDuty>(
    `select t.id, t.kind, t.title, t.title_en as "titleEn", t.law_article as "lawArticle",
            t.article_en as "articleEn", t.due_on as "dueOn",
            t.published_at as "publishedAt", e.version, e.correction_note as "correctionNote"
     from disclosure_task t
     left join lateral (select version, correction_note from disclosure_entry
                        where task_id = t.id order by version desc limit 1) e on true
     where ${column} = $1 and t.withdrawn_at is null order by t.due_on, t.id limit 40`,
    [id],
  );
}

/** How far the statements have been matched, and what of this fund is still open. */
export interface FundReconciliation {
  /** The last day that a finished run covers; null before the first. */
  throughDay: string | null;
  openCount: bigint;
  openFen: bigint;
}

export async function fundReconciliation(fund: {
  id: string;
  organizationId: string;
}): Promise<FundReconciliation> {
  const [row] = await db.rows<FundReconciliation>(
    `select (select max(day) from reconciliation_run where organization_id = $1 and state = 'finished') as "throughDay",
            count(*) as "openCount", coalesce(sum(abs(amount_fen)), 0)::int8 as "openFen"
     from reconciliation_break
     where organization_id = $1 and state = 'open' and subject_key ~ ('^[dpbrx]' || $2)`,
    [fund.organizationId, fund.id],
  );
  return row ?? { throughDay: null, openCount: 0n, openFen: 0n };
}

/** The first gift that counted, for the timeline; null while there is none. */
export async function firstGiftDay(fundId: string): Promise<Date | null> {
  const [row] = await db.rows<{ createdAt: Date }>(
    `select d.created_at as "createdAt" from donation d
     where d.fund_id = $1 and exists (select 1 from payment p where p.fund_id = d.fund_id
                                      and p.donation_id = d.id and p.counted_at is not null)
     order by d.created_at, d.id limit 1`,
    [fundId],
  );
  return row?.createdAt ?? null;
}
