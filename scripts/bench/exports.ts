import { exportSql } from "#app/features/exports/export-columns.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import { layOutPaidGifts } from "./gifts.ts";
import { runInOwnProcess, type Spent } from "./own-process.ts";
import { BENCH_ORGANIZATION_ID, type BenchPlace } from "./place.ts";
import type { Benchmark } from "./report.ts";

interface Exported extends Spent {
  rowCount: number;
  sumFen: string;
  sizeBytes: number;
  sha256: string;
}

/**
 * A charity's gifts with their donor fields as one CSV file, streamed as the site streams it: guarded, quoted, hashed,
 * counted and summed. First a tenth of them, so that memory is seen not to grow with the rows. Beside it, the bare
 * `COPY (the same query) TO STDOUT` into a client that drops what it gets.
 */
export const exports: Benchmark = async (place, { isFull, say }) => {
  const rows = isFull ? 1_000_000 : 250_000;
  const today = shanghaiDay(new Date());
  const range = [addDays(today, -400), addDays(today, 1)] as const;
  say(`laying out ${rows / 10} gifts, then ${rows}`);
  await layOutPaidGifts(place.owner, rows / 10);
  const tenth = await exportOnce(place, range);
  await place.clear();
  await layOutPaidGifts(place.owner, rows);
  await place.owner.query("vacuum analyze payment, donation");
  say("exporting");
  const whole = await exportOnce(place, range);
  const copySeconds = await bareCopy(place, range);
  await expectWhole(place, whole, rows);
  return [
    {
      what: `${rows.toLocaleString("en")} rows as CSV, counted, summed, hashed`,
      value: whole.seconds,
      unit: "s",
      beside: "bare COPY TO STDOUT",
      ratio: whole.seconds / copySeconds,
      bar: "1,000,000 rows < 30 s",
    },
    { what: "rows a second", value: rows / whole.seconds, unit: "rows/s" },
    {
      what: "peak memory of the process",
      value: whole.peakMegabytes,
      unit: "MB",
      beside: "with a tenth of the rows",
      ratio: whole.peakMegabytes / tenth.peakMegabytes,
      bar: "constant",
    },
    { what: "size of the file", value: whole.sizeBytes / 1024 / 1024, unit: "MB" },
    { what: "bare COPY (same query) TO STDOUT", value: copySeconds, unit: "s" },
  ];
};

async function exportOnce(place: BenchPlace, range: readonly [string, string]): Promise<Exported> {
  return (await runInOwnProcess(place, "export-once.ts", [BENCH_ORGANIZATION_ID, ...range])) as Exported;
}

/** What PostgreSQL and the wire alone take. */
async function bareCopy(place: BenchPlace, range: readonly [string, string]): Promise<number> {
  const values = [BENCH_ORGANIZATION_ID, ...range].map((value) => `'${value}'`);
  // COPY takes no parameters; these are our own constants.
  const query = exportSql("gifts", true).replace(
    /\$([123])/g,
    (_, number) => values[Number(number) - 1] ?? "",
  );
  const startedAt = performance.now();
  await place.owner.query(`copy (${query}) to stdout (format csv)`);
  return (performance.now() - startedAt) / 1000;
}

/** The file's own last record against the database. */
async function expectWhole(place: BenchPlace, file: Exported, rows: number): Promise<void> {
  const { rows: sums } = await place.owner.query<{ rows: string; fen: string }>(
    "select count(*) as rows, sum(amount_fen) as fen from payment where counted_at is not null",
  );
  const [sum] = sums;
  if (file.rowCount !== rows || sum?.rows !== String(rows) || sum.fen !== file.sumFen)
    throw new Error(
      `the file has ${file.rowCount} rows and ${file.sumFen} fen, the books ${sum?.rows} and ${sum?.fen}`,
    );
}
