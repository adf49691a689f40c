import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { readAlipayBill, readStatement } from "#app/features/payments/statements/read-statement.ts";
import type { StatementResult } from "#app/features/payments/statements/statement.ts";
import {
  ccbStatement,
  gb18030,
  LEDGER_HEADER,
  LEDGER_ROWS,
  ledgerBill,
  SUMMARY_BILL,
  TRADE_HEADER,
  TRADE_ROWS,
  tradeBill,
  tradeRow,
  zipOf,
} from "./statement-fixtures.ts";

function accepted(result: StatementResult) {
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.statement;
}

function reasons(result: StatementResult): string[] {
  return result.ok ? [] : result.errors.map((error) => `${error.reason}@${error.line}`);
}

/** The same bill with its columns in another order, every name and cell moved alike. */
function reorder(header: string, rows: string[], order: (index: number, count: number) => number) {
  const count = header.split(",").length;
  const move = (line: string) => {
    const cells = line.split(",");
    return Array.from({ length: count }, (_, index) => cells[order(index, count)]).join(",");
  };
  return { header: move(header), rows: rows.map(move) };
}

describe("trade bill (业务明细)", () => {
  test("the zip as downloaded, summary first, names in GBK", () => {
    const zip = zipOf([
      ["20880000000000010156_20261121_业务明细(汇总).csv", SUMMARY_BILL],
      ["20880000000000010156_20261121_业务明细.csv", tradeBill()],
    ]);
    const statement = accepted(readStatement("alipay-trade", zip));
    expect(statement).toMatchObject({
      source: "alipay-trade",
      account: "20880000000000010156",
      currency: "CNY",
      periodStart: new Date("2026-11-20T16:00:00Z"),
      periodEnd: new Date("2026-11-21T16:00:00Z"),
      totals: { rowCount: 3, inFen: 12050n, outFen: 5000n, feeFen: 42n, netFen: 7008n },
      warnings: [],
    });
    expect(statement.rows[0]).toMatchObject({
      rowKey: "2026112122001400000000000001|交易",
      lineNo: 6,
      kind: "payment",
      occurredAt: new Date("2026-11-21T02:00:30Z"),
      day: "2026-11-21",
      amountFen: 10050n,
      feeFen: 60n,
      providerObjectId: "2026112122001400000000000001",
      merchantReference: "pfund0001a",
      refundReference: null,
      counterparty: "*杨(137****2600)",
      purpose: "希望小学 捐赠",
    });
    expect(statement.rows[2]).toMatchObject({
      rowKey: "2026112122001400000000000001|退款|rf_1",
      kind: "refund",
      amountFen: -5000n,
      feeFen: -30n,
      refundReference: "rf_1",
    });
  });

  test("refunds printed as positive numbers are still refunds", () => {
    const rows = [...TRADE_ROWS];
    rows[2] = (rows[2] ?? "").replaceAll("-50.00", "50.00");
    const statement = accepted(readAlipayBill(gb18030(tradeBill(rows))));
    expect(statement.rows[2]).toMatchObject({ kind: "refund", amountFen: -5000n, feeFen: -30n });
  });

  test("columns in any order, half-width units, further columns", () => {
    const moved = reorder(TRADE_HEADER, TRADE_ROWS, (index, count) => count - 1 - index);
    const header = `${moved.header.replaceAll("（元）", "(元)")},业务账单来源`;
    const bytes = gb18030(
      tradeBill(
        moved.rows.map((row) => `${row},x`),
        { header },
      ),
    );
    const plain = accepted(readAlipayBill(gb18030(tradeBill())));
    expect(accepted(readAlipayBill(bytes)).rows).toEqual(plain.rows);
  });

  test("GB18030 beyond GBK, UTF-8 with and without mark read alike", () => {
    const rows = TRADE_ROWS.map((row) => row.replace("希望小学", "𠮷祥小学"));
    const text = tradeBill(rows);
    const fromGb = accepted(readAlipayBill(gb18030(text)));
    expect(fromGb.rows[0]?.purpose).toBe("𠮷祥小学 捐赠");
    const utf8 = new TextEncoder().encode(text);
    expect(accepted(readAlipayBill(utf8)).rows).toEqual(fromGb.rows);
    expect(accepted(readAlipayBill(new Uint8Array([0xef, 0xbb, 0xbf, ...utf8]))).rows).toEqual(fromGb.rows);
  });

  test("a day without payments", () => {
    const footer = [
      "#----业务明细列表结束----",
      "#交易合计：0笔，商家实收共0.00元，商家优惠共0.00元",
      "#退款合计：0笔，商家实收退款共0.00元，商家优惠退款共0.00元",
    ];
    const statement = accepted(readAlipayBill(gb18030(tradeBill([], { footer }))));
    expect(statement.rows).toEqual([]);
    expect(statement.periodStart).toEqual(new Date("2026-11-20T16:00:00Z"));
  });

  test("an unquoted comma: the row is flagged, never shifted, and the totals refuse the file", () => {
    const rows = [...TRADE_ROWS];
    rows[1] = tradeRow({
      tradeNo: "2026112122001400000000000002",
      orderNo: "pfund0001b",
      subject: "书,本",
      amount: "20.00",
      fee: "-0.12",
    });
    expect(reasons(readAlipayBill(gb18030(tradeBill(rows))))).toEqual(["footer-mismatch@10", "bad-row@7"]);
    const quoted = rows.map((row) => row.replace("书,本", '"书,本"'));
    expect(accepted(readAlipayBill(gb18030(tradeBill(quoted)))).rows[1]?.purpose).toBe("书,本");
    const zero = [...TRADE_ROWS, `${TRADE_ROWS[0]},多`];
    expect(accepted(readAlipayBill(gb18030(tradeBill(zero)))).warnings).toMatchObject([
      { line: 9, reason: "column-count" },
    ]);
  });

  test("quotation marks inside a name stay text", () => {
    const rows = TRADE_ROWS.map((row) => row.replace("希望小学 捐赠", '"爱心"捐赠'));
    expect(accepted(readAlipayBill(gb18030(tradeBill(rows)))).rows[0]?.purpose).toBe('"爱心"捐赠');
  });
});

describe("account bill (账务明细)", () => {
  test("kinds, signs, fees as rows of their own, running balance", () => {
    const statement = accepted(readStatement("alipay-signcustomer", gb18030(ledgerBill())));
    expect(statement.rows.map((row) => [row.kind, row.amountFen, row.balanceAfterFen])).toEqual([
      ["payment", 10050n, 110050n],
      ["fee", -60n, 109990n],
      ["refund", -5000n, 104990n],
      ["fee", 30n, 105020n],
      ["payout", -105020n, 0n],
    ]);
    expect(statement.totals).toMatchObject({
      openingBalanceFen: 100000n,
      closingBalanceFen: 0n,
      netFen: -100000n,
    });
    expect(statement.rows[1]).toMatchObject({
      rowKey: "180010000002",
      providerObjectId: "88001",
      paymentObjectId: "2026112122001400000000000001",
      merchantReference: "pfund0001a",
    });
  });

  test("newest first and columns moved", () => {
    const moved = reorder(LEDGER_HEADER, LEDGER_ROWS.toReversed(), (index, count) => (index + 5) % count);
    const text = ledgerBill(moved.rows, { header: moved.header.replaceAll("（", "(").replaceAll("）", ")") });
    const statement = accepted(readAlipayBill(gb18030(text)));
    expect(statement.source).toBe("alipay-signcustomer");
    expect(statement.totals).toMatchObject({ openingBalanceFen: 100000n, closingBalanceFen: 0n });
  });

  test("a missing, changed or doubled row", () => {
    const missing = LEDGER_ROWS.filter((_, index) => index !== 2);
    expect(reasons(readAlipayBill(gb18030(ledgerBill(missing))))).toEqual([
      "footer-mismatch@11",
      "balance-break@8",
    ]);
    const changed = LEDGER_ROWS.map((row) => row.replace(",,50.00,", ",,50.01,"));
    expect(reasons(readAlipayBill(gb18030(ledgerBill(changed))))).toContain("balance-break@8");
    const doubled = [...LEDGER_ROWS, LEDGER_ROWS[4] ?? ""];
    expect(reasons(readAlipayBill(gb18030(ledgerBill(doubled))))).toContain("duplicate-row@11");
  });
});

describe("files that are refused", () => {
  const zip = zipOf([["业务明细.csv", tradeBill()]]);
  const flipped = zip.slice();
  flipped[60] = (flipped[60] ?? 0) ^ 0xff;
  const garbled = new TextDecoder("gb18030").decode(new TextEncoder().encode(tradeBill()));
  const lines = tradeBill().split("\r\n");

  test.each<[string, Uint8Array, string[]]>([
    ["empty", new Uint8Array(0), ["empty-file@null"]],
    ["a zip cut off", zip.subarray(0, zip.length - 30), ["bad-zip@null"]],
    ["a zip with damaged data", flipped, ["bad-zip@null"]],
    [
      "a zip of too many entries",
      zipOf(Array.from({ length: 17 }, (_, n) => [`${n}.csv`, "x"])),
      ["bad-zip@null"],
    ],
    ["only the summary", zipOf([["a.csv", SUMMARY_BILL]]), ["wrong-source@null"]],
    [
      "two detail lists",
      zipOf([
        ["a.csv", tradeBill()],
        ["b.csv", ledgerBill()],
      ]),
      ["wrong-source@null"],
    ],
    ["the other kind", gb18030(ledgerBill()), ["wrong-source@null"]],
    ["a bank statement", gb18030(ccbStatement()), ["wrong-source@null"]],
    ["saved in the wrong encoding", new TextEncoder().encode(garbled), ["bad-encoding@null"]],
    ["cut after a row", gb18030(lines.slice(0, 7).join("\r\n")), ["truncated@7"]],
    ["cut before the totals", gb18030(lines.slice(0, 9).join("\r\n")), ["truncated@9"]],
    ["a column taken away", gb18030(tradeBill().replace("服务费（元）", "别的")), ["missing-column@5"]],
    [
      "three decimals",
      gb18030(tradeBill().replace("-0.60", "-0.605")),
      ["bad-amount@6", "footer-mismatch@10"],
    ],
    [
      "full-width digits",
      gb18030(tradeBill().replace("100.50,100.50", "１００,１００")),
      ["bad-amount@6", "footer-mismatch@10"],
    ],
    [
      "an impossible date",
      gb18030(tradeBill().replace("21 10:00:30", "31 10:00:30")),
      ["bad-time@6", "footer-mismatch@10"],
    ],
    [
      "totals of another day",
      gb18030(tradeBill().replace("共120.50元", "共120.51元")),
      ["footer-mismatch@10"],
    ],
  ])("%s", (_name, bytes, expected) => {
    expect(reasons(readStatement("alipay-trade", bytes))).toEqual(expected);
  });

  test("one broken byte names its line", () => {
    const bytes = new TextEncoder().encode(tradeBill());
    const at = Buffer.from(bytes).lastIndexOf("希望小学");
    bytes[at] = 0xff;
    expect(reasons(readAlipayBill(bytes))).toEqual(["bad-encoding@8"]);
  });

  test("a zip bomb is not unpacked", () => {
    const bomb = zipSync({ a: new Uint8Array(1024 * 1024) });
    const view = new DataView(bomb.buffer, bomb.byteOffset);
    const directory = view.getUint32(bomb.length - 22 + 16, true);
    view.setUint32(directory + 24, 401 * 1024 * 1024, true);
    expect(reasons(readAlipayBill(bomb))).toEqual(["too-large@null"]);
    // One that lies about its size is stopped at what it declared.
    view.setUint32(directory + 24, 1000, true);
    expect(reasons(readAlipayBill(bomb))).toEqual(["bad-zip@null"]);
  });
});
