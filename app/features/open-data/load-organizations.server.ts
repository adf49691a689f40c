import { loadOrganizationAid } from "#app/features/aid/load-public-aid.server.ts";
import { dutyYears } from "#app/features/disclosures/public-list.server.ts";
import { answerFigures } from "#app/features/donations/enquiries/queries.server.ts";
import { type FundFigures, sumFigures } from "#app/features/funds/figures.ts";
import { disclosureDuties } from "#app/features/funds/fund-books.server.ts";
import { type FundFilters, listFunds } from "#app/features/funds/list-funds.server.ts";
import { fundFigures, publishedFunds } from "#app/features/funds/queries.server.ts";
import { readPublicRecord } from "#app/features/organizations/public-record.server.ts";
import {
  findOrganization,
  listOrganizations,
  organizationFiltersOf,
  type PublicOrganization,
} from "#app/features/organizations/queries.server.ts";
import { listDivisions } from "#app/features/regions/queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";

const PAGE_SIZE = 30;
const FUNDS_SHOWN = 50;

export const NO_FILTERS: FundFilters = { q: "", category: "", region: "", state: "", organization: "" };

export type ListedOrganization = PublicOrganization & { fundCount: number; figures: FundFigures };

/** Organizations with the sums of their funds. */
export async function loadOrganizationList(query: URLSearchParams, now: Date) {
  const filters = organizationFiltersOf(query);
  const cursor = query.get("cursor");
  const [page, funds, regions] = await Promise.all([
    listOrganizations(filters, { cursor, limit: PAGE_SIZE }),
    publishedFunds(),
    listDivisions(["city", "county"]),
  ]);
  const shown = new Set(page.organizations.map(({ id }) => id));
  const own = funds.filter((fund) => shown.has(fund.organizationId));
  const figures = await fundFigures(own.map(({ id }) => id));
  const asOf = figures.values().next().value?.asOf ?? now;
  const organizations = page.organizations.map((organization): ListedOrganization => {
    const theirs = own.filter((fund) => fund.organizationId === organization.id);
    return {
      ...organization,
      fundCount: theirs.length,
      figures: sumFigures(
        theirs.flatMap(({ id }) => figures.get(id) ?? []),
        asOf,
      ),
    };
  });
  return { filters, regions, organizations, nextCursor: page.nextCursor, isFirstPage: cursor === null, asOf };
}
export type OrganizationListData = Awaited<ReturnType<typeof loadOrganizationList>>;

/** The last credibility report in short; null before the first. */
export interface CredibilityTeaser {
  version: number;
  scoreE2: number | null;
  createdAt: Date;
}

async function credibilityTeaser(organizationId: string): Promise<CredibilityTeaser | null> {
  const [teaser] = await db.rows<CredibilityTeaser>(
    `select version, score_e2 as "scoreE2", created_at as "createdAt" from credibility_report
     where organization_id = $1 order by version desc limit 1`,
    [organizationId],
  );
  return teaser ?? null;
}

async function reconciliationState(organizationId: string) {
  const [row] = await db.rows<{ throughDay: string | null; openCount: bigint; openFen: bigint }>(
    `select (select max(day) from reconciliation_run where organization_id = $1 and state = 'finished') as "throughDay",
            count(*) as "openCount", coalesce(sum(abs(amount_fen)), 0)::int8 as "openFen"
     from reconciliation_break where organization_id = $1 and state = 'open'`,
    [organizationId],
  );
  return row ?? { throughDay: null, openCount: 0n, openFen: 0n };
}

/** Everything the page of an organization shows. Throws a 404 response for one without a page. */
export async function loadOrganization(slug: string | undefined, now: Date) {
  const organization = slug === undefined ? null : await findOrganization(slug);
  if (!organization) throw new Response(null, { status: 404 });
  const today = shanghaiDay(now);
  const [list, credibility, reconciliation, duties, years, record, aid, answers] = await Promise.all([
    listFunds(null, { ...NO_FILTERS, organization: organization.slug }, { cursor: null, limit: FUNDS_SHOWN }),
    credibilityTeaser(organization.id),
    reconciliationState(organization.id),
    disclosureDuties({ organizationId: organization.id }),
    dutyYears(organization.id, today),
    readPublicRecord(organization.id),
    loadOrganizationAid(organization.id, now),
    answerFigures(organization.id, now, today),
  ]);
  const asOf = list.funds[0]?.fund.asOf ?? now;
  const figures = sumFigures(
    list.funds.map(({ fund }) => fund),
    asOf,
  );
  return {
    organization,
    record,
    aid,
    answers,
    ...list,
    figures,
    credibility,
    reconciliation,
    duties,
    years,
    today,
  };
}
export type OrganizationData = Awaited<ReturnType<typeof loadOrganization>>;
