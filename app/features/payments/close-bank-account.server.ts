import { transaction } from "#app/lib/db.server.ts";
import {
  type BankAccountActing,
  holdsRole,
  lockBankAccount,
  noteBankAccountAct,
} from "./bank-account-acts.server.ts";

export type CloseBankAccountResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-permitted" | "not-found" };

/**
 * Stops offering an account to donors; a proposal is withdrawn by either role, an account in use is closed by an
 * approver. It stays recorded: money that still comes is matched by its statements. Safe to call again.
 */
export async function closeBankAccount(acting: BankAccountActing): Promise<CloseBankAccountResult> {
  return transaction(async (tx): Promise<CloseBankAccountResult> => {
    if (!(await holdsRole(tx, acting, ["charity-clerk", "charity-approver"])))
      return { ok: false, reason: "not-permitted" };
    const account = await lockBankAccount(tx, acting);
    if (!account) return { ok: false, reason: "not-found" };
    if (account.confirmedAt && !(await holdsRole(tx, acting, ["charity-approver"])))
      return { ok: false, reason: "not-permitted" };
    if (account.closedAt) return { ok: true, repeated: true };
    await tx.run("update bank_account set closed_by_id = $2, closed_at = $3 where id = $1", [
      acting.accountId,
      acting.userId,
      acting.now,
    ]);
    await noteBankAccountAct(tx, { ...acting, kind: "closed" });
    return { ok: true, repeated: false };
  });
}
