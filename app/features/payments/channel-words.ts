import type { KeyOf, Translate } from "#app/lib/i18n.ts";

/** A message about a channel by its key, in the reader's language. */
export const sayChannel = (t: Translate<"channels">, key: string): string =>
  (t as (key: KeyOf<"channels">) => string)(key as KeyOf<"channels">);
