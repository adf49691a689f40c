import { useT } from "#app/lib/i18n-react.tsx";
import { daysBetween, shanghaiDay } from "#app/lib/time.ts";
import { State } from "#app/ui/state.tsx";

/** Whether a duty was published on its day, late, or is still to come. */
export function DutyState({
  dueOn,
  publishedAt,
  today,
}: {
  dueOn: string;
  publishedAt: Date | null;
  today: string;
}) {
  const t = useT("disclosures");
  if (publishedAt) {
    const days = daysBetween(dueOn, shanghaiDay(publishedAt));
    return days > 0 ? <State tone="warn">{t("late", { days })}</State> : <State>{t("onTime")}</State>;
  }
  const days = daysBetween(today, dueOn);
  if (days < 0) return <State tone="bad">{t("overdue", { days: -days })}</State>;
  return <State tone="wait">{days === 0 ? t("dueToday") : t("dueIn", { days })}</State>;
}
