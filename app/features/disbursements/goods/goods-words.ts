import type { KeyOf, Translate } from "#app/lib/i18n.ts";
import { answeredFields, type FormAnswer } from "#app/ui/answered-fields.ts";

type Words = Translate<"goods">;

/** A complaint or refusal by its key, in the reader's language. */
export const say = (t: Words, key: string): string =>
  (t as (key: KeyOf<"goods">) => string)(key as KeyOf<"goods">);

/** What the fields of a form are shown with again. */
export const fieldsOf = (t: Words, answer: FormAnswer | undefined) =>
  answeredFields((key) => say(t, key), answer);
