import { data, redirect } from "@remix-run/node";
import { closeBankAccount } from "./close-bank-account.server.ts";
import { confirmBankAccount } from "./confirm-bank-account.server.ts";
import {
  type BankAccountErrors,
  proposeBankAccount,
  type TypedBankAccount,
} from "./propose-bank-account.server.ts";

export const BANK_INTENTS = ["bank-propose", "bank-confirm", "bank-close"] as const;
export type BankIntent = (typeof BANK_INTENTS)[number];

/** What stands on the page after a refusal: what was typed, and what to do about it. */
export type BankAnswer =
  | { kind: "form"; typed: TypedBankAccount; errors: BankAccountErrors }
  | { kind: "refused"; reason: "not-permitted" | "not-found" | "closed" | "same-person" | "other-name" };

/** Does what a form about bank accounts asks for. */
export async function actOnBankAccounts(
  intent: BankIntent,
  form: FormData,
  who: { organizationId: string; userId: string; now: Date },
) {
  const text = (name: string) => String(form.get(name) ?? "");
  if (intent === "bank-propose") {
    const typed: TypedBankAccount = {
      bank: text("bank"),
      otherBank: text("otherBank"),
      accountName: text("accountName"),
      accountNo: text("accountNo"),
    };
    const result = await proposeBankAccount({ ...who, typed });
    if (result.ok) return redirect("/workspace/settings?done=bankProposed");
    return result.reason === "invalid"
      ? data<{ bank: BankAnswer }>({ bank: { kind: "form", typed, errors: result.errors } }, { status: 422 })
      : data<{ bank: BankAnswer }>({ bank: { kind: "refused", reason: result.reason } }, { status: 409 });
  }
  const acting = { ...who, accountId: text("bankAccount") };
  const result = await (intent === "bank-confirm" ? confirmBankAccount(acting) : closeBankAccount(acting));
  if (result.ok)
    return redirect(`/workspace/settings?done=${intent === "bank-confirm" ? "bankConfirmed" : "bankClosed"}`);
  return data<{ bank: BankAnswer }>({ bank: { kind: "refused", reason: result.reason } }, { status: 409 });
}
