import { E4 } from "#app/features/consumption/rules/compute-gift.ts";
import { type AgreementTerms, termsSchema } from "#app/features/consumption/rules/terms.ts";
import { monthEnd } from "#app/features/consumption/statements/statement-days.ts";
import { invariant } from "#app/lib/invariant.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import type { SeedClock } from "./clock.ts";
import { declaredOf, type PlannedEvent, type PlannedVersion, salesOf } from "./consumption-sales.ts";
import type { AgreementSpec, CampaignSpec } from "./consumption-spec.ts";
import { FUNDS, fundIdOfSpec } from "./funds.ts";
import { stableId } from "./random.ts";

export interface PlannedLine {
  orderNo: string;
  occurredAt: Date;
  netE4: bigint;
  countedE4: bigint;
}

export interface PlannedPosting {
  day: string;
  kind: "orders" | "match" | "guarantee";
  orderCount: number;
  returnCount: number;
  giftE4: bigint;
  countedE4: bigint;
  runningE4: bigint;
  promisedFen: bigint;
  amountFen: bigint;
  postedAt: Date;
  lines: PlannedLine[];
}

export interface PlannedAgreement {
  id: string;
  spec: AgreementSpec;
  fundId: string;
  organization: string;
  versions: PlannedVersion[];
  events: PlannedEvent[];
  postings: PlannedPosting[];
}

export interface PlannedCampaign {
  spec: CampaignSpec;
  fundId: string;
  agreements: PlannedAgreement[];
}

const TERMS: Omit<AgreementTerms, "rule" | "goods" | "goodsEn"> = {
  giver: "merchant",
  perOrderCapFen: null,
  dayCapFen: null,
  campaignCapFen: null,
  guarantee: null,
  returnDays: 7,
  confirmWithinDays: 10,
  payWithinDays: 15,
  bankAccountId: null,
  declaredMonthlyOrders: 0,
  declaredMonthlySalesFen: 0n,
};

/** What was agreed, sold, posted in one campaign: each day as the site's own posting would have reckoned it. */
export function planCampaign(spec: CampaignSpec, clock: SeedClock): PlannedCampaign {
  const fund = FUNDS.find(({ kind, slug }) => kind === "consumption" && slug === spec.fundSlug);
  invariant(fund, `the fund ${spec.fundSlug}`);
  const fundId = fundIdOfSpec(fund);
  const agreements = spec.agreements.map((agreement): PlannedAgreement => {
    const versions = versionsOf(agreement, clock);
    const mark = `${spec.organization.slice(0, 1).toUpperCase()}`;
    return {
      id: stableId.ofFund("a", fundId, agreement.merchant),
      spec: agreement,
      fundId,
      organization: spec.organization,
      versions,
      events: salesOf(agreement, versions, mark, clock),
      postings: [],
    };
  });
  for (const agreement of agreements) agreement.postings = orderPostings(agreement, clock);
  for (const agreement of agreements) {
    if (agreement.spec.terms.rule.kind === "match")
      agreement.postings = matchPostings(agreement, agreements, clock);
  }
  return { spec, fundId, agreements };
}

function versionsOf(spec: AgreementSpec, clock: SeedClock): PlannedVersion[] {
  const declared = declaredOf(spec);
  const told = { declaredMonthlyOrders: declared.orders, declaredMonthlySalesFen: declared.fen };
  const terms = termsSchema.parse({ ...TERMS, ...told, ...spec.terms });
  const first: PlannedVersion = {
    number: 1,
    fromDay: clock.day(spec.fromDays),
    toDay: clock.day(spec.toDays),
    terms,
    isConfirmed: !spec.isAwaited,
  };
  if (!spec.next) return [first];
  const next: PlannedVersion = {
    number: 2,
    fromDay: clock.day(spec.next.fromDays),
    toDay: clock.day(spec.toDays),
    terms: termsSchema.parse({ ...terms, ...spec.next.terms }),
    isConfirmed: !spec.next.isAwaited,
  };
  return [first, next];
}

/** The terms of a day. */
function termsAt({ versions }: PlannedAgreement, day: string): AgreementTerms {
  const version = versions.findLast(({ isConfirmed, fromDay }) => isConfirmed && fromDay <= day);
  invariant(version, "orders have terms");
  return version.terms;
}

/** What an agreement has come to, posting by posting. */
interface Running {
  e4: bigint;
  promisedFen: bigint;
}

function count(
  running: Running,
  countedE4: bigint,
): Pick<PlannedPosting, "runningE4" | "promisedFen" | "amountFen"> {
  running.e4 += countedE4;
  const halfUp = (running.e4 + E4 / 2n) / E4;
  const promisedFen = halfUp > running.promisedFen ? halfUp : running.promisedFen;
  const amountFen = promisedFen - running.promisedFen;
  running.promisedFen = promisedFen;
  return { runningE4: running.e4, promisedFen, amountFen };
}

function orderPostings(agreement: PlannedAgreement, clock: SeedClock): PlannedPosting[] {
  const returned = new Map<string, PlannedEvent[]>();
  const byDay = new Map<string, PlannedEvent[]>();
  for (const event of agreement.events) {
    const [into, key] = event.returnOf === null ? [byDay, event.day] : [returned, event.returnOf];
    into.set(key, [...(into.get(key) ?? []), event]);
  }
  const running: Running = { e4: 0n, promisedFen: 0n };
  const postings: PlannedPosting[] = [];
  const days = [...byDay.keys()].sort();
  for (const [index, day] of days.entries()) {
    const postedAt = clock.at(addDays(day, termsAt(agreement, day).returnDays + 1), 3, 20);
    if (postedAt > clock.now) break;
    const orders = byDay.get(day) ?? [];
    const returns = orders.flatMap(({ orderNo }) => returned.get(orderNo) ?? []);
    const lines = linesOf(orders, returned, termsAt(agreement, day), running.e4);
    const countedE4 = sum(lines.map((line) => line.countedE4));
    postings.push({
      day,
      kind: "orders",
      orderCount: orders.length,
      returnCount: returns.length,
      giftE4: sum(lines.map(({ netE4 }) => netE4)),
      countedE4,
      ...count(running, countedE4),
      postedAt,
      lines,
    });
    const isLastOfMonth = days[index + 1]?.slice(0, 7) !== day.slice(0, 7);
    const guarantee = isLastOfMonth ? guaranteePosting(agreement, postings, running, day, clock) : null;
    if (guarantee) postings.push(guarantee);
  }
  return postings;
}

const sum = (parts: readonly bigint[]): bigint => parts.reduce((all, part) => all + part, 0n);
const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Each order net of its returns; caps of the day and of the campaign cut in the order of time, then of number. */
function linesOf(
  orders: readonly PlannedEvent[],
  returned: ReadonlyMap<string, readonly PlannedEvent[]>,
  { dayCapFen, campaignCapFen }: AgreementTerms,
  runningE4: bigint,
): PlannedLine[] {
  const inTime = [...orders].sort(
    (a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || (a.orderNo < b.orderNo ? -1 : 1),
  );
  let dayE4 = 0n;
  return inTime.map(({ orderNo, occurredAt, giftE4 }) => {
    const netE4 = giftE4 + sum((returned.get(orderNo) ?? []).map((event) => event.giftE4));
    let countedE4 = netE4;
    if (dayCapFen !== null) countedE4 = smaller(countedE4, dayCapFen * E4 - dayE4);
    if (campaignCapFen !== null) countedE4 = smaller(countedE4, campaignCapFen * E4 - runningE4 - dayE4);
    dayE4 += countedE4;
    return { orderNo, occurredAt, netE4, countedE4 };
  });
}

/** What a whole month fell short of the least sum, on the month's last day. */
function guaranteePosting(
  agreement: PlannedAgreement,
  postings: readonly PlannedPosting[],
  running: Running,
  lastSold: string,
  clock: SeedClock,
): PlannedPosting | null {
  const { guarantee, returnDays } = termsAt(agreement, lastSold);
  if (guarantee?.per !== "month") return null;
  const day = lastDayOf(agreement, lastSold, clock);
  const postedAt = clock.at(addDays(day, returnDays + 1), 5);
  if (postedAt > clock.now) return null;
  const ofMonth = postings.filter((posting) => posting.day.slice(0, 7) === day.slice(0, 7));
  const shortE4 = guarantee.minFen * E4 - sum(ofMonth.map(({ countedE4 }) => countedE4));
  if (shortE4 <= 0n) return null;
  const reckoned = { giftE4: shortE4, countedE4: shortE4, ...count(running, shortE4) };
  return { day, kind: "guarantee", orderCount: 0, returnCount: 0, ...reckoned, postedAt, lines: [] };
}

/** The last day of a month of an agreement: the month's, or the agreement's own. */
export function lastDayOf({ spec }: PlannedAgreement, day: string, clock: SeedClock): string {
  const lastDay = clock.day(Math.min(spec.toDays, -(spec.ended?.daysAgo ?? Number.NEGATIVE_INFINITY)));
  return smallerDay(monthEnd(day), lastDay);
}

const smallerDay = (a: string, b: string): string => (a < b ? a : b);

/**
 * A sponsor's share of each enterprise's day, in the posting of the night in which that day was posted, as the site's
 * own posting does it: one line for each, cut by the sponsor's cap.
 */
function matchPostings(
  agreement: PlannedAgreement,
  all: readonly PlannedAgreement[],
  clock: SeedClock,
): PlannedPosting[] {
  const { rule, campaignCapFen } = termsAt(agreement, clock.today);
  if (rule.kind !== "match") return [];
  const running: Running = { e4: 0n, promisedFen: 0n };
  const postings: PlannedPosting[] = [];
  for (const [day, shares] of sharesByNight(agreement, all, BigInt(rule.bp), clock)) {
    const lines = shares.sort((a, b) => (a.orderNo < b.orderNo ? -1 : 1)).sort(byTime);
    let roomE4 = campaignCapFen === null ? null : campaignCapFen * E4 - running.e4;
    for (const line of lines) {
      if (roomE4 === null) continue;
      line.countedE4 = smaller(line.netE4, roomE4);
      roomE4 -= line.countedE4;
    }
    const countedE4 = sum(lines.map((line) => line.countedE4));
    postings.push({
      day,
      kind: "match",
      orderCount: 0,
      returnCount: 0,
      giftE4: sum(lines.map(({ netE4 }) => netE4)),
      countedE4,
      ...count(running, countedE4),
      postedAt: clock.at(addDays(day, 1), 4, 10),
      lines,
    });
  }
  return postings;
}

const byTime = (a: PlannedLine, b: PlannedLine): number => a.occurredAt.getTime() - b.occurredAt.getTime();

/** The lines of each night, by the day before it, in order. */
function sharesByNight(
  sponsor: PlannedAgreement,
  all: readonly PlannedAgreement[],
  bp: bigint,
  clock: SeedClock,
): [day: string, lines: PlannedLine[]][] {
  const byNight = new Map<string, PlannedLine[]>();
  for (const { id, postings } of all) {
    for (const { day, kind, countedE4, postedAt } of postings) {
      if (kind !== "orders" || countedE4 === 0n || day < clock.day(sponsor.spec.fromDays)) continue;
      const netE4 = (countedE4 * bp + 5_000n) / 10_000n;
      const endOfDay = new Date(clock.at(addDays(day, 1), 0).getTime() - 1);
      const line = { orderNo: `${id}.${day}`, occurredAt: endOfDay, netE4, countedE4: netE4 };
      const night = addDays(shanghaiDay(postedAt), -1);
      const lines = byNight.get(night);
      if (lines) lines.push(line);
      else byNight.set(night, [line]);
    }
  }
  return [...byNight].sort(([a], [b]) => (a < b ? -1 : 1));
}
