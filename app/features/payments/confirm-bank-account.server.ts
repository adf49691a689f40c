import { transaction } from "#app/lib/db.server.ts";
import {
  type BankAccountActing,
  holdsRole,
  lockBankAccount,
  noteBankAccountAct,
} from "./bank-account-acts.server.ts";

export type ConfirmBankAccountResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-permitted" | "not-found" | "closed" | "same-person" | "other-name" };

/**
 * A second person has held the account against the bank's own paper: from now on donors are offered it. The
 * database refuses the proposer too (bank_account_two_people). Safe to call again and at once.
 */
export async function confirmBankAccount(acting: BankAccountActing): Promise<ConfirmBankAccountResult> {
  return transaction(async (tx): Promise<ConfirmBankAccountResult> => {
    if (!(await holdsRole(tx, acting, ["charity-approver"]))) return { ok: false, reason: "not-permitted" };
    const account = await lockBankAccount(tx, acting);
    if (!account) return { ok: false, reason: "not-found" };
    if (account.closedAt) return { ok: false, reason: "closed" };
    if (account.confirmedAt) return { ok: true, repeated: true };
    if (account.proposedById === acting.userId) return { ok: false, reason: "same-person" };
    if (account.accountName !== account.organizationName) return { ok: false, reason: "other-name" };
    await tx.run("update bank_account set confirmed_by_id = $2, confirmed_at = $3 where id = $1", [
      acting.accountId,
      acting.userId,
      acting.now,
    ]);
    await noteBankAccountAct(tx, { ...acting, kind: "confirmed" });
    return { ok: true, repeated: false };
  });
}
