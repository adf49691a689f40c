import { useT } from "#app/lib/i18n-react.tsx";
import { daysBetween } from "#app/lib/time.ts";
import { State } from "#app/ui/state.tsx";
import { type FilingDuty, nearnessOf } from "./filing-rules.ts";

const TONES = { late: "bad", near: "warn", far: "wait" } as const;

/** What is due and when, and how near that is. */
export function DutyText({ duty, today }: { duty: FilingDuty; today: string }) {
  const t = useT("filings");
  const left = daysBetween(today, duty.dueOn);
  return (
    <State tone={TONES[nearnessOf(duty.dueOn, today)]}>
      {t(`duty_${duty.kind}`, { day: duty.dueOn, days: duty.rule.value })}
      {left < 0 ? ` · ${t("dutyLate", { count: -left })}` : null}
      {left === 0 ? ` · ${t("dutyToday")}` : null}
      {left > 0 ? ` · ${t("dutyLeft", { count: left })}` : null}
    </State>
  );
}

/** Where the number of days comes from, and whether a local one could not be confirmed. */
export function DutySource({ rule }: Pick<FilingDuty, "rule">) {
  const t = useT("filings");
  return (
    <p className="note">
      {t("ruleSource", { source: rule.source })}
      {rule.unconfirmedLocal ? ` ${t("ruleLocal", { source: rule.unconfirmedLocal })}` : null}
    </p>
  );
}
