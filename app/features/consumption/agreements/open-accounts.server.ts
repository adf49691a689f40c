import { db } from "#app/lib/db.server.ts";
import type { AccountChoice } from "./terms-fields.tsx";

/** Accounts of the charity that money can come into: confirmed by a second person, and open. */
export async function openAccounts(organizationId: string): Promise<AccountChoice[]> {
  return db.rows<AccountChoice>(
    `select id, bank, account_no as "accountNo" from bank_account
     where organization_id = $1 and closed_at is null and (proposed_by_id is null or confirmed_at is not null)
     order by created_at, id`,
    [organizationId],
  );
}
