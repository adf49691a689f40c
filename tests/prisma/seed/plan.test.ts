import { describe, expect, it } from "vitest";
import { RULE_KINDS } from "#app/features/consumption/rules/terms.ts";
import { governanceSchema } from "#app/features/credibility/governance.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { clockAt } from "#prisma/seed/clock.ts";
import { planConsumption } from "#prisma/seed/consumption.ts";
import { FUNDS, fundIdOfSpec } from "#prisma/seed/funds.ts";
import { governanceOf } from "#prisma/seed/governance.ts";
import { ORGANIZATIONS } from "#prisma/seed/organization-list.ts";
import { planGifts } from "#prisma/seed/plan-gifts.ts";
import { planSpending } from "#prisma/seed/plan-spending.ts";

const clock = clockAt(new Date("2026-11-22T02:00:00Z"));
const consumption = planConsumption(clock);
const gifts = planGifts(clock, consumption.gifts);
const payments = planSpending(gifts, clock);
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, fen) => all + fen, 0n);

describe("the invented year", () => {
  it("is the same every time", () => {
    expect(planGifts(clock, planConsumption(clock).gifts)).toEqual(gifts);
    expect(planSpending(gifts, clock)).toEqual(payments);
  });

  it("is about as large as the counties' own reports", () => {
    expect(gifts.length).toBeGreaterThan(5_000);
    expect(gifts.length).toBeLessThan(7_000);
    // 1,817 wan in all, of which 200 are the principal of a trust.
    const totalFen = sum(gifts.map(({ amountFen }) => amountFen));
    expect(totalFen).toBeGreaterThan(1_600_0000_00n);
    expect(totalFen).toBeLessThan(1_640_0000_00n);
    expect(FUNDS.length).toBeGreaterThanOrEqual(30);
  });

  it("has each id once, and no gift of today or of cards below their floor", () => {
    expect(new Set(gifts.map(({ donationId }) => donationId)).size).toBe(gifts.length);
    expect(new Set(FUNDS.map(fundIdOfSpec)).size).toBe(FUNDS.length);
    const midnight = clock.at(clock.today, 0);
    expect(gifts.filter(({ paidAt }) => paidAt >= midnight)).toEqual([]);
    expect(gifts.filter(({ provider, amountFen }) => provider === "stripe" && amountFen < 400n)).toEqual([]);
    expect(gifts.some(({ provider }) => provider === "stripe")).toBe(true);
  });

  it("sends cards only to organizations with a basis for them", () => {
    const based = new Set(
      ORGANIZATIONS.flatMap(({ slug, overseasCardBasis }) => (overseasCardBasis ? [slug] : [])),
    );
    const others = gifts.filter(
      ({ provider, organization }) => provider === "stripe" && !based.has(organization),
    );
    expect(others).toEqual([]);
  });

  it("never spends more than gifts have brought by then, nor more than a line of the budget", () => {
    for (const spec of FUNDS) {
      const fundId = fundIdOfSpec(spec);
      const ofFund = payments.filter((payment) => payment.fundId === fundId);
      for (const payment of ofFund) {
        const spentFen = sum(
          ofFund
            .filter(({ proposedAt }) => proposedAt <= payment.proposedAt)
            .map(({ amountFen }) => amountFen),
        );
        const broughtFen = sum(
          gifts
            .filter((gift) => gift.fundId === fundId && gift.paidAt < payment.proposedAt)
            .map(({ amountFen, refundFen }) => amountFen - (refundFen ?? 0n)),
        );
        expect(spentFen, `${spec.slug} ${payment.purpose}`).toBeLessThan(broughtFen);
      }
      for (const [code, , , yuan] of spec.budget) {
        const usedFen = sum(
          ofFund.flatMap(({ purposeCode, amountFen }) => (purposeCode === code ? [amountFen] : [])),
        );
        expect(usedFen, `${spec.slug} ${code}`).toBeLessThanOrEqual(BigInt(yuan) * 100n);
      }
    }
  });

  it("has one year of sales under agreements of every kind, in every state", () => {
    const agreements = consumption.campaigns.flatMap((campaign) => campaign.agreements);
    const events = agreements.flatMap(({ id, events: sold }) => sold.map((event) => ({ id, event })));
    expect(events.length).toBeGreaterThan(40_000);
    expect(events.length).toBeLessThan(60_000);
    const numbers = agreements.flatMap(({ spec, events: sold }) =>
      sold.map(({ orderNo }) => `${spec.merchant} ${orderNo}`),
    );
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(new Set(agreements.map(({ spec }) => spec.terms.rule.kind))).toEqual(new Set(RULE_KINDS));
    const stood = consumption.statements;
    expect(stood.some(({ confirmedAt }) => confirmedAt === null)).toBe(true);
    expect(stood.some(({ confirmedAt, gift, payBy }) => confirmedAt && !gift && payBy < clock.today)).toBe(
      true,
    );
    expect(stood.some(({ disputed }) => disputed !== null)).toBe(true);
    const ofMerchant = stood.filter(({ agreement }) => agreement.spec.merchant === "yiwei-noodles");
    expect(ofMerchant.filter(({ confirmedAt }) => confirmedAt === null).length).toBe(1);
    expect(ofMerchant.filter(({ confirmedAt, gift }) => confirmedAt !== null && gift === null).length).toBe(
      1,
    );
    // Every gift for a statement is its sum, after it was confirmed and not later than it is to be paid.
    for (const { gift, amountFen, confirmedAt, payBy } of stood) {
      if (gift)
        expect([
          gift.amountFen,
          gift.paidAt > (confirmedAt ?? gift.paidAt),
          shanghaiDay(gift.paidAt) <= payBy,
        ]).toEqual([amountFen, true, true]);
    }
  });

  it("has payments waiting at every stage", () => {
    const stages = new Set(payments.map(({ stage }) => stage));
    for (const stage of ["proposed", "approved", "paid", "partly-delivered", "delivered"] as const)
      expect(stages, stage).toContain(stage);
  });

  it("reports governance as the credibility report reads it", () => {
    for (const { slug, kind } of ORGANIZATIONS) {
      if (kind === "charity")
        expect(governanceSchema.safeParse(governanceOf(slug, clock)).success, slug).toBe(true);
    }
  });
});
