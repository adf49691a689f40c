import { beforeEach, describe, expect, it } from "vitest";
import { foldTallies } from "#app/features/consumption/postings/fold-tallies.server.ts";
import { postDueDays } from "#app/features/consumption/postings/post-days.server.ts";
import { postGuarantees } from "#app/features/consumption/postings/post-guarantees.server.ts";
import { endOfDay, postingTransferId } from "#app/features/consumption/postings/posting-id.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import {
  type CampaignPlace,
  makeAgreement,
  makeCampaign,
  makeEnterprise,
  makeVersion,
} from "#tests/factories/consumption.ts";
import { at, type Sale, sell } from "#tests/factories/sales.ts";

let place: CampaignPlace;

beforeEach(async () => {
  place = await makeCampaign();
});

const FEN = 10_000n;
let number = 0;
const order = (day: string, fen: bigint): Sale => ({
  orderNo: `o${++number}`,
  occurredAt: at(day),
  giftE4: fen * FEN,
});
const backOf = (sale: Sale, day: string): Sale => ({
  orderNo: `${sale.orderNo}-back`,
  returnOf: sale.orderNo,
  occurredAt: at(day),
  giftE4: -sale.giftE4,
});

/** Day, kind and counted fen of an agreement's postings. */
async function postedBy(agreementId: string): Promise<string[]> {
  const rows = await db.rows<{ day: string; kind: string; e4: bigint }>(
    "select day, kind, counted_e4 as e4 from consumption_posting where agreement_id = $1 order by day, kind",
    [agreementId],
  );
  return rows.map(({ day, kind, e4 }) => `${day} ${kind} ${Number(e4) / 10_000}`);
}

describe("a sponsor's match", () => {
  it("adds its share of every enterprise's day once, late days with the next posting, up to its caps", async () => {
    const quick = await makeAgreement(place, await makeEnterprise(), { returnDays: 0 });
    const slow = await makeAgreement(place, await makeEnterprise(), { returnDays: 5 });
    const sponsor = await makeAgreement(place, await makeEnterprise(), {
      rule: { kind: "match", bp: 5_000 },
      returnDays: 0,
      dayCapFen: 60n,
      campaignCapFen: 110n,
    });
    await sell(quick, [order("2026-09-01", 100n), order("2026-09-02", 40n)]);
    await sell(slow, [order("2026-09-01", 100n), order("2026-09-03", 200n)]);
    expect(await postDueDays(at("2026-09-03"))).toEqual({ postings: 4 });
    expect(await postedBy(sponsor)).toEqual(["2026-09-01 match 50", "2026-09-02 match 20"]);
    // The slow one's first day is confirmed later: the cap of that day left ten.
    await Promise.all([postDueDays(at("2026-09-07")), postDueDays(at("2026-09-07"))]);
    await postDueDays(at("2026-09-09"));
    expect(await postedBy(sponsor)).toEqual([
      "2026-09-01 match 50",
      "2026-09-02 match 20",
      "2026-09-06 match 10",
      "2026-09-08 match 30",
    ]);
    const lines = await db.rows<{ no: string; e4: bigint }>(
      "select order_no as no, counted_e4 as e4 from consumption_posting_line where agreement_id = $1 and day = '2026-09-06'",
      [sponsor],
    );
    expect(lines).toEqual([{ no: `${slow}.2026-09-01`, e4: 10n * FEN }]);
  });

  it("takes back its share of what came back, never more than it was counted", async () => {
    const shop = await makeAgreement(place, await makeEnterprise(), { returnDays: 0 });
    const sponsor = await makeAgreement(place, await makeEnterprise(), {
      rule: { kind: "match", bp: 10_000 },
      returnDays: 0,
      dayCapFen: 30n,
    });
    const big = order("2026-09-01", 100n);
    await sell(shop, [big, order("2026-09-01", 5n)]);
    await postDueDays(at("2026-09-02"));
    await sell(shop, [backOf(big, "2026-09-02")]);
    await postDueDays(at("2026-09-04"));
    expect(await postedBy(shop)).toEqual(["2026-09-01 orders 105", "2026-09-02 orders -100"]);
    expect(await postedBy(sponsor)).toEqual(["2026-09-01 match 30", "2026-09-02 match -30"]);
  });

  it("begins and ends with the versions that say so", async () => {
    const shop = await makeAgreement(place, await makeEnterprise(), { returnDays: 0 });
    const sponsor = await makeAgreement(
      place,
      await makeEnterprise(),
      { rule: { kind: "match", bp: 10_000 }, returnDays: 0 },
      { effectiveOn: "2026-09-02", endsOn: "2026-09-10" },
    );
    await makeVersion(
      sponsor,
      2,
      { rule: { kind: "match", bp: 20_000 }, returnDays: 0 },
      { effectiveOn: "2026-09-04", endsOn: "2026-09-05" },
    );
    await sell(
      shop,
      ["01", "02", "03", "04", "05", "06"].map((day) => order(`2026-09-${day}`, 10n)),
    );
    await postDueDays(at("2026-09-08"));
    expect(await postedBy(sponsor)).toEqual([
      "2026-09-02 match 10",
      "2026-09-03 match 10",
      "2026-09-04 match 20",
      "2026-09-05 match 20",
    ]);
  });
});

describe("a promised minimum", () => {
  const guarantee = (agreementId: string, day: string, isLast = false) =>
    transaction((tx) => postGuarantees(tx, [{ agreementId, day, isLast }], at("2026-12-01")));

  it("is made up for each month that is settled, once, under the cap of the whole", async () => {
    const shop = await makeAgreement(place, await makeEnterprise(), {
      returnDays: 0,
      guarantee: { minFen: 100n, per: "month" },
      campaignCapFen: 250n,
    });
    const enough = await makeAgreement(place, await makeEnterprise(), {
      returnDays: 0,
      guarantee: { minFen: 10n, per: "month" },
    });
    await sell(shop, [order("2026-09-10", 30n), order("2026-10-02", 60n)]);
    await sell(enough, [order("2026-09-10", 30n)]);
    await postDueDays(at("2026-10-05"));
    await Promise.all([
      guarantee(shop, "2026-09-30"),
      guarantee(shop, "2026-09-30"),
      guarantee(enough, "2026-09-30"),
    ]);
    expect(await postedBy(shop)).toEqual([
      "2026-09-10 orders 30",
      "2026-09-30 guarantee 70",
      "2026-10-02 orders 60",
    ]);
    expect(await postedBy(enough)).toEqual(["2026-09-10 orders 30"]);
    // What a statement took counts no more for the next month.
    await db.run(
      "update consumption_posting set statement_id = 's' where agreement_id = $1 and day <= '2026-09-30'",
      [shop],
    );
    await guarantee(shop, "2026-10-31");
    await db.run(
      "update consumption_posting set statement_id = 't' where agreement_id = $1 and statement_id is null",
      [shop],
    );
    await guarantee(shop, "2026-11-30");
    expect((await postedBy(shop)).slice(3)).toEqual(["2026-10-31 guarantee 40", "2026-11-30 guarantee 50"]);
    const transfers = await db.rows<{ id: string; fen: bigint; at: Date }>(
      `select id, amount_fen as fen, occurred_at as at from transfer where subject_id = $1 and fact_id like '%guarantee' order by occurred_at`,
      [shop],
    );
    expect(transfers[0]).toEqual({
      id: postingTransferId(shop, "2026-09-30", "guarantee"),
      fen: 70n,
      at: endOfDay("2026-09-30"),
    });
  });

  it("of the whole agreement is made up with its last statement alone", async () => {
    const shop = await makeAgreement(place, await makeEnterprise(), {
      returnDays: 0,
      guarantee: { minFen: 100n, per: "agreement" },
    });
    await sell(shop, [order("2026-09-10", 30n)]);
    await postDueDays(at("2026-10-05"));
    await db.run("update consumption_posting set statement_id = 's' where agreement_id = $1", [shop]);
    await guarantee(shop, "2026-10-31");
    expect(await postedBy(shop)).toEqual(["2026-09-10 orders 30"]);
    await guarantee(shop, "2027-08-31", true);
    expect(await postedBy(shop)).toEqual(["2026-09-10 orders 30", "2027-08-31 guarantee 70"]);
  });
});

describe("the live totals", () => {
  it("are folded into one row a day, whatever is written at the same moment", async () => {
    const shop = await makeAgreement(place, await makeEnterprise());
    for (let n = 0; n < 5; n += 1) await sell(shop, [order("2026-09-01", 1n), order("2026-09-02", 2n)]);
    const folds = await Promise.all([foldTallies(), sell(shop, [order("2026-09-01", 7n)]), foldTallies()]);
    await foldTallies();
    expect(await foldTallies()).toEqual({ folded: 0 });
    expect(folds.length).toBe(3);
    expect(
      await db.rows(
        "select day, order_count as orders, gift_e4 as e4 from consumption_tally where agreement_id = $1 order by day",
        [shop],
      ),
    ).toEqual([
      { day: "2026-09-01", orders: 6n, e4: 12n * FEN },
      { day: "2026-09-02", orders: 5n, e4: 10n * FEN },
    ]);
  });
});
