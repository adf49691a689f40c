import { pageOf, readPage } from "#app/lib/api-page.server.ts";
import { PUBLIC_CACHE_HEADERS } from "#app/lib/cache-headers.ts";
import { env } from "#app/lib/env.server.ts";
import { jsonAnswer } from "#app/lib/json-answer.server.ts";
import { pageProblem, problem } from "#app/lib/problem.server.ts";
import { findDivision, listDivisions, type PublicDivision } from "./queries.server.ts";

function regionRecord(division: PublicDivision) {
  return {
    slug: division.code,
    name: division.name,
    nameEn: division.nameEn,
    state: "open",
    organization: null,
    level: division.level,
    parent: division.parentCode,
    unitsAdministered: division.unitsAdministered,
    url: `${env().PUBLIC_URL}/regions/${division.code}`,
  };
}

/** GET /regions: cities, counties and towns. */
export async function answerRegionList(request: Request): Promise<Response> {
  const page = readPage(new URL(request.url), ["number"]);
  if (!page.ok) return pageProblem(request, page.refusals);
  const [after = ""] = page.after ?? [];
  const divisions = (await listDivisions(["city", "county", "town"])).filter(({ code }) => code > after);
  const body = pageOf(divisions, page.limit, regionRecord, ({ code }) => [code]);
  return jsonAnswer(body, { headers: PUBLIC_CACHE_HEADERS });
}

/** GET /regions/{slug}, the slug being the division's code. */
export async function answerRegion(request: Request, code: string | undefined): Promise<Response> {
  const found = code === undefined ? null : await findDivision(code);
  return found
    ? jsonAnswer(regionRecord(found.division), { headers: PUBLIC_CACHE_HEADERS })
    : problem(request, "not-found");
}
