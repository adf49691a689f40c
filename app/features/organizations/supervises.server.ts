import type { Sql } from "#app/lib/db.server.ts";
import { SUPERVISED_PLACES } from "./supervised-places.ts";

/** Whether the organization lies in a place that this person answers for as a bureau officer. */
export async function supervises(sql: Sql, officerId: string, organizationId: string): Promise<boolean> {
  const found = await sql.rows(
    `${SUPERVISED_PLACES}
     select from organization o join supervised_place p on p.code = o.division_code where o.id = $2`,
    [officerId, organizationId],
  );
  return found.length > 0;
}
