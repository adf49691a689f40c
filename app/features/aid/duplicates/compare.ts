import type { IdRow } from "../id-list.ts";
import { runHash } from "./run-key.ts";

export interface AidedCase {
  caseId: string;
  organizationId: string;
  idNumber: string;
}

export interface Compared {
  /** Lines of the officer's list nobody aided (应享未享). */
  neverAidedLines: number[];
  /** Cases of one person who was aided more than once (重复享受), each group of two or more. */
  twiceGroups: { caseId: string; organizationId: string }[][];
}

/**
 * Holds the bureau's list against everybody who was aided, by hashes under the run's key alone. Nothing of the
 * hashes leaves this function; a line that was hashed before it was sent is compared as it is.
 */
export function compareLists(key: string, list: readonly IdRow[], aided: Iterable<AidedCase>): Compared {
  const byHash = new Map<string, { caseId: string; organizationId: string }[]>();
  for (const { caseId, organizationId, idNumber } of aided) {
    const hash = runHash(key, idNumber);
    const known = byHash.get(hash);
    if (known) known.push({ caseId, organizationId });
    else byHash.set(hash, [{ caseId, organizationId }]);
  }
  const neverAidedLines = list
    .filter(({ value }) => !byHash.has(/^[0-9a-f]{64}$/.test(value) ? value : runHash(key, value)))
    .map(({ line }) => line);
  return { neverAidedLines, twiceGroups: [...byHash.values()].filter((cases) => cases.length > 1) };
}
