import { beforeEach, describe, expect, it } from "vitest";
import { acceptEvents } from "#app/features/consumption/intake/accept-events.server.ts";
import type { EventInput } from "#app/features/consumption/intake/event.ts";
import { postDueDays } from "#app/features/consumption/postings/post-days.server.ts";
import { db } from "#app/lib/db.server.ts";
import { addDays } from "#app/lib/time.ts";
import {
  type CampaignPlace,
  makeAgreement,
  makeCampaign,
  makeEnterprise,
  makeVersion,
} from "#tests/factories/consumption.ts";
import { at, type Sale, sell } from "#tests/factories/sales.ts";
import { type ModelPosting, PostingModel } from "./posting-model.ts";

let place: CampaignPlace;
let merchantId: string;

beforeEach(async () => {
  place = await makeCampaign();
  merchantId = await makeEnterprise();
});

const FEN = 10_000n;
const order = (orderNo: string, occurredAt: Date, giftE4: bigint): Sale => ({ orderNo, occurredAt, giftE4 });
const back = (orderNo: string, returnOf: string, occurredAt: Date, giftE4: bigint): Sale => ({
  orderNo,
  returnOf,
  occurredAt,
  giftE4: -giftE4,
});

const postingsOf = (agreementId: string): Promise<ModelPosting[]> =>
  db.rows<ModelPosting>(
    `select day, order_count as "orderCount", return_count as "returnCount", gift_e4 as "giftE4",
            counted_e4 as "countedE4", running_e4 as "runningE4", promised_fen as "promisedFen", amount_fen as "amountFen"
     from consumption_posting where agreement_id = $1 order by day`,
    [agreementId],
  );

async function countedOf(agreementId: string): Promise<Map<string, bigint>> {
  const rows = await db.rows<{ orderNo: string; counted: bigint }>(
    `select order_no as "orderNo", counted_e4 as counted from consumption_posting_line where agreement_id = $1`,
    [agreementId],
  );
  return new Map(rows.map(({ orderNo, counted }) => [orderNo, counted]));
}

describe("a day's posting", () => {
  it("waits until nothing can be returned any more, nets what came back and rounds the running sum once", async () => {
    const id = await makeAgreement(place, merchantId, { returnDays: 2 });
    await sell(id, [
      order("A1", at("2026-09-01"), 12_345n),
      order("A2", at("2026-09-01", 5), 2_655n),
      order("B1", at("2026-09-02"), 10_000n),
    ]);
    await sell(id, [back("R1", "A2", at("2026-09-03"), 2_655n)]);
    expect(await postDueDays(at("2026-09-03"))).toEqual({ postings: 0 });
    expect(await postDueDays(at("2026-09-04"))).toEqual({ postings: 1 });
    expect(await postDueDays(at("2026-09-04"))).toEqual({ postings: 0 });
    expect(await postDueDays(at("2026-09-05"))).toEqual({ postings: 1 });
    expect(await postingsOf(id)).toEqual([
      {
        day: "2026-09-01",
        orderCount: 2,
        returnCount: 1,
        giftE4: 12_345n,
        countedE4: 12_345n,
        runningE4: 12_345n,
        promisedFen: 1n,
        amountFen: 1n,
      },
      {
        day: "2026-09-02",
        orderCount: 1,
        returnCount: 0,
        giftE4: 10_000n,
        countedE4: 10_000n,
        runningE4: 22_345n,
        promisedFen: 2n,
        amountFen: 1n,
      },
    ]);
    const transfers = await db.rows(
      `select kind, fact_id as "factId", debit_account_id as debit, credit_account_id as credit, subject_id as subject,
              accounting_day as day, amount_fen as "amountFen" from transfer order by occurred_at limit 1`,
    );
    expect(transfers).toEqual([
      {
        kind: "consumption-promised",
        factId: `${id}.2026-09-01.orders`,
        subject: id,
        day: "2026-09-01",
        amountFen: 1n,
        debit: `receivable.${place.organizationId}.CNY`,
        credit: `promised.${place.organizationId}.CNY`,
      },
    ]);
  });

  it("cuts by the caps in order of time and number; a late order finds what its own day left", async () => {
    const id = await makeAgreement(place, merchantId, { returnDays: 0, dayCapFen: 10n, campaignCapFen: 18n });
    await sell(id, [
      order("b", at("2026-09-01"), 4n * FEN),
      order("a", at("2026-09-01"), 3n * FEN),
      order("c", at("2026-09-01", 9), 2n * FEN),
    ]);
    await postDueDays(at("2026-09-02"));
    // The day before left one fen; the day itself has all of its ten.
    await sell(id, [
      order("late", at("2026-09-01", -60), 5n * FEN),
      order("d", at("2026-09-02"), 7n * FEN),
      order("e", at("2026-09-02", 1), 7n * FEN),
    ]);
    await postDueDays(at("2026-09-03"));
    expect([...(await countedOf(id))].sort()).toEqual([
      ["a", 3n * FEN],
      ["b", 4n * FEN],
      ["c", 2n * FEN],
      ["d", 7n * FEN],
      ["e", 1n * FEN],
      ["late", 1n * FEN],
    ]);
    // What comes back makes room under the cap of the whole, none under that of its day.
    await sell(id, [
      back("d-back", "d", at("2026-09-03"), 7n * FEN),
      order("later", at("2026-09-02", 2), 9n * FEN),
      order("f", at("2026-09-03", 1), 9n * FEN),
    ]);
    await postDueDays(at("2026-09-04"));
    const counted = await countedOf(id);
    expect([counted.get("d-back"), counted.get("later"), counted.get("f")]).toEqual([
      -7n * FEN,
      2n * FEN,
      5n * FEN,
    ]);
    expect((await postingsOf(id)).map(({ runningE4 }) => runningE4)).toEqual([
      9n * FEN,
      18n * FEN,
      18n * FEN,
    ]);
  });

  it("takes late returns in proportion of what was counted, all of it when everything came back", async () => {
    const id = await makeAgreement(place, merchantId, { returnDays: 0, dayCapFen: 1n });
    await sell(id, [order("big", at("2026-09-01"), 30_001n)]);
    await postDueDays(at("2026-09-02"));
    await sell(id, [
      back("r3", "big", at("2026-09-04"), 10_001n),
      back("r1", "big", at("2026-09-02"), 10_000n),
    ]);
    await postDueDays(at("2026-09-05"));
    await sell(id, [back("r2", "big", at("2026-09-03"), 10_000n)]);
    // The newest due day is posted already: it waits for the next one.
    expect(await postDueDays(at("2026-09-05"))).toEqual({ postings: 0 });
    await postDueDays(at("2026-09-06"));
    const counted = await countedOf(id);
    expect(counted.get("r1")).toBe(-3_333n);
    expect([...counted.values()].reduce((sum, e4) => sum + e4, 0n)).toBe(0n);
    const postings = await postingsOf(id);
    expect(
      postings.map(({ day, runningE4, promisedFen, amountFen }) => [day, runningE4, promisedFen, amountFen]),
    ).toEqual([
      ["2026-09-01", 10_000n, 1n, 1n],
      ["2026-09-02", 6_667n, 1n, 0n],
      ["2026-09-04", 3_333n, 1n, 0n],
      ["2026-09-05", 0n, 1n, 0n],
    ]);
  });

  it("in order where a new version changed the time to return and the caps", async () => {
    const id = await makeAgreement(place, merchantId, { returnDays: 7, dayCapFen: 1n });
    await makeVersion(
      id,
      2,
      { returnDays: 0, dayCapFen: 5n },
      { effectiveOn: "2026-09-11", endsOn: "2026-12-31" },
    );
    await sell(id, [order("old", at("2026-09-10"), 9n * FEN)]);
    await sell(id, [order("new", at("2026-09-11"), 9n * FEN)], 2);
    // The eleventh is over, but goods of the tenth may still come back.
    expect(await postDueDays(at("2026-09-17"))).toEqual({ postings: 0 });
    expect(await postDueDays(at("2026-09-18"))).toEqual({ postings: 2 });
    await sell(id, [order("late", at("2026-09-10"), 1n), order("later", at("2026-09-11", 1), 1n)]);
    await postDueDays(at("2026-09-20"));
    expect(await countedOf(id)).toEqual(
      new Map([
        ["old", 1n * FEN],
        ["new", 5n * FEN],
        ["late", 0n],
        ["later", 0n],
      ]),
    );
    expect((await postingsOf(id)).map(({ day }) => day)).toEqual(["2026-09-10", "2026-09-11", "2026-09-19"]);
  });
});

/** A small generator with a seed, so that a failure can be run again. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Orders and returns of three weeks, each return after its order and never more than it gave. */
function randomSales(random: (below: number) => number, count: number): Sale[] {
  const sales: Sale[] = [];
  const left = new Map<string, { sale: Sale; rest: bigint }>();
  for (let n = 0; n < count; n += 1) {
    const known = [...left.values()];
    const returned = random(3) === 0 ? known[random(known.length)] : undefined;
    if (returned) {
      const part = random(2) === 0 ? returned.rest : BigInt(random(Number(returned.rest) + 1));
      returned.rest -= part;
      const later = new Date(returned.sale.occurredAt.getTime() + random(10 * 86_400) * 1000);
      sales.push(back(`r${n}`, returned.sale.orderNo, later, part));
      if (returned.rest === 0n) left.delete(returned.sale.orderNo);
    } else {
      const sale = order(
        `o${random(1000)}-${n}`,
        at(addDays("2026-09-01", random(14)), random(4)),
        BigInt(random(60_000)),
      );
      sales.push(sale);
      left.set(sale.orderNo, { sale, rest: sale.giftE4 });
    }
  }
  return sales;
}

/** Cuts sales into batches; a return never comes before its order. */
function batchesOf<T>(random: (below: number) => number, all: readonly T[]): T[][] {
  const batches: T[][] = [];
  for (let from = 0; from < all.length; ) {
    const to = from + 1 + random(12);
    batches.push(all.slice(from, to));
    from = to;
  }
  return batches;
}

describe("beside a second, plain model", () => {
  it.each([1, 2, 3, 4, 5, 6])(
    "every posting and every line agrees to the last e4 (seed %i)",
    async (seed) => {
      const random = randomOf(seed * 7919);
      const agreements = await Promise.all(
        [0, 1, 2].map(async (n) => {
          const terms = {
            returnDays: random(4),
            dayCapFen: n === 0 ? null : BigInt(4 + random(10)),
            campaignCapFen: n === 1 ? null : BigInt(20 + random(60)),
          };
          const id = await makeAgreement(place, await makeEnterprise(), terms);
          return { id, model: new PostingModel(terms), batches: batchesOf(random, randomSales(random, 60)) };
        }),
      );
      for (let day = "2026-09-02"; day <= "2026-10-20"; day = addDays(day, 1 + random(5))) {
        for (const { id, model, batches } of agreements) {
          for (const batch of batches.splice(0, random(4))) {
            await sell(id, batch);
            model.sell(batch);
          }
          model.post(at(day));
        }
        await postDueDays(at(day));
      }
      for (const { id, model } of agreements) {
        expect(await postingsOf(id)).toEqual(model.postings);
        expect(await countedOf(id)).toEqual(model.counted);
      }
    },
  );

  it("without caps neither order nor batches nor the days of posting matter for the sum", async () => {
    const random = randomOf(4242);
    const sales = randomSales(random, 80);
    const whole = sales.reduce((sum, { giftE4 }) => sum + giftE4, 0n);
    for (const step of [1, 4, 40]) {
      const id = await makeAgreement(place, await makeEnterprise(), { returnDays: 1 });
      const returnsLast = [...sales].sort(
        (a, b) => Number(Boolean(a.returnOf)) - Number(Boolean(b.returnOf)) || random(3) - 1,
      );
      const batches = batchesOf(random, returnsLast);
      for (let day = "2026-09-03"; batches.length > 0 || day < "2026-10-20"; day = addDays(day, step)) {
        for (const batch of batches.splice(0, 3)) await sell(id, batch);
        await postDueDays(at(day));
      }
      const postings = await postingsOf(id);
      expect(postings.at(-1)?.runningE4).toBe(whole);
      const highest =
        postings
          .map(({ runningE4 }) => runningE4)
          .sort((a, b) => (a < b ? -1 : 1))
          .at(-1) ?? 0n;
      expect(postings.at(-1)?.promisedFen).toBe((highest + 5_000n) / FEN);
    }
  });
});

describe("at once and cut off", () => {
  it("two posters and a till at the same moment count every sale once", async () => {
    const id = await makeAgreement(place, merchantId, { returnDays: 0 });
    const batch = (n: number) =>
      Array.from({ length: 20 }, (_, i) => order(`o${n}-${i}`, at("2026-09-01", n), BigInt(n * 100 + i)));
    for (const days of [2, 3, 4, 5]) {
      const now = at(addDays("2026-09-01", days));
      await Promise.all([
        sell(id, batch(days)),
        postDueDays(now),
        sell(id, [...batch(days + 10), back(`b${days}`, `o${days + 10}-1`, at("2026-09-01", 99), 1n)]),
        postDueDays(now),
      ]);
    }
    await postDueDays(at("2026-09-10"));
    const [sums] = await db.rows<{ events: bigint; counted: bigint; pending: bigint }>(
      `select (select sum(gift_e4) from consumption_event)::bigint as events,
              (select sum(counted_e4) from consumption_posting_line)::bigint as counted,
              (select count(*) from consumption_pending) as pending`,
    );
    expect(sums?.pending).toBe(0n);
    expect(sums?.counted).toBe(sums?.events);
  });

  it("what comes back while its order is posted is counted once, netted or late", async () => {
    const id = await makeAgreement(place, merchantId, { returnDays: 0 });
    const accept = (events: EventInput[]) =>
      acceptEvents({ merchantId, events, source: "api", now: at("2026-09-02") });
    const numbers = Array.from({ length: 60 }, (_, n) => `o${n}`);
    await accept(
      numbers.map((orderNo) => ({ orderNo, type: "order", amountFen: 1_000n, occurredAt: at("2026-09-01") })),
    );
    const backs = (from: number): EventInput[] =>
      numbers.slice(from, from + 20).map((returnOf) => ({
        orderNo: `back-${returnOf}`,
        type: "return",
        returnOf,
        amountFen: 1_000n,
        occurredAt: at("2026-09-01", 60),
      }));
    const [early, , late] = await Promise.all([
      accept(backs(0)),
      postDueDays(at("2026-09-02")),
      accept(backs(20)),
      postDueDays(at("2026-09-02")),
    ]);
    expect([...early.results, ...late.results].every(({ outcome }) => outcome === "accepted")).toBe(true);
    await postDueDays(at("2026-09-03"));
    await postDueDays(at("2026-09-04"));
    const postings = await postingsOf(id);
    // Forty of sixty came back: 1% of twenty times ten yuan is left, whichever posting they met.
    expect(postings.at(-1)?.runningE4).toBe(200n * FEN);
    expect(postings.reduce((sum, { orderCount }) => sum + orderCount, 0)).toBe(60);
    expect(postings.reduce((sum, { returnCount }) => sum + returnCount, 0)).toBe(40);
  });

  it("an agreement that cannot be posted holds up no other and loses nothing", async () => {
    const good = await makeAgreement(place, merchantId, { returnDays: 0 });
    const elsewhere = await makeCampaign();
    const bad = await makeAgreement(elsewhere, merchantId, { returnDays: 0 });
    await sell(good, [order("1", at("2026-09-01"), 5n * FEN)]);
    await sell(bad, [order("2", at("2026-09-01"), 5n * FEN), order("3", at("2026-09-02"), 5n * FEN)]);
    // The books refuse the whole posting: its taken rows, lines and posting row are undone with it.
    const refuse = await refusePostingsOf(elsewhere.organizationId);
    await expect(postDueDays(at("2026-09-04"))).rejects.toThrow(/1 agreements were not posted/);
    expect((await postingsOf(good)).length).toBe(1);
    expect(await postingsOf(bad)).toEqual([]);
    expect(await countedOf(bad)).toEqual(new Map());
    await refuse.end();
    expect(await postDueDays(at("2026-09-04"))).toEqual({ postings: 2 });
    expect((await postingsOf(bad)).map(({ runningE4 }) => runningE4)).toEqual([5n * FEN, 10n * FEN]);
  });
});

/** Takes an account out of the books' reach until it is given back. */
async function refusePostingsOf(organizationId: string): Promise<{ end(): Promise<void> }> {
  const { testDatabase } = await import("#tests/setup/test-database.ts");
  const owner = await testDatabase().superuser();
  const rename = (from: string, to: string) =>
    owner.query("update account set currency = $2 where id = $1", [from, to]);
  const id = `promised.${organizationId}.CNY`;
  await rename(id, "XXX");
  return { end: async () => void (await rename(id, "CNY")) };
}
