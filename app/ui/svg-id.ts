import { useId } from "react";

/** An id for a pattern inside one drawing, the same on server and browser, and valid inside `url(#…)`. */
export function useSvgId(prefix: string): string {
  return `${prefix}${useId().replaceAll(":", "")}`;
}
