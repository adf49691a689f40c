import { db } from "#app/lib/db.server.ts";

export interface ProgrammeView {
  id: string;
  organizationId: string;
  organizationName: string;
  organizationNameEn: string;
  fundId: string;
  fundTitle: string;
  fundTitleEn: string;
  fundKind: string;
  fundSlug: string;
  purposeCode: string;
  purposeName: string;
  purposeNameEn: string;
  title: string;
  titleEn: string;
  qualifies: string;
  criteria: string;
  divisionCode: string;
  divisionName: string;
  divisionNameEn: string;
  householdClasses: string[];
  lowFen: bigint;
  highFen: bigint;
  yearCapFen: bigint;
  takesUrgent: boolean;
  takesPublic: boolean;
  openedAt: Date;
  closedAt: Date | null;
}

const COLUMNS = `
  p.id, p.organization_id as "organizationId", o.name as "organizationName", o.name_en as "organizationNameEn",
  p.fund_id as "fundId", f.title as "fundTitle", f.title_en as "fundTitleEn", f.kind as "fundKind", f.slug as "fundSlug",
  p.purpose_code as "purposeCode", coalesce(l.name, p.purpose_code) as "purposeName",
  coalesce(l.name_en, p.purpose_code) as "purposeNameEn", p.title, p.title_en as "titleEn", p.qualifies, p.criteria,
  p.division_code as "divisionCode", v.name as "divisionName", v.name_en as "divisionNameEn",
  p.household_classes as "householdClasses", p.low_fen as "lowFen", p.high_fen as "highFen",
  p.year_cap_fen as "yearCapFen", p.takes_urgent as "takesUrgent", p.takes_public as "takesPublic",
  p.opened_at as "openedAt", p.closed_at as "closedAt"`;
const TABLES = `
  aid_programme p join fund f on f.id = p.fund_id join organization o on o.id = p.organization_id
  join division v on v.code = p.division_code
  left join fund_budget_line l on l.fund_id = p.fund_id and l.purpose_code = p.purpose_code`;

/** The programmes of these organizations, open ones first. */
export async function listProgrammes(organizationIds: readonly string[]): Promise<ProgrammeView[]> {
  return db.rows<ProgrammeView>(
    `select ${COLUMNS} from ${TABLES} where p.organization_id = any($1)
     order by p.closed_at is not null, p.opened_at desc, p.id`,
    [organizationIds],
  );
}

/** What a fund offers people: its open programmes. */
export async function programmesOfFund(fundId: string): Promise<ProgrammeView[]> {
  return db.rows<ProgrammeView>(
    `select ${COLUMNS} from ${TABLES} where p.fund_id = $1 and p.closed_at is null and f.state <> 'draft'
     order by p.opened_at, p.id`,
    [fundId],
  );
}

export interface Town {
  code: string;
  name: string;
  nameEn: string;
}

/** Where people of these programmes may live: the towns below, or the place itself where none are recorded. */
export async function townsOf(divisionCodes: readonly string[]): Promise<Town[]> {
  return db.rows<Town>(
    `select v.code, v.name, v.name_en as "nameEn" from division v
     where exists (select from unnest($1::text[]) as g(code)
                   where v.code = g.code or (v.level = 'town' and v.code like g.code || '%'))
       and v.level in ('county', 'town')
     order by length(v.code) desc, v.code`,
    [divisionCodes],
  );
}
