import type { ReactNode } from "react";
import { useT } from "#app/lib/i18n-react.tsx";
import { shanghaiDateTime, shanghaiRfc3339 } from "#app/lib/time.ts";

export type Precision = "day" | "minute" | "second" | "short-day" | "short-minute";

const SLICE: Record<Precision, [from: number, to: number]> = {
  day: [0, 10],
  minute: [0, 16],
  second: [0, 19],
  "short-day": [5, 10],
  "short-minute": [5, 16],
};

/** A moment or a day in China. A string is a day `YYYY-MM-DD` and can only be shown as one. */
export function DateText({ value, precision = "day" }: { value: Date | string; precision?: Precision }) {
  if (typeof value === "string") {
    return <time dateTime={value}>{precision === "short-day" ? value.slice(5, 10) : value}</time>;
  }
  const [from, to] = SLICE[precision];
  const onlyDay = precision === "day" || precision === "short-day";
  const machine = shanghaiRfc3339(value);
  return (
    <time dateTime={onlyDay ? machine.slice(0, 10) : machine}>{shanghaiDateTime(value).slice(from, to)}</time>
  );
}

/** When the figures above were true, to the second; what follows belongs to the same line. */
export function AsOf({ at, children }: { at: Date; children?: ReactNode }) {
  const t = useT("ui");
  return (
    <p className="asof">
      {t("asOf")} <DateText value={at} precision="second" />
      {children}
    </p>
  );
}
