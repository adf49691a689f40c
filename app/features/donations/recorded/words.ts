import type { KeyOf, Translate } from "#app/lib/i18n.ts";

type Words = Translate<"recorded">;

/** A complaint or refusal by its key, in the reader's language. */
export const say = (t: Words, key: string, values: Record<string, string> = {}): string =>
  (t as (key: KeyOf<"recorded">, values: Record<string, string>) => string)(key as KeyOf<"recorded">, values);
