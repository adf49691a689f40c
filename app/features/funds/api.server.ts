import { readPage } from "#app/lib/api-page.server.ts";
import { PUBLIC_CACHE_HEADERS } from "#app/lib/cache-headers.ts";
import { env } from "#app/lib/env.server.ts";
import { jsonAnswer } from "#app/lib/json-answer.server.ts";
import { pageProblem, problem } from "#app/lib/problem.server.ts";
import { emptyFigures } from "./figures.ts";
import { type FundKind, fundHref } from "./kinds.ts";
import { fundFiltersOf, type ListedFund, listFunds } from "./list-funds.server.ts";
import { givingStateOf } from "./load-fund-page.server.ts";
import { findFund, fundFigures, type PublicFund } from "./queries.server.ts";

/** A fund as the public register gives it; the shape is `fundRecordSchema`. */
export function fundRecord(fund: ListedFund, now: Date) {
  const giving = givingStateOf(fund, now);
  return {
    id: fund.id,
    slug: fund.slug,
    kind: fund.kind,
    name: fund.title,
    nameEn: fund.titleEn,
    state: fund.state,
    organization: {
      slug: fund.organizationSlug,
      name: fund.organizationName,
      nameEn: fund.organizationNameEn,
    },
    lead: fund.lead,
    leadEn: fund.leadEn,
    category: fund.category,
    region: { code: fund.divisionCode, name: fund.divisionName, nameEn: fund.divisionNameEn },
    filingNo: fund.filingNo,
    startsOn: fund.startsOn,
    endsOn: fund.endsOn,
    designatedPlatformUrl: fund.designatedPlatformUrl,
    acceptedProviders: giving.open ? giving.providers : [],
    closedReason: giving.open ? null : giving.reason,
    currency: fund.currency,
    goalFen: fund.goalFen,
    fund: fund.fund,
    url: `${env().PUBLIC_URL}${fundHref(fund)}`,
  };
}

/** GET /projects and the lists of the other kinds, with the same filters as the pages. */
export async function answerFundList(request: Request, kind: FundKind, now: Date): Promise<Response> {
  const url = new URL(request.url);
  const page = readPage(url, ["rank", "instant", "id"]);
  if (!page.ok) return pageProblem(request, page.refusals);
  const list = await listFunds(kind, fundFiltersOf(url.searchParams), page);
  return jsonAnswer(
    { data: list.funds.map((fund) => fundRecord(fund, now)), nextCursor: list.nextCursor },
    { headers: PUBLIC_CACHE_HEADERS },
  );
}

/**
 * GET /projects/{slug} and the records of the other kinds; a draft is not found.
 *
 * @param more what a kind's record holds beside a fund's own
 */
export async function answerFund(
  request: Request,
  kind: FundKind,
  slug: string | undefined,
  now: Date,
  more: (fund: PublicFund) => Promise<object> = async () => ({}),
): Promise<Response> {
  const fund = slug === undefined ? null : await findFund(kind, slug);
  if (!fund) return problem(request, "not-found");
  const [figures, added] = await Promise.all([fundFigures([fund.id]), more(fund)]);
  const listed = { ...fund, fund: figures.get(fund.id) ?? emptyFigures(now) };
  return jsonAnswer({ ...fundRecord(listed, now), ...added }, { headers: PUBLIC_CACHE_HEADERS });
}
