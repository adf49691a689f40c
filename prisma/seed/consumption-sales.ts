import { giftE4Of, returnE4Of } from "#app/features/consumption/rules/compute-gift.ts";
import type { AgreementTerms } from "#app/features/consumption/rules/terms.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import type { SeedClock } from "./clock.ts";
import { type AgreementSpec, HOURS, type SalesSpec } from "./consumption-spec.ts";
import { Draw } from "./random.ts";

/** An order or a return as it stands in the store. */
export interface PlannedEvent {
  orderNo: string;
  version: number;
  type: "order" | "return";
  amountFen: bigint;
  discountFen: bigint;
  itemCount: number | null;
  items: { sku: string; quantity: number }[] | null;
  returnOf: string | null;
  occurredAt: Date;
  day: string;
  giftE4: bigint;
  recordedAt: Date;
}

/** The terms that hold on some days; later versions come later. */
export interface PlannedVersion {
  number: number;
  fromDay: string;
  toDay: string;
  terms: AgreementTerms;
  /** Both sides confirmed it. */
  isConfirmed: boolean;
}

const isWeekend = (day: string): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

/** Days on which the whole county goes out, or stays at home. */
function season(day: string): number {
  const date = day.slice(5);
  if (date >= "10-01" && date <= "10-07") return 1.5;
  if (date >= "05-01" && date <= "05-05") return 1.4;
  return date >= "02-10" && date <= "02-20" ? 0.5 : 1;
}

/** What an enterprise expects to sell in a month. */
export function declaredOf({ sales, odd }: AgreementSpec): { orders: number; fen: bigint } {
  if (!sales) return { orders: 0, fen: 0n };
  const orders = Math.round(((sales.perDay[0] * 5 + sales.perDay[1] * 2) / 7) * 30.4);
  const [least, most] = sales.priceFen;
  // Prices are drawn so that most are near the least.
  const mean = sales.items ? (least + most) / 2 : least + (most - least) / 3.5;
  const told = odd === "sells-less-than-declared" ? 5 : 1;
  return {
    orders: orders * told,
    fen: (BigInt(Math.round((orders * mean) / 100_000)) * 100_000n + 100_000n) * BigInt(told),
  };
}

/** All orders and returns of an agreement up to now, in the order of time. */
export function salesOf(
  spec: AgreementSpec,
  versions: readonly PlannedVersion[],
  mark: string,
  clock: SeedClock,
): PlannedEvent[] {
  const { sales } = spec;
  const [first] = versions;
  if (!sales || !first?.isConfirmed) return [];
  const draw = new Draw("sales", mark, spec.merchant);
  const lastDay = least(clock.today, clock.day(spec.toDays), clock.day(-(spec.ended?.daysAgo ?? 0)));
  const events: PlannedEvent[] = [];
  for (let day = first.fromDay; day <= lastDay; day = addDays(day, 1)) {
    const version = versions.findLast(({ fromDay, isConfirmed }) => isConfirmed && fromDay <= day);
    if (!version) continue;
    const sold = [...momentsOf(draw, sales, day, clock), ...oddOnes(spec, day, clock)];
    sold.sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
    for (const [index, one] of sold.entries()) {
      const order = oneOrder(draw, sales, version, { ...one, day });
      order.orderNo = `${mark}${day.slice(2).replaceAll("-", "")}${String(index + 1).padStart(4, "0")}`;
      events.push(order, ...returnsOf(draw, sales, version, order, one.isNight ?? false));
    }
  }
  return events.filter(({ recordedAt }) => recordedAt < clock.now);
}

const least = (...days: readonly string[]): string => [...days].sort()[0] ?? "";

interface Sold {
  occurredAt: Date;
  amountFen?: bigint;
  /** Of the burst at night. */
  isNight?: true;
}

function momentsOf(draw: Draw, sales: SalesSpec, day: string, clock: SeedClock): Sold[] {
  const mean = sales.perDay[isWeekend(day) ? 1 : 0] * season(day);
  const count = Math.floor(mean * (0.6 + 0.8 * draw.next()) + draw.next());
  const hours: readonly (readonly [number, number])[] = HOURS[sales.hours];
  const midnight = clock.at(day, 0).getTime();
  return Array.from({ length: count }, () => {
    const seconds = (draw.weighted(hours) * 60 + draw.whole(0, 59)) * 60 + draw.whole(0, 59);
    return { occurredAt: new Date(midnight + seconds * 1_000) };
  });
}

/** What the rules against fraud are to find: sixty orders of one price at night, one sale told to two campaigns. */
function oddOnes({ odd }: AgreementSpec, day: string, clock: SeedClock): Sold[] {
  if (odd === "night-burst" && day === clock.day(-3)) {
    return Array.from({ length: 60 }, (_, index) => ({
      occurredAt: clock.at(day, 2, 4 + Math.floor(index / 2), (index % 2) * 29 + 3),
      amountFen: 990n,
      isNight: true as const,
    }));
  }
  if (odd === "told-twice" && (day === clock.day(-5) || day === clock.day(-4)))
    return [{ occurredAt: clock.at(day, 10, 15, 20), amountFen: 186_000n }];
  return [];
}

function oneOrder(
  draw: Draw,
  sales: SalesSpec,
  version: PlannedVersion,
  of: Sold & { day: string },
): PlannedEvent {
  const quantity = sales.items ? draw.whole(...sales.items) : null;
  const amountFen = of.amountFen ?? priceOf(draw, sales, quantity);
  const isDiscounted =
    of.amountFen === undefined && sales.discounted !== undefined && draw.chance(sales.discounted);
  const discountFen = isDiscounted ? ((amountFen * BigInt(draw.whole(3, 15))) / 1_000n) * 10n : 0n;
  const goods = {
    itemCount: quantity,
    items: sales.sku && quantity ? [{ sku: sales.sku, quantity }] : null,
  };
  return {
    orderNo: "",
    version: version.number,
    type: "order",
    amountFen,
    discountFen,
    ...goods,
    returnOf: null,
    occurredAt: of.occurredAt,
    day: of.day,
    giftE4: giftE4Of(version.terms, { amountFen, discountFen, ...goods }),
    recordedAt: toldAt(sales, of.occurredAt, of.day),
  };
}

/** Whole yuan mostly, near the lower end; with the number of things where they are counted. */
function priceOf(draw: Draw, { priceFen: [low, high], items }: SalesSpec, quantity: number | null): bigint {
  const share =
    items && quantity !== null
      ? ((quantity - items[0]) / Math.max(1, items[1] - items[0])) * (0.92 + 0.08 * draw.next())
      : draw.next() ** 2.5;
  const step = draw.chance(0.7) ? 100 : 10;
  return BigInt(Math.max(step, Math.round((low + (high - low) * share) / step) * step));
}

/** Tills tell at once, lists are uploaded the morning after. */
function toldAt(sales: SalesSpec, occurredAt: Date, day: string): Date {
  if (sales.source !== "csv") return new Date(occurredAt.getTime() + 4_000);
  return new Date(new Date(`${addDays(day, 1)}T09:05:00+08:00`).getTime());
}

/** What comes back, within the days in which it may. */
function returnsOf(
  draw: Draw,
  sales: SalesSpec,
  version: PlannedVersion,
  order: PlannedEvent,
  isNight: boolean,
): PlannedEvent[] {
  const isReturned = isNight ? draw.chance(0.5) : draw.chance(sales.returned ?? 0);
  if (!isReturned) return [];
  const isWhole = isNight || draw.chance(0.6);
  const amountFen = isWhole ? order.amountFen : (order.amountFen / 200n) * 100n;
  if (amountFen === 0n) return [];
  const days = version.terms.returnDays * draw.next() * 0.9;
  const afterMs = isNight ? 420_000 : 1_200_000 + days * 86_400_000;
  const occurredAt = new Date(order.occurredAt.getTime() + afterMs);
  const day = shanghaiDay(occurredAt);
  return [
    {
      ...order,
      orderNo: `${order.orderNo}R`,
      type: "return",
      amountFen,
      discountFen: 0n,
      itemCount: null,
      items: null,
      returnOf: order.orderNo,
      occurredAt,
      day,
      giftE4: returnE4Of(order, 0n, amountFen),
      recordedAt: toldAt(sales, occurredAt, day),
    },
  ];
}
