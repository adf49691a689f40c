import { useT } from "#app/lib/i18n-react.tsx";
import type { AnswerRule } from "./answer-rules.ts";

type Clock = { rule: Pick<AnswerRule, "days" | "unit" | "source" | "isConfirmed">; dueOn: string };

/** By when it is answered, by which rule, and whether that rule could be confirmed. */
export function ClockText({ rule, dueOn }: Clock) {
  const t = useT("enquiries");
  return (
    <p className="note">
      {t(`clock_${rule.unit}`, { days: rule.days, due: dueOn })} {t("clockSource", { source: rule.source })}{" "}
      {rule.isConfirmed ? null : t("clockUnconfirmed")}
    </p>
  );
}
