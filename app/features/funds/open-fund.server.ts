import { openFundAccounts } from "#app/features/ledger/open-accounts.server.ts";
import type { Sql } from "#app/lib/db.server.ts";

/** Opens the accounts of a fund whose row is there. Call in the transaction that inserts the row; safe twice. */
export async function openFund(
  tx: Sql,
  fund: { id: string; organizationId: string; currency: string },
): Promise<void> {
  await openFundAccounts(tx, fund.id, fund.organizationId, fund.currency);
}

/** Locks funds in id order: every verb that takes from a fund does this before it reads what is there. */
export async function lockFunds(tx: Sql, fundIds: readonly string[]): Promise<void> {
  if (fundIds.length === 0) return;
  await tx.rows("select id from fund where id = any($1) order by id for update", [
    [...new Set(fundIds)].sort(),
  ]);
}
