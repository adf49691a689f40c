import { layOutPaidGifts } from "./gifts.ts";
import { runInOwnProcess } from "./own-process.ts";
import { BENCH_ORGANIZATION_ID, type BenchPlace } from "./place.ts";
import type { Benchmark, Measure } from "./report.ts";
import { fullOuterJoin, type Laid, layOutStatements } from "./statements.ts";

const SIZES = [100_000, 200_000];
const FULL_SIZES = [100_000, 1_000_000, 3_000_000];
const BARS: Record<number, string> = { 100000: "≤ 6 s", 1000000: "≤ 60 s" };

/**
 * N provider rows against N gifts, and beside them group rows (payouts that one bank row sums, disbursements paid in
 * parts) that make up a tenth of all: matched, settled, payouts posted, days summed. Beside it, a plain full outer
 * join of the same tables. Memory is that of the process that reconciles.
 */
export const reconcile: Benchmark = async (place, { isFull, say }) => {
  const measures: Measure[] = [];
  let rowMicroseconds: number | null = null;
  for (const gifts of isFull ? FULL_SIZES : SIZES) {
    const size = gifts.toLocaleString("en");
    say(`laying out ${size} gifts and their statements`);
    await place.clear();
    await layOutPaidGifts(place.owner, gifts);
    const laid = await layOutStatements(place, gifts);
    const { snapshotBalances } = await import("#app/features/ledger/snapshot-balances.server.ts");
    await snapshotBalances(new Date());
    const floorSeconds = await fullOuterJoin(place);
    say(`reconciling ${size} gifts`);
    const { seconds, peakMegabytes } = await runInOwnProcess(place, "reconcile-once.ts", [
      BENCH_ORGANIZATION_ID,
    ]);
    await expectAllMatched(place, laid);
    const ofRow = (seconds * 1e6) / (laid.paymentRows + laid.groupRows);
    const bar = BARS[gifts];
    measures.push(
      {
        what: `${size} rows against as many gifts, a tenth more in groups`,
        value: seconds,
        unit: "s",
        beside: "full outer join",
        ratio: seconds / floorSeconds,
        ...(bar ? { bar } : {}),
      },
      {
        what: `${size}: time of one row`,
        value: ofRow,
        unit: "µs",
        ...(rowMicroseconds === null
          ? {}
          : { beside: "100,000", ratio: ofRow / rowMicroseconds, bar: "grows with the rows alone" }),
      },
      { what: `${size}: peak memory of the process`, value: peakMegabytes, unit: "MB", bar: "< 500 MB" },
      { what: `${size}: plain full outer join of the same tables`, value: floorSeconds, unit: "s" },
    );
    rowMicroseconds ??= ofRow;
  }
  return measures;
};

async function expectAllMatched(place: BenchPlace, laid: Laid): Promise<void> {
  const { rows } = await place.owner.query<{ settled: string; open: string; matched: string }>(
    `select (select count(*) from settlement) as settled,
            (select coalesce(sum(open_fen), 0) from reconciliation_run) as open,
            (select coalesce(sum(matched_count), 0) from reconciliation_run) as matched`,
  );
  const found = `${rows[0]?.settled} gifts settled, ${rows[0]?.matched} rows matched, ${rows[0]?.open} fen open`;
  const wanted = `${laid.paymentRows} gifts settled, ${laid.paymentRows + laid.groupRows} rows matched, 0 fen open`;
  if (found !== wanted) throw new Error(`${found}, instead of ${wanted}`);
}
