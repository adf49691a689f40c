import type { Sql } from "#app/lib/db.server.ts";
import { GRADES, type OrganizationFacts } from "./facts.ts";
import {
  ORGANIZATION_FORMS,
  type OrganizationState,
  PUBLIC_ORGANIZATION_KINDS,
  type PublicOrganizationKind,
} from "./kinds.ts";

/** An organization with its record as it stands, and where its registration is. */
export interface RecordedOrganization {
  id: string;
  slug: string;
  state: OrganizationState;
  createdAt: Date;
  facts: OrganizationFacts;
}

interface Row {
  id: string;
  slug: string;
  state: OrganizationState;
  createdAt: Date;
  name: string;
  nameEn: string;
  kind: PublicOrganizationKind;
  form: string | null;
  uscc: string | null;
  usccOverrideReason: string | null;
  registrar: string | null;
  divisionCode: string;
  registeredOn: string | null;
  qualificationNo: string | null;
  qualificationFrom: string | null;
  qualificationTo: string | null;
  taxStatusFrom: string | null;
  taxStatusTo: string | null;
  assessmentGrade: string | null;
  assessmentAnnouncedOn: string | null;
  assessmentValidTo: string | null;
  contact: string;
  summary: string;
  summaryEn: string;
  people: OrganizationFacts["people"];
  relatedParties: OrganizationFacts["relatedParties"];
}

/** The record of an organization of a public kind; null if there is none. `lock`: until the transaction ends. */
export async function readOrganization(
  sql: Sql,
  organizationId: string,
  lock = false,
): Promise<RecordedOrganization | null> {
  if (lock) await sql.rows("select id from organization where id = $1 for update", [organizationId]);
  const [row] = await sql.rows<Row>(
    `select o.id, o.slug, o.state, o.created_at as "createdAt", o.name, o.name_en as "nameEn", o.kind, o.form, o.uscc,
            o.uscc_override_reason as "usccOverrideReason", o.registrar, o.division_code as "divisionCode",
            o.registered_on as "registeredOn", o.qualification_no as "qualificationNo",
            o.qualification_from as "qualificationFrom", o.qualification_to as "qualificationTo",
            o.tax_status_from as "taxStatusFrom", o.tax_status_to as "taxStatusTo",
            o.assessment_grade as "assessmentGrade", o.assessment_announced_on as "assessmentAnnouncedOn",
            o.assessment_valid_to as "assessmentValidTo", o.contact, o.summary, o.summary_en as "summaryEn",
            coalesce((select json_agg(json_build_object('name', p.name, 'office', p.office, 'termFrom', p.term_from,
                        'termTo', p.term_to, 'isFullTime', p.is_full_time, 'isFromOutside', p.is_from_outside,
                        'comesFrom', p.comes_from, 'relativeOf', p.relative_of) order by p.position)
                      from organization_person p where p.organization_id = o.id), '[]') as people,
            coalesce((select json_agg(json_build_object('name', r.name, 'relation', r.relation) order by r.position)
                      from related_party r where r.organization_id = o.id), '[]') as "relatedParties"
     from organization o where o.id = $1 and o.kind = any($2)`,
    [organizationId, [...PUBLIC_ORGANIZATION_KINDS]],
  );
  return row
    ? { id: row.id, slug: row.slug, state: row.state, createdAt: row.createdAt, facts: factsOf(row) }
    : null;
}

function factsOf(row: Row): OrganizationFacts {
  const grade = GRADES.find((one) => one === row.assessmentGrade);
  return {
    name: row.name,
    nameEn: row.nameEn,
    kind: row.kind,
    form: ORGANIZATION_FORMS.find((one) => one === row.form) ?? null,
    uscc: row.uscc,
    usccOverrideReason: row.usccOverrideReason,
    registrar: row.registrar,
    divisionCode: row.divisionCode,
    registeredOn: row.registeredOn,
    qualification: row.qualificationFrom
      ? { certificateNo: row.qualificationNo ?? "", from: row.qualificationFrom, to: row.qualificationTo }
      : null,
    taxStatus: row.taxStatusFrom ? { from: row.taxStatusFrom, to: row.taxStatusTo } : null,
    assessment: grade
      ? { grade, announcedOn: row.assessmentAnnouncedOn, validTo: row.assessmentValidTo }
      : null,
    people: row.people,
    relatedParties: row.relatedParties,
    contact: row.contact,
    summary: row.summary,
    summaryEn: row.summaryEn,
  };
}
