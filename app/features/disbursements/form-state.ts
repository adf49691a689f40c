import type { z } from "zod";
import type { KeyOf, Translate } from "#app/lib/i18n.ts";
import { formatYuan } from "#app/ui/money-text.ts";

type Key = KeyOf<"disbursements">;
/** Why a verb refused, as the dictionary has it: `refuse_<reason>`; `elsewhere` is a payment to look at. */
export type Refusal = {
  reason: string;
  fen?: bigint;
  elsewhere?: { disbursementId: string; purpose: string; at: Date };
};

/** What a form is shown with again: what was typed, what is wrong with it, and why it was refused. */
export interface FormState {
  typed: Record<string, string>;
  /** Field → key of the dictionary. */
  errors: Record<string, string>;
  refusal: Refusal | null;
}

export const EMPTY_FORM: FormState = { typed: {}, errors: {}, refusal: null };

export function typedText(form: FormData): Record<string, string> {
  const typed: Record<string, string> = {};
  for (const [name, value] of form) if (typeof value === "string") typed[name] = value;
  return typed;
}

/** The first complaint about each field. */
export function complaintsOf(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) errors[String(issue.path[0])] ??= issue.message;
  return errors;
}

export type Refused = {
  reason: string;
  spendableFen?: bigint;
  leftFen?: bigint;
  elsewhere?: Refusal["elsewhere"];
};

export function refusalOf({ reason, spendableFen, leftFen, elsewhere }: Refused): Refusal {
  return { reason, fen: spendableFen ?? leftFen, elsewhere };
}

/** A complaint or refusal in the reader's language. A complaint about one of several typed lines ends in its number. */
export function say(t: Translate<"disbursements">, complaint: string, fen: bigint = 0n): string {
  const [key, line = ""] = complaint.split(" ");
  const values = { amount: formatYuan(fen), line };
  return (t as (key: Key, values: { amount: string; line: string }) => string)(key as Key, values);
}

export const sayRefusal = (t: Translate<"disbursements">, refusal: Refusal): string =>
  say(t, `refuse_${refusal.reason}`, refusal.fen);

/** The message beside a field, if there is one. */
export function errorOf(t: Translate<"disbursements">, state: FormState, name: string): string | undefined {
  const key = state.errors[name];
  return key === undefined ? undefined : say(t, key);
}
