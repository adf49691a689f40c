import { describe, expect, test } from "vitest";
import {
  type ColumnMapping,
  columnMappingSchema,
  headerSignature,
} from "#app/features/payments/statements/column-mapping.ts";
import { readStatement } from "#app/features/payments/statements/read-statement.ts";
import { GENERIC_MAPPING, genericText, utf8 } from "./bank-fixtures.ts";

const read = (text: string, mapping: ColumnMapping | null = GENERIC_MAPPING) =>
  readStatement("bank-generic", utf8(text), { mapping });
function reasons(text: string, mapping?: ColumnMapping | null): string[] {
  const result = read(text, mapping);
  return result.ok ? [] : result.errors.map((error) => `${error.reason}@${error.line}`);
}
function accepted(text: string, mapping?: ColumnMapping) {
  const result = read(text, mapping);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.statement;
}

const ENGLISH = [
  "Account: 6222 0000 1234",
  "Date,Description,Amount,Balance",
  '03/08/2026,"Gift, monthly",100.00,"1,100.00"',
  '04/08/2026,Rent,-50.50,"1,049.50"',
  "",
].join("\r\n");
const SIGNED: ColumnMapping = {
  columns: { date: 0, summary: 1, amount: 2, balance: 3 },
  dateForm: "dmy",
  inWords: [],
  outWords: [],
  negativeDebit: "reversal",
  isReferenceUnique: false,
};

describe("a list by named columns", () => {
  test("signed amounts, dates with the day first, names in English", () => {
    const statement = accepted(ENGLISH, SIGNED);
    expect(statement.account).toBe("622200001234");
    expect(statement.rows.map((row) => [row.day, row.amountFen])).toEqual([
      ["2026-08-03", 10_000n],
      ["2026-08-04", -5_050n],
    ]);
  });

  test("1 and 2 mean what was said; said the other way round, the balance does not hold", () => {
    expect(accepted(genericText()).rows.map((row) => row.amountFen)).toEqual([100_000n, -25_055n, 10n]);
    const turned = { ...GENERIC_MAPPING, inWords: ["2"], outWords: ["1"] };
    expect(reasons(genericText(), turned)).toEqual(["balance-break@5"]);
  });

  test("a bank that prints every debit with a minus", () => {
    const text = [
      "账号:62220000",
      "日期,借方,贷方,余额",
      "2026-8-3,-50.00,,950.00",
      "2026-8-4,,10.00,960.00",
      "2026-8-5,-1.00,0.00,959.00",
      "合计,-51.00,10.00,",
    ].join("\n");
    const mapping = {
      ...SIGNED,
      columns: { date: 0, debit: 1, credit: 2, balance: 3 },
      dateForm: "ymd",
    } as const;
    expect(reasons(text, mapping)).toEqual(["balance-break@5"]);
    const signed = accepted(text, { ...mapping, negativeDebit: "sign" });
    expect(signed.rows.map((row) => row.amountFen)).toEqual([-5_000n, 1_000n, -100n]);
    expect(signed.warnings.map((warning) => warning.reason)).toEqual(["no-period"]);
  });

  test("without a balance a list is taken and flagged, but a row that cannot be placed is not", () => {
    const mapping = { ...SIGNED, columns: { date: 0, summary: 1, amount: 2 } };
    const bare = ENGLISH.replace(/,("[\d,.]+"|Balance)$/gm, "")
      .replace(/,"[\d,.]+"/g, "")
      .replace(",Balance", "");
    expect(accepted(bare, mapping).warnings).toContainEqual(
      expect.objectContaining({ reason: "no-balance" }),
    );
    expect(reasons(bare.replace("Rent", "Rent, August"), mapping)).toEqual(["bad-row@4"]);
  });

  test("a delimiter at the end of each row and not of the header", () => {
    const text = genericText().replace(/(T\d{7})\r\n/g, "$1;\r\n");
    expect(accepted(text).rows).toEqual(accepted(genericText()).rows);
    const last = text.replace("T0000003;", "T0000003");
    expect(reasons(last)).toEqual(["bad-row@6"]);
  });

  test("two rows of one serial number are refused: that column names no row", () => {
    expect(reasons(genericText().replace("T0000002", "T0000001"))).toEqual(["duplicate-row@5"]);
  });

  test.each([
    ["nobody named the columns", genericText(), null, ["unknown-columns@3"]],
    ["a column was named that is not there", ENGLISH, GENERIC_MAPPING, ["missing-column@2"]],
    ["the account changes", genericText().replace("1000.00;", "x;"), undefined, ["bad-amount@4"]],
    ["there is no header", "1,2,3\r\n4,5,6\r\n", undefined, ["no-header@null"]],
    [
      "an opening balance says otherwise",
      `期初余额,9999.00\r\n${genericText()}`,
      undefined,
      ["footer-mismatch@null"],
    ],
  ])("is refused where %s", (_name, text, mapping, expected) => {
    expect(reasons(text, mapping)).toEqual(expected);
  });

  test("a mapping without an amount, or with one column twice, is none", () => {
    const parse = (over: object) => columnMappingSchema.safeParse({ ...GENERIC_MAPPING, ...over }).success;
    expect(parse({})).toBe(true);
    expect(parse({ columns: { date: 0, debit: 1 } })).toBe(false);
    expect(parse({ columns: { date: 0, amount: 0 } })).toBe(false);
    expect(parse({ inWords: ["1"], outWords: ["1"] })).toBe(false);
  });

  test("a header is known by its names, whatever their width and units", () => {
    const signature = (cells: string[]) => headerSignature({ delimiter: ",", cells });
    expect(signature(["日期", "借方金额（元）"])).toBe(signature(["日 期", "借方金额(元)"]));
    expect(signature(["日期", "余额"])).not.toBe(signature(["余额", "日期"]));
  });
});
