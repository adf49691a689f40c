import { db } from "#app/lib/db.server.ts";
import type { VersionKind, VersionState } from "./filing-state.ts";
import type { FilingPlan } from "./plan.ts";
import type { PlanCheck } from "./plan-checks.ts";

/** A version with what was done to it and by whom. Days are YYYY-MM-DD in China. */
export interface FilingVersionView {
  filingId: string;
  number: number;
  kind: VersionKind;
  state: VersionState;
  base: number | null;
  completes: number | null;
  plan: FilingPlan;
  planSha256: string;
  startsOn: string;
  endsOn: string;
  changedOn: string | null;
  reason: string;
  draftedById: string | null;
  draftedBy: string | null;
  draftedAt: Date;
  judged: PlanCheck[];
  releasedBy: string | null;
  releasedAt: Date | null;
  stoppedBy: string | null;
  stoppedAt: Date | null;
  stopNote: string | null;
  submittedOn: string | null;
  answeredOn: string | null;
  answerNote: string | null;
}

export interface FilingView {
  id: string;
  organizationId: string;
  organizationName: string;
  organizationNameEn: string;
  organizationContact: string;
  uscc: string | null;
  divisionCode: string;
  qualificationFrom: string | null;
  qualificationTo: string | null;
  filingNo: string | null;
  endedOn: string | null;
  endReason: string | null;
  /** In the order of their numbers, never empty. */
  versions: FilingVersionView[];
}

type FilingRow = Omit<FilingView, "versions">;

const FILING_COLUMNS = `
  g.id, g.organization_id as "organizationId", o.name as "organizationName", o.name_en as "organizationNameEn",
  o.contact as "organizationContact", o.uscc, o.division_code as "divisionCode",
  o.qualification_from as "qualificationFrom", o.qualification_to as "qualificationTo", g.filing_no as "filingNo",
  g.ended_on as "endedOn", g.end_reason as "endReason"`;

/** Every filing of a charity, the latest begun first. */
export async function listFilings(organizationId: string): Promise<FilingView[]> {
  const filings = await db.rows<FilingRow>(
    `select ${FILING_COLUMNS} from filing g join organization o on o.id = g.organization_id
     where g.organization_id = $1 order by g.created_at desc, g.id`,
    [organizationId],
  );
  return withVersions(filings);
}

/** A filing of one of these charities; null if there is none. */
export async function findFiling(id: string, organizationIds: readonly string[]): Promise<FilingView | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null;
  const filings = await db.rows<FilingRow>(
    `select ${FILING_COLUMNS} from filing g join organization o on o.id = g.organization_id
     where g.id = $1 and g.organization_id = any($2)`,
    [id, organizationIds],
  );
  const [filing] = await withVersions(filings);
  return filing ?? null;
}

/** The filings in whose force a fund is or was raised for, the latest first: what the public may read. */
export async function filingsOfFund(fundId: string): Promise<FilingView[]> {
  const filings = await db.rows<FilingRow>(
    `select ${FILING_COLUMNS} from filing g join organization o on o.id = g.organization_id
     where exists (select from filing_cover c where c.filing_id = g.id and c.fund_id = $1)
     order by (select max(c.starts_on) from filing_cover c where c.filing_id = g.id and c.fund_id = $1) desc, g.id`,
    [fundId],
  );
  return withVersions(filings);
}

async function withVersions(filings: FilingRow[]): Promise<FilingView[]> {
  if (filings.length === 0) return [];
  const versions = await db.rows<FilingVersionView>(
    `select v.filing_id as "filingId", v.number, v.kind, v.state, v.base, v.completes, v.plan,
            v.plan_sha256 as "planSha256", v.starts_on as "startsOn", v.ends_on as "endsOn",
            v.changed_on as "changedOn", v.reason, v.drafted_by_id as "draftedById", d.name as "draftedBy",
            v.drafted_at as "draftedAt", v.judged, r.name as "releasedBy", v.released_at as "releasedAt",
            s.name as "stoppedBy", v.stopped_at as "stoppedAt", v.stop_note as "stopNote",
            v.submitted_on as "submittedOn", v.answered_on as "answeredOn", v.answer_note as "answerNote"
     from filing_version v
       left join app_user d on d.id = v.drafted_by_id left join app_user r on r.id = v.released_by_id
       left join app_user s on s.id = v.stopped_by_id
     where v.filing_id = any($1) order by v.filing_id, v.number`,
    [filings.map(({ id }) => id)],
  );
  return filings.map((filing) => ({
    ...filing,
    versions: versions.filter(({ filingId }) => filingId === filing.id),
  }));
}

/** What ids and codes in a plan are called. */
export interface PlanNames {
  funds: Record<string, { title: string; titleEn: string; href: string | null }>;
  accounts: Record<string, { bank: string; accountName: string; accountNo: string }>;
  divisions: Record<string, { name: string; nameEn: string }>;
}

/** The names of everything that these plans point at. */
export async function planNames(plans: readonly FilingPlan[]): Promise<PlanNames> {
  const [funds, accounts, divisions] = await Promise.all([
    db.rows<{ id: string; slug: string; title: string; titleEn: string; isPublic: boolean; kind: string }>(
      `select id, slug, title, title_en as "titleEn", kind, state <> 'draft' as "isPublic" from fund where id = any($1)`,
      [plans.flatMap(({ fundIds }) => fundIds)],
    ),
    db.rows<{ id: string; bank: string; accountName: string; accountNo: string }>(
      `select id, bank, account_name as "accountName", account_no as "accountNo" from bank_account where id = any($1)`,
      [plans.map(({ bankAccountId }) => bankAccountId)],
    ),
    db.rows<{ code: string; name: string; nameEn: string }>(
      `select code, name, name_en as "nameEn" from division where code = any($1)`,
      [plans.map(({ divisionCode }) => divisionCode)],
    ),
  ]);
  return {
    funds: Object.fromEntries(
      funds.map(({ id, slug, title, titleEn, isPublic, kind }) => [
        id,
        { title, titleEn, href: isPublic && kind === "project" ? `/projects/${slug}` : null },
      ]),
    ),
    accounts: Object.fromEntries(accounts.map(({ id, ...account }) => [id, account])),
    divisions: Object.fromEntries(divisions.map(({ code, ...division }) => [code, division])),
  };
}

/** What the form lets choose from. */
export interface FilingChoices {
  divisionCode: string;
  funds: { id: string; title: string; titleEn: string }[];
  accounts: { id: string; bank: string; accountNo: string }[];
  /** The charity's own division and those it lies in, the smallest first. */
  divisions: { code: string; name: string; nameEn: string }[];
}

/** Projects that may raise in public, the charity's own confirmed accounts, and the places around it. */
export async function filingChoices(organizationId: string): Promise<FilingChoices> {
  const [organizations, funds, accounts, divisions] = await Promise.all([
    db.rows<{ divisionCode: string }>(
      `select division_code as "divisionCode" from organization where id = $1`,
      [organizationId],
    ),
    db.rows<FilingChoices["funds"][number]>(
      `select id, title, title_en as "titleEn" from fund
       where organization_id = $1 and is_public_campaign and kind <> 'trust' and state <> 'ended'
       order by created_at desc, id`,
      [organizationId],
    ),
    db.rows<FilingChoices["accounts"][number]>(
      `select id, bank, account_no as "accountNo" from bank_account
       where organization_id = $1 and confirmed_at is not null and closed_at is null order by created_at, id`,
      [organizationId],
    ),
    db.rows<FilingChoices["divisions"][number]>(
      `with recursive around as (
         select v.code, v.name, v.name_en, v.parent_code from division v
           join organization o on o.division_code = v.code where o.id = $1
         union all
         select p.code, p.name, p.name_en, p.parent_code from division p join around a on p.code = a.parent_code
       ) select code, name, name_en as "nameEn" from around order by length(code) desc`,
      [organizationId],
    ),
  ]);
  return { divisionCode: organizations[0]?.divisionCode ?? "", funds, accounts, divisions };
}
