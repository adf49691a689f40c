import { describe, expect, test } from "vitest";
import { readStatement } from "#app/features/payments/statements/read-statement.ts";
import type { StatementResult } from "#app/features/payments/statements/statement.ts";
import { CCB_HEADER, CCB_ROWS, ccbStatement, gb18030, ledgerBill, zipOf } from "./statement-fixtures.ts";

function read(text: string | Uint8Array): StatementResult {
  return readStatement("bank-ccb", typeof text === "string" ? gb18030(text) : text);
}

function accepted(text: string | Uint8Array) {
  const result = read(text);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.statement;
}

const TOTALS = "合计,250.55,1000.10,,,,,,,,,,,,";

function reasons(text: string | Uint8Array): string[] {
  const result = read(text);
  return result.ok ? [] : result.errors.map((error) => `${error.reason}@${error.line}`);
}

describe("CCB account details", () => {
  test("GBK with every way to print zero", () => {
    const statement = accepted(ccbStatement());
    expect(statement).toMatchObject({
      account: "44001234567890123456",
      accountName: "明善公益基金会",
      currency: "CNY",
      periodStart: new Date("2026-07-31T16:00:00Z"),
      periodEnd: new Date("2026-08-02T16:00:00Z"),
      totals: {
        rowCount: 3,
        inFen: 100010n,
        outFen: 25055n,
        openingBalanceFen: 1000000n,
        closingBalanceFen: 1074955n,
      },
    });
    expect(statement.rows.map((row) => [row.rowKey, row.kind, row.amountFen])).toEqual([
      ["1-100001", "transfer-in", 100000n],
      ["2-100002", "transfer-out", -25055n],
      ["3-100003", "other", 10n],
    ]);
    expect(statement.rows[0]).toMatchObject({
      occurredAt: new Date("2026-08-01T07:24:03Z"),
      day: "2026-08-01",
      counterparty: "支付宝（中国）网络技术有限公司 21500001",
      purpose: "w1",
      summary: "支付宝提现",
    });
  });

  test("UTF-8, the older header, newest first and a total row give the same rows", () => {
    const header = CCB_HEADER.replace("/元(支取)", "（支取）").replace("/元(收入)", "（收入）");
    const rows = [...CCB_ROWS.toReversed(), TOTALS];
    const statement = accepted(new TextEncoder().encode(ccbStatement(rows, header)));
    const plain = accepted(ccbStatement());
    const key = (row: { rowKey: string; amountFen: bigint }) => `${row.rowKey} ${row.amountFen}`;
    expect(statement.rows.map(key).toReversed()).toEqual(plain.rows.map(key));
    expect(statement.totals.openingBalanceFen).toBe(1000000n);
  });

  test("rows without a serial number get keys that stay the same and differ between twins", () => {
    const bare = CCB_ROWS.map((row) => row.replace(/,\d-\d+,/, ",,"));
    const first = accepted(ccbStatement(bare)).rows.map((row) => row.rowKey);
    const second = accepted(ccbStatement(bare.toReversed())).rows.map((row) => row.rowKey);
    expect(new Set(first).size).toBe(3);
    expect(second.toReversed()).toEqual(first);
    const nothing = "20260803 10:00:00,0,0,,人民币元,,,,20260803,查询,,,,,";
    const twins = accepted(ccbStatement([...bare, nothing, nothing])).rows.slice(-2);
    expect(twins[1]?.rowKey).toBe(`${twins[0]?.rowKey}#2`);
  });

  test("the one list in a zip, and one with TABs, give the same rows", () => {
    const plain = accepted(ccbStatement()).rows;
    expect(accepted(zipOf([["流水.csv", ccbStatement()]])).rows).toEqual(plain);
    const tabbed = [CCB_HEADER, ...CCB_ROWS].map((row) =>
      row.replace(/"([\d.]+),([\d.]+)"/g, "$1$2").replaceAll(",", "\t"),
    );
    expect(accepted(ccbStatement(tabbed.slice(1), tabbed[0])).rows).toEqual(plain);
  });

  test("an unquoted comma in a name: the money is taken where the balance proves it, the text is left out", () => {
    const statement = accepted(ccbStatement().replace(",希望小学,", ",希望,小学,"));
    expect(statement.rows.map((row) => row.amountFen)).toEqual([100000n, -25055n, 10n]);
    expect(statement.rows[1]).toMatchObject({ counterparty: null, purpose: null, summary: null });
    expect(statement.warnings).toContainEqual(
      expect.objectContaining({ line: 6, reason: "column-count", day: "2026-08-01" }),
    );
  });

  test("a debit taken back is a negative debit: money in, and flagged", () => {
    const back =
      '20260803 10:00:00,-250.55,0,"11,000.10",人民币元,希望小学,62220001,某支行,20260803,冲正,退回,4-100004,,,';
    const statement = accepted(ccbStatement([...CCB_ROWS, back]));
    expect(statement.rows.at(-1)?.amountFen).toBe(25055n);
    expect(statement.warnings).toContainEqual(expect.objectContaining({ line: 8, reason: "reversal" }));
  });

  test("a day on which nothing happened is a statement if its preamble says which", () => {
    const empty = ccbStatement([], `起始日期,20260801,终止日期,20260801\r\n${CCB_HEADER}`);
    expect(accepted(empty)).toMatchObject({
      rows: [],
      periodStart: new Date("2026-07-31T16:00:00Z"),
      periodEnd: new Date("2026-08-01T16:00:00Z"),
    });
  });

  test("a line break inside quotes is one row", () => {
    const rows = [...CCB_ROWS];
    rows[1] = (rows[1] ?? "").replace(",拨款,", ',"拨款\n第二批",');
    expect(accepted(ccbStatement(rows)).rows[1]?.purpose).toBe("拨款 第二批");
  });

  test.each<[string, string | Uint8Array, string[]]>([
    ["a changed amount", ccbStatement().replace("250.55", "250.56"), ["balance-break@6"]],
    ["a missing row", ccbStatement(CCB_ROWS.filter((_, index) => index !== 1)), ["balance-break@6"]],
    ["both sides filled", ccbStatement().replace("250.55,-", "250.55,1.00"), ["bad-amount@6"]],
    ["a bad time", ccbStatement().replace("20260801 16:00:00", "20260801 26:00:00"), ["bad-time@6"]],
    ["a cell too few", ccbStatement().replace(",转账,", ","), ["bad-row@6"]],
    [
      "a cell too many that is a thousands separator",
      ccbStatement().replace('"10,749.45"', "10,749.45"),
      ["bad-row@6"],
    ],
    ["another currency", ccbStatement().replace(",人民币元,希望", ",美元,希望"), ["bad-currency@6"]],
    ["no account", ccbStatement().replace("账　　号", "别的"), ["no-header@null"]],
    ["cut before the header", ccbStatement().split("\r\n").slice(0, 3).join("\r\n"), ["no-header@null"]],
    [
      "ICBC's layout",
      "[HISTORYDETAIL]\r\n凭证号,本方账号,对方账号,交易时间,借/贷,借方发生额,贷方发生额,余额\r\n",
      ["wrong-bank@2"],
    ],
    ["another bank's name", ccbStatement().replace("中国建设银行", "中国工商银行"), ["wrong-bank@null"]],
    [
      "another bank's columns",
      "记录\r\n交易时间,借方发生额,贷方发生额,余额,摘要\r\n20260801 10:00:00,0,1.00,1.00,x\r\n",
      ["wrong-bank@2"],
    ],
    ["an Alipay bill", ledgerBill(), ["wrong-source@1"]],
    [
      "a zip of two lists, or a workbook",
      zipOf([
        ["a.csv", ccbStatement()],
        ["b.csv", ccbStatement()],
      ]),
      ["wrong-source@null"],
    ],
    [
      "a total that its rows do not give",
      ccbStatement([...CCB_ROWS, TOTALS.replace("250.55", "250.56")]),
      ["footer-mismatch@8"],
    ],
    ["UTF-16", new Uint8Array([0xff, 0xfe, 0x2d, 0x4e]), ["bad-encoding@1"]],
    [
      "bytes of no encoding",
      new Uint8Array([...gb18030(ccbStatement()), 0xff, 0xff, 0x0a]),
      ["bad-encoding@8"],
    ],
  ])("%s is refused", (_name, file, expected) => {
    expect(reasons(file)).toEqual(expected);
  });
});
