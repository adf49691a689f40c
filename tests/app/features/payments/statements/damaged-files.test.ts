import { expect, test } from "vitest";
import { readStatement, scanStatement } from "#app/features/payments/statements/read-statement.ts";
import type { StatementSource } from "#app/features/payments/statements/statement.ts";
import { stripeBooksFile } from "#app/features/payments/statements/stripe-books-file.ts";
import { ccbStatement, gb18030, ledgerBill, SUMMARY_BILL, tradeBill, zipOf } from "./statement-fixtures.ts";

const BOOKS = stripeBooksFile(
  { account: "acct_1", livemode: false, period_start: 1795219200, period_end: 1795305600 },
  [
    {
      id: "txn_1",
      amount: 10050,
      fee: 526,
      net: 9524,
      currency: "cny",
      created: 1795230000,
      type: "charge",
      reporting_category: "charge",
      source: {
        id: "ch_1",
        object: "charge",
        payment_intent: "pi_1",
        metadata: { payment_id: "pfund0001a" },
      },
    },
  ],
  [],
);

const FILES: [StatementSource, string, Uint8Array][] = [
  [
    "alipay-trade",
    "zip",
    zipOf([
      ["汇总.csv", SUMMARY_BILL],
      ["明细.csv", tradeBill()],
    ]),
  ],
  ["alipay-trade", "csv", gb18030(tradeBill())],
  ["alipay-signcustomer", "csv", gb18030(ledgerBill())],
  ["stripe", "ndjson", BOOKS],
  ["bank-ccb", "gbk", gb18030(ccbStatement())],
  ["bank-ccb", "utf-8", new TextEncoder().encode(ccbStatement())],
];

/** A small seeded generator: a failure is found again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test.each(FILES)(
  "%s (%s) damaged anywhere is refused with reasons or keeps its sums, and never crashes",
  (source, _form, file) => {
    const whole = readStatement(source, file);
    if (!whole.ok) throw new Error(JSON.stringify(whole.errors));
    const next = random(7);
    let refused = 0;
    for (let round = 0; round < 400; round += 1) {
      let bytes = file.slice();
      const at = Math.floor(next() * bytes.length);
      if (round % 3 === 0) bytes = bytes.slice(0, at);
      else if (round % 3 === 1) bytes[at] = Math.floor(next() * 256);
      else bytes = new Uint8Array([...bytes.slice(0, at), ...bytes.slice(at + 1 + Math.floor(next() * 40))]);
      const result = readStatement(source, bytes);
      const scan = scanStatement(source, bytes);
      expect(scan.ok).toBe(result.ok);
      if (!result.ok) {
        refused += 1;
        expect(result.errors.length).toBeGreaterThan(0);
      }
    }
    expect(refused).toBeGreaterThan(130);
  },
);

test.each(FILES)("%s (%s) given as any other source is refused", (source, _form, file) => {
  const others = (["alipay-trade", "alipay-signcustomer", "stripe", "bank-ccb"] as const).filter(
    (name) => name !== source,
  );
  for (const other of others) {
    const result = readStatement(other, file);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(["wrong-source", "wrong-bank"]).toContain(result.errors[0]?.reason);
  }
});
