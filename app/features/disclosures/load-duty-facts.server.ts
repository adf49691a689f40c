import type { Sql } from "#app/lib/db.server.ts";
import type { DutyEvent, DutyFund, DutyOrganization, DutyProject } from "./duty-facts.ts";

/** A fund with what its filing's entry says beside the facts. */
export interface FiledFund extends DutyFund {
  filingNo: string | null;
  filedOn: string | null;
  designatedPlatformUrl: string | null;
}

export interface PlannedOrganization extends DutyOrganization {
  funds: readonly FiledFund[];
}

/**
 * The facts of the organizations named, in five statements however many they are. Organizations that are no charity
 * and no trustee owe nothing and are left out; so are those whose registration nobody has accepted yet.
 */
export async function loadDutyFacts(
  sql: Sql,
  organizationIds: readonly string[],
): Promise<PlannedOrganization[]> {
  const organizations = await sql.rows<Omit<PlannedOrganization, "funds">>(
    `select id, form, division_code as "divisionCode", registered_on as "registeredOn",
            kind = 'charity' as "isCharity", qualification_from as "qualificationFrom",
            qualification_to as "qualificationTo", tax_status_from as "taxStatusFrom",
            tax_status_to as "taxStatusTo"
     from organization where id = any($1) and kind in ('charity', 'trustee') and state = 'active' order by id`,
    [organizationIds],
  );
  const ids = [organizations.map(({ id }) => id)];
  const funds = await sql.rows<FiledFund & { organizationId: string }>(
    `select organization_id as "organizationId", id, kind, state, is_public_campaign as "isPublicCampaign",
            starts_on as "startsOn", ends_on as "endsOn", filing_from as "filingFrom", filing_to as "filingTo",
            filing_no as "filingNo", filed_on as "filedOn", designated_platform_url as "designatedPlatformUrl"
     from fund where organization_id = any($1) order by id`,
    ids,
  );
  const projects = await sql.rows<DutyProject & { organizationId: string }>(PROJECTS_SQL, ids);
  const events = await sql.rows<DutyEvent & { organizationId: string }>(
    `select organization_id as "organizationId", id, kind, fund_id as "fundId", occurred_on as "occurredOn"
     from duty_event where organization_id = any($1) and state = 'recorded' order by occurred_on, id`,
    ids,
  );
  const fundsBy = byOrganization(funds);
  const projectsBy = byOrganization(projects);
  const eventsBy = byOrganization(events);
  return organizations.map((organization) => ({
    ...organization,
    funds: fundsBy.get(organization.id) ?? [],
    projects: projectsBy.get(organization.id) ?? [],
    events: eventsBy.get(organization.id) ?? [],
  }));
}

/**
 * A project has its own days: from its start, or else its publication, to its end, or else the day it is planned
 * for. What was left over is owed a report from the day the project ended (Order 81 Art. 9).
 */
const PROJECTS_SQL = `
  select p.organization_id as "organizationId", p.fund_id as "fundId",
         coalesce(f.starts_on, (p.published_at at time zone 'Asia/Shanghai')::date) as "startsOn",
         coalesce((p.ended_at at time zone 'Asia/Shanghai')::date, f.ends_on) as "endsOn",
         case when exists (select from project_ending e where e.fund_id = p.fund_id
                             and e.approved_at is not null and e.amount_fen > 0)
              then (p.ended_at at time zone 'Asia/Shanghai')::date end as "surplusOn"
  from project p join fund f on f.id = p.fund_id
  where p.organization_id = any($1) and p.published_at is not null order by p.fund_id`;

function byOrganization<Row extends { organizationId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.organizationId);
    if (group) group.push(row);
    else groups.set(row.organizationId, [row]);
  }
  return groups;
}
