import { accountKindOf } from "#app/features/ledger/postings.ts";
import type { KeyOf, Translate } from "#app/lib/i18n.ts";
import zhLedger from "#app/locales/zh/ledger.ts";

type Word = Extract<KeyOf<"ledger">, `kind_${string}` | `account_${string}` | `check_${string}`>;

const isWord = (key: string): key is Word => key in zhLedger;

/** A word out of the dictionary where it has one for this code; else the code itself. */
function wordOr(prefix: "kind" | "account" | "check", code: string, t: Translate<"ledger">): string {
  const key = `${prefix}_${code}`;
  return isWord(key) ? t(key) : code;
}

/** What a transfer of this kind is, in plain words. */
export const transferText = (kind: string, t: Translate<"ledger">): string => wordOr("kind", kind, t);

/** What an account of this kind holds, in plain words. */
export const accountText = (kind: string, t: Translate<"ledger">): string => wordOr("account", kind, t);

/** What a self-check makes sure of. */
export const checkText = (name: string, t: Translate<"ledger">): string => wordOr("check", name, t);

export const accountHref = (accountId: string): string => `/ledger/accounts/${encodeURIComponent(accountId)}`;

/** The words for an account, out of its id alone. */
export const accountTextOfId = (accountId: string, t: Translate<"ledger">): string =>
  accountText(accountKindOf(accountId), t);
