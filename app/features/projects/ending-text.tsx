import { inLang } from "#app/features/funds/fund-text.ts";
import { fundHref } from "#app/features/funds/kinds.ts";
import { Phrase, useLang, useT } from "#app/lib/i18n-react.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import type { ShownEnding } from "./parts.server.ts";

/** What became, or is to become, of what is left of a project, and its public notice. */
export function EndingText({ ending }: { ending: ShownEnding }) {
  const t = useT("projects");
  const lang = useLang();
  const amount = formatYuan(ending.amountFen);
  return (
    <>
      <p>
        {ending.toSlug === null || ending.toKind === null ? (
          t("handling_none-left")
        ) : (
          <Phrase
            ns="projects"
            k={ending.handling === "per-plan" ? "movedPerPlan" : "movedSimilar"}
            values={{ amount, fund: inLang(lang, ending.toTitle ?? "", ending.toTitleEn ?? "") }}
            parts={{ a: <a href={fundHref({ kind: ending.toKind, slug: ending.toSlug })} /> }}
          />
        )}
      </p>
      <p>{inLang(lang, ending.notice, ending.noticeEn)}</p>
    </>
  );
}
