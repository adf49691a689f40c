import { db } from "#app/lib/db.server.ts";
import { type BankSource, isBankSource, type StatementSource } from "./statements/statement.ts";

/** Forms that only one bank uses. */
const BANK_OF: Partial<Record<BankSource, string>> = { "bank-ccb": "CCB", "bank-icbc": "ICBC" };

/** The account of a provider as statements print it: Alipay's credential is "app id/seller id". */
export function statementAccountOf(providerAccount: string): string {
  return providerAccount.slice(providerAccount.lastIndexOf("/") + 1);
}

/** The accounts of an organization that statements of this source may be about. */
export async function accountsOfSource(organizationId: string, source: StatementSource): Promise<string[]> {
  if (isBankSource(source)) {
    const bank = BANK_OF[source] ?? null;
    const rows = await db.rows<{ account: string }>(
      `select account_no as account from bank_account
       where organization_id = $1 and ($2::text is null or bank = $2) order by created_at, account_no`,
      [organizationId, bank],
    );
    return rows.map((row) => row.account);
  }
  const provider = source === "stripe" ? "stripe" : "alipay";
  const rows = await db.rows<{ account: string }>(
    `select distinct provider_account as account from payment_credential
     where organization_id = $1 and provider = $2`,
    [organizationId, provider],
  );
  return rows.map((row) => statementAccountOf(row.account));
}

/**
 * The organization's account that a file is about. Alipay prints the seller id with four more digits (0156),
 * banks print account numbers with spaces. Null if it is somebody else's or the file names none.
 */
export function matchAccount(printed: string | null, accounts: readonly string[]): string | null {
  if (printed === null) return null;
  const plain = printed.replace(/[\s-]/g, "");
  const isSame = (account: string): boolean => {
    const own = account.replace(/[\s-]/g, "");
    return own === plain || (/^2088\d{12}$/.test(own) && plain.length === 20 && plain.startsWith(own));
  };
  return accounts.find(isSame) ?? null;
}
