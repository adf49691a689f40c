import { describe, expect, it } from "vitest";
import { traceFund } from "#app/features/disbursements/trace-fund.server.ts";
import { donationTrace } from "#app/features/disbursements/trace-queries.server.ts";
import { beadsOf } from "#app/features/funds/gift-table.tsx";
import { giftsAlongTheWay, giftTrails, listGifts } from "#app/features/funds/gift-trails.server.ts";
import { db } from "#app/lib/db.server.ts";
import { makePendingGift, NOW } from "#tests/factories/books.ts";
import {
  makePaidGift,
  makeSettledGift,
  makeSpendingPlace,
  type SpendingPlace,
} from "#tests/factories/spending.ts";
import { spend } from "./spend.ts";

async function trailOf(place: SpendingPlace, id: string) {
  const [trail] = await giftTrails([{ fundId: place.fundId, id }]);
  if (!trail) throw new Error("no trail");
  return trail;
}

describe("the way of a gift in a list", () => {
  it("goes bead by bead: paid, reconciled, used, delivered", async () => {
    const place = await makeSpendingPlace();
    const first = await makeSettledGift(place, 1_000n, 0n, new Date(NOW.getTime() - 60_000));
    const second = await makeSettledGift(place, 1_000n);
    const third = await makePaidGift(place, 5n);
    await spend(place, 1_200n, { deliveredFen: 1_100n });
    await traceFund(place.fundId, NOW);

    const whole = await trailOf(place, first.donationId);
    expect(whole).toMatchObject({ usedFen: 1_000n, deliveredFen: 1_000n, netFen: 1_000n });
    expect(whole.purposes).toEqual([{ zh: "10 月食材", en: "" }]);
    expect(beadsOf(whole)).toEqual(["done", "done", "done", "done"]);

    const half = await trailOf(place, second.donationId);
    expect(half).toMatchObject({ usedFen: 200n, deliveredFen: 100n });
    expect(beadsOf(half)).toEqual(["done", "done", "part", "part"]);

    const fresh = await trailOf(place, third.donationId);
    expect(fresh).toMatchObject({ usedFen: 0n, netFen: null, aheadFen: null, settledAt: null });
    expect(beadsOf(fresh)).toEqual(["done", "next", "next", "next"]);
  });

  it("agrees with the gift's own trace, over several disbursements", async () => {
    const place = await makeSpendingPlace();
    const gifts = [];
    for (const amountFen of [300n, 700n, 1n, 2_000n, 450n])
      gifts.push(await makeSettledGift(place, amountFen));
    await spend(place, 350n, { deliveredFen: 320n });
    await spend(place, 900n, { deliveredFen: 651n });
    await traceFund(place.fundId, NOW);
    for (const { donationId } of gifts) {
      const trail = await trailOf(place, donationId);
      const trace = await donationTrace(place.fundId, donationId);
      expect(trail.usedFen).toBe(trace?.uses.reduce((sum, use) => sum + use.amountFen, 0n));
      expect(trail.deliveredFen).toBe(trace?.uses.reduce((sum, use) => sum + use.deliveredFen, 0n));
      if (trail.usedFen === 0n) expect(trail.aheadFen).toBe(trace?.aheadFen);
    }
  });

  it("names a donor only as the donor asked", async () => {
    const place = await makeSpendingPlace();
    const shown: [string, string | null, boolean][] = [];
    for (const visibility of ["public", "pseudonym", "anonymous"]) {
      const { donationId } = await makePaidGift(place, 100n);
      await db.run(
        "update donation set visibility = $2, donor_name = '李秀英', pseudonym = '山茶', email = 'x@y.z' where id = $1",
        [donationId, visibility],
      );
      const trail = await trailOf(place, donationId);
      shown.push([visibility, trail.name, trail.isPseudonym]);
      expect(JSON.stringify(trail, (_key, value) => String(value))).not.toContain("x@y.z");
    }
    expect(shown).toEqual([
      ["public", "李秀英", false],
      ["pseudonym", "山茶", true],
      ["anonymous", null, false],
    ]);
  });
});

describe("the list of gifts", () => {
  it("shows gifts that count, newest first, and each once over its pages", async () => {
    const place = await makeSpendingPlace();
    const paid = [];
    for (let i = 0; i < 5; i += 1) paid.push((await makePaidGift(place, BigInt(i + 1))).donationId);
    await makePendingGift(place, 99n);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await listGifts(place.fundId, { cursor, limit: 2 });
      seen.push(...page.gifts.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect([...seen].sort()).toEqual([...paid].sort());
    expect(seen).toEqual([...seen].sort().reverse());
  });

  it("leaves out gifts to drafts", async () => {
    const place = await makeSpendingPlace();
    await makePaidGift(place, 1n);
    await db.run("update fund set state = 'draft' where id = $1", [place.fundId]);
    expect((await listGifts(null, { cursor: null, limit: 5 })).gifts).toEqual([]);
    expect(await giftsAlongTheWay(3)).toEqual([]);
  });

  it("of the home page holds one gift for each stage of the way", async () => {
    const place = await makeSpendingPlace();
    const used = await makeSettledGift(place, 1_000n);
    await spend(place, 600n, { deliveredFen: 600n });
    await traceFund(place.fundId, NOW);
    await db.run("update donation set created_at = created_at - interval '1 month'");
    for (let i = 0; i < 3; i += 1) await makePaidGift(place, 1n);
    const gifts = await giftsAlongTheWay(3);
    expect(gifts).toHaveLength(4);
    expect(gifts.at(-1)).toMatchObject({ id: used.donationId, usedFen: 600n, deliveredFen: 600n });
  });
});
