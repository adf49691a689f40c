import { describe, expect, test } from "vitest";
import { readStatement } from "#app/features/payments/statements/read-statement.ts";
import { ACCOUNT, icbcFlag, icbcHistory, icbcTwoWay, MOVEMENTS } from "./bank-fixtures.ts";
import { ccbStatement, gb18030 } from "./statement-fixtures.ts";

function reasons(text: string): string[] {
  const result = readStatement("bank-icbc", gb18030(text));
  return result.ok ? [] : result.errors.map((error) => `${error.reason}@${error.line}`);
}
function accepted(text: string) {
  const result = readStatement("bank-icbc", gb18030(text));
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.statement;
}

describe("ICBC", () => {
  test("its three layouts name the same movement alike", () => {
    const keys = [icbcHistory(), icbcFlag(), icbcTwoWay()].map((text) =>
      accepted(text)
        .rows.map((row) => row.rowKey)
        .toSorted(),
    );
    expect(keys[0]?.length).toBe(3);
    // (b) prints no fractions of a second, and neither does any other: the identity does not hold them.
    expect(keys[1]).toEqual(keys[0]);
    expect(keys[2]).toEqual(keys[0]);
  });

  test("the note in any of its columns is kept, and a voucher number that repeats is no identity", () => {
    const statement = accepted(icbcHistory());
    expect(statement.rows.map((row) => row.providerObjectId)).toEqual(["0", "0", "0"]);
    expect(new Set(statement.rows.map((row) => row.rowKey)).size).toBe(3);
    expect(accepted(icbcFlag()).rows[1]?.purpose).toBe("拨款");
  });

  test("a comma in a payee's name among columns of money cannot be placed", () => {
    expect(reasons(icbcHistory().replace(",希望小学,", ",希望,小学,"))).toEqual(["bad-row@4"]);
    const quoted = icbcHistory().replace(",希望小学,", ',"希望,小学",');
    expect(accepted(quoted).rows[1]?.counterparty).toBe("希望,小学 62220001");
  });

  test.each([
    [
      "a row of another account",
      icbcHistory().replace(`0,${ACCOUNT},62220001`, "0,999,62220001"),
      ["several-accounts@4"],
    ],
    ["a flag against its column", icbcHistory().replace(",借,", ",贷,"), ["bad-amount@4"]],
    [
      "a flag that nobody knows",
      icbcFlag(MOVEMENTS, ["1", "2"]),
      ["bad-amount@3", "bad-amount@4", "bad-amount@5"],
    ],
    ["a missing row", icbcFlag().replace(/^62220001.*\r\n/m, ""), ["balance-break@4"]],
    ["a cut row", icbcTwoWay().slice(0, -12), ["bad-row@6"]],
    ["CCB's list", ccbStatement(), ["wrong-bank@null"]],
  ])("%s is refused", (_name, text, expected) => {
    expect(reasons(text)).toEqual(expected);
  });
});
