import { type Moment, readMoment } from "./printed-time.ts";

/** The order in which a file writes year, month and day. */
export const DATE_FORMS = ["ymd", "dmy", "mdy"] as const;
export type DateForm = (typeof DATE_FORMS)[number];

const YEAR_FIRST =
  /^(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?:[ T-]*(\d{1,2})[:.时]?(\d\d)(?:[:.分]?(\d\d)秒?(?:[.,]\d+)?)?)?$/;
const YEAR_FIRST_PLAIN = /^(\d{4})(\d\d)(\d\d)[ T-]*(?:(\d\d)[:.]?(\d\d)(?:[:.]?(\d\d)(?:[.,]\d+)?)?)?$/;
const YEAR_LAST =
  /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d\d)(?:[ T]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?$/;

/**
 * A moment as banks print it, in Beijing time: "20260801 15:24:03", "2026-08-01-15.24.03.123456",
 * "2026年8月1日", "20260801152403", and with `form` "01/08/2026". Null if no calendar has the day.
 */
export function readBankMoment(text: string, form: DateForm = "ymd"): Moment | null {
  if (form === "ymd") {
    const quick = readMoment(text);
    if (quick !== null) return quick;
    const parts = YEAR_FIRST.exec(text) ?? YEAR_FIRST_PLAIN.exec(text);
    return parts === null ? null : momentOf(parts[1], parts[2], parts[3], parts);
  }
  const parts = YEAR_LAST.exec(text);
  if (parts === null) return null;
  const year = parts[3]?.length === 2 ? `20${parts[3]}` : parts[3];
  return form === "dmy"
    ? momentOf(year, parts[2], parts[1], parts)
    : momentOf(year, parts[1], parts[2], parts);
}

function momentOf(
  year = "",
  month = "",
  date = "",
  [, , , , hour, minute, second]: readonly (string | undefined)[] = [],
): Moment | null {
  const two = (text: string | undefined) => (text ?? "0").padStart(2, "0");
  return readMoment(`${year}-${two(month)}-${two(date)} ${two(hour)}:${two(minute)}:${two(second)}`);
}
