import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import type { CostMethod, CostTypeCode } from "#app/features/ratios/cost-types.ts";
import { decideCost } from "#app/features/ratios/decide-cost.server.ts";
import { enterCost } from "#app/features/ratios/enter-cost.server.ts";
import { decideYearBooks, enterYearBooks } from "#app/features/ratios/year-books.server.ts";
import { db } from "#app/lib/db.server.ts";
import { fenToYuan } from "#app/lib/money.ts";
import type { SeedClock } from "./clock.ts";
import { pdfFile } from "./evidence-files.ts";
import { personId, spendersOf } from "./people.ts";
import { Draw } from "./random.ts";
import { eachAtOnce } from "./steps.ts";

/** A charity with what reached people in a year: the scale that its invented books are drawn to. */
interface Charity {
  id: string;
  slug: string;
  reachedFen: bigint;
  governance: { yearBooks?: { value: { year: number }; evidence: unknown }[] };
}

interface CostPlan {
  type: CostTypeCode;
  method: CostMethod;
  weights: [administration: number, fundraising: number, project: number];
  /** Of what reached people, in ten-thousandths. */
  shareE4: bigint;
  note: string;
  daysAgo: number;
}

const COSTS: readonly CostPlan[] = [
  {
    type: "own-staff",
    method: "headcount",
    weights: [1, 0, 3],
    shareE4: 640n,
    note: "上半年工资和社保",
    daysAgo: 140,
  },
  {
    type: "own-staff",
    method: "headcount",
    weights: [1, 0, 3],
    shareE4: 430n,
    note: "三季度工资和社保",
    daysAgo: 45,
  },
  {
    type: "own-premises",
    method: "floor-area",
    weights: [40, 0, 85],
    shareE4: 120n,
    note: "办公用房物业",
    daysAgo: 60,
  },
  {
    type: "office",
    method: "direct",
    weights: [1, 0, 0],
    shareE4: 90n,
    note: "办公用品、水电、邮电",
    daysAgo: 50,
  },
  { type: "audit", method: "direct", weights: [1, 0, 0], shareE4: 75n, note: "年度审计", daysAgo: 170 },
  { type: "board-work", method: "direct", weights: [1, 0, 0], shareE4: 22n, note: "理事会会议", daysAgo: 90 },
  { type: "party-work", method: "direct", weights: [1, 0, 0], shareE4: 12n, note: "党建活动", daysAgo: 110 },
  {
    type: "venue-hire",
    method: "direct",
    weights: [0, 1, 0],
    shareE4: 55n,
    note: "募捐活动场地",
    daysAgo: 70,
  },
  {
    type: "professional-services",
    method: "direct",
    weights: [0, 1, 0],
    shareE4: 40n,
    note: "募捐海报设计印制",
    daysAgo: 75,
  },
  { type: "travel", method: "uses", weights: [2, 1, 9], shareE4: 85n, note: "走访和送货的车费", daysAgo: 30 },
  {
    type: "volunteer-support",
    method: "direct",
    weights: [0, 0, 1],
    shareE4: 60n,
    note: "志愿者保险",
    daysAgo: 25,
  },
];

/** How much of last year's income the year's spend is; below 70% a charity that raises publicly is short. */
const SPENT_E4: Readonly<Record<string, bigint>> = {
  "tonglu-charity": 7_900n,
  "haining-charity": 8_400n,
  "hangzhou-charity": 9_100n,
  "fuchun-education": 7_200n,
};

/** Audited figures of three years, and the costs of this one, for every charity that spent; all by two people. */
export async function keepCosts(clock: SeedClock): Promise<number> {
  const charities = await db.rows<Charity>(
    `select o.id, o.slug, o.governance, sum(b.delivered_fen)::int8 as "reachedFen"
     from organization o
     join disbursement d on d.organization_id = o.id join fund f on f.id = d.fund_id and f.kind <> 'trust'
     join beneficiary_batch b on b.fund_id = d.fund_id and b.disbursement_id = d.id
     where o.kind = 'charity' and b.delivered_on > $1::date group by o.id order by o.slug`,
    [clock.day(-365)],
  );
  const counts = await eachAtOnce(charities, 4, async (charity) => {
    await keepBooks(charity, clock);
    return keepYear(charity, clock);
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

const by = (charity: Charity) => {
  const { clerk, approver } = spendersOf(charity.slug);
  const whose = { organizationId: charity.id };
  return {
    clerk: { ...whose, userId: personId(clerk) },
    approver: { ...whose, userId: personId(approver) },
  };
};

const portion = (fen: bigint, e4: bigint): bigint => ((fen * e4) / 10_000n / 100n) * 100n;

async function keepBooks(charity: Charity, clock: SeedClock): Promise<void> {
  const { clerk, approver } = by(charity);
  const now = clock.at(clock.day(-150), 10);
  const thisYear = Number(clock.today.slice(0, 4));
  const spentE4 = SPENT_E4[charity.slug] ?? BigInt(new Draw("books", charity.slug).whole(5_600, 8_600));
  const incomeFen = ((charity.reachedFen * 10_000n) / spentE4 / 100n) * 100n;
  const years = [1, 2, 3].map((back) => {
    const totalIncomeFen = portion(incomeFen, 10_000n - 700n * BigInt(back - 1));
    const totalExpenseFen = portion(totalIncomeFen, 8_300n);
    return {
      year: thisYear - back,
      figures: {
        totalIncomeFen,
        restrictedLaterFen: portion(totalIncomeFen, 300n),
        releasedFen: portion(totalIncomeFen, 200n),
        donationIncomeFen: portion(totalIncomeFen, 8_800n),
        totalExpenseFen,
        charitableSpendFen: portion(totalExpenseFen, 8_900n),
        adminExpenseFen: portion(totalExpenseFen, 620n),
        fundraisingCostFen: portion(totalExpenseFen, 150n),
        netAssetsFen: portion(totalIncomeFen, 4_200n),
      },
    };
  });
  for (const { year, figures } of years) {
    const lines = [
      `${year} 年度审计报告（演示）`,
      `总收入 ${fenToYuan(figures.totalIncomeFen)} 元`,
      `年末净资产 ${fenToYuan(figures.netAssetsFen)} 元`,
      charity.slug,
    ];
    const file = { name: `${year}年度审计报告.pdf`, content: pdfFile(lines) };
    const entered = await enterYearBooks({ ...clerk, year, figures, file, now });
    if (!entered.ok) throw new Error(`the books of ${charity.slug} ${year}: ${entered.reason}`);
    await decideYearBooks({ ...approver, year, version: entered.version, decision: "confirmed", now });
  }
  await tellTheSame(charity, years);
}

/** The annual report's facts, which the credibility report reads, say what the audited books say. */
async function tellTheSame(
  charity: Charity,
  years: readonly { year: number; figures: Record<string, bigint> }[],
): Promise<void> {
  const yearBooks = (charity.governance.yearBooks ?? []).map((book) => {
    const found = years.find(({ year }) => year === book.value.year);
    if (!found) return book;
    const { totalIncomeFen, donationIncomeFen, totalExpenseFen, adminExpenseFen, fundraisingCostFen } =
      found.figures;
    const own = { totalIncomeFen, donationIncomeFen, totalExpenseFen, adminExpenseFen, fundraisingCostFen };
    const filedFundraisingCostFen = portion(totalIncomeFen ?? 0n, 250n);
    const yearEndNetAssetsFen = found.figures.netAssetsFen;
    return { ...book, value: { ...book.value, ...own, filedFundraisingCostFen, yearEndNetAssetsFen } };
  });
  const json = JSON.stringify(yearBooks, (_, value) => (typeof value === "bigint" ? Number(value) : value));
  await db.run(
    "update organization set governance = governance || jsonb_build_object('yearBooks', $2::jsonb) where id = $1",
    [charity.id, json],
  );
}

async function keepYear(charity: Charity, clock: SeedClock): Promise<number> {
  const { clerk, approver } = by(charity);
  const firstDay = `${clock.today.slice(0, 4)}-01-01`;
  const plans = COSTS.filter(({ daysAgo }) => clock.day(-daysAgo) >= firstDay);
  for (const plan of plans) {
    const id = transferIdOf("mingshan-demo", "cost", `${charity.slug} ${plan.note}`);
    const day = clock.day(-plan.daysAgo);
    const now = clock.at(clock.day(-plan.daysAgo + 2), 15);
    const amountFen = portion(charity.reachedFen, plan.shareE4) + 100n;
    const [administration, fundraising, project] = plan.weights;
    const entered = await enterCost({
      ...clerk,
      id,
      incurredOn: day,
      type: plan.type,
      method: plan.method,
      amountFen,
      weights: { administration, fundraising, project },
      note: `${plan.note}（演示）`,
      file: {
        name: "凭证.pdf",
        content: pdfFile([`${plan.note}（演示）`, day, `${fenToYuan(amountFen)} 元`, charity.slug]),
      },
      now,
    });
    if (!entered.ok) throw new Error(`${plan.note} of ${charity.slug}: ${entered.reason}`);
    // The newest waits for somebody, so that the second person's work can be tried.
    if (plan.note !== "志愿者保险") await decideCost({ ...approver, id, decision: "confirmed", now });
  }
  return plans.length;
}
