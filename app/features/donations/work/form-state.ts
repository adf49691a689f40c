import type { z } from "zod";
import type { KeyOf, Translate } from "#app/lib/i18n.ts";
import { formatYuan } from "#app/ui/money-text.ts";

type Key = KeyOf<"moneyBack">;

/** What a form is shown with again: what was typed, what is wrong with it, and why it was refused. */
export interface FormState {
  typed: Record<string, string>;
  /** Field → key of the dictionary. */
  errors: Record<string, string>;
  refusal: { reason: string; fen: bigint } | null;
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

/** A complaint or refusal in the reader's language. */
export function say(t: Translate<"moneyBack">, key: string, fen: bigint = 0n): string {
  return (t as (key: Key, values: { amount: string }) => string)(key as Key, { amount: formatYuan(fen) });
}

/** The message beside a field, if there is one. */
export function errorOf(t: Translate<"moneyBack">, state: FormState, name: string): string | undefined {
  const key = state.errors[name];
  return key === undefined ? undefined : say(t, key);
}
