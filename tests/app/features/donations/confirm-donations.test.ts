import { describe, expect, it } from "vitest";
import { confirmDonations } from "#app/features/donations/confirm-donations.server.ts";
import type { ReceivedFact } from "#app/features/donations/provider-event.ts";
import { accountId } from "#app/features/ledger/accounts.ts";
import { accountBalances } from "#app/features/ledger/balances.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import {
  makeFund,
  makeOrganization,
  makePendingGift,
  NOW,
  type PendingGift,
  paidFact,
} from "#tests/factories/books.ts";

async function gift(amountFen = 5_000n, over: { email?: string } = {}): Promise<PendingGift> {
  const made = await makeOrganization();
  return makePendingGift({ ...made, fundId: await makeFund(made.organizationId) }, amountFen, over);
}

const termsOf = async (of: PendingGift) => (await fundTerms([of.fundId])).get(of.fundId);
const suspenseOf = async (of: PendingGift) => {
  const id = accountId("suspense", of.organizationId);
  return -((await accountBalances([id])).get(id) ?? 0n);
};
const paymentOf = async (of: PendingGift) =>
  (
    await db.rows<{
      paidAt: Date | null;
      countedAt: Date | null;
      closedAt: Date | null;
      reason: string | null;
    }>(
      `select paid_at as "paidAt", counted_at as "countedAt", closed_at as "closedAt", quarantine_reason as reason
       from payment where id = $1`,
      [of.paymentId],
    )
  )[0];
const confirm = (...facts: ReceivedFact[]) => confirmDonations(facts, NOW);

describe("a paid gift", () => {
  it("counts once, however often and by whomever it is told", async () => {
    const made = await gift();
    expect(await confirm(paidFact(made))).toEqual(["applied"]);
    expect(await confirm(paidFact(made))).toEqual(["repeated"]);
    expect(await confirm({ ...paidFact(made, { eventKey: "query|1" }), origin: "sweep" })).toEqual([
      "repeated",
    ]);
    expect(await termsOf(made)).toMatchObject({ raised: 5_000n, available: 5_000n, donationCount: 1n });
    const events = await db.rows("select 1 from provider_event");
    expect(events).toHaveLength(1);
  });

  it("counts once when twenty messengers come at the same moment, in batches of any mixture", async () => {
    const made = await gift();
    const other = await makePendingGift(made, 300n);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        i % 2 ? confirm(paidFact(made), paidFact(other)) : confirm(paidFact(other), paidFact(made)),
      ),
    );
    expect(outcomes.flat().filter((outcome) => outcome === "applied")).toHaveLength(2);
    expect(await termsOf(made)).toMatchObject({ raised: 5_300n, donationCount: 2n });
  });

  it("writes one letter to a donor who left an address, and none to another", async () => {
    const made = await gift(5_000n, { email: "donor@example.org" });
    await confirm(paidFact(made));
    await confirm(paidFact(made));
    const letters = await db.rows<{ recipient: string; text: string }>(
      "select recipient, text from outgoing_mail",
    );
    expect(letters.map((letter) => letter.recipient)).toEqual(["donor@example.org"]);
    expect(letters[0]?.text).toContain(`/donations/${made.donationId}?token=`);
    expect(await db.rows("select 1 from outbox where job = 'send-mail'")).toHaveLength(1);
  });

  it("is taken after its payment was closed: the money is real", async () => {
    const made = await gift();
    expect(await confirm(paidFact(made, { type: "closed", eventKey: "c" }))).toEqual(["applied"]);
    expect((await paymentOf(made))?.closedAt).toEqual(NOW);
    expect(await confirm(paidFact(made))).toEqual(["applied"]);
    expect(await termsOf(made)).toMatchObject({ raised: 5_000n });
  });

  it("is not undone by a close that comes late", async () => {
    const made = await gift();
    await confirm(paidFact(made));
    expect(await confirm(paidFact(made, { type: "closed", eventKey: "c" }))).toEqual(["repeated"]);
    expect((await paymentOf(made))?.closedAt).toBeNull();
  });
});

describe("money that does not fit", () => {
  it.each([
    ["another amount", { amountFen: 4_999n }, "quarantined:wrong-amount", 4_999n],
    ["a larger amount", { amountFen: 9_000n }, "quarantined:wrong-amount", 9_000n],
    ["another seller", { sellerMatches: false }, "quarantined:wrong-seller", 0n],
    ["another currency", { currency: "HKD" }, "quarantined:wrong-currency", 0n],
  ] as const)("%s is kept apart and never credited to the fund", async (_, change, outcome, suspenseFen) => {
    const made = await gift();
    expect(await confirm(paidFact(made, change))).toEqual([outcome]);
    expect(await termsOf(made)).toMatchObject({ raised: 0n, available: 0n });
    expect(await suspenseOf(made)).toBe(suspenseFen);
    expect((await paymentOf(made))?.reason).toBe(outcome.slice("quarantined:".length));
    expect(await confirm(paidFact(made, change))).not.toContain("applied");
    expect(await suspenseOf(made)).toBe(suspenseFen);
  });

  it("for no known gift waits in suspense, once", async () => {
    const made = await gift();
    const unknown = paidFact({ ...made, paymentId: "p00000000zzzzzzzzzzzz" }, { objectId: "T9" });
    expect(await confirm(unknown)).toEqual(["quarantined:unknown-payment"]);
    expect(await confirm(unknown)).toEqual(["quarantined:unknown-payment"]);
    expect(await suspenseOf(made)).toBe(5_000n);
  });

  it("of a second payment of the same order, or of a second order of the same gift, goes to suspense", async () => {
    const made = await gift();
    await confirm(paidFact(made));
    expect(await confirm(paidFact(made, { objectId: "T2", eventKey: "T2" }))).toEqual([
      "quarantined:second-payment",
    ]);
    const again = await makePendingGift(made, made.amountFen, { donationId: made.donationId });
    expect(await confirm(paidFact(again))).toEqual(["quarantined:second-payment"]);
    expect(await termsOf(made)).toMatchObject({ raised: 5_000n, donationCount: 1n });
    expect(await suspenseOf(made)).toBe(10_000n);
  });

  it("told again with another amount is quarantined alone, beside what stands", async () => {
    const made = await gift();
    const other = await makePendingGift(made, 300n);
    await confirm(paidFact(made));
    expect(await confirm(paidFact(made, { amountFen: 1n }), paidFact(other))).toEqual([
      "quarantined:conflicting-content",
      "applied",
    ]);
    expect(await termsOf(made)).toMatchObject({ raised: 5_300n });
    expect(
      await db.rows("select 1 from provider_event where outcome = 'quarantined:conflicting-content'"),
    ).toHaveLength(1);
  });

  it("reported by another organization's credential never reaches the gift", async () => {
    const made = await gift();
    const stranger = await makeOrganization();
    expect(await confirm({ ...paidFact(made), ...stranger })).toEqual(["quarantined:other-credential"]);
    expect(await termsOf(made)).toMatchObject({ raised: 0n });
    expect(await suspenseOf({ ...made, ...stranger })).toBe(5_000n);
  });
});

describe("money that goes back", () => {
  const refund = (made: PendingGift, cumulativeRefundedFen: bigint, refundId: string) =>
    paidFact(made, {
      type: "refunded",
      objectId: refundId,
      refundId,
      eventKey: `refund|${refundId}`,
      amountFen: cumulativeRefundedFen,
      cumulativeRefundedFen,
    });

  it("is refunded in parts, each once, never beyond what was paid", async () => {
    const made = await gift();
    await confirm(paidFact(made));
    expect(await confirm(refund(made, 2_000n, "r1"))).toEqual(["applied"]);
    expect(await confirm(refund(made, 2_000n, "r1"))).toEqual(["repeated"]);
    expect(await confirm(refund(made, 5_000n, "r2"))).toEqual(["applied"]);
    expect(await confirm(refund(made, 5_001n, "r3"))).toEqual(["quarantined:conflicting-content"]);
    expect(await termsOf(made)).toMatchObject({ raised: 5_000n, refunded: 5_000n, available: 0n });
  });

  it("that is told before the payment waits for it; both in one batch are taken in order", async () => {
    const made = await gift();
    expect(await confirm(refund(made, 2_000n, "r1"))).toEqual(["deferred"]);
    expect(await confirm({ ...refund(made, 2_000n, "r1"), origin: "sweep" }, paidFact(made))).toEqual([
      "applied",
      "applied",
    ]);
    expect(await termsOf(made)).toMatchObject({ refunded: 2_000n, available: 3_000n });
  });

  it("returns to the fund when the refund fails", async () => {
    const made = await gift();
    await confirm(paidFact(made), refund(made, 2_000n, "r1"));
    const failed = paidFact(made, {
      type: "refund-failed",
      objectId: "r1",
      refundId: "r1",
      eventKey: "f|r1",
    });
    expect(await confirm(failed)).toEqual(["applied"]);
    expect(await confirm(failed)).toEqual(["repeated"]);
    expect(await termsOf(made)).toMatchObject({ refunded: 0n, available: 5_000n });
  });

  it("by a dispute is held, then returned or lost", async () => {
    for (const [end, available, refunded] of [
      ["dispute-won", 5_000n, 0n],
      ["dispute-lost", 0n, 5_000n],
    ] as const) {
      const made = await gift();
      const about = { objectId: `dp-${made.paymentId}` };
      await confirm(paidFact(made), paidFact(made, { type: "dispute-opened", eventKey: "o", ...about }));
      expect(await termsOf(made)).toMatchObject({ held: 5_000n, available: 0n });
      const closed = paidFact(made, { type: end, eventKey: end, ...about });
      expect(await confirm(closed)).toEqual(["applied"]);
      expect(await confirm(closed)).toEqual(["repeated"]);
      expect(await termsOf(made)).toMatchObject({ held: 0n, available, refunded });
    }
  });

  it("that a payment to beneficiaries has used is covered by the organization, not by other gifts", async () => {
    const made = await gift(5_000n);
    const other = await makePendingGift(made, 9_000n);
    await confirm(paidFact(made), paidFact(other));
    await db.run(
      `insert into fund_inflow (fund_id, from_fen, to_fen, origin_kind, origin_id, recorded_at)
       values ($1, 0, 5000, 'gift', $2, now()), ($1, 5000, 14000, 'gift', $3, now())`,
      [made.fundId, made.donationId, other.donationId],
    );
    await db.run(
      `insert into fund_use (fund_id, from_fen, to_fen, cause_kind, cause_id, recorded_at)
       values ($1, 0, 3500, 'disbursement', 'b', now())`,
      [made.fundId],
    );
    await confirm(refund(made, 1_000n, "r1"));
    expect(await termsOf(made)).toMatchObject({ otherIn: 0n, refunded: 1_000n });
    await confirm(refund(made, 5_000n, "r2"));
    // 1,500 fen of its own were free; 3,500 had been used.
    expect(await termsOf(made)).toMatchObject({ otherIn: 3_500n, refunded: 5_000n, available: 12_500n });
  });

  it("of money in suspense is paid back from suspense", async () => {
    const made = await gift();
    await confirm(paidFact(made, { amountFen: 4_000n }));
    expect(await confirm(refund(made, 4_000n, "r1"))).toEqual(["applied"]);
    expect(await suspenseOf(made)).toBe(0n);
    const clearing = accountId("clearing", made.credentialId);
    expect((await accountBalances([clearing])).get(clearing)).toBe(0n);
  });
});
