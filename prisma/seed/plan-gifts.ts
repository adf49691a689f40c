import type { SeedClock } from "./clock.ts";
import type { FundSpec } from "./fund-spec.ts";
import { FUNDS, fundIdOfSpec } from "./funds.ts";
import { GUIDE_FUND, GUIDE_GIFTS_FEN } from "./guide-fund.ts";
import { Draw, stableId } from "./random.ts";
import { type LargeGiver, largeGiverName, message, personName, pseudonym } from "./words.ts";

export interface PlannedGift {
  fundId: string;
  organization: string;
  donationId: string;
  paymentId: string;
  provider: "alipay" | "stripe";
  amountFen: bigint;
  paidAt: Date;
  visibility: "public" | "pseudonym" | "anonymous";
  donorName: string | null;
  pseudonym: string | null;
  message: string | null;
  unit: string | null;
  subject: string;
  /** Given by the demo's donor. */
  isDonors: boolean;
  /** What an enterprise pays for a statement of its consumption gifts. */
  settlesPromise?: true;
  refundFen: bigint | null;
  refundedAt: Date | null;
}

/** How busy each hour of the day is: before work, at noon, and most of all after supper. */
const HOURS = [3, 1, 1, 0, 0, 1, 3, 7, 9, 8, 8, 8, 13, 9, 6, 6, 6, 8, 11, 15, 18, 17, 12, 7].map(
  (weight, hour) => [hour, weight] as const,
);

/** Yuan that people give, with how often; the first are those who try whether one fen counts. */
const AMOUNTS_FEN: readonly (readonly [number, number])[] = [
  [1, 2],
  [10, 1],
  [66, 1],
  [100, 6],
  [200, 4],
  [500, 6],
  [666, 4],
  [888, 3],
  [1_000, 14],
  [1_200, 5],
  [1_288, 1],
  [2_000, 10],
  [3_000, 6],
  [5_000, 15],
  [6_600, 4],
  [8_800, 3],
  [10_000, 12],
  [16_800, 1],
  [20_000, 7],
  [30_000, 3],
  [50_000, 4],
  [66_600, 1],
  [100_000, 2],
  [200_000, 1],
];

/**
 * All gifts of the year that were rightly paid, in the order of time.
 *
 * @param settling what enterprises paid for their statements
 */
export function planGifts(clock: SeedClock, settling: readonly PlannedGift[] = []): PlannedGift[] {
  const gifts = FUNDS.flatMap((spec) => (spec.gifts ? giftsOf(spec, clock) : []));
  gifts.push(...guideGifts(clock), ...settling);
  return gifts.sort(
    (a, b) => a.paidAt.getTime() - b.paidAt.getTime() || (a.paymentId < b.paymentId ? -1 : 1),
  );
}

function giftsOf(spec: FundSpec, clock: SeedClock): PlannedGift[] {
  const { gifts } = spec;
  if (!gifts) return [];
  const draw = new Draw("gifts", spec.slug);
  const [large, small] = amountsOf(draw, gifts.count, (gifts.yuan ?? 0) * 100, gifts.large);
  const all = [
    ...small.map((amountFen) => ({ amountFen, who: null })),
    ...large.map((amountFen) => ({ amountFen, who: gifts.large ?? null })),
  ];
  return all.map(({ amountFen, who }, index) => oneGift(spec, clock, draw, { amountFen, who, index }));
}

/** Small gifts as people give them, and what is missing to the sum in large ones. */
function amountsOf(
  draw: Draw,
  count: number,
  totalFen: number,
  large: LargeGiver | undefined,
): [large: number[], small: number[]] {
  const smallCount = Math.round(
    count * (large === "merchants" ? 0.6 : large === "units" ? 0.5 : large ? 0.85 : 1),
  );
  const small = Array.from({ length: smallCount }, () => draw.weighted(AMOUNTS_FEN));
  const largeCount = count - smallCount;
  const restFen = totalFen - small.reduce((sum, fen) => sum + fen, 0);
  if (largeCount === 0 || restFen <= 0) return [[], small];
  const weights = Array.from({ length: largeCount }, () => 0.25 + draw.next() * draw.next() * 3);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const step = restFen / largeCount > 200_000 ? 10_000 : 10;
  const sums = weights.map((weight) => Math.max(step, Math.round((restFen * weight) / whole / step) * step));
  return [sums, small];
}

function oneGift(
  spec: FundSpec,
  clock: SeedClock,
  draw: Draw,
  given: { amountFen: number; who: LargeGiver | null; index: number },
): PlannedGift {
  const { gifts } = spec;
  const fundId = fundIdOfSpec(spec);
  const isCard = given.who === null && given.amountFen >= 5_000 && draw.chance((gifts?.cardShare ?? 0) * 2);
  const paidAt = momentOf(draw, clock, gifts?.fromDays ?? -300, gifts?.toDays ?? -1, {
    isCard,
    who: given.who,
  });
  const canRefund = given.who === null && given.amountFen >= 2_000 && given.amountFen <= 50_000;
  const isRefunded = canRefund && draw.chance(0.004);
  const isWholeRefund = draw.chance(0.6);
  const id = (prefix: string): string => stableId.ofFund(prefix, fundId, String(given.index));
  return {
    fundId,
    organization: spec.by,
    donationId: id("d"),
    paymentId: id("p"),
    provider: isCard ? "stripe" : "alipay",
    amountFen: BigInt(given.amountFen),
    paidAt,
    ...giverOf(draw, given.who, spec),
    subject: spec.title[0],
    isDonors: spec.slug === "hot-meals" && given.who === null && given.index % 120 === 7,
    refundFen: isRefunded ? BigInt(isWholeRefund ? given.amountFen : given.amountFen / 2) : null,
    refundedAt: isRefunded
      ? new Date(Math.min(paidAt.getTime() + 5 * 3_600_000, clock.at(clock.today, 0).getTime() - 1000))
      : null,
  };
}

function momentOf(
  draw: Draw,
  clock: SeedClock,
  from: number,
  to: number,
  how: { isCard: boolean; who: LargeGiver | null },
): Date {
  // More give when a campaign begins and now; the middle is quieter.
  const edge = draw.chance(0.35) ? draw.next() ** 3 : draw.chance(0.3) ? 1 - draw.next() ** 3 : draw.next();
  let offset = from + Math.round(edge * (to - from));
  // Cards from abroad come around the letters that are sent every second week.
  if (how.isCard) offset = Math.max(from, Math.min(to, Math.round(offset / 14) * 14 - 1));
  const hour = how.who === null ? draw.weighted(HOURS) : draw.whole(9, 16);
  return clock.at(clock.day(offset), hour, draw.whole(0, 59), draw.whole(0, 59));
}

function giverOf(
  draw: Draw,
  who: LargeGiver | null,
  spec: FundSpec,
): Pick<PlannedGift, "visibility" | "donorName" | "pseudonym" | "message" | "unit"> {
  if (who !== null) {
    const place =
      { "330122": "桐庐", "330481": "海宁", "330702": "婺城", "340722": "枞阳" }[spec.division.slice(0, 6)] ??
      "杭州";
    const name = largeGiverName(draw, who, place);
    return {
      visibility: "public",
      donorName: name,
      pseudonym: null,
      message: null,
      unit: spec.kind === "drive" ? name : null,
    };
  }
  const visibility = draw.weighted([
    ["anonymous", 62],
    ["pseudonym", 20],
    ["public", 18],
  ] as const);
  return {
    visibility,
    donorName: visibility === "public" ? personName(draw) : null,
    pseudonym: visibility === "pseudonym" ? pseudonym(draw) : null,
    message: draw.chance(0.12) ? message(draw) : null,
    unit: null,
  };
}

/** The small fund of the guide: a dozen gifts, nearly all of them used. */
function guideGifts(clock: SeedClock): PlannedGift[] {
  const draw = new Draw("gifts", GUIDE_FUND.slug);
  const fundId = stableId.fund("project", GUIDE_FUND.slug);
  return GUIDE_GIFTS_FEN.map((amountFen, index) => ({
    fundId,
    organization: GUIDE_FUND.by,
    donationId: stableId.ofFund("d", fundId, String(index)),
    paymentId: stableId.ofFund("p", fundId, String(index)),
    provider: "alipay",
    amountFen,
    paidAt: clock.at(clock.day(-38 + index * 2), draw.weighted(HOURS), draw.whole(0, 59), draw.whole(0, 59)),
    visibility: index % 3 === 0 ? "pseudonym" : "anonymous",
    donorName: null,
    pseudonym: index % 3 === 0 ? pseudonym(draw) : null,
    message: index === 4 ? message(draw) : null,
    unit: null,
    subject: GUIDE_FUND.title,
    isDonors: false,
    refundFen: null,
    refundedAt: null,
  }));
}
