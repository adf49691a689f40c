import type { Sql } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { type Agreement, findAgreement } from "./queries.server.ts";

/** An agreement that nobody else changes until the transaction ends; null where the organization has none. */
export async function lockAgreement(
  tx: Sql,
  donationId: string,
  organizationId: string,
): Promise<Agreement | null> {
  const [locked] = await tx.rows(
    `select 1 as locked from donation_agreement
     where fund_id = $1 and donation_id = $2 and organization_id = $3 for update`,
    [fundIdOf(donationId, "d"), donationId, organizationId],
  );
  return locked ? findAgreement(donationId, [organizationId], tx) : null;
}
