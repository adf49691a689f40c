import { shanghaiDay } from "#app/lib/time.ts";
import type { Sale } from "#tests/factories/sales.ts";

const E4 = 10_000n;
const dayNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000);

export interface ModelTerms {
  returnDays: number;
  dayCapFen: bigint | null;
  campaignCapFen: bigint | null;
}

export interface ModelPosting {
  day: string;
  orderCount: number;
  returnCount: number;
  giftE4: bigint;
  countedE4: bigint;
  runningE4: bigint;
  promisedFen: bigint;
  amountFen: bigint;
}

/** The second, plain model of one agreement's postings: one order at a time, in memory, with nothing shared. */
export class PostingModel {
  readonly postings: ModelPosting[] = [];
  readonly counted = new Map<string, bigint>();
  private pending: Sale[] = [];
  private readonly posted = new Map<
    string,
    { net: bigint; counted: bigint; returned: bigint; taken: bigint }
  >();
  private readonly usedOfDay = new Map<string, bigint>();
  private running = 0n;
  private promised = 0n;
  private last = "";

  constructor(private readonly terms: ModelTerms) {}

  sell(sales: readonly Sale[]): void {
    this.pending.push(...sales);
  }

  /** Posts every due day as the clock stands. */
  post(now: Date): void {
    while (this.postNext(shanghaiDay(now)));
  }

  private postNext(today: string): boolean {
    const dueThrough = (day: string) => dayNumber(day) + this.terms.returnDays < dayNumber(today);
    const ready = this.pending.filter(
      (sale) =>
        dueThrough(shanghaiDay(sale.occurredAt)) && (!sale.returnOf || this.posted.has(sale.returnOf)),
    );
    const newest = new Date((dayNumber(today) - this.terms.returnDays - 1) * 86_400_000)
      .toISOString()
      .slice(0, 10);
    const own = ready.map((sale) => shanghaiDay(sale.occurredAt)).filter((day) => day > this.last);
    const day = own.sort()[0] ?? (ready.length > 0 && newest > this.last ? newest : null);
    if (!day) return false;
    this.postDay(
      day,
      ready.filter((sale) => shanghaiDay(sale.occurredAt) <= day),
    );
    return true;
  }

  private postDay(day: string, taken: Sale[]): void {
    const byTime = (a: Sale, b: Sale) =>
      a.occurredAt.getTime() - b.occurredAt.getTime() || (a.orderNo < b.orderNo ? -1 : 1);
    const orders = taken.filter(({ returnOf }) => !returnOf).sort(byTime);
    const late = taken.filter(({ returnOf }) => returnOf).sort(byTime);
    const early = this.pending.filter(({ returnOf }) => orders.some(({ orderNo }) => orderNo === returnOf));
    const gone = new Set([...orders, ...late, ...early]);
    this.pending = this.pending.filter((sale) => !gone.has(sale));
    let gift = 0n;
    let sum = 0n;
    for (const sale of late) {
      gift += sale.giftE4;
      sum += this.takeBack(sale);
    }
    for (const order of orders) {
      const back = early.filter(({ returnOf }) => returnOf === order.orderNo);
      const net = back.reduce((rest, { giftE4 }) => rest + giftE4, order.giftE4);
      const counted = this.cut(shanghaiDay(order.occurredAt), net, this.running + sum);
      this.posted.set(order.orderNo, { net, counted, returned: 0n, taken: 0n });
      this.counted.set(order.orderNo, counted);
      gift += net;
      sum += counted;
    }
    this.running += sum;
    const rounded = this.running > 0n ? (this.running + E4 / 2n) / E4 : 0n;
    const before = this.promised;
    if (rounded > this.promised) this.promised = rounded;
    this.last = day;
    this.postings.push({
      day,
      orderCount: orders.length,
      returnCount: late.length + early.length,
      giftE4: gift,
      countedE4: sum,
      runningE4: this.running,
      promisedFen: this.promised,
      amountFen: this.promised - before,
    });
  }

  private takeBack(sale: Sale): bigint {
    const order = this.posted.get(sale.returnOf ?? "");
    if (!order) throw new Error(`${sale.returnOf} is not posted`);
    order.returned -= sale.giftE4;
    const taken =
      order.net === 0n ? 0n : (2n * order.counted * order.returned + order.net) / (2n * order.net);
    const back = order.taken - taken;
    order.taken = taken;
    this.counted.set(sale.orderNo, back);
    return back;
  }

  private cut(day: string, net: bigint, running: bigint): bigint {
    let left = net;
    const { dayCapFen, campaignCapFen } = this.terms;
    const used = this.usedOfDay.get(day) ?? 0n;
    if (dayCapFen !== null && left > dayCapFen * E4 - used) left = dayCapFen * E4 - used;
    if (campaignCapFen !== null) {
      const room = campaignCapFen * E4 - running;
      if (left > room) left = room > 0n ? room : 0n;
    }
    this.usedOfDay.set(day, used + left);
    return left;
  }
}
