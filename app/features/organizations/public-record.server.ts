import { db } from "#app/lib/db.server.ts";
import { readOrganization } from "./current-facts.server.ts";
import { type FactKey, isFactKey, type OrganizationFacts } from "./facts.ts";

/** A version beside the one before it, as everybody may see them. */
export interface PublicVersion {
  number: number;
  note: string;
  tookEffectAt: Date;
  fields: FactKey[];
  before: OrganizationFacts | null;
  after: OrganizationFacts;
}

export interface PublicRecord {
  facts: OrganizationFacts;
  versions: PublicVersion[];
}

const VERSIONS_SHOWN = 20;

/** What only the bureau reads: where people come from, who is related, and the reason for an odd code. */
function publicFacts(facts: OrganizationFacts): OrganizationFacts {
  return {
    ...facts,
    usccOverrideReason: null,
    people: facts.people.map((person) => ({
      ...person,
      comesFrom: "",
      relativeOf: "",
      isFromOutside: false,
    })),
  };
}

/** The record of an organization with its last versions, the newest first; null if there is none. */
export async function readPublicRecord(organizationId: string): Promise<PublicRecord | null> {
  const [organization, rows] = await Promise.all([
    readOrganization(db, organizationId),
    db.rows<{
      number: number;
      note: string;
      tookEffectAt: Date;
      fields: string[];
      before: OrganizationFacts | null;
      after: OrganizationFacts;
    }>(
      `select v.number, v.note, v.took_effect_at as "tookEffectAt", v.fields, b.facts as before, v.facts as after
       from organization_version v
       left join organization_version b on b.organization_id = v.organization_id and b.number = v.number - 1
       where v.organization_id = $1 order by v.number desc limit $2`,
      [organizationId, VERSIONS_SHOWN],
    ),
  ]);
  if (!organization) return null;
  const versions = rows.map(({ fields, before, after, ...version }) => ({
    ...version,
    fields: fields.filter((field) => isFactKey(field)).filter((field) => field !== "usccOverrideReason"),
    before: before && publicFacts(before),
    after: publicFacts(after),
  }));
  return { facts: publicFacts(organization.facts), versions };
}
