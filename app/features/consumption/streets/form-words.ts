import type { z } from "zod";
import type { KeyOf, Translate } from "#app/lib/i18n.ts";
import { answeredFields, type FormAnswer } from "#app/ui/answered-fields.ts";

type Words = Translate<"streets">;

export const SHOPS_PATH = "/workspace/sales/shops";
export const STREETS_PATH = "/workspace/consumption/streets";

/** A complaint or refusal by a key that is known only at run time. */
export const say = (t: Words, key: string): string =>
  (t as (key: KeyOf<"streets">) => string)(key as KeyOf<"streets">);

/** What the fields of a form are shown with again. */
export const fieldsOf = (t: Words, answer: FormAnswer | undefined) =>
  answeredFields((key) => say(t, key), answer);

/** The first complaint about each field, named as the form names it. */
export function errorsOf(error: z.ZodError): FormAnswer["errors"] {
  const errors: FormAnswer["errors"] = {};
  for (const { path, message } of error.issues) errors[String(path[0])] ??= message;
  return errors;
}
