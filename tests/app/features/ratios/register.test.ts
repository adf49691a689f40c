import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { askCostReversal, decideCost } from "#app/features/ratios/decide-cost.server.ts";
import { enterCost } from "#app/features/ratios/enter-cost.server.ts";
import { findRatioCharity, loadRatioYear } from "#app/features/ratios/load-ratios.server.ts";
import {
  type BookedFigures,
  decideYearBooks,
  enterYearBooks,
} from "#app/features/ratios/year-books.server.ts";
import { db } from "#app/lib/db.server.ts";
import { NOW } from "#tests/factories/books.ts";
import {
  chargeFee,
  makeSettledGift,
  makeSpendingPlace,
  type SpendingPlace,
} from "#tests/factories/spending.ts";
import { testDatabase } from "#tests/setup/test-database.ts";
import { spend } from "../funds/spend.ts";

const pdf = (text: string) => ({ name: "凭证.pdf", content: new TextEncoder().encode(`%PDF-1.4 ${text}`) });

const costOf = (place: SpendingPlace, over: Partial<Parameters<typeof enterCost>[0]> = {}) => ({
  id: randomUUID(),
  organizationId: place.organizationId,
  userId: place.clerkId,
  incurredOn: "2026-10-31",
  type: "office" as const,
  method: "direct" as const,
  amountFen: 30_000n,
  weights: { administration: 1, fundraising: 0, project: 0 },
  note: "十月办公用品",
  file: pdf(randomUUID()),
  now: NOW,
  ...over,
});

const actsOf = (place: SpendingPlace) =>
  db.rows<{ act: string }>("select act from organization_act where organization_id = $1 order by at, act", [
    place.organizationId,
  ]);

const ratiosOf = async (place: SpendingPlace, year = 2026) => {
  const charity = await findRatioCharity({ id: place.organizationId }, year);
  if (!charity) throw new Error("the place is a charity");
  return loadRatioYear(charity, year, NOW);
};

const FIGURES: BookedFigures = {
  totalIncomeFen: 100_000n,
  restrictedLaterFen: 20_000n,
  releasedFen: 0n,
  donationIncomeFen: 90_000n,
  totalExpenseFen: 70_000n,
  charitableSpendFen: 60_000n,
  adminExpenseFen: 5_000n,
  fundraisingCostFen: 2_000n,
  netAssetsFen: -300n,
};

describe("the cost register", () => {
  it("counts a cost once, when a second person has confirmed it", async () => {
    const place = await makeSpendingPlace();
    const cost = costOf(place, {
      type: "travel",
      method: "hours",
      weights: { administration: 1, fundraising: 1, project: 1 },
    });
    const [first, second] = await Promise.all([enterCost(cost), enterCost(cost)]);
    expect([first, second].map((result) => result.ok && result.repeated).sort()).toEqual([false, true]);
    expect(await enterCost({ ...cost, amountFen: 1n })).toEqual({ ok: false, reason: "other-content" });
    expect(await enterCost({ ...cost, id: randomUUID() })).toEqual({ ok: false, reason: "voucher-used" });
    expect((await ratiosOf(place)).costs).toMatchObject({ administrationFen: 0n, waiting: 1 });

    const decision = {
      id: cost.id,
      organizationId: place.organizationId,
      decision: "confirmed" as const,
      now: NOW,
    };
    expect(await decideCost({ ...decision, userId: place.clerkId })).toEqual({
      ok: false,
      reason: "same-person",
    });
    const both = await Promise.all(
      [place.approverId, place.secondApproverId].map((userId) => decideCost({ ...decision, userId })),
    );
    expect(both.map((result) => result.ok && result.repeated).sort()).toEqual([false, true]);
    expect((await ratiosOf(place)).costs).toEqual({
      administrationFen: 10_000n,
      fundraisingFen: 10_000n,
      projectFen: 10_000n,
      entries: 1,
      waiting: 0,
    });
    expect((await ratiosOf(place, 2025)).costs.entries).toBe(0);
    expect((await actsOf(place)).map(({ act }) => act)).toEqual(["cost-confirmed", "cost-entered"]);
  });

  it("takes a confirmed cost back by a reversal of another person, never by change", async () => {
    const place = await makeSpendingPlace();
    const cost = costOf(place);
    const who = { organizationId: place.organizationId, now: NOW };
    const reversal = { ...who, id: randomUUID(), costId: cost.id, userId: place.clerkId, why: "记错了年份" };
    await enterCost(cost);
    expect(await askCostReversal(reversal)).toEqual({ ok: false, reason: "not-confirmed" });
    await decideCost({ ...who, id: cost.id, userId: place.approverId, decision: "confirmed" });
    expect(await askCostReversal(reversal)).toEqual({ ok: true, repeated: false });
    expect(await askCostReversal(reversal)).toEqual({ ok: true, repeated: true });
    expect(await askCostReversal({ ...reversal, id: randomUUID() })).toEqual({
      ok: false,
      reason: "already-asked",
    });
    expect((await ratiosOf(place)).costs.administrationFen).toBe(30_000n);
    await decideCost({ ...who, id: reversal.id, userId: place.approverId, decision: "confirmed" });
    expect((await ratiosOf(place)).costs.administrationFen).toBe(0n);
    await expect(
      db.run("update cost_entry set amount_fen = 1 where organization_id = $1", [place.organizationId]),
    ).rejects.toThrow(/permission denied/);
    await expect(
      (await testDatabase().superuser()).query(
        "update cost_entry set decision = null, decided_at = null, decided_by_id = null",
      ),
    ).rejects.toThrow(/decided already/);
  });

  it("refuses own staff as fundraising, strangers, files of no known kind, and another organization's cost", async () => {
    const place = await makeSpendingPlace();
    const other = await makeSpendingPlace();
    const weights = { administration: 0, fundraising: 1, project: 0 };
    expect(await enterCost(costOf(place, { type: "own-staff", weights }))).toEqual({
      ok: false,
      reason: "own-means-in-fundraising",
    });
    expect(await enterCost(costOf(place, { userId: other.clerkId }))).toEqual({
      ok: false,
      reason: "not-permitted",
    });
    expect(await enterCost(costOf(place, { incurredOn: "2026-12-01" }))).toEqual({
      ok: false,
      reason: "in-future",
    });
    const file = { name: "a.pdf", content: new TextEncoder().encode("<html>") };
    expect(await enterCost(costOf(place, { file }))).toEqual({ ok: false, reason: "file-type" });
    const cost = costOf(place);
    await enterCost(cost);
    expect(
      await decideCost({
        id: cost.id,
        organizationId: other.organizationId,
        userId: other.approverId,
        decision: "confirmed",
        now: NOW,
      }),
    ).toEqual({ ok: false, reason: "not-found" });
    expect(await actsOf(other)).toEqual([]);
  });
});

describe("a year's ratios", () => {
  it("stand on reached spend, our ledger's fees, and audited figures once two people entered them", async () => {
    const place = await makeSpendingPlace();
    await db.run("update organization set form = 'association' where id = $1", [place.organizationId]);
    const gift = await makeSettledGift(place, 100_000n);
    await chargeFee(place, gift, 600n);
    await spend(place, 40_000n, { deliveredFen: 25_000n });
    await spend(place, 5_000n);

    const bare = await ratiosOf(place);
    expect(bare.inputs.facts).toMatchObject({ reachedFen: 25_000n, paidFen: 45_000n, channelFeesFen: 600n });
    expect(bare.results.main.spend.state).toBe("no-base");
    expect(bare.transitFen).toBe(20_000n);
    expect(bare.transit).toMatchObject([{ fen: 20_000n, payments: 2 }]);

    const books = { organizationId: place.organizationId, year: 2025, file: pdf("audit"), now: NOW };
    const entered = { ...books, userId: place.clerkId, figures: FIGURES };
    const twice = await Promise.all([enterYearBooks(entered), enterYearBooks(entered)]);
    expect(twice.map((result) => result.ok && result.repeated).sort()).toEqual([false, true]);
    expect(await enterYearBooks({ ...entered, figures: { ...FIGURES, releasedFen: 1n } })).toEqual({
      ok: false,
      reason: "version-waits",
    });
    expect(await enterYearBooks({ ...entered, year: 2026 })).toEqual({ ok: false, reason: "year-not-over" });
    expect((await ratiosOf(place)).results.main.spend.state).toBe("no-base");
    const decision = { ...books, version: 1, decision: "confirmed" as const };
    expect(await decideYearBooks({ ...decision, userId: place.clerkId })).toEqual({
      ok: false,
      reason: "same-person",
    });
    expect(await decideYearBooks({ ...decision, userId: place.approverId })).toEqual({
      ok: true,
      repeated: false,
    });

    const { results, bases, forecast } = await ratiosOf(place);
    expect(results.main.rule).toMatchObject({ mostAdminE4: 1_300, article: "民发〔2026〕12号第八条" });
    expect(results.main.spend).toMatchObject({
      state: "short",
      spentFen: 25_000n,
      missingFen: 31_000n,
      bases: [
        { kind: "last-year", source: "register", baseFen: 80_000n, requiredFen: 56_000n, ratioE4: 3_125 },
      ],
    });
    expect(results.fundraising).toMatchObject({ state: "cannot-compute", costFen: 600n, years: [2025] });
    expect(bases[1]).toMatchObject({ year: 2025, version: 1, source: "register" });
    expect(forecast).toMatchObject({ daysLeft: 39, highFen: 45_000n });

    const past = await ratiosOf(place, 2025);
    expect(past).toMatchObject({ forecast: null, isOver: true, throughDay: "2025-12-31" });
    expect(past.results.main.admin).toMatchObject({ isAudited: true, adminFen: 5_000n, expenseFen: 70_000n });
  });
});
