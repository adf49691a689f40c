import type { z } from "zod";
import type { KeyOf, Translate } from "#app/lib/i18n.ts";

type Key = KeyOf<"receipts">;

/** What a form is shown with again: what was typed, what is wrong with it, why it was refused. */
export interface FormState {
  typed: Record<string, string>;
  /** Field → key of the dictionary `receipts`. */
  errors: Record<string, string>;
  refusal: string | null;
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

/** A complaint in the reader's language. */
export function say(t: Translate<"receipts">, key: string): string {
  return t(key as Key & "errDay");
}

/** Why a bill or a line was refused, in the reader's language. */
export function sayRefusal(t: Translate<"receipts">, reason: string): string {
  if (reason.startsWith("field:")) return t("refuse_field", { field: fieldWords(t, reason.slice(6)) });
  return say(t, `refuse_${reason}`);
}

const fieldWords = (t: Translate<"receipts">, field: string) => say(t, field);

/** The message beside a field, if there is one. */
export function errorOf(t: Translate<"receipts">, state: FormState, name: string): string | undefined {
  const key = state.errors[name];
  return key === undefined ? undefined : say(t, key);
}
