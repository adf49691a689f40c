import { useT } from "#app/lib/i18n-react.tsx";
import { deltaE4, type ReportChange } from "./report-changes.ts";
import { deltaText, pointsText, valueText } from "./report-text.ts";
import type { ReportBody } from "./score.ts";

interface ListProps {
  changes: readonly ReportChange[];
  body: ReportBody;
  previous: ReportBody | null;
}

/** What moved since the report before, with the indicators behind it. */
export function ChangesList({ changes, body, previous }: ListProps) {
  const t = useT("credibility");
  if (!previous) return <p>{t("changesFirst")}</p>;
  if (previous.methodVersion !== body.methodVersion)
    return <p>{t("changesMethod", { method: previous.methodVersion })}</p>;
  if (changes.length === 0) return <p>{t("changesNone")}</p>;
  return (
    <>
      <ul className="chg plain">
        {changes.map((change) => (
          <li key={change.code}>
            <b className="num">{deltaText(deltaE4(change))}</b>
            <div>
              <p>
                <ChangeLine change={change} />
              </p>
              {change.indicators.map((indicator) => (
                <p key={indicator.code} className="note">
                  {t("changeIndicator", {
                    name: t(`ind_${indicator.code}`),
                    from: indicator.fromE4 === null ? t("none") : valueText(indicator.fromE4),
                    to: indicator.toE4 === null ? t("none") : valueText(indicator.toE4),
                  })}
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
      {changes.length < body.dimensions.length ? <p className="note">{t("same")}</p> : null}
    </>
  );
}

function ChangeLine({ change: { code, fromE4, toE4 } }: { change: ReportChange }) {
  const t = useT("credibility");
  const name = t(`dim_${code}`);
  if (fromE4 === null)
    return <>{t("changeTo", { name, to: toE4 === null ? t("none") : pointsText(toE4) })}</>;
  if (toE4 === null) return <>{t("changeFrom", { name, from: pointsText(fromE4) })}</>;
  return <>{t("changeLine", { name, from: pointsText(fromE4), to: pointsText(toE4) })}</>;
}
