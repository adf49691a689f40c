import { dictionary, type KeyOf, type Lang, translator } from "#app/lib/i18n.ts";

/** `<prefix>_<code>` of the namespace `work`, or its `<prefix>_other` where a code has no sentence of its own. */
export function workWords(lang: Lang, prefix: "kind" | "fail", code: string): string {
  const key = `${prefix}_${code}`;
  const known = dictionary.exists(key, { lng: lang, ns: "work" });
  const t = translator(lang)("work") as (key: KeyOf<"work">) => string;
  return t((known ? key : `${prefix}_other`) as KeyOf<"work">);
}
