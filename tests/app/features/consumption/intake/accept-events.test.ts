import { expect, test } from "vitest";
import { acceptEvents } from "#app/features/consumption/intake/accept-events.server.ts";
import type { EventInput, EventResult } from "#app/features/consumption/intake/event.ts";
import { db } from "#app/lib/db.server.ts";
import { NOW } from "#tests/factories/books.ts";
import { makeAgreement, makeCampaign, makeEnterprise, makeVersion } from "#tests/factories/consumption.ts";

const MINUTE_MS = 60_000;
const before = (minutes: number) => new Date(NOW.getTime() - minutes * MINUTE_MS);
const order = (orderNo: string, amountFen: bigint, over: Partial<EventInput> = {}): EventInput => ({
  orderNo,
  type: "order",
  amountFen,
  occurredAt: before(60),
  ...over,
});
const giveBack = (
  orderNo: string,
  of: string,
  amountFen: bigint,
  over: Partial<EventInput> = {},
): EventInput => ({
  orderNo,
  type: "return",
  amountFen,
  returnOf: of,
  occurredAt: before(10),
  ...over,
});
const accept = async (merchantId: string, events: EventInput[], now = NOW) =>
  (await acceptEvents({ merchantId, events, source: "api", now })).results;
const said = (results: EventResult[]) =>
  results.map(({ outcome, donationFenE4, reason }) => reason ?? `${outcome} ${donationFenE4}`);

async function makeShop(over: Parameters<typeof makeAgreement>[2] = {}) {
  const place = await makeCampaign();
  const merchantId = await makeEnterprise();
  return { place, merchantId, agreementId: await makeAgreement(place, merchantId, over) };
}

test("a batch is stored with its pending rows and one tally row per day", async () => {
  const { merchantId, agreementId } = await makeShop();
  const yesterday = new Date(NOW.getTime() - 24 * 60 * MINUTE_MS);
  const results = await accept(merchantId, [
    giveBack("R1", "A1", 500n),
    order("A1", 1000n, { items: [{ sku: "tea", quantity: 2 }] }),
    order("A2", 333n, { discountFen: 33n, items: 3 }),
    order("A0", 100n, { occurredAt: yesterday }),
  ]);
  expect(results).toEqual([
    { orderNo: "R1", outcome: "accepted", donationFenE4: -50_000n },
    { orderNo: "A1", outcome: "accepted", donationFenE4: 100_000n },
    { orderNo: "A2", outcome: "accepted", donationFenE4: 33_300n },
    { orderNo: "A0", outcome: "accepted", donationFenE4: 10_000n },
  ]);
  const tally = await db.rows(
    `select day, order_count as orders, return_count as returns, sales_fen as sales, gift_e4 as gift
     from consumption_tally where agreement_id = $1 order by day`,
    [agreementId],
  );
  expect(tally).toEqual([
    { day: "2026-11-21", orders: 1n, returns: 0n, sales: 100n, gift: 10_000n },
    { day: "2026-11-22", orders: 2n, returns: 1n, sales: 833n, gift: 83_300n },
  ]);
  const pending = await db.rows(
    "select order_no, return_of, gift_e4 from consumption_pending where agreement_id = $1 order by order_no",
    [agreementId],
  );
  expect(pending).toEqual([
    { order_no: "A0", return_of: null, gift_e4: 10_000n },
    { order_no: "A1", return_of: null, gift_e4: 100_000n },
    { order_no: "A2", return_of: null, gift_e4: 33_300n },
    { order_no: "R1", return_of: "A1", gift_e4: -50_000n },
  ]);
});

test("the same again is a duplicate with the same gift, something else is rejected and remembered", async () => {
  const { place, merchantId } = await makeShop();
  const other = await makeCampaign({ organizationId: place.organizationId });
  const first = order("A1", 1000n, {
    items: [
      { sku: "b", quantity: 1 },
      { sku: "a", quantity: 2 },
    ],
  });
  await accept(merchantId, [first, giveBack("R1", "A1", 100n)]);
  await makeAgreement(other, merchantId);
  const results = await accept(merchantId, [
    {
      ...first,
      items: [
        { sku: "a", quantity: 2 },
        { sku: "b", quantity: 1 },
      ],
      discountFen: 0n,
    },
    { ...first, campaign: place.slug },
    { ...first, amountFen: 999n },
    { ...first, campaign: other.slug },
    giveBack("R1", "A1", 100n),
    giveBack("R1", "A1", 101n),
    order("B1", 5n, { campaign: place.slug }),
    order("B1", 6n, { campaign: place.slug }),
    giveBack("R2", "A1", 1n, { campaign: other.slug }),
  ]);
  expect(said(results)).toEqual([
    "duplicate 100000",
    "duplicate 100000",
    "other-content",
    "other-campaign",
    "duplicate -10000",
    "other-content",
    "accepted 500",
    "other-content",
    "other-campaign",
  ]);
  // A month later it is a duplicate still: only what is new has to be recent.
  const late = new Date(NOW.getTime() + 40 * 24 * 60 * MINUTE_MS);
  expect(said(await accept(merchantId, [first, order("A9", 1n, { campaign: place.slug })], late))).toEqual([
    "duplicate 100000",
    "too-old",
  ]);
  await accept(merchantId, [{ ...first, amountFen: 998n }]);
  const conflicts = await db.rows(
    "select order_no, differs from consumption_conflict where merchant_id = $1 order by order_no, differs",
    [merchantId],
  );
  expect(conflicts).toEqual([
    { order_no: "A1", differs: "amount" },
    { order_no: "A1", differs: "campaign" },
    { order_no: "B1", differs: "amount" },
    { order_no: "R1", differs: "amount" },
  ]);
});

test("a bad row says why and keeps nobody back", async () => {
  const { place, merchantId, agreementId } = await makeShop();
  const results = await accept(merchantId, [
    order("good-1", 100n),
    order("with space", 100n),
    order("nul\0", 100n),
    order("x".repeat(65), 100n),
    order("A1", 0n),
    order("A2", 10n, { discountFen: 11n }),
    order("A3", 10n, { occurredAt: new Date(Number.NaN) }),
    order("A4", 10n, { items: 0 }),
    order("A5", 10n, { items: [{ sku: "a b", quantity: 1 }] }),
    order("A6", 10n, { returnOf: "good-1" }),
    order("A7", 10n, { occurredAt: before(31 * 24 * 60 + 1) }),
    order("A8", 10n, { occurredAt: before(-6) }),
    order("A9", 10n, { campaign: "none" }),
    giveBack("R1", "nobody", 1n),
    giveBack("R2", "good-1", 101n),
    giveBack("R3", "good-1", 1n, { occurredAt: before(61) }),
    giveBack("R4", "", 1n),
    order("good-2", 200n, { occurredAt: before(-4) }),
  ]);
  expect(said(results)).toEqual([
    "accepted 10000",
    "bad-order-no",
    "bad-order-no",
    "bad-order-no",
    "bad-amount",
    "bad-discount",
    "bad-time",
    "bad-items",
    "bad-items",
    "bad-return-of",
    "too-old",
    "in-future",
    "unknown-campaign",
    "unknown-order",
    "returned-too-much",
    "return-before-order",
    "bad-return-of",
    "accepted 20000",
  ]);
  // What was rejected was not kept: the same number may come again, put right.
  expect(said(await accept(merchantId, [order("A1", 100n)]))).toEqual(["accepted 10000"]);
  await db.run("update consumption_agreement set ended_at = $2, ended_reason = 'by-charity' where id = $1", [
    agreementId,
    before(30),
  ]);
  const young = await makeCampaign({ organizationId: place.organizationId });
  await makeAgreement(young, merchantId, {}, { effectiveOn: "2026-12-01" });
  const sponsor = await makeEnterprise();
  await makeAgreement(young, sponsor, { rule: { kind: "match", bp: 10_000 } });
  expect(
    said(
      await accept(merchantId, [
        order("B1", 1n, { occurredAt: before(29), campaign: place.slug }),
        order("B2", 1n, { occurredAt: before(29), campaign: young.slug }),
        order("B3", 1n, { occurredAt: before(31) }),
        giveBack("R5", "good-1", 40n),
      ]),
    ),
  ).toEqual(["agreement-ended", "agreement-not-started", "accepted 100", "accepted -4000"]);
  expect(said(await accept(sponsor, [order("S1", 1n)]))).toEqual(["no-agreement"]);
});

test("an order has the version of its day; a return has its order's, whatever its own day", async () => {
  const { place, merchantId, agreementId } = await makeShop();
  await makeVersion(
    agreementId,
    2,
    { rule: { kind: "fixed-per-order", amountFen: 7n } },
    { effectiveOn: "2026-11-22", endsOn: "2027-08-31" },
  );
  // 2026-11-22 begins in Shanghai at 16:00 UTC of the day before.
  const lastOfOld = new Date("2026-11-21T15:59:59.999Z");
  const firstOfNew = new Date("2026-11-21T16:00:00.000Z");
  const events = [
    order("old", 1000n, { occurredAt: lastOfOld }),
    order("new", 1000n, { occurredAt: firstOfNew }),
    giveBack("back", "old", 1000n),
  ];
  expect(said(await accept(merchantId, events))).toEqual([
    "accepted 100000",
    "accepted 70000",
    "accepted -100000",
  ]);
  const stored = await db.rows("select order_no, version, day from consumption_event order by order_no");
  expect(stored).toEqual([
    { order_no: "back", version: 1, day: "2026-11-22" },
    { order_no: "new", version: 2, day: "2026-11-22" },
    { order_no: "old", version: 1, day: "2026-11-21" },
  ]);
  const other = await makeCampaign({ organizationId: place.organizationId });
  await makeAgreement(other, merchantId, { giver: "shopper", rule: { kind: "add-on", optionsFen: [100n] } });
  const results = await accept(merchantId, [
    order("which", 1n),
    order("other", 5n, { campaign: other.slug }),
  ]);
  expect(said(results)).toEqual(["campaign-needed", "accepted 0"]);
});

test("the same batch from several sides at once is stored once, and nobody waits for ever", async () => {
  const { merchantId, agreementId } = await makeShop();
  const batch = Array.from({ length: 200 }, (_, at) => order(`A${at}`, BigInt(at + 1)));
  const returns = batch.map(({ orderNo }) => giveBack(`R-${orderNo}`, orderNo, 1n));
  const mixed = [...batch, ...returns];
  const answers = await Promise.all([
    accept(merchantId, mixed),
    accept(merchantId, [...mixed].reverse()),
    accept(merchantId, batch),
    accept(merchantId, returns.slice(0, 50)),
    accept(merchantId, [...mixed.slice(100), ...mixed.slice(0, 100)]),
  ]);
  const outcomes = answers.flat();
  expect(outcomes.filter(({ outcome }) => outcome === "accepted")).toHaveLength(400);
  const [sum] = await db.rows(
    `select count(*) as events, sum(gift_e4)::int8 as gift,
            (select sum(gift_e4)::int8 from consumption_tally where agreement_id = $1) as tally,
            (select sum(gift_e4)::int8 from consumption_pending where agreement_id = $1) as pending
     from consumption_event where agreement_id = $1`,
    [agreementId],
  );
  const gift = 100n * ((200n * 201n) / 2n) - 200n * 100n;
  expect(sum).toEqual({ events: 400n, gift, tally: gift, pending: gift });
});

test("returns at once never exceed the order, and take back all of the gift", async () => {
  const { merchantId } = await makeShop({ rule: { kind: "fixed-per-order", amountFen: 1n } });
  await accept(merchantId, [order("A", 7n)]);
  const answers = await Promise.all(
    Array.from({ length: 9 }, (_, at) => accept(merchantId, [giveBack(`R${at}`, "A", 1n)])),
  );
  const results = answers.flat();
  expect(results.filter(({ reason }) => reason === "returned-too-much")).toHaveLength(2);
  expect(results.reduce((sum, { donationFenE4 }) => sum + donationFenE4, 0n)).toBe(-10_000n);
});

/** One event after another, in plain words: what any batching must come to. */
class Model {
  readonly known = new Map<string, EventInput & { giftE4: bigint }>();

  take(event: EventInput): string {
    const known = this.known.get(event.orderNo);
    if (known) {
      const isSame =
        known.type === event.type &&
        known.amountFen === event.amountFen &&
        (known.returnOf ?? null) === (event.returnOf ?? null);
      return isSame ? `duplicate ${known.giftE4}` : "other-content";
    }
    const giftE4 = event.type === "order" ? event.amountFen * 100n : this.takenBack(event);
    if (typeof giftE4 === "string") return giftE4;
    this.known.set(event.orderNo, { ...event, giftE4 });
    return `accepted ${giftE4}`;
  }

  private takenBack(event: EventInput): bigint | string {
    const of = this.known.get(event.returnOf ?? "");
    if (of?.type !== "order") return "unknown-order";
    const earlier = [...this.known.values()].filter(({ returnOf }) => returnOf === of.orderNo);
    const cameBack = earlier.reduce((sum, { amountFen }) => sum + amountFen, 0n) + event.amountFen;
    if (cameBack > of.amountFen) return "returned-too-much";
    const gone = earlier.reduce((sum, { giftE4 }) => sum + giftE4, 0n);
    const whole = (2n * of.giftE4 * cameBack + of.amountFen) / (2n * of.amountFen);
    return -whole - gone;
  }
}

test("any batches come to what a small model says", async () => {
  let seed = 20261122;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const { merchantId, agreementId } = await makeShop();
  const model = new Model();
  for (let round = 0; round < 40; round += 1) {
    const batch = Array.from({ length: 1 + random(12) }, () => {
      const no = String(random(30));
      const amountFen = BigInt(1 + random(4));
      return random(3) > 0 ? order(no, amountFen) : giveBack(no, String(random(30)), amountFen);
    });
    const results = said(await accept(merchantId, batch));
    const expected: string[] = [];
    for (const type of ["order", "return"])
      for (const [at, event] of batch.entries()) if (event.type === type) expected[at] = model.take(event);
    expect(results).toEqual(expected);
  }
  const stored = await db.rows<{ no: string; gift: bigint }>(
    "select order_no as no, gift_e4 as gift from consumption_event where agreement_id = $1",
    [agreementId],
  );
  expect(new Map(stored.map(({ no, gift }) => [no, gift]))).toEqual(
    new Map([...model.known].map(([no, { giftE4 }]) => [no, giftE4])),
  );
});
