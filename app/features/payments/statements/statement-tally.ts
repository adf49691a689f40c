import { createHash } from "node:crypto";
import type { StatementRow, StatementTotals } from "./statement.ts";

/** Adds rows up while they pass, and checks the running balance in either order of the file. */
export class Tally {
  private rowCount = 0;
  private inFen = 0n;
  private outFen = 0n;
  private feeFen = 0n;
  private first: StatementRow | null = null;
  private previous: StatementRow | null = null;
  private risingBreak: StatementRow | null = null;
  private fallingBreak: StatementRow | null = null;

  add(row: StatementRow): this {
    this.rowCount += 1;
    if (row.amountFen > 0n) this.inFen += row.amountFen;
    else this.outFen -= row.amountFen;
    this.feeFen += row.feeFen;
    this.follow(row);
    return this;
  }

  private follow(row: StatementRow): void {
    const before = this.previous;
    this.first ??= row;
    this.previous = row;
    if (before === null || before.balanceAfterFen === null || row.balanceAfterFen === null) return;
    if (this.risingBreak === null && before.balanceAfterFen + row.amountFen !== row.balanceAfterFen) {
      this.risingBreak = row;
    }
    if (this.fallingBreak === null && row.balanceAfterFen + before.amountFen !== before.balanceAfterFen) {
      this.fallingBreak = row;
    }
  }

  /** Line where the running balance breaks, read in the direction that holds longer; null: it holds. */
  balanceBreak(): number | null {
    if (this.risingBreak === null || this.fallingBreak === null) return null;
    return Math.max(this.risingBreak.lineNo, this.fallingBreak.lineNo);
  }

  totals(): StatementTotals {
    const newestFirst = this.risingBreak !== null;
    const oldest = newestFirst ? this.previous : this.first;
    const newest = newestFirst ? this.first : this.previous;
    const opening = oldest?.balanceAfterFen ?? null;
    return {
      rowCount: this.rowCount,
      inFen: this.inFen,
      outFen: this.outFen,
      feeFen: this.feeFen,
      netFen: this.inFen - this.outFen - this.feeFen,
      openingBalanceFen: opening === null || oldest === null ? null : opening - oldest.amountFen,
      closingBalanceFen: newest?.balanceAfterFen ?? null,
    };
  }
}

/** Gives equal keys of one file an ordinal, so that real twins (same shop, second, amount) stay two rows. */
export class RowKeys {
  private readonly seen = new Map<string, number>();

  /** The key itself the first time, `key#2` the second … */
  unique(found: string): string {
    // A copy: V8 would keep the whole block of text alive for a slice of it.
    const key = Buffer.from(found).toString();
    const times = (this.seen.get(key) ?? 0) + 1;
    this.seen.set(key, times);
    return times === 1 ? key : `${key}#${times}`;
  }

  has(key: string): boolean {
    return this.seen.has(key);
  }
}

/** Identity of a row without a serial number of its own. */
export function hashKey(parts: readonly (string | bigint)[]): string {
  return createHash("sha256").update(parts.join("\u001f")).digest("hex").slice(0, 32);
}
