import { describe, expect, it } from "vitest";
import { POSTINGS } from "#app/features/ledger/postings.ts";
import { BREAK_KINDS, type BreakKind } from "#app/features/reconciliation/breaks.ts";
import {
  type WriteOffFacts,
  writeOffFen,
  writeOffPlan,
} from "#app/features/reconciliation/write-off-plan.ts";

const facts = (kind: BreakKind, over: Partial<WriteOffFacts> = {}): WriteOffFacts => ({
  kind,
  source: "alipay-signcustomer",
  currency: "CNY",
  row: { amountFen: 900n, feeFen: 0n, isMatched: false },
  payment: null,
  ...over,
});
const row = (amountFen: bigint, feeFen = 0n) => ({ amountFen, feeFen, isMatched: false });
const counted = { amountFen: 1_000n, isCounted: true };

/** [what, facts, legs as "kind amount"] */
const CASES: readonly [string, WriteOffFacts, readonly string[]][] = [
  ["a fee of no gift", facts("fee-unexplained", { row: row(-60n) }), ["provider-fee-borne 60"]],
  ["a fee returned", facts("fee-unexplained", { row: row(60n) }), ["provider-fee-borne-returned 60"]],
  ["money taken for no reason", facts("missing-in-ledger", { row: row(-5n) }), ["provider-fee-borne 5"]],
  ["money given by nobody", facts("missing-in-ledger", { row: row(5n) }), ["suspense-received 5"]],
  [
    "money given by nobody, less a fee",
    facts("missing-in-ledger", { source: "stripe", row: row(500n, 20n) }),
    ["suspense-received 500", "provider-fee-borne 20"],
  ],
  [
    "a gift that came short",
    facts("amount-mismatch", { row: row(999n), payment: counted }),
    ["provider-fee-borne 1"],
  ],
  [
    "a gift that came over, less a fee",
    facts("amount-mismatch", { source: "stripe", row: row(1_001n, 30n), payment: counted }),
    ["suspense-received 1", "provider-fee-borne 30"],
  ],
];

describe("a write-off", () => {
  it.each(CASES)("of %s is borne by the organization or waits in suspense", (_what, given, legs) => {
    const plan = writeOffPlan(given);
    expect(plan.ok && plan.legs.map(({ kind, amountFen }) => `${kind} ${amountFen}`)).toEqual(legs);
    if (!plan.ok) throw new Error("refused");
    expect(writeOffFen(plan.legs)).toBe(plan.legs.reduce((sum, leg) => sum + leg.amountFen, 0n));
    expect(plan.settlesGift).toBe(given.kind === "amount-mismatch");
    // Never a fund's account, and only what the closed list allows.
    for (const { kind, debit, credit } of plan.legs) {
      expect(POSTINGS[kind].debit as readonly string[]).toContain(debit);
      expect(POSTINGS[kind].credit as readonly string[]).toContain(credit);
    }
  });

  const explained = BREAK_KINDS.filter(
    (kind) => !["fee-unexplained", "missing-in-ledger", "amount-mismatch"].includes(kind),
  );
  it.each(explained)("of %s is not posted: it is explained", (kind) => {
    expect(writeOffPlan(facts(kind, { payment: counted }))).toEqual({ ok: false, reason: "explain-only" });
  });

  it.each([
    ["a bank row", facts("bank-row-unexplained", { source: "bank-ccb", row: row(-500n) })],
    ["the trade bill", facts("amount-mismatch", { source: "alipay-trade", payment: counted })],
    [
      "a payment that is known and not counted",
      facts("missing-in-ledger", { payment: { ...counted, isCounted: false } }),
    ],
    ["another currency", facts("fee-unexplained", { currency: "HKD", row: row(-60n) })],
    ["what no row shows", facts("fee-unexplained", { row: null })],
    ["nothing", facts("fee-unexplained", { row: row(0n) })],
  ])("is refused for %s", (_what, given) => {
    expect(writeOffPlan(given)).toEqual({ ok: false, reason: "explain-only" });
  });

  it("is refused for a row that is matched already", () => {
    const matched = { amountFen: -60n, feeFen: 0n, isMatched: true };
    expect(writeOffPlan(facts("fee-unexplained", { row: matched }))).toEqual({
      ok: false,
      reason: "already-matched",
    });
  });
});
