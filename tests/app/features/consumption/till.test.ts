import { randomBytes } from "node:crypto";
import { extractText, getDocumentProxy } from "unpdf";
import { describe, expect, it } from "vitest";
import { readOrderToken } from "#app/features/consumption/shoppers/order-token.server.ts";
import { newOrderNo } from "#app/features/consumption/till/order-no.ts";
import { db } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { action as book, loader as till } from "#app/routes/till._index.tsx";
import { loader as card } from "#app/routes/till.card[.]pdf.ts";
import { action as giveBack, loader as order } from "#app/routes/till.orders.$orderNo.tsx";
import { loader as find } from "#app/routes/till.return.tsx";
import { action as send } from "#app/routes/till.send.ts";
import { action as choose, loader as setup } from "#app/routes/till.setup.tsx";
import { loader as list } from "#app/routes/till.today.tsx";
import { makeAgreement, makeCampaign, makeEnterprise } from "#tests/factories/consumption.ts";
import { makeMember, requestOf } from "#tests/factories/people.ts";

const today = shanghaiDay(new Date());
const numberFor = (placeId: string) => newOrderNo(placeId, today, randomBytes(8));

async function makeShop(over: Parameters<typeof makeAgreement>[2] = {}) {
  const campaign = await makeCampaign();
  const merchantId = await makeEnterprise();
  const agreementId = await makeAgreement(campaign, merchantId, over);
  return { campaign, merchantId, agreementId, clerk: await makeMember(merchantId, "merchant") };
}

const args = (request: Request, params = {}) => ({ request, params, context: {} });
const get = async (userId: string | null, path: string, cookie = "") => {
  const request = await requestOf(userId, path);
  request.headers.set("Cookie", `${request.headers.get("Cookie") ?? ""}; ${cookie}`);
  return request;
};
const post = (userId: string | null, path: string, form: Record<string, string>) =>
  requestOf(userId, path, { method: "POST", body: new URLSearchParams(form) });
const thrownBy = (attempt: Promise<unknown>): Promise<Response> =>
  attempt.then(
    () => expect.unreachable("nothing was thrown"),
    (thrown: unknown) => thrown as Response,
  );
const sendEvents = async (userId: string | null, merchant: string, events: unknown[], place = merchant) => {
  const request = await requestOf(userId, "/till/send", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ merchant, place, events }),
  });
  return send(args(request));
};

describe("the till", () => {
  it("books an order once, however often its form is sent, and shows it", async () => {
    const { merchantId, clerk } = await makeShop();
    const orderNo = numberFor(merchantId);
    const press = async () =>
      thrownBy(book(args(await post(clerk, "/till", { orderNo, amount: "５２。00" }))));
    const answers = await Promise.all([press(), press(), press()]);
    for (const answer of answers) expect(answer.headers.get("Location")).toBe(`/till?done=${orderNo}`);
    const page = await till(args(await get(clerk, `/till?done=${orderNo}`)));
    expect(page.desk).toMatchObject({
      today: { orderCount: 1n, returnCount: 0n, giftE4: 520_000n },
      done: { orderNo, amountFen: 5_200n, giftE4: 520_000n },
    });
    const { rows } = await list(args(await get(clerk, "/till/today")));
    expect(rows.map((row) => row.orderNo)).toEqual([orderNo]);
    // The same number with another price is another order, and is not silently taken for the first.
    const other = await book(args(await post(clerk, "/till", { orderNo, amount: "9" })));
    expect(other).toMatchObject({ data: { error: "other-content", amount: "9" }, init: { status: 422 } });
  });

  it.each([
    ["", "bad-amount"],
    ["0", "bad-amount"],
    ["1.234", "bad-amount"],
    ["abc", "bad-amount"],
  ])("keeps what was typed where %j is no price", async (amount, error) => {
    const { merchantId, clerk } = await makeShop();
    const answer = await book(args(await post(clerk, "/till", { orderNo: numberFor(merchantId), amount })));
    expect(answer).toMatchObject({ data: { ok: false, amount, error } });
    expect(await db.rows("select from consumption_event where merchant_id = $1", [merchantId])).toEqual([]);
  });

  it("counts things where the rule counts things", async () => {
    const { merchantId, clerk } = await makeShop({
      rule: { kind: "fixed-per-item", amountFen: 10n, skus: ["豆浆", "油条"] },
    });
    const form = { orderNo: numberFor(merchantId), amount: "12", "count-0": "2", "count-1": "1" };
    await thrownBy(book(args(await post(clerk, "/till", form))));
    const page = await till(args(await get(clerk, "/till")));
    expect(page.desk).toMatchObject({ skus: ["豆浆", "油条"], today: { giftE4: 300_000n } });
    const wrong = await book(args(await post(clerk, "/till", { ...form, "count-0": "two" })));
    expect(wrong).toMatchObject({ data: { error: "bad-items" } });
  });

  it("is nobody's but the enterprise's own people's", async () => {
    const { merchantId, clerk } = await makeShop();
    const stranger = (await makeShop()).clerk;
    expect((await thrownBy(till(args(await get(null, "/till"))))).headers.get("Location")).toBe(
      "/login?next=%2Ftill",
    );
    const charity = await makeMember((await makeCampaign()).organizationId, "charity-clerk");
    expect((await thrownBy(till(args(await get(charity, "/till"))))).status).toBe(403);
    const orderNo = numberFor(merchantId);
    await thrownBy(book(args(await post(clerk, "/till", { orderNo, amount: "5" }))));
    const path = `/till/orders/${orderNo}`;
    expect((await thrownBy(order(args(await get(stranger, path), { orderNo })))).status).toBe(404);
    const back = { returnNo: numberFor(merchantId), how: "all" };
    expect((await thrownBy(giveBack(args(await post(stranger, path, back), { orderNo })))).status).toBe(404);
  });

  it("says that nothing can be booked where no agreement is in force", async () => {
    await makeCampaign();
    const merchantId = await makeEnterprise();
    const clerk = await makeMember(merchantId, "merchant");
    expect((await till(args(await get(clerk, "/till")))).desk).toBeNull();
    const answer = await book(
      args(await post(clerk, "/till", { orderNo: numberFor(merchantId), amount: "5" })),
    );
    expect(answer).toMatchObject({ data: { error: "no-agreement" } });
  });
});

describe("a return at the till", () => {
  it("takes a part and then the rest, in proportion, each once", async () => {
    const { merchantId, clerk } = await makeShop();
    const orderNo = numberFor(merchantId);
    await thrownBy(book(args(await post(clerk, "/till", { orderNo, amount: "10" }))));
    const path = `/till/orders/${orderNo}`;
    const press = async (form: Record<string, string>) =>
      giveBack(args(await post(clerk, path, form), { orderNo }));
    const part = { returnNo: numberFor(merchantId), how: "part", amount: "2.50" };
    for (const answer of await Promise.all([thrownBy(press(part)), thrownBy(press(part))]))
      expect(answer.headers.get("Location")).toBe(`${path}?returned=1`);
    expect(await press({ ...part, returnNo: numberFor(merchantId), amount: "8" })).toMatchObject({
      data: { error: "returned-too-much", amount: "8" },
    });
    const rest = { returnNo: numberFor(merchantId), how: "all" };
    await thrownBy(press(rest));
    await thrownBy(press(rest));
    const { order: shown, url } = await order(args(await get(clerk, path), { orderNo }));
    expect(shown).toMatchObject({ amountFen: 1_000n, returnedFen: 1_000n });
    expect(readOrderToken(url.split("/").pop() ?? "")).toEqual({ merchantId, orderNo });
    const page = await till(args(await get(clerk, "/till")));
    expect(page.desk?.today).toMatchObject({ orderCount: 1n, returnCount: 2n, giftE4: 0n });
    const acts = await db.rows(
      `select user_id as "userId", subject_id as "subjectId", details from organization_act
       where organization_id = $1 and act = 'sale-returned' order by at`,
      [merchantId],
    );
    const by = { userId: clerk, subjectId: orderNo };
    expect(acts, "once each, however often pressed").toEqual([
      { ...by, details: { amountFen: "250" } },
      { ...by, details: { amountFen: "750" } },
    ]);
    expect(await db.rows("select from consumption_conflict where merchant_id = $1", [merchantId])).toEqual(
      [],
    );
  });

  it("finds its order by the last eight characters that a shopper reads out", async () => {
    const { merchantId, clerk } = await makeShop();
    const orderNo = numberFor(merchantId);
    await thrownBy(book(args(await post(clerk, "/till", { orderNo, amount: "10" }))));
    for (const typed of [
      orderNo,
      orderNo.slice(-8).toUpperCase(),
      `${orderNo.slice(-8, -4)} ${orderNo.slice(-4)}`,
    ]) {
      const found = await thrownBy(
        find(args(await get(clerk, `/till/return?no=${encodeURIComponent(typed)}`))),
      );
      expect(found.headers.get("Location")).toBe(`/till/orders/${orderNo}`);
    }
    const { isMissing, last } = await find(args(await get(clerk, "/till/return?no=zzzzzzzz")));
    expect([isMissing, last.map((row) => row.orderNo)]).toEqual([true, [orderNo]]);
  });
});

describe("what a till kept offline", () => {
  const event = (orderNo: string, over = {}) => ({
    orderNo,
    type: "order",
    amountFen: 2_350,
    occurredAt: new Date(Date.now() - 3_600_000).toISOString(),
    ...over,
  });

  it("is booked once, in one go, whatever stands beside it", async () => {
    const { merchantId, clerk, campaign } = await makeShop();
    const [first, second, old, back] = [1, 2, 3, 4].map(() => numberFor(merchantId)) as [
      string,
      string,
      string,
      string,
    ];
    const events = [
      event(first, { campaign: campaign.slug }),
      event(second),
      event(old, { occurredAt: "2026-01-01T00:00:00.000Z" }),
      { orderNo: "of another kind" },
      event(back, { type: "return", returnOf: first, occurredAt: new Date().toISOString() }),
    ];
    const answer = await sendEvents(clerk, merchantId, events);
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
    const body = await answer.json();
    expect(body.results).toMatchObject([
      { orderNo: first, outcome: "accepted" },
      { orderNo: second, outcome: "accepted" },
      { orderNo: old, outcome: "rejected", reason: expect.stringContaining("31 天") },
      { orderNo: back, outcome: "accepted" },
      { orderNo: "of another kind", outcome: "rejected", reason: expect.any(String) },
    ]);
    expect(body.today).toEqual({ orders: "2", returns: "1", gift: "¥0.235" });
    const again = await (await sendEvents(clerk, merchantId, events.slice(0, 2))).json();
    expect(again.results).toMatchObject([{ outcome: "duplicate" }, { outcome: "duplicate" }]);
    expect(again.today).toEqual(body.today);
  });

  it("stays on the phone without a session, or with another shop's", async () => {
    const { merchantId, clerk } = await makeShop();
    const stranger = (await makeShop()).clerk;
    const orderNo = numberFor(merchantId);
    expect((await sendEvents(null, merchantId, [event(orderNo)])).status).toBe(401);
    expect((await sendEvents(stranger, merchantId, [event(orderNo)])).status).toBe(403);
    expect(await db.rows("select from consumption_event where order_no = $1", [orderNo])).toEqual([]);
    // With nothing to send the phone hears the clock and the day's sums.
    const hello = await (await sendEvents(clerk, merchantId, [])).json();
    expect(hello).toMatchObject({ results: [], today: { orders: "0", returns: "0", gift: "¥0.00" } });
    expect(Math.abs(Date.parse(hello.now) - Date.now())).toBeLessThan(60_000);
  });
});

describe("the card for a counter", () => {
  it("says what a purchase gives, to whom and until when, and is the same each time; of other shops there is none", async () => {
    const { merchantId, clerk } = await makeShop();
    const print = async (query = "") => card(args(await get(clerk, `/till/card.pdf${query}`)));
    const answer = await print();
    expect(answer.headers.get("Content-Type")).toBe("application/pdf");
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const { text } = await extractText(await getDocumentProxy(bytes.slice()), { mergePages: true });
    for (const words of ["一味面馆", "捐原价的 1%", "由本店捐出", "2027-08-31", "码被人换了"])
      expect(text).toContain(words);
    expect(Buffer.from(await (await print(`?place=${merchantId}`)).arrayBuffer()).equals(bytes)).toBe(true);
    expect((await thrownBy(print("?place=another"))).status).toBe(404);
    const without = await makeMember(await makeEnterprise(), "merchant");
    expect((await thrownBy(card(args(await get(without, "/till/card.pdf"))))).status).toBe(404);
  });
});

describe("setting a till up", () => {
  it("asks once for the shop and for the campaign where there are several, and remembers", async () => {
    const { campaign, merchantId, clerk } = await makeShop();
    const second = await makeCampaign();
    await makeAgreement(second, merchantId);
    await db.run(
      `insert into shop (id, merchant_id, name, created_at) values
         ('5b0c1f5e-0000-4000-8000-0000000a0001', $1, '老街店', now()), ('5b0c1f5e-0000-4000-8000-0000000a0002', $1, '新街店', now())`,
      [merchantId],
    );
    const shop = "5b0c1f5e-0000-4000-8000-0000000a0002";
    expect((await thrownBy(till(args(await get(clerk, "/till"))))).headers.get("Location")).toBe(
      "/till/setup",
    );
    const asked = await setup(args(await get(clerk, "/till/setup")));
    expect(asked).toMatchObject({ ask: "place", options: [{ name: "新街店" }, { name: "老街店" }] });
    const half = await choose(args(await post(clerk, "/till/setup", { place: shop })));
    expect(half.headers.get("Location")).toBe(`/till/setup?place=${shop}`);
    const then = await setup(args(await get(clerk, `/till/setup?place=${shop}`)));
    expect(new Set(then.options.map(({ id }) => id))).toEqual(new Set([campaign.fundId, second.fundId]));
    const done = await choose(args(await post(clerk, "/till/setup", { place: shop, fund: second.fundId })));
    expect(done.headers.get("Location")).toBe("/till");
    const cookie = done.headers.get("Set-Cookie")?.split(";")[0] ?? "";
    expect(done.headers.get("Set-Cookie")).toContain("HttpOnly");
    const page = await till(args(await get(clerk, "/till", cookie)));
    expect(page.place).toMatchObject({ id: shop, name: "新街店" });
    expect(JSON.parse(page.desk?.script ?? "")).toMatchObject({ code: "T0a0002", campaign: second.slug });
    const nothing = await choose(args(await post(clerk, "/till/setup", { place: "elsewhere" })));
    expect(nothing.headers.get("Location")).toBe("/till/setup?missing=1");
  });
});
