import { db } from "#app/lib/db.server.ts";
import { type ColumnMapping, columnMappingSchema } from "./statements/column-mapping.ts";

/** How an organization reads lists with this header; null if nobody has said so yet. */
export async function findColumnMapping(
  organizationId: string,
  signature: string,
): Promise<ColumnMapping | null> {
  const [found] = await db.rows<{ mapping: unknown }>(
    "select mapping from statement_mapping where organization_id = $1 and signature = $2",
    [organizationId, signature],
  );
  const parsed = columnMappingSchema.safeParse(found?.mapping);
  return parsed.success ? parsed.data : null;
}

/** Remembers it for every file with this header; the last word counts. */
export async function saveColumnMapping(of: {
  organizationId: string;
  signature: string;
  mapping: ColumnMapping;
  userId: string;
  now: Date;
}): Promise<void> {
  await db.run(
    `insert into statement_mapping (organization_id, signature, mapping, created_by_id, updated_at)
     values ($1, $2, $3, $4, $5)
     on conflict (organization_id, signature) do update
     set mapping = excluded.mapping, created_by_id = excluded.created_by_id, updated_at = excluded.updated_at`,
    [of.organizationId, of.signature, JSON.stringify(of.mapping), of.userId, of.now],
  );
}
