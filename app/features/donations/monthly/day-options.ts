import { LATEST_DAY } from "./rules.ts";

/** The days that every month has. */
export const DAY_OPTIONS = Array.from({ length: LATEST_DAY }, (_, index) => {
  const day = String(index + 1);
  return { value: day, label: day };
});
