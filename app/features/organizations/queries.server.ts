import { decodeCursor, encodeCursor } from "#app/lib/cursor.server.ts";
import { db } from "#app/lib/db.server.ts";
import { PUBLIC_ORGANIZATION_KINDS, type PublicOrganizationKind } from "./kinds.ts";

/** An organization as everybody may see it. Days are YYYY-MM-DD in China. */
export interface PublicOrganization {
  id: string;
  slug: string;
  kind: PublicOrganizationKind;
  name: string;
  nameEn: string;
  uscc: string | null;
  form: string | null;
  divisionCode: string;
  divisionName: string;
  divisionNameEn: string;
  registrar: string | null;
  registeredOn: string | null;
  qualificationFrom: string | null;
  qualificationTo: string | null;
  taxStatusFrom: string | null;
  taxStatusTo: string | null;
  assessmentGrade: string | null;
  assessmentValidTo: string | null;
  summary: string;
  summaryEn: string;
  contact: string;
  bearsFees: boolean;
  /** The last day that two people have closed; null before the first. */
  closedThrough: string | null;
  /** Differences between statements and books that are not explained, and the day of the oldest. */
  openBreakCount: number;
  oldestBreakDay: string | null;
}

const COLUMNS = `
  o.id, o.slug, o.kind, o.name, o.name_en as "nameEn", o.uscc, o.form, o.division_code as "divisionCode",
  v.name as "divisionName", v.name_en as "divisionNameEn", o.registrar, o.registered_on as "registeredOn",
  o.qualification_from as "qualificationFrom", o.qualification_to as "qualificationTo",
  o.tax_status_from as "taxStatusFrom", o.tax_status_to as "taxStatusTo",
  o.assessment_grade as "assessmentGrade", o.assessment_valid_to as "assessmentValidTo", o.summary,
  o.summary_en as "summaryEn", o.contact, o.bears_fees as "bearsFees",
  (select max(c.day) from day_closing c where c.organization_id = o.id and c.closed_at is not null
     and c.reopened_at is null) as "closedThrough",
  (select count(*)::int from reconciliation_break b where b.organization_id = o.id and b.state = 'open') as "openBreakCount",
  (select min(b.day) from reconciliation_break b where b.organization_id = o.id and b.state = 'open') as "oldestBreakDay"`;

export interface OrganizationFilters {
  q: string;
  kind: PublicOrganizationKind | "";
  /** A division's code; everything below it counts. */
  region: string;
}

/** Reads filters out of a query; what is not understood filters nothing. */
export function organizationFiltersOf(query: URLSearchParams): OrganizationFilters {
  return {
    q: (query.get("q") ?? "").trim().slice(0, 80),
    kind: PUBLIC_ORGANIZATION_KINDS.find((kind) => kind === query.get("kind")) ?? "",
    region: (query.get("region") ?? "").trim().slice(0, 20),
  };
}

/** Organizations by kind (charities first) and name; bureaus and the platform itself are not listed. */
export async function listOrganizations(
  filters: OrganizationFilters,
  page: { cursor: string | null; limit: number },
): Promise<{ organizations: PublicOrganization[]; nextCursor: string | null }> {
  const [rank, slug] = decodeCursor(page.cursor, 2) ?? [];
  const pattern = filters.q === "" ? "" : `%${filters.q.replace(/[\\%_]/g, "\\$&")}%`;
  const rows = await db.rows<PublicOrganization & { rank: number }>(
    `with recursive below as (
       select code from division where code = $3
       union all select d.code from division d join below b on d.parent_code = b.code
     )
     select array_position($4::text[], o.kind) as rank, ${COLUMNS}
     from organization o join division v on v.code = o.division_code
     where o.kind = any($4) and o.state = 'active' and ($1::text = '' or o.kind = $1)
       and ($2::text = '' or concat_ws(' ', o.name, o.name_en, o.summary, o.summary_en, o.uscc) ilike $2)
       and ($3::text = '' or o.division_code in (select code from below))
       and ($5::int is null or (array_position($4::text[], o.kind), o.slug) > ($5, $6::text))
     order by 1, o.slug limit $7`,
    [
      filters.kind,
      pattern,
      filters.region,
      [...PUBLIC_ORGANIZATION_KINDS],
      rank !== undefined && /^\d$/.test(rank) ? Number(rank) : null,
      slug ?? null,
      page.limit + 1,
    ],
  );
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    organizations: shown.map(({ rank: _rank, ...organization }) => organization),
    nextCursor: rows.length > page.limit && last ? encodeCursor([String(last.rank), last.slug]) : null,
  };
}

/** One active organization of a public kind; null if there is none. */
export async function findOrganization(slug: string): Promise<PublicOrganization | null> {
  const [organization] = await db.rows<PublicOrganization>(
    `select ${COLUMNS} from organization o join division v on v.code = o.division_code
     where o.slug = $1 and o.kind = any($2) and o.state = 'active'`,
    [slug, [...PUBLIC_ORGANIZATION_KINDS]],
  );
  return organization ?? null;
}
