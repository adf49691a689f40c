import type { MetaDescriptor } from "@remix-run/node";
import { type Lang, type Translator, translator } from "#app/lib/i18n.ts";

/** Reader's language as the root loader told it; Chinese where that is not known. */
export function langOfMatches(matches: readonly unknown[]): Lang {
  const root: unknown = matches[0];
  if (typeof root !== "object" || root === null || !("data" in root)) return "zh";
  const data = root.data;
  return typeof data === "object" && data !== null && "lang" in data && data.lang === "en" ? "en" : "zh";
}

/** Title and description of a page, in the reader's language: `meta = ({ matches }) => pageMeta(matches, (t) => t("gift")("title"))`. */
export function pageMeta(
  matches: readonly unknown[],
  title: (t: Translator, lang: Lang) => string,
  description?: (t: Translator, lang: Lang) => string,
): MetaDescriptor[] {
  const lang = langOfMatches(matches);
  const t = translator(lang);
  return [
    { title: t("frame")("title", { page: title(t, lang) }) },
    { name: "description", content: description?.(t, lang) ?? t("frame")("tagline") },
  ];
}
