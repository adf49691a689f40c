import { useT } from "#app/lib/i18n-react.tsx";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, in the largest unit that gives two or more. */
export function Age({ since, now }: { since: Date; now: Date }) {
  return <>{useT("operations")("ago", { age: useAge()(since, now) })}</>;
}

/** The length of time alone, for sentences. */
export function useAge(): (since: Date, now: Date) => string {
  const t = useT("operations");
  return (since, now) => {
    const ms = Math.max(0, now.getTime() - since.getTime());
    if (ms < 2 * MINUTE) return t("ageSeconds", { count: Math.floor(ms / SECOND) });
    if (ms < 2 * HOUR) return t("ageMinutes", { count: Math.floor(ms / MINUTE) });
    if (ms < 2 * DAY) return t("ageHours", { count: Math.floor(ms / HOUR) });
    return t("ageDays", { count: Math.floor(ms / DAY) });
  };
}
