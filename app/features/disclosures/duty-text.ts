import { inLang } from "#app/features/funds/fund-text.ts";
import type { Lang } from "#app/lib/i18n.ts";

/** What a duty is called and rests on, in the reader's language. */
export const dutyTitle = (lang: Lang, duty: { title: string; titleEn: string }): string =>
  inLang(lang, duty.title, duty.titleEn);
export const dutyArticle = (lang: Lang, duty: { lawArticle: string; articleEn: string }): string =>
  inLang(lang, duty.lawArticle, duty.articleEn);
