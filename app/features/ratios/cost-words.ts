import type { KeyOf, Translate } from "#app/lib/i18n.ts";
import { answeredFields, type FormAnswer } from "#app/ui/answered-fields.ts";

type Words = Translate<"costs">;

/** A complaint, refusal or other sentence by a key that is known only at run time. */
export const say = (t: Words, key: string): string =>
  (t as (key: KeyOf<"costs">) => string)(key as KeyOf<"costs">);

/** What the fields of a form are shown with again. */
export const fieldsOf = (t: Words, answer: FormAnswer | undefined) =>
  answeredFields((key) => say(t, key), answer);
