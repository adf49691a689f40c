import { addDays } from "../clock.ts";
import type { SandboxState } from "../state.ts";
import type { Agreement } from "./records.ts";

/** A deduction succeeded: the next one is due a period later. */
export function moveOn(state: SandboxState, agreementNo: string): void {
  const row = state.tables.agreements.get(agreementNo);
  if (row) state.tables.agreements.put(agreementNo, { ...row, executeTime: following(row) });
}

function following(row: Agreement): string {
  if (row.periodType === "DAY") return addDays(row.executeTime, row.period);
  const [year, month, day] = row.executeTime.split("-").map(Number) as [number, number, number];
  return new Date(Date.UTC(year, month - 1 + row.period, day)).toISOString().slice(0, 10);
}
