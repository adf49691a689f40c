import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import type { StreetFacts } from "./schema.ts";

interface SaveStreet extends StreetFacts {
  /** Drawn by the form, so that sending it twice makes one street. */
  id: string;
  organizationId: string;
  userId: string;
  now: Date;
}

/** Makes a street of an organization; `slug` is its page's address for good. */
export async function createStreet(
  input: SaveStreet & { slug: string },
): Promise<{ ok: true; id: string } | { ok: false; reason: "slug-taken" | "unknown-division" }> {
  const { id, slug, organizationId, userId, name, nameEn, lead, leadEn, divisionCode, now } = input;
  return transaction(async (tx) => {
    const [division] = await tx.rows("select code from division where code = $1", [divisionCode]);
    if (!division) return { ok: false, reason: "unknown-division" } as const;
    const made = await tx.run(
      `insert into street (id, slug, organization_id, name, name_en, division_code, lead, lead_en, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
      [id, slug, organizationId, name, nameEn, divisionCode, lead, leadEn, now],
    );
    if (made === 0) {
      const [same] = await tx.rows("select id from street where id = $1 and organization_id = $2", [
        id,
        organizationId,
      ]);
      return same ? ({ ok: true, id } as const) : ({ ok: false, reason: "slug-taken" } as const);
    }
    await recordAct(tx, {
      ...{ organizationId, userId, now },
      act: "street-made",
      subjectKind: "street",
      subjectId: id,
      details: { slug },
    });
    return { ok: true, id } as const;
  });
}

/** Changes what a street's page says; its address stays. */
export async function changeStreet(
  input: Omit<SaveStreet, "organizationId"> & { organizationIds: readonly string[] },
): Promise<{ ok: true } | { ok: false; reason: "unknown-street" | "unknown-division" }> {
  const { id, organizationIds, userId, name, nameEn, lead, leadEn, divisionCode, now } = input;
  return transaction(async (tx) => {
    const [street] = await tx.rows<{ organizationId: string }>(
      `select organization_id as "organizationId" from street where id = $1 and organization_id = any($2) for update`,
      [id, [...organizationIds]],
    );
    if (!street) return { ok: false, reason: "unknown-street" } as const;
    const [division] = await tx.rows("select code from division where code = $1", [divisionCode]);
    if (!division) return { ok: false, reason: "unknown-division" } as const;
    const changed = await tx.run(
      `update street set name = $2, name_en = $3, division_code = $4, lead = $5, lead_en = $6
       where id = $1 and (name, name_en, division_code, lead, lead_en) is distinct from ($2, $3, $4, $5, $6)`,
      [id, name, nameEn, divisionCode, lead, leadEn],
    );
    if (changed > 0)
      await recordAct(tx, {
        ...{ organizationId: street.organizationId, userId, now },
        act: "street-changed",
        subjectKind: "street",
        subjectId: id,
      });
    return { ok: true } as const;
  });
}
