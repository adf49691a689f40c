import { parse } from "csv-parse/sync";
import type { World } from "./support.ts";

/** What a settle answers, as far as the tests look at it. */
export type Breakdown = {
  days: {
    merchant: string;
    source: string;
    day: string;
    rows: number;
    grossFen: number;
    feeFen: number;
    netFen: number;
    withdrawal?: { amountFen: number; bankReference: string };
    payout?: { id: string; amountFen: number };
  }[];
};

/** The data rows of a bill file: after the header, without the lines of remarks; cells without their TABs. */
export function billRows(text: string): string[][] {
  const lines = text.split("\r\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines.slice(1).map((line) => line.split(",").map((cell) => cell.trim()));
}

export function fenOfYuan(text: string): bigint {
  return BigInt(text.replace(".", ""));
}

export async function statement(
  world: World,
  from: string,
  to = from,
): Promise<{ preamble: string[]; rows: string[][] }> {
  const query = new URLSearchParams({ merchant: "o1", from, to });
  const bytes = await (await fetch(`${world.sandbox.url}/control/bank-statement?${query}`)).arrayBuffer();
  const lines = new TextDecoder("gb18030", { fatal: true }).decode(bytes).split("\r\n");
  const rows = parse(lines.slice(4).join("\n"), { skip_empty_lines: true }) as string[][];
  return { preamble: lines.slice(0, 4), rows };
}
