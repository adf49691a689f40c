import { invariant } from "#app/lib/invariant.ts";
import type { SeedClock } from "./clock.ts";
import type { FundSpec, ThingPaid } from "./fund-spec.ts";
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
  const leftFen = new Map(spec.budget.map(([code, , , yuan]) => [code, BigInt(yuan) * 100n]));
  let spentFen = 0n;
  for (let index = 0; index < spending.count; index += 1) {
    const at = startMs + ((endMs - startMs) * (index + 1)) / spending.count;
    const proposedAt = clock.at(dayOfMs(at - 3 * DAY_MS), draw.whole(9, 17), draw.whole(0, 59));
    const arrivedFen = gifts
      .filter(({ paidAt }) => paidAt.getTime() < proposedAt.getTime() - 2 * DAY_MS)
      .reduce((sum, { amountFen, refundFen }) => sum + amountFen - (refundFen ?? 0n), 0n);
    const share = BigInt(Math.round(spending.share * (0.92 + draw.next() * 0.08) * 10_000));
    const wantedFen = rounded((arrivedFen * share) / 10_000n - spentFen - (arrivedFen * 2n) / 100n);
    const thing = thingFor(spending.things, index, wantedFen, leftFen);
    const amountFen = rounded(least(wantedFen, leftFen.get(thing[0]) ?? 0n));
    if (amountFen < 10_000n) continue;
    spentFen += amountFen;
    leftFen.set(thing[0], (leftFen.get(thing[0]) ?? 0n) - amountFen);
    payments.push({
      ...onePayment(spec, draw, { clock, index, thing, proposedAt }),
      amountFen,
      stage: "delivered",
    });
  }
  return payments.map((payment, index) => ({
    ...payment,
    stage: stageOf(draw, spec, payments.length - 1 - index),
  }));
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** The next thing in turn; where its line of the budget has not enough left, the one whose line has most. */
function thingFor(
  things: readonly ThingPaid[],
  index: number,
  wantedFen: bigint,
  leftFen: ReadonlyMap<string, bigint>,
): ThingPaid {
  const left = ([code]: ThingPaid): bigint => leftFen.get(code) ?? 0n;
  const next = things[index % things.length];
  invariant(next, "a fund that spends has something to spend on");
  if (left(next) >= wantedFen) return next;
  return things.reduce((most, thing) => (left(thing) > left(most) ? thing : most), next);
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
  given: { clock: SeedClock; index: number; thing: ThingPaid; proposedAt: Date },
): Omit<PlannedPayment, "amountFen" | "stage"> {
  const { clock, index, proposedAt } = given;
  const fundId = fundIdOfSpec(spec);
  const [purposeCode, zh, en, payee] = given.thing;
  const people = draw.whole(...(spec.spending?.people ?? ([1, 1] as const)));
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
