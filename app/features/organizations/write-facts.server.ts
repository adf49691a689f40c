import type { Sql } from "#app/lib/db.server.ts";
import type { FactKey, OrganizationFacts } from "./facts.ts";

/** Puts a record in place of what the organization's rows say. Call under the lock of its row. */
export async function writeFacts(tx: Sql, organizationId: string, facts: OrganizationFacts): Promise<void> {
  await tx.run(
    `update organization set name = $2, name_en = $3, form = $4, uscc = $5, uscc_override_reason = $6, registrar = $7,
       division_code = $8, registered_on = $9, qualification_no = $10, qualification_from = $11, qualification_to = $12,
       tax_status_from = $13, tax_status_to = $14, assessment_grade = $15, assessment_announced_on = $16,
       assessment_valid_to = $17, contact = $18, summary = $19, summary_en = $20, kind = $21
     where id = $1`,
    [
      organizationId,
      facts.name,
      facts.nameEn || facts.name,
      facts.form,
      facts.uscc,
      facts.usccOverrideReason,
      facts.registrar,
      facts.divisionCode,
      facts.registeredOn,
      facts.qualification?.certificateNo || null,
      facts.qualification?.from ?? null,
      facts.qualification?.to ?? null,
      facts.taxStatus?.from ?? null,
      facts.taxStatus?.to ?? null,
      facts.assessment?.grade ?? null,
      facts.assessment?.announcedOn ?? null,
      facts.assessment?.validTo ?? null,
      facts.contact,
      facts.summary,
      facts.summaryEn,
      facts.kind,
    ],
  );
  await writePeople(tx, organizationId, facts.people);
  await tx.run("delete from related_party where organization_id = $1", [organizationId]);
  await tx.run(
    `insert into related_party (organization_id, position, name, relation)
     select $1, position, name, relation
     from unnest($2::text[], $3::text[]) with ordinality as g(name, relation, position)`,
    [
      organizationId,
      facts.relatedParties.map(({ name }) => name),
      facts.relatedParties.map(({ relation }) => relation),
    ],
  );
}

async function writePeople(
  tx: Sql,
  organizationId: string,
  people: OrganizationFacts["people"],
): Promise<void> {
  await tx.run("delete from organization_person where organization_id = $1", [organizationId]);
  await tx.run(
    `insert into organization_person (organization_id, position, name, office, term_from, term_to, is_full_time,
                                      is_from_outside, comes_from, relative_of)
     select $1, position, p.name, p.office, p."termFrom", p."termTo", p."isFullTime", p."isFromOutside", p."comesFrom",
            p."relativeOf"
     from rows from (jsonb_to_recordset($2::jsonb) as (name text, office text, "termFrom" date, "termTo" date,
                     "isFullTime" boolean, "isFromOutside" boolean, "comesFrom" text, "relativeOf" text))
          with ordinality as p(name, office, "termFrom", "termTo", "isFullTime", "isFromOutside", "comesFrom",
                               "relativeOf", position)`,
    [organizationId, JSON.stringify(people)],
  );
}

export interface NewVersion {
  organizationId: string;
  kind: "registration" | "correction";
  before: OrganizationFacts;
  after: OrganizationFacts;
  fields: readonly FactKey[];
  note: string;
  changeId: string;
  /** When the record as it was began to hold: for organizations from before versions were kept. */
  since: Date;
  now: Date;
}

/**
 * Adds the next version of a record. An organization that has none gets the record as it stood as its first, so
 * that what changed can be seen. Call under the lock of the organization's row.
 */
export async function addVersion(tx: Sql, version: NewVersion): Promise<void> {
  const { organizationId, changeId, now } = version;
  const [{ number } = { number: 0 }] = await tx.rows<{ number: number }>(
    `select coalesce(max(number), 0)::int as number from organization_version where organization_id = $1`,
    [organizationId],
  );
  const rows = [
    ...(number === 0 && version.kind === "correction"
      ? [{ facts: version.before, fields: [], note: "", changeId: null, at: version.since }]
      : []),
    { facts: version.after, fields: version.fields, note: version.note, changeId, at: now },
  ];
  await tx.run(
    `insert into organization_version (organization_id, number, facts, fields, note, change_id, took_effect_at)
     select $1, $2 + ordinality, facts, array(select jsonb_array_elements_text(fields)), note, change_id, at
     from unnest($3::jsonb[], $4::jsonb[], $5::text[], $6::uuid[], $7::timestamptz[])
          with ordinality as g(facts, fields, note, change_id, at)`,
    [
      organizationId,
      number,
      rows.map(({ facts }) => JSON.stringify(facts)),
      rows.map(({ fields }) => JSON.stringify(fields)),
      rows.map(({ note }) => note),
      rows.map((row) => row.changeId),
      rows.map(({ at }) => at),
    ],
  );
}
