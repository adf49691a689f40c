import { createHash } from "node:crypto";
import type { StatementRow, StatementTotals } from "./statement.ts";

/** Adds rows up while they pass, and checks the running balance in either order of the file. */
export class Tally {
  private rowCount = 0;
  private inFen = 0n;
  private outFen = 0n;
  private feeFen = 0n;
  private oldest: StatementRow | null = null;
  private newest: StatementRow | null = null;
  private known: StatementRow | null = null;
  /** What moved since the last row that prints a balance: read downwards, and read upwards. */
  private downFen = 0n;
  private upFen = 0n;
  private firstKnown: { balanceFen: bigint; beforeFen: bigint } | null = null;
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
    this.oldest ??= row;
    this.newest = row;
    const balance = row.balanceAfterFen;
    this.downFen += row.amountFen;
    if (balance === null) {
      this.upFen += row.amountFen;
      return;
    }
    const before = this.known?.balanceAfterFen ?? null;
    if (before === null) this.firstKnown = { balanceFen: balance, beforeFen: this.upFen };
    else {
      if (this.risingBreak === null && before + this.downFen !== balance) this.risingBreak = row;
      if (this.fallingBreak === null && balance + this.upFen !== before) this.fallingBreak = row;
    }
    this.known = row;
    this.downFen = 0n;
    this.upFen = row.amountFen;
  }

  /** Line where the running balance breaks, read in the direction that holds longer; null: it holds. */
  balanceBreak(): number | null {
    if (this.risingBreak === null || this.fallingBreak === null) return null;
    return Math.max(this.risingBreak.lineNo, this.fallingBreak.lineNo);
  }

  totals(): StatementTotals {
    const { openingBalanceFen, closingBalanceFen } = this.ends();
    return {
      rowCount: this.rowCount,
      inFen: this.inFen,
      outFen: this.outFen,
      feeFen: this.feeFen,
      netFen: this.inFen - this.outFen - this.feeFen,
      openingBalanceFen,
      closingBalanceFen,
    };
  }

  /** Balance before the oldest and after the newest row, in whichever order the file is. */
  private ends(): Pick<StatementTotals, "openingBalanceFen" | "closingBalanceFen"> {
    const { firstKnown, known } = this;
    if (firstKnown === null || known === null || known.balanceAfterFen === null) {
      return { openingBalanceFen: null, closingBalanceFen: null };
    }
    const netFen = this.inFen - this.outFen;
    const isNewestFirst =
      this.risingBreak !== null ||
      (this.fallingBreak === null && (this.oldest?.occurredAt ?? 0) > (this.newest?.occurredAt ?? 0));
    if (isNewestFirst) {
      const closing = firstKnown.balanceFen + firstKnown.beforeFen;
      return { openingBalanceFen: closing - netFen, closingBalanceFen: closing };
    }
    const closing = known.balanceAfterFen + this.downFen;
    return { openingBalanceFen: closing - netFen, closingBalanceFen: closing };
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
