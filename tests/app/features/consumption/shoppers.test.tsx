import { randomBytes } from "node:crypto";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acceptEvents } from "#app/features/consumption/intake/accept-events.server.ts";
import { CounterPage } from "#app/features/consumption/shoppers/counter-page.tsx";
import { giveWithOrder } from "#app/features/consumption/shoppers/give-with-order.server.ts";
import { invitedSums } from "#app/features/consumption/shoppers/invitation.ts";
import { OrderPage } from "#app/features/consumption/shoppers/order-page.tsx";
import {
  counterToken,
  orderHref,
  orderToken,
  readCounterToken,
  readOrderToken,
} from "#app/features/consumption/shoppers/order-token.server.ts";
import { newOrderNo } from "#app/features/consumption/till/order-no.ts";
import { findGift } from "#app/features/donations/queries.server.ts";
import { sweepPayments } from "#app/features/donations/sweep-payments.server.ts";
import { db } from "#app/lib/db.server.ts";
import { I18nProvider } from "#app/lib/i18n-react.tsx";
import { shanghaiDay } from "#app/lib/time.ts";
import { loader as counter, action as lookUp } from "#app/routes/c.$token.tsx";
import { action as give, headers, loader as page } from "#app/routes/consumption.orders.$token.tsx";
import type { Sandbox } from "#scripts/sandbox/server.ts";
import { makeAgreement, makeCampaign, makeEnterprise } from "#tests/factories/consumption.ts";
import { control, makeGivingPlace, startTestSandbox } from "#tests/factories/giving.ts";
import { makeStatement } from "#tests/factories/statements.ts";

const htmlOf = (page: ReactNode): string =>
  renderToStaticMarkup(<I18nProvider lang="zh">{page}</I18nProvider>);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox("shoppers");
});
afterAll(() => sandbox.close());

const ROUND_UP = { rule: { kind: "round-up", unitFen: 100n }, giver: "shopper" } as const;
const now = () => new Date();
const numberFor = (placeId: string) => newOrderNo(placeId, shanghaiDay(now()), randomBytes(8));

/** A campaign that takes gifts, an enterprise with these terms and one order of 23.60. */
async function makeOrder(over: Parameters<typeof makeAgreement>[2] = {}, amountFen = 2_360n) {
  const { organizationId } = await makeGivingPlace(sandbox);
  const campaign = await makeCampaign({ organizationId });
  const merchantId = await makeEnterprise();
  await makeAgreement(campaign, merchantId, over);
  const orderNo = numberFor(merchantId);
  await book(merchantId, { orderNo, type: "order", amountFen });
  return { campaign, merchantId, orderNo };
}

async function book(
  merchantId: string,
  event: { orderNo: string; type: "order" | "return"; amountFen: bigint; returnOf?: string },
) {
  const { results } = await acceptEvents({
    merchantId,
    events: [{ ...event, occurredAt: now() }],
    source: "till",
    now: now(),
  });
  expect(results).toMatchObject([{ outcome: "accepted" }]);
}

const args = (token: string, form?: Record<string, string>) => ({
  request: new Request(
    `http://127.0.0.1:3000/x/${token}`,
    form ? { method: "POST", body: new URLSearchParams(form) } : {},
  ),
  params: { token },
  context: {},
});
const statusOf = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => 200,
    (thrown: unknown) => (thrown instanceof Response ? thrown.status : thrown),
  );

describe("signed addresses", () => {
  it("name an order or a counter, and nothing that nobody signed", () => {
    const token = orderToken("oabc12345", "小票 7/8");
    expect(readOrderToken(token)).toEqual({ merchantId: "oabc12345", orderNo: "小票 7/8" });
    expect(token).toMatch(/^[\w.-]+$/);
    const [merchant, order, signature] = token.split(".") as [string, string, string];
    for (const forged of [
      `oabc12346.${order}.${signature}`,
      `${merchant}.${Buffer.from("8").toString("base64url")}.${signature}`,
      `${merchant}.${order}.${"0".repeat(16)}`,
      `${merchant}.${order}`,
      "",
    ])
      expect(readOrderToken(forged)).toBeNull();
    // A counter's signature is no order's.
    expect(readCounterToken(counterToken("oabc12345"))).toBe("oabc12345");
    expect(readCounterToken(token)).toBeNull();
    expect(readOrderToken(counterToken("oabc12345"))).toBeNull();
  });
});

describe("an order's page", () => {
  it("says what it gives, exactly, by whom and how far that has come; a forged address is not found", async () => {
    const { merchantId, orderNo } = await makeOrder({ rule: { kind: "percent", bp: 3, base: "gross" } });
    const data = await page(args(orderToken(merchantId, orderNo)));
    const html = htmlOf(<OrderPage data={data} answer={null} />);
    expect(html).toMatch(/捐出 0\.00708\s元/);
    expect(html).toContain("捐赠票据开给商家");
    expect(html).not.toContain("<form");
    expect(html).toMatch(/等退货期过去/);
    expect(headers()).toEqual({ "Cache-Control": "no-store" });
    await book(merchantId, {
      orderNo: numberFor(merchantId),
      type: "return",
      amountFen: 2_360n,
      returnOf: orderNo,
    });
    const after = htmlOf(
      <OrderPage data={await page(args(orderToken(merchantId, orderNo)))} answer={null} />,
    );
    expect(after).toContain("已经退货");
    expect(await statusOf(page(args(`${orderToken(merchantId, orderNo)}x`)))).toBe(404);
    const late = await page(args(orderToken(merchantId, "T000000-261122-00000000")));
    expect(htmlOf(<OrderPage data={late} answer={null} />)).toContain("还没到");
  });

  it("follows the gift into the ledger and onto its statement", async () => {
    const { merchantId, agreementId, statementId } = await makeStatement(await makeCampaign(), 10_000n);
    const { order } = await page(args(orderToken(merchantId, "A1")));
    expect(order).toMatchObject({
      agreementId,
      posted: { day: "2026-09-10", netE4: 40_000_000n, countedE4: 40_000_000n },
      statement: { id: statementId, number: 1, state: "drawn", paidAt: null },
    });
    const html = htmlOf(<OrderPage data={{ order, gift: null, invitation: null }} answer={null} />);
    expect(html).toContain(`/days/${agreementId}/2026-09-10"`);
    expect(html).toContain(`/statements/${statementId}"`);
  });
});

describe("a counter's code", () => {
  it("proves its shop, says whether the badge holds, and finds an order by number and price", async () => {
    const campaign = await makeCampaign();
    const merchantId = await makeEnterprise({ name: "老街豆浆" });
    const agreementId = await makeAgreement(campaign, merchantId);
    const shopId = "5b0c1f5e-0000-4000-8000-0000000b0001";
    await db.run(
      "insert into shop (id, merchant_id, name, address, created_at) values ($1, $2, '老街店', '老街 3 号', now())",
      [shopId, merchantId],
    );
    const token = counterToken(shopId);
    const shown = async () => htmlOf(<CounterPage data={await counter(args(token))} answer={null} />);
    expect(await shown()).toMatch(/老街店.*老街 3 号.*老街豆浆.*生效中/s);
    await db.run(
      "update consumption_agreement set suspended_at = now(), suspended_reason = 'overdue' where id = $1",
      [agreementId],
    );
    expect(await shown()).toContain("已停用");
    await db.run("update shop set closed_at = now() where id = $1", [shopId]);
    expect(await shown()).toContain("已经关了");
    expect(await statusOf(counter(args(counterToken("oabsent00"))))).toBe(404);
    expect(await statusOf(counter(args(`${shopId}.${"0".repeat(16)}`)))).toBe(404);
    const orderNo = numberFor(shopId);
    await book(merchantId, { orderNo, type: "order", amountFen: 1_250n });
    for (const no of [orderNo, orderNo.slice(-8).toUpperCase()]) {
      const found = (await lookUp(args(token, { no, amount: "12.5" }))) as Response;
      expect(found.headers.get("Location")).toBe(orderHref(merchantId, orderNo));
    }
    for (const [no, amount] of [
      [orderNo, "12.51"],
      ["abcdefgh", "12.50"],
      ["", ""],
    ] as const)
      expect(await lookUp(args(token, { no, amount }))).toMatchObject({
        data: { problem: "lookMissing" },
        init: { status: 404 },
      });
  });

  it("is not a place to guess orders at", async () => {
    await makeCampaign();
    const merchantId = await makeEnterprise();
    const token = counterToken(merchantId);
    const tries: unknown[] = [];
    for (let count = 0; count < 41; count += 1)
      tries.push(await lookUp(args(token, { no: "abcdefgh", amount: "1" })));
    expect(tries.at(-1)).toMatchObject({ data: { problem: "lookTooOften" }, init: { status: 429 } });
  });
});

describe("who gives", () => {
  const roundUp = { kind: "round-up", unitFen: 100n } as const;
  it.each([
    ["nothing where the enterprise rounds up", "merchant", roundUp, 2_360n, 0n, []],
    [
      "nothing where the enterprise gives",
      "merchant",
      { kind: "percent", bp: 1, base: "gross" },
      2_360n,
      0n,
      [],
    ],
    ["the rest to the whole yuan", "shopper", roundUp, 2_360n, 0n, [40n]],
    ["nothing where the price is whole", "shopper", roundUp, 2_300n, 0n, []],
    ["nothing once goods came back", "shopper", roundUp, 2_360n, 1n, []],
    ["one of the sums", "shopper", { kind: "add-on", optionsFen: [100n, 500n] }, 2_360n, 0n, [100n, 500n]],
  ] as const)("the shopper is asked for %s", (_name, giver, rule, amountFen, returnedFen, sums) => {
    const terms = { giver, rule: rule as Parameters<typeof invitedSums>[0]["rule"] };
    expect(invitedSums(terms, { amountFen, discountFen: 0n, returnedFen })).toEqual(sums);
  });

  it("is the enterprise or the shopper, never both", async () => {
    const asked = await makeOrder(ROUND_UP);
    const own = await makeOrder({ rule: { kind: "round-up", unitFen: 100n } });
    const giftOf = async ({ merchantId, orderNo }: { merchantId: string; orderNo: string }) =>
      (await page(args(orderToken(merchantId, orderNo)))).order?.giftE4;
    expect([await giftOf(asked), await giftOf(own)]).toEqual([0n, 400_000n]);
    expect(await giveWithOrder(giftTo(own))).toEqual({ ok: false, reason: "not-invited" });
    expect((await giveWithOrder(giftTo(asked))).ok).toBe(true);
    expect(
      await db.rows("select from consumption_shopper_gift where merchant_id = $1", [own.merchantId]),
    ).toEqual([]);
  });
});

const giftTo = ({ merchantId, orderNo }: { merchantId: string; orderNo: string }, over = {}) => ({
  merchantId,
  orderNo,
  amountFen: 40n,
  provider: "alipay" as const,
  visibility: "anonymous" as const,
  userId: null,
  now: now(),
  ...over,
});

describe("a shopper's gift", () => {
  it("is one, however often and by however many it is pressed at once", async () => {
    const order = await makeOrder({ rule: { kind: "add-on", optionsFen: [100n, 500n] }, giver: "shopper" });
    const presses = [100n, 500n, 100n, 500n, 100n, 500n].map((amountFen) =>
      giveWithOrder(giftTo(order, { amountFen })),
    );
    const answers = await Promise.all(presses);
    const started = answers.filter((answer) => answer.ok);
    expect(new Set(started.map((answer) => answer.donationId)).size).toBe(1);
    for (const answer of answers) if (!answer.ok) expect(answer.reason).toBe("open-elsewhere");
    const gifts = await db.rows("select from donation where fund_id = $1", [order.campaign.fundId]);
    expect(gifts).toHaveLength(1);
    expect(await giveWithOrder(giftTo(order, { amountFen: 300n }))).toEqual({
      ok: false,
      reason: "other-amount",
    });
  });

  it("goes through the order's own page to the fund, and is asked for no more", async () => {
    const order = await makeOrder(ROUND_UP);
    const token = orderToken(order.merchantId, order.orderNo);
    const before = htmlOf(<OrderPage data={await page(args(token))} answer={null} />);
    expect(before).toContain("不捐也没关系");
    expect(before).toContain("¥0.40");
    expect(before, "a card takes no forty fen").not.toContain('value="stripe"');
    const form = { amount: "40", provider: "alipay", visibility: "anonymous" };
    const missing = await give(args(token, { ...form, provider: "" }));
    expect(missing).toMatchObject({
      data: { errors: { provider: "providerMissing" } },
      init: { status: 422 },
    });
    const other = await give(args(token, { ...form, amount: "41" }));
    expect(other).toMatchObject({ data: { refusal: "other-amount" }, init: { status: 409 } });
    const led = (await give(args(token, form))) as Response;
    const payUrl = led.headers.get("Location") ?? "";
    expect(led.headers.getSetCookie().join()).toMatch(/gift=[0-9a-z]{26}; Path=\/donations\/d/);
    expect(((await give(args(token, form))) as Response).headers.get("Location")).toBe(payUrl);
    const open = htmlOf(<OrderPage data={await page(args(token))} answer={null} />);
    expect(open, "only back to the payment that is open").toMatch(
      /name="amount" value="40".*name="provider" value="alipay"/s,
    );
    expect(open).not.toContain('type="radio"');
    expect(
      ((await give(args(token, { amount: "40", provider: "alipay" }))) as Response).headers.get("Location"),
    ).toBe(payUrl);
    await control(sandbox, "pay", { payUrl, outcome: "paid", deliver: "lost" });
    await sweepPayments(new Date(Date.now() + 15_000));
    const { gift } = await page(args(token));
    expect(gift).toMatchObject({
      status: "paid",
      amountFen: 40n,
      fundId: order.campaign.fundId,
      shownName: null,
    });
    const after = htmlOf(<OrderPage data={await page(args(token))} answer={null} />);
    expect(after).toMatch(/您为这一单添了 0\.40\s元/);
    expect(after).not.toContain("<form");
    expect(await giveWithOrder(giftTo(order))).toEqual({ ok: false, reason: "already-given" });
  });

  it("may be begun anew once an attempt has run out", async () => {
    const order = await makeOrder(ROUND_UP);
    const first = await giveWithOrder(giftTo(order));
    if (!first.ok) throw new Error(first.reason);
    await db.run(
      "update payment set opened_at = now() - interval '3 hours', expires_at = now() - interval '2 hours' where fund_id = $1",
      [order.campaign.fundId],
    );
    await sweepPayments(now());
    expect((await findGift(first.donationId))?.status).toBe("closed");
    const second = await giveWithOrder(giftTo(order));
    if (!second.ok) throw new Error(second.reason);
    expect(second.donationId).not.toBe(first.donationId);
    const live = await db.rows<{ donationId: string }>(
      `select donation_id as "donationId" from consumption_shopper_gift where order_no = $1 and closed_at is null`,
      [order.orderNo],
    );
    expect(live).toEqual([{ donationId: second.donationId }]);
  });

  it("is not asked for once goods came back", async () => {
    const order = await makeOrder(ROUND_UP);
    await book(order.merchantId, {
      orderNo: numberFor(order.merchantId),
      type: "return",
      amountFen: 100n,
      returnOf: order.orderNo,
    });
    expect(await giveWithOrder(giftTo(order))).toEqual({ ok: false, reason: "not-invited" });
    const data = await page(args(orderToken(order.merchantId, order.orderNo)));
    expect(htmlOf(<OrderPage data={data} answer={null} />)).toContain("这一单有退货");
  });
});
