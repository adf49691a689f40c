import type { Lang, Translate } from "#app/lib/i18n.ts";
import { isFundCategory } from "./categories.ts";

/** The text in the reader's language; the other one where it is missing. */
export function inLang(lang: Lang, zh: string, en: string): string {
  return lang === "en" && en !== "" ? en : zh;
}

/** A category in words; one that is not in the list speaks for itself. */
export function categoryText(category: string, t: Translate<"funds">): string {
  return isFundCategory(category) ? t(`cat_${category}`) : category;
}
