import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import type { ProgrammeView } from "./programme-queries.server.ts";

/** What a programme gives: a fixed amount or a band. */
export function bandText(low: bigint, high: bigint): string {
  return low === high ? formatYuan(low) : `${formatYuan(low)} – ${formatYuan(high)}`;
}

/** What everybody may know before applying: for whom, how much, how it is judged. */
export function ProgrammeTerms({ programme }: { programme: ProgrammeView }) {
  const t = useT("aid");
  const lang = useLang();
  return (
    <Facts
      plain
      items={[
        { term: t("gives"), value: bandText(programme.lowFen, programme.highFen) },
        { term: t("qualifies"), value: programme.qualifies },
        { term: t("criteria"), value: programme.criteria },
        { term: t("area"), value: inLang(lang, programme.divisionName, programme.divisionNameEn) },
        { term: t("classes"), value: programme.householdClasses.join("、") },
        { term: t("yearCap"), value: formatYuan(programme.yearCapFen) },
        { term: t("urgentWay"), value: programme.takesUrgent ? t("urgentWayYes") : t("urgentWayNo") },
      ]}
    />
  );
}
