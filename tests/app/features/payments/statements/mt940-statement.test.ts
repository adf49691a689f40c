import { describe, expect, test } from "vitest";
import { readStatement } from "#app/features/payments/statements/read-statement.ts";
import { ACCOUNT, MOVEMENTS, mt940Text, utf8 } from "./bank-fixtures.ts";

const read = (text: string | Uint8Array) =>
  readStatement("bank-mt940", typeof text === "string" ? utf8(text) : text);
function accepted(text: string | Uint8Array) {
  const result = read(text);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.statement;
}
function reasons(text: string): string[] {
  const result = read(text);
  return result.ok ? [] : result.errors.map((error) => `${error.reason}@${error.line}`);
}
/** One statement of one line, as a bank in Europe writes it. */
const one = (line: string, closing: string, info = ":86:Miete") =>
  [
    ":20:A",
    ":25:10020030/1234567",
    ":28C:1",
    ":60F:C261231EUR100,",
    line,
    info,
    `:62F:${closing}`,
    "-",
    "",
  ].join("\r\n");

describe("MT940", () => {
  test("an envelope, an account with its bank, and a text over several lines", () => {
    const text = `{1:F01BANKCNBJAXXX0000000000}{2:I940X}{4:\r\n${mt940Text().replace(/-\r\n$/, "-}")}`;
    const statement = accepted(text);
    expect(statement.account).toBe(ACCOUNT);
    expect(statement.rows[0]).toMatchObject({
      rowKey: "T0000001|2026-08-01|100000",
      counterparty: "支付宝（中国） 21500001",
      purpose: "w1",
      summary: "转账",
    });
    const free = accepted(
      one(":61:2612311231D9,5NTRFNONREF", "C261231EUR90,50", ":86:first line\r\nsecond line"),
    );
    expect(free.rows[0]).toMatchObject({ amountFen: -950n, purpose: "first line second line" });
  });

  test.each([
    [":61:2612310102D9,NTRFNONREF", "2027-01-02", -900n],
    [":61:2701021231D9,NTRFNONREF", "2026-12-31", -900n],
    [":61:261231C9,00NTRFREF", "2026-12-31", 900n],
    [":61:2612311231CR9,NTRFNONREF", "2026-12-31", 900n],
  ])("%s is booked on %s", (line, day, amountFen) => {
    const closing = amountFen < 0n ? "C261231EUR91,00" : "C261231EUR109,00";
    expect(accepted(one(line, closing)).rows[0]).toMatchObject({ day, amountFen });
  });

  test("RC and RD take back, and are flagged", () => {
    const taken = accepted(one(":61:2612311231RC9,NTRFNONREF", "C261231EUR91,00"));
    expect(taken.rows[0]?.amountFen).toBe(-900n);
    expect(taken.warnings).toContainEqual(expect.objectContaining({ reason: "reversal", line: 5 }));
    expect(accepted(one(":61:2612311231RD9,NTRFNONREF", "C261231EUR109,00")).rows[0]?.amountFen).toBe(900n);
  });

  test("30 February as a value date is read from the entry date, else from the statement, and flagged", () => {
    const entered = accepted(one(":61:2602300228D9,NTRFNONREF", "C261231EUR91,00"));
    expect(entered.rows[0]?.day).toBe("2026-02-28");
    expect(accepted(one(":61:260230D9,NTRFNONREF", "C261231EUR91,00")).rows[0]?.day).toBe("2026-12-31");
    expect(entered.warnings).toContainEqual(expect.objectContaining({ reason: "doubtful-date" }));
    expect(reasons(one(":61:269930D9,NTRFNONREF", "C261231EUR91,00"))).toContain("bad-time@5");
  });

  test("several statements in one file, each proven by itself; a gap between them is said", () => {
    const next = mt940Text().replace(":60F:C260801CNY10000,00", ":60F:C260803CNY10749,55");
    const closed = next.replace(/:62F:.*/, ":62F:C260804CNY11499,10").replaceAll("//T", "//U");
    const both = accepted(mt940Text() + closed);
    expect(both.rows).toHaveLength(6);
    expect(both.totals).toMatchObject({ openingBalanceFen: 1_000_000n, closingBalanceFen: 1_149_910n });
    expect(both.warnings).toEqual([]);
    const gap = mt940Text() + mt940Text(MOVEMENTS).replaceAll("//T", "//U");
    expect(accepted(gap).warnings).toContainEqual(expect.objectContaining({ reason: "balance-gap" }));
  });

  test("an overdrawn account, and letters of the west", () => {
    const bytes = Buffer.from(
      one(":61:2612311231D200,NTRFNONREF", "D261231EUR100,00", ":86:M\u00fcller"),
      "latin1",
    );
    const statement = accepted(new Uint8Array(bytes));
    expect(statement.totals.closingBalanceFen).toBe(-10_000n);
    expect(statement.rows[0]?.purpose).toBe("Müller");
    expect(statement.warnings).toContainEqual(expect.objectContaining({ reason: "other-currency" }));
  });

  test.each([
    ["a missing line", mt940Text().replace(/:61:.*T0000002\r\n:86:.*\r\n.*\r\n/, ""), ["balance-break@11"]],
    ["no closing balance", mt940Text().replace(/:62F:.*\r\n/, ""), ["truncated@null"]],
    ["cut in the middle", mt940Text().slice(0, 230), ["truncated@null"]],
    [
      "an amount below a hundredth",
      mt940Text().replace("1000,00N", "1000,001N"),
      ["bad-amount@5", "balance-break@14"],
    ],
    [
      "a point for the comma",
      mt940Text().replace("1000,00N", "1000.00N"),
      ["bad-amount@5", "balance-break@14"],
    ],
    ["an expected movement", one(":61:2612311231EC9,NTRFNONREF", "C261231EUR100,00"), ["bad-row@5"]],
    ["two accounts", mt940Text() + mt940Text().replace(ACCOUNT, "999"), ["several-accounts@17"]],
    ["no MT940", ":21:x\r\n", ["wrong-source@1"]],
    ["nothing at all", "hello\r\n", ["wrong-source@null"]],
  ])("%s is refused", (_name, text, expected) => {
    expect(reasons(text)).toEqual(expected);
  });
});
