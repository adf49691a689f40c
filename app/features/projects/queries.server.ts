import type { PublicFundState } from "#app/features/funds/kinds.ts";
import { db } from "#app/lib/db.server.ts";
import type { ProjectKind } from "./project-codes.ts";
import type { ProjectFields } from "./project-fields.ts";

/** A project in the list of those who work on it. Days are YYYY-MM-DD in China. */
export interface ProjectRow {
  id: string;
  kind: ProjectKind;
  slug: string;
  title: string;
  titleEn: string;
  state: "draft" | PublicFundState;
  organizationName: string;
  organizationNameEn: string;
  startsOn: string | null;
  endsOn: string | null;
  filingNo: string | null;
  isPublicCampaign: boolean;
  releaseAskedById: string | null;
  endAskedById: string | null;
  /** Milestones whose day has passed without a report. */
  missedCount: number;
}

const ROW_SQL = `
  select f.id, f.kind, f.slug, f.title, f.title_en as "titleEn", f.state, o.name as "organizationName",
         o.name_en as "organizationNameEn", f.starts_on as "startsOn", f.ends_on as "endsOn", f.filing_no as "filingNo",
         f.is_public_campaign as "isPublicCampaign", r.asked_by_id as "releaseAskedById",
         e.asked_by_id as "endAskedById", (
           select count(*)::int4 from project_milestone m
           where m.fund_id = f.id and m.retired_at is null and m.due_on < $2::date
             and not exists (select from project_milestone_report t
                             where t.fund_id = m.fund_id and t.milestone_id = m.id)) as "missedCount"
  from fund f join organization o on o.id = f.organization_id
  left join project_release r on r.fund_id = f.id and r.released_at is null and r.returned_at is null
  left join project_ending e on e.fund_id = f.id and e.approved_at is null and e.refused_at is null
  where f.kind = any($3) and f.organization_id = any($1)`;

/** The projects of these organizations: drafts first, then by state, newest first. */
export async function listProjects(organizationIds: readonly string[], today: string): Promise<ProjectRow[]> {
  return db.rows<ProjectRow>(
    `${ROW_SQL} order by array_position(array['draft', 'open', 'paused', 'ended'], f.state), f.created_at desc, f.id`,
    [organizationIds, today, ["project"]],
  );
}

/** A project for those who work on it: its form as it stands, and where it is in its life. */
export interface WorkProject extends ProjectRow, Omit<ProjectFields, "startsOn" | "endsOn"> {
  titleEn: string;
  organizationId: string;
  uscc: string | null;
  currency: string;
  publishedAt: Date | null;
  endedAt: Date | null;
  releaseAskedAt: Date | null;
  /** Of the last release that was given back, while none is asked for. */
  returnReason: string | null;
}

export async function findWorkProject(
  id: string,
  organizationIds: readonly string[],
  today: string,
): Promise<WorkProject | null> {
  const [project] = await db.rows<WorkProject>(
    `with listed as (${ROW_SQL} and f.id = $4)
     select l.*, f.organization_id as "organizationId", o.uscc, f.currency, f.lead, f.lead_en as "leadEn", f.story,
            f.story_en as "storyEn", coalesce(p.project_no, '') as "projectNo",
            coalesce(p.beneficiary_group, '') as "beneficiaryGroup", f.beneficiaries,
            f.beneficiaries_en as "beneficiariesEn", f.category, coalesce(p.working_mode, '') as "workingMode",
            f.division_code as "divisionCode", f.goal_fen as "goalFen", f.surplus, f.surplus_en as "surplusEn",
            f.amount_hint as "amountHint", f.amount_hint_en as "amountHintEn",
            coalesce(p.published_at, case when f.state <> 'draft' then f.created_at end) as "publishedAt",
            p.ended_at as "endedAt",
            (select asked_at from project_release r
             where r.fund_id = f.id and r.released_at is null and r.returned_at is null) as "releaseAskedAt",
            (select return_reason from project_release r where r.fund_id = f.id order by asked_at desc limit 1)
              as "returnReason"
     from listed l join fund f on f.id = l.id join organization o on o.id = f.organization_id
     left join project p on p.fund_id = f.id`,
    [organizationIds, today, ["project", "consumption"], id],
  );
  return project ?? null;
}

/** Where a project of this organization may be: its own division, what is below it and what is above. */
export interface ProjectPlace {
  code: string;
  name: string;
  nameEn: string;
  level: string;
}

export async function projectPlaces(organizationId: string): Promise<ProjectPlace[]> {
  return db.rows<ProjectPlace>(
    `with recursive home as (
       select d.code, d.parent_code from division d join organization o on o.division_code = d.code where o.id = $1
     ), up as (
       select * from home union all select d.code, d.parent_code from division d join up u on d.code = u.parent_code
     ), down as (
       select * from home union all select d.code, d.parent_code from division d join down p on d.parent_code = p.code
     )
     select code, name, name_en as "nameEn", level from division
     where level <> 'village' and code in (select code from up union select code from down)
     order by array_position(array['county', 'town', 'city', 'province'], level), code`,
    [organizationId],
  );
}

/** Funds of the organization that what is left of a project may go to. */
export interface TargetFund {
  id: string;
  title: string;
  titleEn: string;
  category: string;
}

export async function targetFunds(organizationId: string, fundId: string): Promise<TargetFund[]> {
  return db.rows<TargetFund>(
    `select id, title, title_en as "titleEn", category from fund
     where organization_id = $1 and id <> $2 and kind <> 'trust' and currency = 'CNY' and state in ('open', 'paused')
     order by category = (select category from fund where id = $2) desc, title`,
    [organizationId, fundId],
  );
}
