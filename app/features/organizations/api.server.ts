import { readPage } from "#app/lib/api-page.server.ts";
import { PUBLIC_CACHE_HEADERS } from "#app/lib/cache-headers.ts";
import { env } from "#app/lib/env.server.ts";
import { jsonAnswer } from "#app/lib/json-answer.server.ts";
import { pageProblem, problem } from "#app/lib/problem.server.ts";
import {
  findOrganization,
  listOrganizations,
  organizationFiltersOf,
  type PublicOrganization,
} from "./queries.server.ts";

const periodOf = (from: string | null, to: string | null) => (from || to ? { from, to } : null);

/** An organization as the public register gives it; the shape is `organizationRecordSchema`. */
function organizationRecord(organization: PublicOrganization, now: Date) {
  const { slug, name, nameEn } = organization;
  return {
    slug,
    kind: organization.kind,
    name,
    nameEn,
    state: "open",
    organization: { slug, name, nameEn },
    uscc: organization.uscc,
    form: organization.form,
    region: {
      code: organization.divisionCode,
      name: organization.divisionName,
      nameEn: organization.divisionNameEn,
    },
    registrar: organization.registrar,
    registeredOn: organization.registeredOn,
    publicFundraising: periodOf(organization.qualificationFrom, organization.qualificationTo),
    taxDeduction: periodOf(organization.taxStatusFrom, organization.taxStatusTo),
    assessment: organization.assessmentGrade
      ? { grade: organization.assessmentGrade, validTo: organization.assessmentValidTo }
      : null,
    summary: organization.summary,
    summaryEn: organization.summaryEn,
    contact: organization.contact,
    reconciliation: {
      closedThrough: organization.closedThrough,
      openBreakCount: organization.openBreakCount,
      oldestBreakDay: organization.oldestBreakDay,
    },
    asOf: now,
    url: `${env().PUBLIC_URL}/organizations/${slug}`,
  };
}

/** GET /organizations. */
export async function answerOrganizationList(request: Request, now: Date): Promise<Response> {
  const url = new URL(request.url);
  const page = readPage(url, ["rank", "id"]);
  if (!page.ok) return pageProblem(request, page.refusals);
  const list = await listOrganizations(organizationFiltersOf(url.searchParams), page);
  return jsonAnswer(
    {
      data: list.organizations.map((organization) => organizationRecord(organization, now)),
      nextCursor: list.nextCursor,
    },
    { headers: PUBLIC_CACHE_HEADERS },
  );
}

/** GET /organizations/{slug}. */
export async function answerOrganization(
  request: Request,
  slug: string | undefined,
  now: Date,
): Promise<Response> {
  const organization = slug === undefined ? null : await findOrganization(slug);
  if (!organization) return problem(request, "not-found");
  return jsonAnswer(organizationRecord(organization, now), { headers: PUBLIC_CACHE_HEADERS });
}
