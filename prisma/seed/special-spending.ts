import { spendableOf } from "#app/features/disbursements/spendable.server.ts";
import { db } from "#app/lib/db.server.ts";
import type { SeedClock } from "./clock.ts";
import { GUIDE_FUND, GUIDE_LEFT_FEN, GUIDE_PROPOSAL_FEN } from "./guide-fund.ts";
import type { PlannedPayment } from "./plan-spending.ts";
import { stableId } from "./random.ts";

function payment(
  clock: SeedClock,
  fund: { id: string; organization: string; divisionCode: string },
  name: string,
  daysAgo: number,
  rest: Pick<
    PlannedPayment,
    "amountFen" | "purposeCode" | "purpose" | "purposeEn" | "payee" | "people" | "stage"
  >,
): PlannedPayment {
  return {
    id: stableId.ofFund("b", fund.id, name),
    fundId: fund.id,
    organization: fund.organization,
    divisionCode: fund.divisionCode,
    personTimes: rest.people,
    proposedAt: clock.at(clock.day(-daysAgo - 2), 10, 12),
    approvedAt: clock.at(clock.day(-daysAgo - 1), 15, 40),
    paidAt: clock.at(clock.day(-daysAgo), 9, 30),
    ...rest,
  };
}

/**
 * The guide's fund: what earlier gifts brought is used, but for a little; the next payment is proposed and
 * wants a little more than that.
 */
export async function planGuideSpending(clock: SeedClock): Promise<PlannedPayment[]> {
  const fundId = stableId.fund("project", GUIDE_FUND.slug);
  const fund = { id: fundId, organization: GUIDE_FUND.by, divisionCode: "330122210" };
  const shoes = { purposeCode: "shoes", payee: "县城鞋店（演示）" };
  const known = await db.rows("select 1 from disbursement where fund_id = $1 and approved_at is not null", [
    fundId,
  ]);
  if (known.length >= 2) return [];
  const { spendableFen } = await spendableOf(fundId);
  const firstFen = 80_000n;
  return [
    payment(clock, fund, "first", 16, {
      ...shoes,
      purpose: "何家山、高凉亭两村棉鞋 40 双",
      purposeEn: "Forty pairs for two villages",
      amountFen: firstFen,
      people: 40,
      stage: "delivered",
    }),
    payment(clock, fund, "second", 4, {
      ...shoes,
      purpose: "合村、瑶溪两村棉鞋和送鞋车费",
      purposeEn: "Shoes and fares for two more villages",
      // Begun again half-way, the first may be paid already.
      amountFen: spendableFen - (known.length === 0 ? firstFen : 0n) - GUIDE_LEFT_FEN,
      people: 26,
      stage: "delivered",
    }),
    payment(clock, fund, "waiting", 0, {
      ...shoes,
      purpose: "岭脚村棉鞋 1 双",
      purposeEn: "One pair for Lingjiao",
      amountFen: GUIDE_PROPOSAL_FEN,
      people: 1,
      stage: "proposed",
    }),
  ].map((one) => (one.stage === "proposed" ? { ...one, proposedAt: clock.at(clock.day(-1), 16, 5) } : one));
}

/** What the trust paid out of its released principal. */
export function planTrustSpending(clock: SeedClock): PlannedPayment[] {
  const id = stableId.fund("trust", "happy-wucheng");
  const fund = { id, organization: "wuzhou-trust", divisionCode: "330702" };
  const children = { purposeCode: "children", payee: "婺城区困境儿童（汇总发放，演示）" };
  return [
    payment(clock, fund, "spring", 180, {
      ...children,
      purpose: "春季学期生活补助",
      purposeEn: "Living allowance, spring term",
      amountFen: 14_000_000n,
      people: 112,
      stage: "delivered",
    }),
    payment(clock, fund, "autumn", 60, {
      ...children,
      purpose: "秋季学期生活补助",
      purposeEn: "Living allowance, autumn term",
      amountFen: 12_000_000n,
      people: 98,
      stage: "delivered",
    }),
  ];
}
