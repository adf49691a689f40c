import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { EvidenceTable } from "./evidence-table.tsx";
import { FigureLabel, FigureValue } from "./figure.tsx";
import { ChecksTable, DutiesWorking } from "./parts-tables.tsx";
import { valueText } from "./report-text.ts";
import type { IndicatorReport, ReportBody } from "./score.ts";

interface WorkingProps {
  id: string;
  indicator: IndicatorReport;
  body: ReportBody;
}

/** Below this an indicator's working is open: what pulls the score down is seen without a click. */
const OPEN_BELOW_E4 = 8_000;

/** How one indicator comes about: rule, formula, figures, parts, evidence. Opens without a script. */
export function IndicatorWorking({ id, indicator, body }: WorkingProps) {
  const t = useT("credibility");
  const { code } = indicator;
  const name = t(`ind_${code}`);
  if (indicator.status !== "scored") {
    return (
      <div className="evid" id={id}>
        <h3>{name}</h3>
        <p>{t(`reason_${indicator.reason}`)}</p>
      </div>
    );
  }
  return (
    <details className="working" id={id} open={indicator.valueE4 < OPEN_BELOW_E4}>
      <summary>{t("working", { name, value: valueText(indicator.valueE4) })}</summary>
      <div className="evid">
        <p>{t(`how_${code}`)}</p>
        <p className="note">
          {t("formula")} <span className="code">{indicator.formula}</span>
        </p>
        <Figures name={name} indicator={indicator} />
        <Parts indicator={indicator} body={body} />
        <EvidenceTable ids={indicator.evidence} body={body} />
      </div>
    </details>
  );
}

function Figures({ name, indicator }: { name: string; indicator: IndicatorReport }) {
  const t = useT("credibility");
  const rows = Object.entries(indicator.figures);
  if (rows.length === 0) return null;
  return (
    <CardsTable
      caption={t("inputsCaption", { name })}
      variant="duo"
      className="narrow"
      rows={rows}
      rowKey={([key]) => key}
      columns={[
        { key: "figure", head: t("figure"), cell: ([key]) => <FigureLabel name={key} /> },
        {
          key: "value",
          head: t("value"),
          right: true,
          label: null,
          cell: ([key, value]) => <FigureValue name={key} value={value} />,
        },
      ]}
    />
  );
}

function Parts({ indicator, body }: { indicator: IndicatorReport; body: ReportBody }) {
  if (!indicator.parts) return null;
  if (indicator.code === "punctuality") return <DutiesWorking parts={indicator.parts} body={body} />;
  return <ChecksTable parts={indicator.parts} body={body} />;
}
