import type { SeedClock } from "./clock.ts";
import type { FundSpec } from "./fund-spec.ts";
import { FUNDS, fundIdOfSpec } from "./funds.ts";
import { groupBy } from "./group-by.ts";
import type { PlannedGift } from "./plan-gifts.ts";
import { Draw, stableId } from "./random.ts";

export type Stage =
  | "proposed"
  | "rejected"
  | "approved"
  | "paid-unproved"
  | "paid"
  | "partly-delivered"
  | "delivered";

export interface PlannedPayment {
  id: string;
  fundId: string;
  organization: string;
  amountFen: bigint;
  purposeCode: string;
  purpose: string;
  purposeEn: string;
  payee: string;
  people: number;
  personTimes: number;
  divisionCode: string;
  proposedAt: Date;
  approvedAt: Date;
  paidAt: Date;
  stage: Stage;
  /** What the bank's row says, where it differs. */
  bankFen?: bigint;
}

const DAY_MS = 86_400_000;

/** What funds paid out over the year; never more at any time than their gifts had brought by then. */
export function planSpending(gifts: readonly PlannedGift[], clock: SeedClock): PlannedPayment[] {
  const byFund = groupBy(gifts, ({ fundId }) => fundId);
  return FUNDS.flatMap((spec) =>
    spec.spending ? paymentsOf(spec, byFund.get(fundIdOfSpec(spec)) ?? [], clock) : [],
  );
}

function paymentsOf(spec: FundSpec, gifts: readonly PlannedGift[], clock: SeedClock): PlannedPayment[] {
  const { spending } = spec;
  const [first, last] = [gifts[0], gifts.at(-1)];
  if (!spending || !first || !last) return [];
  const draw = new Draw("spending", spec.slug);
  const endMs = clock.now.getTime() - 4 * DAY_MS;
  const startMs = first.paidAt.getTime() + 12 * DAY_MS;
  const payments: PlannedPayment[] = [];
  let spentFen = 0n;
  for (let index = 0; index < spending.count; index += 1) {
    const at = startMs + ((endMs - startMs) * (index + 1)) / spending.count;
    const proposedAt = clock.at(dayOfMs(at - 3 * DAY_MS), draw.whole(9, 17), draw.whole(0, 59));
    const arrivedFen = gifts
      .filter(({ paidAt }) => paidAt.getTime() < proposedAt.getTime() - 2 * DAY_MS)
      .reduce((sum, { amountFen, refundFen }) => sum + amountFen - (refundFen ?? 0n), 0n);
    const share = BigInt(Math.round(spending.share * (0.92 + draw.next() * 0.08) * 10_000));
    const amountFen = rounded((arrivedFen * share) / 10_000n - spentFen - (arrivedFen * 2n) / 100n);
    if (amountFen < 10_000n) continue;
    spentFen += amountFen;
    payments.push({ ...onePayment(spec, draw, clock, index, proposedAt), amountFen, stage: "delivered" });
  }
  return payments.map((payment, index) => ({
    ...payment,
    stage: stageOf(draw, spec, payments.length - 1 - index),
  }));
}

/** To whole tens of yuan, as people ask for money. */
const rounded = (fen: bigint): bigint => (fen / 1_000n) * 1_000n;

const dayOfMs = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10);

/** The last of each fund are still on their way, so that every stage has somebody waiting. */
function stageOf(draw: Draw, spec: FundSpec, fromLast: number): Stage {
  if (spec.state === "ended") return "delivered";
  if (fromLast === 0)
    return draw.pick(["proposed", "approved", "paid", "approved", "proposed", "rejected"] as const);
  if (fromLast === 1) return draw.pick(["paid", "paid-unproved", "partly-delivered"] as const);
  return draw.chance(0.9) ? "delivered" : "partly-delivered";
}

function onePayment(
  spec: FundSpec,
  draw: Draw,
  clock: SeedClock,
  index: number,
  proposedAt: Date,
): Omit<PlannedPayment, "amountFen" | "stage"> {
  const fundId = fundIdOfSpec(spec);
  const things = spec.spending?.things ?? [];
  const [purposeCode, zh, en, payee] = things[index % things.length] ?? ["", "", "", ""];
  const [least, most] = spec.spending?.people ?? [1, 1];
  const people = draw.whole(least, most);
  const approvedAt = new Date(proposedAt.getTime() + draw.whole(3, 40) * 3_600_000);
  const month = Number(clock.at(dayOfMs(proposedAt.getTime()), 12).toISOString().slice(5, 7));
  const monthEn =
    [
      "January",
      "February",
      "March",
      "April",
      "May",
      "June",
      "July",
      "August",
      "September",
      "October",
      "November",
      "December",
    ][month - 1] ?? "";
  return {
    id: stableId.ofFund("b", fundId, String(index)),
    fundId,
    organization: spec.by,
    purposeCode,
    purpose: `${month} 月${zh}`,
    purposeEn: `${en}, ${monthEn}`,
    payee: `${payee}（演示）`,
    people,
    personTimes:
      people * (purposeCode === "food" || purposeCode === "meals" ? draw.whole(18, 22) : draw.whole(1, 2)),
    divisionCode: spec.division,
    proposedAt,
    approvedAt,
    paidAt: new Date(approvedAt.getTime() + draw.whole(2, 30) * 3_600_000),
  };
}
