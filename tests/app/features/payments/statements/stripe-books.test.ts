import { describe, expect, test } from "vitest";
import { readStatement, scanStatement } from "#app/features/payments/statements/read-statement.ts";
import type { StripePayoutBooks, StripeTransaction } from "#app/features/payments/statements/stripe-books.ts";
import { stripeBooksFile } from "#app/features/payments/statements/stripe-books-file.ts";

const HEAD = { account: "acct_1", livemode: false, period_start: 1795219200, period_end: 1795305600 };

function transaction(change: Partial<StripeTransaction>): StripeTransaction {
  const made = {
    id: "txn_1",
    amount: 10050,
    fee: 526,
    currency: "cny",
    created: 1795230000,
    type: "charge" as const,
    reporting_category: "charge",
    source: {
      id: "ch_1",
      object: "charge",
      payment_intent: "pi_1",
      metadata: { payment_id: "pfund0001a", other: "x" },
    },
    ...change,
  };
  return { ...made, net: change.net ?? made.amount - made.fee } as StripeTransaction;
}

const REFUND = transaction({
  id: "txn_2",
  amount: -5000,
  fee: 0,
  type: "refund",
  reporting_category: "refund",
  source: {
    id: "re_1",
    object: "refund",
    payment_intent: "pi_1",
    metadata: { payment_id: "pfund0001a", refund_id: "rf_1" },
  },
});
const PAYOUT = transaction({
  id: "txn_3",
  amount: -4524,
  fee: 0,
  type: "payout",
  reporting_category: "payout",
  source: "po_1",
});
const PAYOUT_BOOKS: StripePayoutBooks = {
  payout: { id: "po_1", amount: 4524, currency: "cny", status: "paid", arrival_date: 1795392000 },
  members: [
    { id: "txn_1", net: 9524 },
    { id: "txn_2", net: -5000 },
  ],
};
const ROWS = [transaction({}), REFUND, PAYOUT];

function read(rows: StripeTransaction[], payouts: StripePayoutBooks[] = [PAYOUT_BOOKS]) {
  return readStatement("stripe", stripeBooksFile(HEAD, rows, payouts));
}

function reasons(bytes: Uint8Array): string[] {
  const result = readStatement("stripe", bytes);
  return result.ok ? [] : result.errors.map((error) => `${error.reason}@${error.line}`);
}

describe("Stripe's books", () => {
  test("rows lead back to payments, refunds and payouts", () => {
    const result = read(ROWS);
    if (!result.ok) throw new Error(JSON.stringify(result.errors));
    const { statement } = result;
    expect(statement).toMatchObject({
      source: "stripe",
      account: "acct_1",
      currency: "CNY",
      totals: { rowCount: 3, inFen: 10050n, outFen: 9524n, feeFen: 526n, netFen: 0n },
      payouts: [
        { payoutId: "po_1", amountFen: 4524n, memberKeys: ["txn_1", "txn_2"], arrivalDay: "2026-11-23" },
      ],
    });
    expect(statement.rows).toMatchObject([
      {
        rowKey: "txn_1",
        kind: "payment",
        providerObjectId: "pi_1",
        merchantReference: "pfund0001a",
        feeFen: 526n,
      },
      {
        kind: "refund",
        amountFen: -5000n,
        providerObjectId: "re_1",
        paymentObjectId: "pi_1",
        refundReference: "rf_1",
      },
      { kind: "payout", amountFen: -4524n, providerObjectId: "po_1", payoutId: "po_1" },
    ]);
  });

  test("Σ net of the members is the payout, or the file is refused", () => {
    const wrong = { ...PAYOUT_BOOKS, members: [{ id: "txn_1", net: 9524 }] };
    expect(read(ROWS, [wrong])).toMatchObject({
      ok: false,
      errors: [{ line: 5, reason: "equation-mismatch" }],
    });
    expect(read(ROWS, [{ ...PAYOUT_BOOKS, members: null }])).toMatchObject({
      ok: true,
      statement: { warnings: [{ reason: "payout-not-itemised" }] },
    });
  });

  test("only what is needed is kept of the source", () => {
    expect(new TextDecoder().decode(stripeBooksFile(HEAD, ROWS, []))).not.toContain("other");
  });

  test.each<[string, StripeTransaction, string]>([
    ["net that is not amount − fee", transaction({ net: 9525 }), "equation-mismatch@2"],
    ["part of a minor unit", transaction({ amount: 100.5, fee: 0, net: 100.5 }), "bad-amount@2"],
  ])("%s", (_name, row, expected) => {
    expect(reasons(stripeBooksFile(HEAD, [row], []))).toEqual([expected]);
  });

  test("doubled rows, mixed currencies, cut or foreign files", () => {
    expect(reasons(stripeBooksFile(HEAD, [transaction({}), transaction({})], []))).toEqual([
      "duplicate-row@3",
    ]);
    const dollars = transaction({ id: "txn_9", currency: "usd" });
    expect(readStatement("stripe", stripeBooksFile(HEAD, [dollars, transaction({})], []))).toMatchObject({
      ok: true,
      statement: {
        currency: "CNY",
        totals: { rowCount: 1, inFen: 10050n },
        rows: [{ currency: "USD" }, { currency: "CNY" }],
        warnings: [{ reason: "other-currency" }],
      },
    });
    const whole = stripeBooksFile(HEAD, ROWS, [PAYOUT_BOOKS]);
    const text = new TextDecoder().decode(whole);
    const lines = text.trimEnd().split("\n");
    const encode = (kept: string[]) => new TextEncoder().encode(kept.join("\n"));
    expect(reasons(encode(lines.slice(0, -1)))).toEqual(["truncated@5"]);
    expect(reasons(encode(lines.filter((_, index) => index !== 2)))).toEqual(["footer-mismatch@5"]);
    expect(reasons(encode([...lines.slice(0, 2), lines[2]?.slice(0, 20) ?? ""]))).toEqual(["bad-row@3"]);
    expect(reasons(new TextEncoder().encode("交易时间,余额\n"))).toEqual(["wrong-source@1"]);
  });

  test("a scan validates first and then gives the same rows", () => {
    const bytes = stripeBooksFile(HEAD, ROWS, [PAYOUT_BOOKS]);
    const scan = scanStatement("stripe", bytes);
    const whole = readStatement("stripe", bytes);
    if (!scan.ok || !whole.ok) throw new Error("refused");
    expect([...scan.rows()]).toEqual(whole.statement.rows);
    expect([...scan.rows()]).toHaveLength(3);
  });
});
