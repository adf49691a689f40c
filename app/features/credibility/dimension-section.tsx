import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Section } from "#app/ui/section.tsx";
import { IndicatorWorking } from "./indicator-working.tsx";
import { pointsText, valueText } from "./report-text.ts";
import type { DimensionReport, IndicatorReport, ReportBody } from "./score.ts";

/** One aspect: its indicators, what each adds, and each one's working down to the evidence. */
export function DimensionSection({ dimension, body }: { dimension: DimensionReport; body: ReportBody }) {
  const t = useT("credibility");
  const { code, scoreE4, indicators } = dimension;
  const name = t(`dim_${code}`);
  const scoredWeight = indicators.reduce((sum, one) => sum + (one.status === "scored" ? one.weight : 0), 0);
  return (
    <Section
      id={code}
      title={
        scoreE4 === null ? t("dimTitleNone", { name }) : t("dimTitle", { name, score: pointsText(scoreE4) })
      }
    >
      <CardsTable
        caption={t("indicatorsCaption", { name })}
        variant="duo trio"
        className="narrow"
        rows={indicators}
        rowKey={(one) => one.code}
        columns={[
          {
            key: "name",
            head: t("indicator"),
            cell: (one) => <a href={`#${code}-${one.code}`}>{t(`ind_${one.code}`)}</a>,
            foot: t("sum"),
          },
          {
            key: "value",
            head: t("value"),
            right: true,
            cell: (one) => <Value indicator={one} />,
            foot: null,
          },
          { key: "weight", head: t("share"), right: true, cell: (one) => one.weight, foot: 100 },
          {
            key: "points",
            head: t("score"),
            right: true,
            cell: (one) => (one.status === "scored" ? pointsOf(one, scoredWeight) : null),
            foot: scoreE4 === null ? t("notJudged") : pointsText(scoreE4),
          },
        ]}
      />
      {indicators.map((one) => (
        <IndicatorWorking key={one.code} id={`${code}-${one.code}`} indicator={one} body={body} />
      ))}
    </Section>
  );
}

function Value({ indicator }: { indicator: IndicatorReport }) {
  const t = useT("credibility");
  if (indicator.status === "scored") return <>{valueText(indicator.valueE4)}</>;
  return <>{indicator.status === "no-data" ? t("noData") : t("notApplicable")}</>;
}

/** What an indicator adds to the aspect, once the weights of those without a value have fallen to the others. */
function pointsOf(indicator: IndicatorReport & { status: "scored" }, scoredWeight: number): string {
  return pointsText((indicator.weight * indicator.valueE4 * 100) / scoredWeight);
}
