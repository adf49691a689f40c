import { FUND_PATHS, type FundKind } from "#app/features/funds/kinds.ts";
import { POSTINGS, postingOf, TRANSFER_KINDS } from "#app/features/ledger/postings.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { fenToJson } from "#app/lib/money.ts";
import { addDays } from "#app/lib/time.ts";
import type { EvidenceList } from "./evidence-list.ts";
import type { SnapshotInputs } from "./inputs.ts";
import { IDLE_MONTHS } from "./method.ts";

export interface OrganizationRow {
  id: string;
  slug: string;
  name: string;
  nameEn: string;
  form: string | null;
  registrar: string | null;
  registeredOn: string | null;
  qualificationFrom: string | null;
  qualificationTo: string | null;
  taxStatusFrom: string | null;
  taxStatusTo: string | null;
  assessmentGrade: string | null;
  assessmentValidTo: string | null;
  governance: unknown;
}

export async function readOrganization(sql: Sql, organizationId: string): Promise<OrganizationRow | null> {
  const [row] = await sql.rows<OrganizationRow>(
    `select id, slug, name, name_en as "nameEn", form, registrar, registered_on as "registeredOn",
            qualification_from as "qualificationFrom", qualification_to as "qualificationTo",
            tax_status_from as "taxStatusFrom", tax_status_to as "taxStatusTo",
            assessment_grade as "assessmentGrade", assessment_valid_to as "assessmentValidTo", governance
     from organization where id = $1 and kind = 'charity'`,
    [organizationId],
  );
  return row ?? null;
}

/** Gifts and what else came in, of one fund: sums over its transfers, in fen. */
export interface FundRow {
  id: string;
  kind: FundKind;
  slug: string;
  title: string;
  titleEn: string;
  isPublic: boolean;
  raisedFen: bigint;
  filedFen: bigint;
  /** Raised and other income since the day from which money is not idle. */
  recentInFen: bigint;
}

const GIFT_KINDS = TRANSFER_KINDS.filter((kind) => postingOf(kind).isGift);
/** What adds to a fund from outside it: gifts and other income. */
const INCOME_KINDS = TRANSFER_KINDS.filter(
  (kind) =>
    kind !== "fund-move" &&
    POSTINGS[kind].effects.some(({ term }) => term === "raised" || term === "otherIn"),
);

export async function readFunds(sql: Sql, organizationId: string, day: string): Promise<FundRow[]> {
  return sql.rows<FundRow>(
    `select f.id, f.kind, f.slug, f.title, f.title_en as "titleEn",
            f.is_public_campaign and f.kind <> 'trust' as "isPublic",
            coalesce(sum(s.fen) filter (where s.kind = any($2)), 0)::int8 as "raisedFen",
            coalesce(sum(s.fen) filter (where s.kind = any($2) and f.filing_no is not null
              and s.day >= f.filing_from and s.day <= coalesce(f.filing_to, 'infinity')), 0)::int8 as "filedFen",
            coalesce(sum(s.fen) filter (where s.day >= $4::date), 0)::int8 as "recentInFen"
     from fund f
     left join lateral (
       select t.kind, t.accounting_day as day,
              sum(case when t.reverses_id is null then t.amount_fen else -t.amount_fen end) as fen
       from transfer t where t.book_id = f.id and t.kind = any($3) and t.currency = 'CNY'
       group by t.kind, t.accounting_day
     ) s on true
     where f.organization_id = $1 and f.state <> 'draft'
     group by f.id order by f.id`,
    [organizationId, GIFT_KINDS, INCOME_KINDS, addDays(day, -Math.round(IDLE_MONTHS * 30.4375))],
  );
}

/** Registration, qualification, tax status and assessment as the register shows them on the day. */
export function registrationFacts(
  organization: OrganizationRow,
  funds: readonly FundRow[],
  day: string,
  evidence: EvidenceList,
): SnapshotInputs["registration"] {
  const { registeredOn, assessmentGrade, assessmentValidTo } = organization;
  const register = evidence.add({
    id: `register:${organization.slug}`,
    type: "register",
    title: `${organization.name}的登记信息`,
    titleEn: `Registration of ${organization.nameEn}`,
    sha256: null,
    source: "registrar",
    observedAt: registeredOn,
    visibility: "public",
    href: `/organizations/${encodeURIComponent(organization.slug)}`,
  });
  const isAssessed = assessmentGrade !== null && assessmentValidTo !== null && day <= assessmentValidTo;
  return {
    isRegistered: registeredOn !== null && registeredOn <= day,
    raisesPublicly: raisesPublicly(organization, funds),
    isQualified: covers(organization.qualificationFrom, organization.qualificationTo, day),
    isTaxDeductible: covers(organization.taxStatusFrom, organization.taxStatusTo, day),
    assessment: isAssessed ? assessmentGrade : null,
    evidence: [register],
  };
}

/** Whether the rules for public fundraisers hold: it has the qualification, or raises publicly without it. */
export function raisesPublicly(organization: OrganizationRow, funds: readonly FundRow[]): boolean {
  return (
    organization.qualificationFrom !== null || funds.some((fund) => fund.isPublic && fund.raisedFen > 0n)
  );
}

export function filingFacts(funds: readonly FundRow[], evidence: EvidenceList): SnapshotInputs["filing"] {
  const open = funds.filter((fund) => fund.isPublic && fund.raisedFen > 0n);
  return {
    publicFen: fenToJson(open.reduce((sum, fund) => sum + fund.raisedFen, 0n)),
    filedFen: fenToJson(open.reduce((sum, fund) => sum + fund.filedFen, 0n)),
    evidence: open.map((fund) => addFund(fund, evidence)),
  };
}

/** Money that has lain in funds for longer than IDLE_MONTHS; a trust's principal is meant to lie. */
export async function idleFacts(
  sql: Sql,
  funds: readonly FundRow[],
  evidence: EvidenceList,
): Promise<SnapshotInputs["idle"]> {
  const spendable = funds.filter((fund) => fund.kind !== "trust");
  const terms = await fundTerms(
    spendable.map((fund) => fund.id),
    sql,
  );
  let balanceFen = 0n;
  let idleFen = 0n;
  const seen: string[] = [];
  for (const fund of spendable) {
    const term = terms.get(fund.id);
    const balance = term ? term.available + term.held + term.committed : 0n;
    if (balance <= 0n) continue;
    balanceFen += balance;
    // Money goes out in the order in which it came, so what is left beyond the recent income is older.
    if (balance > fund.recentInFen) idleFen += balance - fund.recentInFen;
    seen.push(addFund(fund, evidence));
  }
  return { balanceFen: fenToJson(balanceFen), idleFen: fenToJson(idleFen), evidence: seen };
}

function addFund(fund: FundRow, evidence: EvidenceList): string {
  return evidence.add({
    id: `fund:${fund.id}`,
    type: "fund",
    title: fund.title,
    titleEn: fund.titleEn,
    sha256: null,
    source: "ledger",
    observedAt: null,
    visibility: "public",
    href: `${FUND_PATHS[fund.kind]}/${encodeURIComponent(fund.slug)}`,
  });
}

function covers(from: string | null, to: string | null, day: string): boolean {
  return from !== null && from <= day && (to === null || day <= to);
}
