import { setTimeout as wait } from "node:timers/promises";
import { addTransfer, emptySums, equationGapFen, FUND_TERMS, type FundSums } from "./fund-model.ts";
import { type PublishedFund, readFunds, readTransfers } from "./public-site.ts";

/** Gifts come while we read; figures and rows are read again until they stand still beside each other. */
const TRIES = 5;
const PAUSE_MS = 2_500;

export interface Verdict {
  fundCount: number;
  transferCount: number;
  /** In words; empty when everything holds. */
  problems: string[];
}

/**
 * Recomputes every published figure of a running site from its published ledger, with public data only:
 * the index has no gap, every fund's equation holds, and each published term equals the sum of its rows.
 */
export async function verifySite(baseUrl: string, say: (text: string) => void): Promise<Verdict> {
  const sums = new Map<string, FundSums>();
  let seenIndex = -1;
  let transferCount = 0;
  let problems: string[] = [];
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const funds = await readFunds(baseUrl);
    const indexes: number[] = [];
    for await (const transfer of readTransfers(baseUrl, seenIndex)) {
      addTransfer(sums, transfer);
      indexes.push(transfer.publicIndex);
    }
    transferCount += indexes.length;
    const gap = gapIn(indexes, seenIndex);
    if (gap !== null)
      return { fundCount: funds.length, transferCount, problems: [`the public index lacks ${gap}`] };
    seenIndex = Math.max(seenIndex, ...indexes.slice(0, 1));
    say(`${transferCount} transfers, ${funds.length} funds`);
    problems = funds.flatMap((fund) => problemsOf(fund, sums.get(fund.id) ?? emptySums()));
    if (problems.length === 0) return { fundCount: funds.length, transferCount, problems };
    await wait(PAUSE_MS);
  }
  return { fundCount: sums.size, transferCount, problems };
}

/** Rows come newest first without a gap, down to the one after the last seen. */
function gapIn(indexes: readonly number[], seenIndex: number): number | null {
  for (const [position, index] of indexes.entries()) {
    const before = indexes[position + 1] ?? seenIndex;
    if (before !== index - 1) return index - 1;
  }
  return null;
}

function problemsOf(fund: PublishedFund, sums: FundSums): string[] {
  const problems = FUND_TERMS.flatMap((term) =>
    BigInt(fund.fund[term] ?? -1) === sums[term]
      ? []
      : [
          `${fund.kind} ${fund.slug}: ${term} is published as ${fund.fund[term]}, its rows sum to ${sums[term]}`,
        ],
  );
  const gapFen = equationGapFen(sums);
  return gapFen === 0n
    ? problems
    : [...problems, `${fund.kind} ${fund.slug}: its equation is off by ${gapFen} fen`];
}
