import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { csvCell, csvRecord } from "#app/lib/csv.ts";

describe("csv", () => {
  it.each([
    ["=1+1", "'=1+1"],
    ["+86 138", "'+86 138"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\tx", "'\tx"],
    ["＝cmd", "'＝cmd"],
    ["-2+3", "'-2+3"],
    ["−5", "'−5"],
    ["-5.00", "-5.00"],
    ["-1,234.50", '"-1,234.50"'],
    ["一餐热饭", "一餐热饭"],
    ["", ""],
  ])("writes %j as %j", (text, cell) => expect(csvCell(text)).toBe(cell));

  it("is read back by another reader, whatever stands in a cell", () => {
    const cells = ['a"b', "c,d", "e\r\nf", "　", "，", ' "', "🍚"];
    expect(parse(csvRecord(cells))).toEqual([cells]);
  });
});
