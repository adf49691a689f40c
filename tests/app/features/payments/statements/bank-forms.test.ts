import { describe, expect, test } from "vitest";
import { detectStatement } from "#app/features/payments/statements/detect-statement.ts";
import { readStatement } from "#app/features/payments/statements/read-statement.ts";
import type { Statement, StatementResult } from "#app/features/payments/statements/statement.ts";
import {
  ACCOUNT,
  BANK_FORMS,
  balances,
  MOVEMENTS,
  type Movement,
  OPENING_FEN,
  random,
} from "./bank-fixtures.ts";

const sum = (all: readonly Movement[]) => all.reduce((fen, one) => fen + one.amountFen, 0n);

function accepted(result: StatementResult): Statement {
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.statement;
}

/** Names that have caused trouble in one format or another; none of the format's own marks. */
const NAMES = ["希望小学", "王某", "㐂𠮷家", "A B Ltd", "（某某）公司", "“爱心”社", ""];
const TEXTS = ["拨款", "rent 08", "第3批/尾款", "a'b", "结余 1", ""];

function movementsOf(next: () => number): Movement[] {
  const count = 1 + Math.floor(next() * 12);
  const pick = (from: readonly string[]) => from[Math.floor(next() * from.length)] ?? "";
  let at = Date.UTC(2026, 11, 29) + Math.floor(next() * 86_400) * 1000;
  return Array.from({ length: count }, (_, index) => {
    at += Math.floor(next() * 40_000) * 1000;
    const amountFen = BigInt(Math.floor(next() * 10 ** (1 + Math.floor(next() * 9))) + 1);
    return {
      at: new Date(at).toISOString().slice(0, 19).replace("T", " "),
      amountFen: next() < 0.5 ? amountFen : -amountFen,
      name: pick(NAMES),
      account: String(62_000_000 + Math.floor(next() * 1_000_000)),
      note: pick(TEXTS),
      ref: `T${index}${String(Math.floor(next() * 1e9)).padStart(9, "0")}`,
    };
  });
}

describe.each(BANK_FORMS)("$name", ({ source, render, mapping, isDaily }) => {
  const read = (bytes: Uint8Array) => readStatement(source, bytes, { mapping: mapping ?? null });

  test("gives the rows, the account and the balances that it prints", () => {
    const statement = accepted(read(render()));
    expect(statement).toMatchObject({
      source,
      account: ACCOUNT,
      currency: "CNY",
      periodStart: new Date("2026-07-31T16:00:00Z"),
      periodEnd: new Date("2026-08-02T16:00:00Z"),
      totals: {
        rowCount: 3,
        inFen: 100_010n,
        outFen: 25_055n,
        openingBalanceFen: OPENING_FEN,
        closingBalanceFen: 1_074_955n,
      },
    });
    const rows = statement.rows.toSorted((a, b) => a.lineNo - b.lineNo);
    const inOrder = rows[0]?.amountFen === 10n ? rows.toReversed() : rows;
    expect(inOrder.map((row) => [row.amountFen, row.balanceAfterFen, row.day])).toEqual(
      MOVEMENTS.map((one, index) => [one.amountFen, balances(MOVEMENTS)[index], one.at.slice(0, 10)]),
    );
    expect(inOrder[1]?.counterparty).toContain("希望小学");
    expect(inOrder[1]?.purpose).toContain("拨款");
  });

  test("what is rendered at random is read as it was, each row with a key of its own", () => {
    const next = random(20_261_122);
    for (let round = 0; round < 60; round += 1) {
      const movements = movementsOf(next);
      const statement = accepted(read(render(movements)));
      const key = (at: string, fen: bigint) => `${isDaily ? at.slice(0, 10) : at} ${fen}`;
      const got = statement.rows.map((row) => {
        const local = new Date(row.occurredAt.getTime() + 8 * 3_600_000).toISOString();
        return key(local.slice(0, 19).replace("T", " "), row.amountFen);
      });
      expect(got.toSorted()).toEqual(movements.map((one) => key(one.at, one.amountFen)).toSorted());
      expect(new Set(statement.rows.map((row) => row.rowKey)).size).toBe(movements.length);
      const { openingBalanceFen, closingBalanceFen, netFen } = statement.totals;
      expect([openingBalanceFen, closingBalanceFen]).toEqual([OPENING_FEN, OPENING_FEN + sum(movements)]);
      expect(netFen).toBe(sum(movements));
    }
  });

  test("a longer file names the rows of a shorter one as before", () => {
    const next = random(5);
    for (let round = 0; round < 20; round += 1) {
      const movements = movementsOf(next);
      const all = accepted(read(render(movements))).rows.map((row) => row.rowKey);
      const some = accepted(read(render(movements.slice(0, 1 + Math.floor(next() * movements.length))))).rows;
      for (const row of some) expect(all).toContain(row.rowKey);
    }
  });

  test("is recognised from its beginning", () => {
    const detected = detectStatement(render());
    expect(detected.source).toBe(source);
    if (detected.list !== null) expect(detected.account).toBe(ACCOUNT);
  });

  test("random damage never gives other money without a word", () => {
    const whole = render(movementsOf(random(3)));
    const { rows, totals } = accepted(read(whole));
    const money = (all: readonly { amountFen: bigint }[]) => all.map((row) => row.amountFen).join();
    const next = random(11);
    let refused = 0;
    for (let round = 0; round < 400; round += 1) {
      const at = Math.floor(next() * whole.length);
      let bytes = whole.slice();
      if (round % 4 === 0) bytes = bytes.slice(0, at);
      else if (round % 4 === 1) bytes[at] = Math.floor(next() * 256);
      else if (round % 4 === 2) bytes[at] = 0x30 + Math.floor(next() * 10);
      else bytes = new Uint8Array([...bytes.slice(0, at), ...bytes.slice(at + 1 + Math.floor(next() * 30))]);
      const result = read(bytes);
      if (!result.ok) {
        refused += 1;
        expect(result.errors.length).toBeGreaterThan(0);
        continue;
      }
      const { statement } = result;
      const isSame = money(statement.rows) === money(rows);
      // The oldest or newest row alone is proven by no neighbour: its balances then differ from those of the
      // statements before and after, which the import looks at.
      const hasOtherEnds =
        statement.totals.openingBalanceFen !== totals.openingBalanceFen ||
        statement.totals.closingBalanceFen !== totals.closingBalanceFen;
      const isFlagged = statement.warnings.some((warning) => warning.reason !== "no-period");
      expect(isSame || hasOtherEnds || isFlagged, `round ${round}`).toBe(true);
    }
    expect(refused).toBeGreaterThan(60);
  });
});
