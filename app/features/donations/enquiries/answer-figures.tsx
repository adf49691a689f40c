import { useT } from "#app/lib/i18n-react.tsx";
import type { AnswerFigures } from "./queries.server.ts";

const HOURS_OF_TWO_DAYS = 48;

/** How a charity answers, for its public page: counts and days, never what was asked. */
export function AnswerFiguresText({ figures, askHref }: { figures: AnswerFigures; askHref: string }) {
  const t = useT("enquiries");
  const { askedCount, answeredCount, inTimeCount, lateCount, medianHours } = figures;
  return (
    <>
      <p>
        {askedCount === 0
          ? t("figuresNone")
          : t("figuresSay", { count: askedCount, answered: answeredCount, inTime: inTimeCount })}{" "}
        {lateCount > 0 ? t("figuresLate", { count: lateCount }) : null}{" "}
        {medianHours === null
          ? null
          : medianHours < HOURS_OF_TWO_DAYS
            ? t("figuresMedianHours", { count: Math.max(1, medianHours) })
            : t("figuresMedianDays", { count: Math.round(medianHours / 24) })}
      </p>
      <p className="more">
        <a href={askHref}>{t("ask")}</a>
      </p>
    </>
  );
}
