import type { z } from "zod";
import type { FormAnswer } from "#app/ui/answered-fields.ts";

/** What an action of a statement's page answers: which form, what was typed, what is wrong, or why it was refused. */
export interface StatementAnswer extends FormAnswer {
  intent: string;
  /** Key of the dictionary after `refuse_`; null where a field is wrong. */
  refusal: string | null;
}

export function typedOf(form: FormData): Record<string, string> {
  return Object.fromEntries(
    [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** The first complaint about each field. */
export function wrongFields(form: FormData, error: z.ZodError): StatementAnswer {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) errors[String(issue.path[0])] ??= issue.message;
  return { intent: String(form.get("intent")), typed: typedOf(form), errors, refusal: null };
}

export function refused(form: FormData, reason: string): StatementAnswer {
  return { intent: String(form.get("intent")), typed: typedOf(form), errors: {}, refusal: reason };
}
