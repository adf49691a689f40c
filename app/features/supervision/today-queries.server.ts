import { type FundFigures, sumFigures } from "#app/features/funds/figures.ts";
import { fundFigures } from "#app/features/funds/queries.server.ts";
import { SUPERVISED_KINDS, SUPERVISED_PLACES } from "#app/features/organizations/supervised-places.ts";
import { db } from "#app/lib/db.server.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";

/** A qualification or status that ends within this many days is worth a call. */
const ENDING_SOON_DAYS = 60;
const DUTIES_SHOWN = 10;

export interface WaitingRequest {
  changeId: string;
  organizationId: string;
  name: string;
  nameEn: string;
  kind: "registration" | "correction";
  proposedAt: Date;
  proposedBy: string;
  fields: string[];
}

/** Registrations and corrections that wait for this officer's bureau, the oldest first. */
export async function listWaitingRequests(officerId: string): Promise<WaitingRequest[]> {
  return db.rows<WaitingRequest>(
    `${SUPERVISED_PLACES}
     select c.id as "changeId", o.id as "organizationId", o.name, o.name_en as "nameEn", c.kind,
            c.proposed_at as "proposedAt", u.name as "proposedBy", c.fields
     from organization_change c
     join organization o on o.id = c.organization_id
     join supervised_place p on p.code = o.division_code
     join app_user u on u.id = c.proposed_by_id
     where c.state = 'waiting' order by c.proposed_at, c.id`,
    [officerId],
  );
}

export interface OverdueDuty {
  taskId: string;
  organizationName: string;
  organizationNameEn: string;
  title: string;
  titleEn: string;
  lawArticle: string;
  dueOn: string;
}

/** Duties to publish that are past their day, the latest first to come due; and how many there are in all. */
export async function listOverdueDuties(
  officerId: string,
  today: string,
): Promise<{ duties: OverdueDuty[]; count: number }> {
  const rows = await db.rows<OverdueDuty & { count: bigint }>(
    `${SUPERVISED_PLACES}
     select t.id as "taskId", o.name as "organizationName", o.name_en as "organizationNameEn", t.title,
            t.title_en as "titleEn", t.law_article as "lawArticle", t.due_on as "dueOn", count(*) over () as count
     from disclosure_task t
     join organization o on o.id = t.organization_id and o.state = 'active'
     join supervised_place p on p.code = o.division_code
     left join fund f on f.id = t.fund_id
     where t.published_at is null and t.withdrawn_at is null and t.due_on < $2::date
       and (f.id is null or f.state <> 'draft')
     order by t.due_on, t.id limit $3`,
    [officerId, today, DUTIES_SHOWN],
  );
  return { duties: rows.map(({ count: _count, ...duty }) => duty), count: Number(rows[0]?.count ?? 0n) };
}

export interface SupervisionFigures {
  charityCount: number;
  qualifiedCount: number;
  /** Qualifications for public fundraising or pre-tax deduction that end soon or have ended. */
  endingCount: number;
  openBreakCount: number;
  funds: FundFigures;
}

/** What the officer's places come to, now. */
export async function supervisionFigures(officerId: string, now: Date): Promise<SupervisionFigures> {
  const today = shanghaiDay(now);
  const [counts, funds] = await Promise.all([
    db.rows<Omit<SupervisionFigures, "funds">>(
      `${SUPERVISED_PLACES}
       select count(*) filter (where o.kind = 'charity')::int as "charityCount",
              count(*) filter (where o.qualification_from <= $3::date
                and (o.qualification_to is null or o.qualification_to >= $3::date))::int as "qualifiedCount",
              count(*) filter (where o.qualification_to <= $4::date or o.tax_status_to <= $4::date)::int as "endingCount",
              (select count(*) from reconciliation_break k join organization b on b.id = k.organization_id
               join supervised_place q on q.code = b.division_code where k.state = 'open')::int as "openBreakCount"
       from organization o join supervised_place p on p.code = o.division_code
       where o.kind = any($2) and o.state = 'active'`,
      [officerId, [...SUPERVISED_KINDS], today, addDays(today, ENDING_SOON_DAYS)],
    ),
    db.rows<{ id: string }>(
      `${SUPERVISED_PLACES}
       select f.id from fund f join organization o on o.id = f.organization_id
       join supervised_place p on p.code = o.division_code where f.state <> 'draft'`,
      [officerId],
    ),
  ]);
  const figures = await fundFigures(funds.map(({ id }) => id));
  const [first] = counts;
  const none = { charityCount: 0, qualifiedCount: 0, endingCount: 0, openBreakCount: 0 };
  return { ...(first ?? none), funds: sumFigures([...figures.values()], now) };
}
