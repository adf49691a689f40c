import { useT } from "#app/lib/i18n-react.tsx";
import { daysBetween } from "#app/lib/time.ts";
import { State } from "#app/ui/state.tsx";
import { type FilingDuty, nearnessOf } from "./filing-rules.ts";

const TONES = { late: "bad", near: "warn", far: "wait" } as const;

/** What is due and when, how near that is, and where the number of days comes from. */
export function DutyText({
  duty,
  today,
  withSource,
}: {
  duty: FilingDuty;
  today: string;
  withSource?: true;
}) {
  const t = useT("filings");
  const left = daysBetween(today, duty.dueOn);
  return (
    <>
      <State tone={TONES[nearnessOf(duty.dueOn, today)]}>
        {t(`duty_${duty.kind}`, { day: duty.dueOn, days: duty.rule.value })}
        {left < 0 ? ` · ${t("dutyLate", { count: -left })}` : null}
        {left === 0 ? ` · ${t("dutyToday")}` : null}
        {left > 0 ? ` · ${t("dutyLeft", { count: left })}` : null}
      </State>
      {withSource ? (
        <small className="help">
          {t("ruleSource", { source: duty.rule.source })}{" "}
          {duty.rule.unconfirmedLocal ? t("ruleLocal", { source: duty.rule.unconfirmedLocal }) : null}
        </small>
      ) : null}
    </>
  );
}
