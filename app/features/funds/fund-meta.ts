import type { MetaDescriptor } from "@remix-run/node";
import { pageMeta } from "#app/ui/page-meta.ts";
import { inLang } from "./fund-text.ts";
import type { PublicFund } from "./queries.server.ts";

/** Title and description of a fund's page, and of the lists behind it; undefined where it was not found. */
export function fundMeta(
  matches: readonly unknown[],
  fund: Pick<PublicFund, "title" | "titleEn" | "lead" | "leadEn"> | undefined,
  part?: "giftsTitle" | "spendingTitle",
): MetaDescriptor[] {
  if (!fund) return pageMeta(matches, (t) => t("ui")("errWhat404"));
  return pageMeta(
    matches,
    (t, lang) => {
      const title = inLang(lang, fund.title, fund.titleEn);
      return part ? `${t("funds")(part)} · ${title}` : title;
    },
    (_t, lang) => inLang(lang, fund.lead, fund.leadEn),
  );
}
