import { Failure, reportFailure } from "../services/failure.ts";
import { consumption } from "./consumption.ts";
import { exports } from "./exports.ts";
import { intake } from "./intake.ts";
import { pages } from "./pages.ts";
import { openBenchPlace } from "./place.ts";
import { receipts } from "./receipts.ts";
import { reconcile } from "./reconcile.ts";
import { type Benchmark, printResults, type Result } from "./report.ts";
import { statementImport } from "./statement-import.ts";

/** Each ends within three minutes; with --full at the size that its issue names. */
const BENCHMARKS: Record<string, Benchmark> = {
  intake,
  reconcile,
  "statement-import": statementImport,
  pages,
  exports,
  receipts,
  consumption,
};

/** Runs the benchmarks named, or all, each in a database of its own. */
export async function runBenchmarks(args: readonly string[]): Promise<void> {
  try {
    const names = args.filter((arg) => !arg.startsWith("--"));
    const unknown = names.find((name) => !(name in BENCHMARKS));
    if (unknown) throw new Failure(`there is no benchmark ${unknown}: ${Object.keys(BENCHMARKS).join(", ")}`);
    const isFull = args.includes("--full");
    const isJson = args.includes("--json");
    const results: Result[] = [];
    for (const [name, benchmark] of Object.entries(BENCHMARKS)) {
      if (names.length > 0 && !names.includes(name)) continue;
      const say = (text: string) => process.stderr.write(`${name}: ${text}\n`);
      const place = await openBenchPlace(say);
      try {
        results.push(
          ...(await benchmark(place, { isFull, say })).map((result) => ({ ...result, benchmark: name })),
        );
      } finally {
        await place.close();
      }
    }
    printResults(results, isJson);
  } catch (error) {
    reportFailure("bench", error);
  }
}
