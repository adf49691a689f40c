import type { z } from "zod";
import type { Translate } from "#app/lib/i18n.ts";

/** What a form is shown with again: what was typed, what is wrong with it, and why it was refused. */
export interface AgreementFormState {
  typed: Record<string, string>;
  /** Field → key of the dictionary. */
  errors: Record<string, string>;
  refusal: string | null;
}

export const EMPTY_AGREEMENT_FORM: AgreementFormState = { typed: {}, errors: {}, refusal: null };

/** The form as it was sent; only texts. */
export function typedIn(form: FormData): Record<string, string> {
  const texts = [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return Object.fromEntries(texts);
}

/** The first complaint about each field. */
export function stateOfErrors(form: FormData, error: z.ZodError): AgreementFormState {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) errors[String(issue.path[0])] ??= issue.message;
  return { typed: typedIn(form), errors, refusal: null };
}

export function stateOfRefusal(form: FormData, reason: string): AgreementFormState {
  return { typed: typedIn(form), errors: {}, refusal: reason };
}

/** The message beside a field, if there is one. */
export function fieldError(
  t: Translate<"agreements">,
  state: AgreementFormState,
  name: string,
): string | undefined {
  const key = state.errors[name];
  return key === undefined ? undefined : t(key as "errTooLong");
}
