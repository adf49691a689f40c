import type { Sql } from "#app/lib/db.server.ts";
import { type VersionInForce, versionsInForce } from "../agreements/in-force.server.ts";

/** Locks agreements in the order of their ids; whoever reads them, as intake does for each batch, does not wait. */
export async function lockAgreements(tx: Sql, ids: readonly string[]): Promise<void> {
  await tx.run("select from consumption_agreement where id = any($1) order by id for no key update", [
    [...ids],
  ]);
}

/** The versions in force of each agreement, oldest first. */
export async function versionsByAgreement(
  sql: Sql,
  ids: readonly string[],
): Promise<Map<string, VersionInForce[]>> {
  const versions = await versionsInForce(sql, { agreementIds: ids });
  const found = new Map<string, VersionInForce[]>();
  for (const version of versions) {
    const known = found.get(version.agreementId);
    if (known) known.push(version);
    else found.set(version.agreementId, [version]);
  }
  return found;
}
