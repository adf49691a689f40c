import { describe, expect, it } from "vitest";
import { allocateCost } from "#app/features/ratios/allocate-cost.ts";
import { computeRatios, type RatioInputs, type YearFigures } from "#app/features/ratios/compute-ratios.ts";
import { forecastSpend } from "#app/features/ratios/forecast.ts";
import { RULE_SETS, ruleSetOfYear, spendingRule } from "#app/features/ratios/spending-rule.ts";

const WAN = 1_000_000n;

const booked = (year: number, over: Partial<YearFigures> = {}): YearFigures => ({
  year,
  source: "register",
  totalIncomeFen: 100n * WAN,
  restrictedLaterFen: 0n,
  releasedFen: 0n,
  donationIncomeFen: 90n * WAN,
  netAssetsFen: 50n * WAN,
  totalExpenseFen: null,
  charitableSpendFen: null,
  adminExpenseFen: null,
  fundraisingCostFen: null,
  ...over,
});

const inputs = (over: Partial<RatioInputs> = {}, facts: Partial<RatioInputs["facts"]> = {}): RatioInputs => ({
  year: 2026,
  isFirstYear: false,
  isFoundation: false,
  raisesPublicly: true,
  own: null,
  before: [booked(2025), booked(2024), booked(2023)],
  ...over,
  facts: {
    reachedFen: 70n * WAN,
    paidFen: 80n * WAN,
    administrationFen: 0n,
    fundraisingFen: 0n,
    channelFeesFen: 0n,
    projectFen: 0n,
    ...facts,
  },
});

describe("limits by class (domain.md §2)", () => {
  it.each([
    // foundation, publicly, net assets in 万元, least spend, most administration, base, of income
    [true, true, null, 7_000, 1_000, "income", null],
    [false, true, null, 7_000, 1_300, "income", null],
    [true, false, 6_000n, 600, 1_200, "net-assets", null],
    [true, false, 5_999n, 600, 1_300, "net-assets", null],
    [true, false, 800n, 600, 1_300, "net-assets", null],
    [true, false, 799n, 700, 1_500, "net-assets", null],
    [true, false, 399n, 800, 2_000, "net-assets", null],
    [true, false, -1n, 800, 2_000, "net-assets", null],
    [false, false, 1_000n, 600, 1_300, "net-assets", null],
    [false, false, 999n, 700, 1_400, "net-assets", null],
    [false, false, 499n, 800, 1_500, "net-assets", null],
    [false, false, 99n, 800, 2_000, "net-assets", 5_000],
  ] as const)(
    "foundation %s, publicly %s, %s 万元",
    (isFoundation, raisesPublicly, wan, spend, admin, base, half) => {
      const netAssetsFen = wan === null ? null : wan * WAN;
      const rule = spendingRule({ isFoundation, raisesPublicly, netAssetsFen });
      expect(rule).toMatchObject({ leastSpendE4: spend, mostAdminE4: admin, base, leastOfIncomeE4: half });
      // The old rule has the same bands under its own articles.
      const old = spendingRule({ isFoundation, raisesPublicly, netAssetsFen }, RULE_SETS.SPEND_2016_189);
      expect(old).toMatchObject({ leastSpendE4: spend, mostAdminE4: admin });
      expect(old?.article).toMatch(/^民发〔2016〕189号/);
    },
  );

  it("are unknown where net assets decide and nobody knows them; the tax test has its own", () => {
    const given = { isFoundation: true, raisesPublicly: false, netAssetsFen: null };
    expect(spendingRule(given)).toBeNull();
    expect(spendingRule(given, RULE_SETS.TAXDED_2020_27)).toMatchObject({
      leastSpendE4: 800,
      mostAdminE4: 1_200,
    });
    expect(
      spendingRule({ ...given, isFoundation: false, raisesPublicly: true }, RULE_SETS.TAXDED_2020_27),
    ).toMatchObject({ leastSpendE4: 7_000, mostAdminE4: 1_000 });
    expect([2025, 2026, 2027].map((year) => ruleSetOfYear(year).id)).toEqual([
      "SPEND_2016_189",
      "SPEND_2026_12",
      "SPEND_2026_12",
    ]);
  });
});

describe("the spending ratio", () => {
  it("counts what reached people from 2026 and what was paid before; a fen decides", () => {
    const met = computeRatios(inputs()).main.spend;
    expect(met).toMatchObject({ state: "met", spentFen: 70n * WAN, missingFen: 0n });
    expect(met.bases.map(({ kind }) => kind)).toEqual(["last-year", "three-year-mean"]);
    const short = computeRatios(inputs({}, { reachedFen: 70n * WAN - 1n })).main.spend;
    expect(short).toMatchObject({ state: "short", missingFen: 1n });
    expect(short.bases[0]).toMatchObject({ ratioE4: 6_999, isMet: false });
    const old = inputs({ year: 2025, before: [booked(2024), booked(2023)] });
    expect(computeRatios(old).main.spend).toMatchObject({ state: "met", spentFen: 80n * WAN });
  });

  it("takes the lower of last year's and the three-year mean's demand, on adjusted income", () => {
    const before = [
      booked(2025, { restrictedLaterFen: 30n * WAN, releasedFen: 10n * WAN }),
      booked(2024, { totalIncomeFen: 40n * WAN }),
      booked(2023, { totalIncomeFen: 30n * WAN, source: "ledger" }),
    ];
    const { bases, state } = computeRatios(inputs({ before }, { reachedFen: 40n * WAN })).main.spend;
    expect(bases).toMatchObject([
      { kind: "three-year-mean", baseFen: 50n * WAN, requiredFen: 35n * WAN, source: "ledger", isMet: true },
      { kind: "last-year", baseFen: 80n * WAN, requiredFen: 56n * WAN, source: "register", isMet: false },
    ]);
    expect(state).toBe("met");
  });

  it("says first year, says no base, and asks the smallest for half of income too", () => {
    expect(computeRatios(inputs({ isFirstYear: true })).main.spend.state).toBe("first-year");
    expect(computeRatios(inputs({ before: [booked(2024)] })).main.spend).toMatchObject({
      state: "no-base",
      bases: [],
    });
    const small = inputs({ raisesPublicly: false }, { reachedFen: 49n * WAN });
    expect(computeRatios(small).main.spend).toMatchObject({
      state: "short",
      missingFen: 1n * WAN,
      ofIncome: { requiredFen: 50n * WAN, isMet: false },
      bases: [{ requiredFen: 4n * WAN, isMet: true }, {}],
    });
  });
});

describe("administration and fundraising", () => {
  it("is exempt below 200,000 yuan, then held to the fen against all expense", () => {
    const admin = (administrationFen: bigint, paidFen: bigint) =>
      computeRatios(inputs({}, { administrationFen, paidFen })).main.admin;
    expect(admin(20n * WAN - 1n, 0n)).toMatchObject({ state: "exempt" });
    expect(admin(26n * WAN, 174n * WAN)).toMatchObject({ state: "met", ratioE4: 1_300 });
    expect(admin(26n * WAN + 1n, 174n * WAN)).toMatchObject({ state: "over", ratioE4: 1_300 });
    // The tax test knows no exemption.
    expect(
      computeRatios(inputs({}, { administrationFen: 15n * WAN, paidFen: 85n * WAN })).taxDeduction.admin,
    ).toMatchObject({ state: "over", ratioE4: 1_500, mostE4: 1_000 });
  });

  it("takes the audited expense of a year that is over", () => {
    const own = booked(2025, { adminExpenseFen: 30n * WAN, totalExpenseFen: 200n * WAN });
    expect(computeRatios(inputs({ year: 2025, own })).main.admin).toMatchObject({
      state: "over",
      isAudited: true,
      ratioE4: 1_500,
    });
  });

  it("holds fundraising cost, channel fees with it, to 3% of three years' mean donations", () => {
    const of = (fundraisingFen: bigint, channelFeesFen = 0n, over: Partial<RatioInputs> = {}) =>
      computeRatios(inputs(over, { fundraisingFen, channelFeesFen })).fundraising;
    expect(of(2n * WAN, 700_000n)).toMatchObject({ state: "met", ratioE4: 300, years: [2025, 2024, 2023] });
    expect(of(2n * WAN, 700_001n)).toMatchObject({ state: "over" });
    expect(of(1n, 0n, { before: [booked(2025), booked(2024)] })).toMatchObject({
      state: "cannot-compute",
      years: [2025, 2024],
      meanFen: 90n * WAN,
    });
    expect(of(1n, 0n, { year: 2025 })).toBeNull();
  });
});

describe("dividing a shared cost", () => {
  const cost = (over: Partial<Parameters<typeof allocateCost>[0]> = {}) =>
    allocateCost({
      type: "office",
      method: "headcount",
      amountFen: 100n,
      weights: { administration: 1, fundraising: 0, project: 2 },
      ...over,
    });

  it("gives every fen away, the remainders to the largest shares", () => {
    expect(cost()).toEqual({ ok: true, parts: { administration: 33n, fundraising: 0n, project: 67n } });
    for (let amountFen = 1n; amountFen < 60n; amountFen += 1n) {
      const result = cost({
        type: "travel",
        amountFen,
        weights: { administration: 3, fundraising: 5, project: 7 },
      });
      if (!result.ok) throw new Error(result.reason);
      const { administration, fundraising, project } = result.parts;
      expect(administration + fundraising + project).toBe(amountFen);
    }
  });

  it.each(["own-staff", "own-premises", "own-equipment"] as const)(
    "never takes %s for fundraising",
    (type) => {
      const weights = { administration: 9, fundraising: 1, project: 0 };
      expect(cost({ type, weights })).toEqual({ ok: false, reason: "own-means-in-fundraising" });
    },
  );

  it("keeps to what a type may be, and direct to one purpose", () => {
    const weights = { administration: 0, fundraising: 0, project: 1 };
    expect(cost({ type: "board-work", weights })).toEqual({ ok: false, reason: "type-not-for-purpose" });
    expect(cost({ method: "direct" })).toEqual({ ok: false, reason: "direct-is-one-purpose" });
    expect(cost({ weights: { ...weights, project: 0 } })).toEqual({ ok: false, reason: "nothing-weighed" });
    expect(cost({ amountFen: 0n })).toEqual({ ok: false, reason: "amount-not-positive" });
  });
});

describe("the forecast", () => {
  const months = [8, 9, 10, 11].map((month) => ({ month, fen: BigInt(month) * 1_000n }));
  const given = { year: 2026, today: "2026-11-21", months, inTransitFen: 0n, approvedFen: 0n };

  it("carries the slowest, the mean and the fastest of three full months to 31 December", () => {
    const forecast = forecastSpend({ ...given, requiredFen: 78_000n });
    expect(forecast).toMatchObject({ daysLeft: 40, months: [10, 9, 8], neededPerDayFen: 1_000n });
    expect(forecast.lowFen).toBe(38_000n + (8_000n * 40n) / 31n);
    expect(forecast.likelyFen).toBe(38_000n + (27_000n * 40n) / 92n);
    expect(forecast.highFen).toBe(38_000n + (10_000n * 40n) / 31n);
  });

  it("lets what is already on its way raise the high end alone", () => {
    const forecast = forecastSpend({
      ...given,
      inTransitFen: 90_000n,
      approvedFen: 10_000n,
      requiredFen: null,
    });
    expect(forecast).toMatchObject({ highFen: 138_000n, neededPerDayFen: null });
    expect(forecast.likelyFen).toBe(38_000n + (27_000n * 40n) / 92n);
  });

  it("uses the year so far in January, and nothing is left on the last day", () => {
    const january = { ...given, today: "2026-01-10", months: [{ month: 1, fen: 1_000n }] };
    expect(forecastSpend({ ...january, requiredFen: null })).toMatchObject({
      months: [],
      likelyFen: 36_500n,
    });
    const last = forecastSpend({ ...given, today: "2026-12-31", inTransitFen: 5n, requiredFen: 99_999n });
    expect(last).toMatchObject({ daysLeft: 0, lowFen: 38_000n, highFen: 38_000n, neededPerDayFen: null });
  });
});
