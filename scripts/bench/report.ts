import type { BenchPlace } from "./place.ts";

/** One line of the table. */
export interface Measure {
  what: string;
  value: number;
  unit: string;
  /** Beside what it stands, and how many times that it is. */
  beside?: string;
  ratio?: number;
  /** The bar of the issue, in words. */
  bar?: string;
}

export interface Result extends Measure {
  benchmark: string;
}

export interface BenchOptions {
  isFull: boolean;
  say: (text: string) => void;
}

export type Benchmark = (place: BenchPlace, options: BenchOptions) => Promise<Measure[]>;

/** A table for people, or JSON for programs. */
export function printResults(results: readonly Result[], isJson: boolean): void {
  if (isJson) {
    process.stdout.write(`${JSON.stringify({ results }, null, 2)}\n`);
    return;
  }
  const rows = results.map((result) => [
    result.benchmark,
    result.what,
    `${round(result.value)} ${result.unit}`,
    result.ratio === undefined ? "" : `${round(result.ratio)} × ${result.beside ?? ""}`,
    result.bar ?? "",
  ]);
  const table = [["benchmark", "what", "measured", "beside", "bar"], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  for (const row of table) {
    process.stdout.write(
      `${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd()}\n`,
    );
  }
}

function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
}

/** The value below which `share` of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
