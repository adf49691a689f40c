import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { RodScale } from "#app/ui/scale.tsx";
import { deltaE4 } from "./report-changes.ts";
import { deltaText, pointsText } from "./report-text.ts";
import type { DimensionReport, ReportBody } from "./score.ts";

interface TableProps {
  body: ReportBody;
  /** Null where there is nothing to compare with. */
  previous: ReportBody | null;
}

/** Six aspects with weight, chart, score and change; the total is the score. */
export function DimensionsTable({ body, previous }: TableProps) {
  const t = useT("credibility");
  const lang = useLang();
  const before = (code: string) => previous?.dimensions.find((one) => one.code === code)?.scoreE4 ?? null;
  const { meanE4, distanceE4, uncappedE2 } = body;
  const leftOut = body.dimensions.filter((one) => one.scoreE4 === null).map((one) => t(`dim_${one.code}`));
  return (
    <>
      <p className="key">
        <span className="state">{t("thisTime")}</span> <span className="state prev">{t("lastTime")}</span>{" "}
        <span className="note">{t("ticks")}</span>
      </p>
      <CardsTable
        caption={t("dimsCaption")}
        variant="duo trio"
        className="dims"
        rows={body.dimensions}
        rowKey={(row) => row.code}
        columns={[
          {
            key: "aspect",
            head: t("aspect"),
            cell: (row) => (
              <>
                <a href={`#${row.code}`}>{t(`dim_${row.code}`)}</a>
                <small>{t(`about_${row.code}`)}</small>
              </>
            ),
            foot: (
              <>
                {t("total")}
                {meanE4 === null || distanceE4 === null ? null : (
                  <small>
                    {t("totalParts", { mean: pointsText(meanE4), distance: pointsText(distanceE4) })}
                  </small>
                )}
              </>
            ),
          },
          {
            key: "weight",
            head: t("weight"),
            right: true,
            className: "wt",
            cell: (row) => row.weight,
            foot: 100,
          },
          {
            key: "chart",
            head: <Axis label={t("chart")} />,
            label: null,
            className: "rc",
            cell: (row) => <Rod now={row.scoreE4} before={before(row.code)} />,
            foot: null,
          },
          {
            key: "score",
            head: t("score"),
            right: true,
            className: "sc",
            cell: (row) => (row.scoreE4 === null ? t("notJudged") : pointsText(row.scoreE4)),
            foot: uncappedE2 === null ? t("notJudged") : (uncappedE2 / 100).toFixed(2),
          },
          {
            key: "change",
            head: t("change"),
            right: true,
            cell: (row) => <Change row={row} before={before(row.code)} hasPrevious={previous !== null} />,
            foot: <TotalChange body={body} previous={previous} />,
          },
        ]}
      />
      {leftOut.length === 0 ? null : (
        <p className="note">{t("leftOut", { names: leftOut.join(lang === "en" ? ", " : "、") })}</p>
      )}
      {distanceE4 === null ? null : (
        <details>
          <summary>{t("distanceSummary")}</summary>
          <p className="note calc">{t("distanceHow", { distance: pointsText(distanceE4) })}</p>
        </details>
      )}
    </>
  );
}

function Axis({ label }: { label: string }) {
  return (
    <>
      <span className="vh">{label}</span>
      <span className="ax" aria-hidden="true">
        <span>0</span>
        <span>100</span>
      </span>
    </>
  );
}

function Rod({ now, before }: { now: number | null; before: number | null }) {
  if (now === null) return null;
  return <RodScale value={now / 10_000} {...(before === null ? {} : { previous: before / 10_000 })} />;
}

function Change(props: { row: DimensionReport; before: number | null; hasPrevious: boolean }) {
  const t = useT("credibility");
  const { row, before, hasPrevious } = props;
  if (!hasPrevious) return <>{t("first")}</>;
  if (before === null || row.scoreE4 === null)
    return <>{before === row.scoreE4 ? t("unchanged") : t("first")}</>;
  const delta = deltaE4({ fromE4: before, toE4: row.scoreE4 });
  return <>{delta === 0 ? t("unchanged") : deltaText(delta)}</>;
}

function TotalChange({ body, previous }: TableProps) {
  const t = useT("credibility");
  if (!previous || previous.uncappedE2 === null || body.uncappedE2 === null) return <>{t("first")}</>;
  const delta = (body.uncappedE2 - previous.uncappedE2) * 100;
  return <>{delta === 0 ? t("unchanged") : deltaText(delta)}</>;
}
