import { describe, expect, it } from "vitest";
import { type GiftStep, giftSteps } from "#app/features/consumption/dashboard/gift-steps.ts";
import { loadDashboard } from "#app/features/consumption/dashboard/load-dashboard.server.ts";
import { nextStatement } from "#app/features/consumption/dashboard/next-statement.ts";
import {
  answerOrderFile,
  loadOrder,
  loadOrders,
} from "#app/features/consumption/dashboard/orders-work.server.ts";
import { postDueDays } from "#app/features/consumption/postings/post-days.server.ts";
import { giftE4Of } from "#app/features/consumption/rules/compute-gift.ts";
import type { AgreementTerms } from "#app/features/consumption/rules/terms.ts";
import { drawDueStatements } from "#app/features/consumption/statements/draw-statements.server.ts";
import { makeAgreement, makeCampaign, makeEnterprise, TERMS } from "#tests/factories/consumption.ts";
import { makeMember, requestOf } from "#tests/factories/people.ts";
import { at, sell } from "#tests/factories/sales.ts";

const NOW = new Date("2026-11-22T02:00:00Z");
const PATH = "/workspace/sales/orders";

async function makeSales() {
  const campaign = await makeCampaign();
  const merchantId = await makeEnterprise();
  const userId = await makeMember(merchantId, "merchant");
  const agreementId = await makeAgreement(campaign, merchantId, {}, { effectiveOn: "2026-10-01" });
  // 100 yuan at 1%: one yuan, a million ten-thousandths of a fen.
  await sell(agreementId, [
    { orderNo: "O-1", occurredAt: at("2026-10-05"), giftE4: 1_000_000n },
    { orderNo: "O-2", occurredAt: at("2026-10-05", 1), giftE4: 1_000_000n },
    { orderNo: "R-2", occurredAt: at("2026-10-07"), giftE4: -500_000n, amountFen: 5_000n, returnOf: "O-2" },
    { orderNo: "O/3 é", occurredAt: at("2026-11-21"), giftE4: 1_000_000n },
    { orderNo: "O-4", occurredAt: at("2026-11-22", -14_400), giftE4: 1_000_001n },
  ]);
  return { ...campaign, merchantId, userId, agreementId };
}

describe("an enterprise's dashboard", () => {
  it("says what was sold, what it gives, what is due and what waits, to its own members alone", async () => {
    const { merchantId, userId, agreementId } = await makeSales();
    await postDueDays(NOW);
    await drawDueStatements(NOW);
    const page = await loadDashboard(await requestOf(userId, "/workspace/sales"), NOW);
    expect(page.ofToday).toMatchObject({ orderCount: 1n, giftE4: 1_000_001n });
    expect(page.ofMonth).toMatchObject({ orderCount: 2n, salesFen: 20_000n, giftE4: 2_000_001n });
    expect(page.chart).toHaveLength(30);
    expect(page.chart.at(-1)).toMatchObject({ day: "2026-11-22", giftE4: 1_000_001n });
    expect(page.sums).toMatchObject({
      accruedE4: 3_500_001n,
      waitingE4: 2_000_001n,
      promisedFen: 150n,
      dueFen: 150n,
      paidFen: 0n,
      overdueFen: 0n,
    });
    expect(page.tasks).toMatchObject([{ kind: "confirm", dueFen: 150n, by: "2026-12-02" }]);
    expect(page.agreements).toMatchObject([
      {
        id: agreementId,
        state: "in-force",
        confirmedTo: "2027-08-31",
        next: { fromDay: "2026-11-01", toDay: "2026-11-30", drawnOn: "2026-12-08" },
      },
    ]);
    const late = await loadDashboard(await requestOf(userId), new Date("2027-01-10T02:00:00Z"));
    expect(late.tasks).toMatchObject([{ kind: "overdue", dueFen: 150n }]);
    const other = await makeMember(await makeEnterprise(), "merchant");
    const empty = await loadDashboard(await requestOf(other), NOW);
    expect(empty).toMatchObject({
      tasks: [],
      agreements: [],
      sums: { accruedE4: 0n },
      ofMonth: { orderCount: 0n },
    });
    expect(merchantId).not.toBe("");
  });

  it("lists orders by filters in the address, page by page, and gives them as a file", async () => {
    const { merchantId, userId, agreementId } = await makeSales();
    await postDueDays(NOW);
    const load = async (query: string) => loadOrders(await requestOf(userId, `${PATH}?${query}`), NOW);
    const names = async (query: string) => (await load(query)).orders.map(({ orderNo }) => orderNo);
    expect(await names("")).toEqual(["O-4", "O/3 é", "R-2", "O-2", "O-1"]);
    expect(await names("from=2026-10-07&to=2026-11-21")).toEqual(["O/3 é", "R-2"]);
    expect(await names("state=pending")).toEqual(["O-4", "O/3 é"]);
    expect(await names("state=posted")).toEqual(["R-2", "O-2", "O-1"]);
    expect(await names("source=till")).toEqual([]);
    expect(await names(`agreement=${agreementId}&source=api`)).toHaveLength(5);
    expect(await names("from=nonsense&agreement=' or 1=1")).toHaveLength(5);
    const many = Array.from({ length: 60 }, (_, index) => ({
      orderNo: `M-${String(index).padStart(2, "0")}`,
      occurredAt: at("2026-11-20", Math.floor(index / 2)),
      giftE4: 1n,
    }));
    await sell(agreementId, many);
    const first = await load("from=2026-11-20&to=2026-11-20");
    expect(first.orders).toHaveLength(50);
    const second = await load(`${first.query}&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({ isFirstPage: false, nextCursor: null });
    const seen = [...first.orders, ...second.orders].map(({ orderNo }) => orderNo);
    expect(new Set(seen).size).toBe(60);
    const file = await answerOrderFile(await requestOf(userId, `${PATH}.csv?state=posted`));
    expect(file.headers.get("content-type")).toContain("text/csv");
    const lines = (await file.text()).trimEnd().split("\r\n");
    expect(lines[0]).toBe(
      "order_no,type,return_of,occurred_at,amount_fen,discount_fen,source,campaign,agreement_id,rule_version,gift_e4,counted_e4,posted_day,statement_id",
    );
    expect(lines.slice(1).map((line) => line.split(",").slice(0, 3).join())).toEqual([
      "O-1,order,",
      "O-2,order,",
      "R-2,return,O-2",
    ]);
    const stranger = await makeMember(await makeEnterprise(), "merchant");
    expect((await loadOrders(await requestOf(stranger, PATH), NOW)).orders).toEqual([]);
    await expect(
      loadOrder({ merchantId, orderNo: "O-1" }, await requestOf(stranger), NOW),
    ).rejects.toMatchObject({ status: 404 });
    const donor = await requestOf(await makeMember(merchantId, "charity-clerk"));
    await expect(loadOrders(donor, NOW)).rejects.toMatchObject({ status: 403 });
  });

  it("shows what became of an order, and of a return of it", async () => {
    const { merchantId, userId } = await makeSales();
    const load = async (orderNo: string) => loadOrder({ merchantId, orderNo }, await requestOf(userId), NOW);
    expect(await load("O/3 é")).toMatchObject({
      order: { postedDay: null, countedE4: null, version: 1 },
      postedFrom: "2026-11-29",
    });
    await postDueDays(NOW);
    await drawDueStatements(NOW);
    expect(await load("O-2")).toMatchObject({
      order: { postedDay: "2026-10-05", countedE4: 500_000n, statementNumber: 1, statementState: "drawn" },
      returns: [{ orderNo: "R-2", giftE4: -500_000n }],
    });
    expect(await load("R-2")).toMatchObject({
      order: {
        type: "return",
        postedDay: "2026-10-05",
        countedE4: null,
        statementNumber: 1,
        original: { amountFen: 10_000n, giftE4: 1_000_000n },
      },
    });
  });
});

describe("the reckoning of an order's gift", () => {
  const order = { amountFen: 12_345n, discountFen: 345n, itemCount: 3, items: null };
  const of = (over: Partial<AgreementTerms>, given = order): GiftStep[] =>
    giftSteps({ ...TERMS, ...over }, given);
  const rules: AgreementTerms["rule"][] = [
    { kind: "fixed-per-order", amountFen: 10n },
    { kind: "fixed-per-item", amountFen: 10n, skus: [] },
    { kind: "fixed-per-item", amountFen: 10n, skus: ["none"] },
    { kind: "percent", bp: 37, base: "net-of-discount" },
    { kind: "round-up", unitFen: 100n },
    {
      kind: "tiers",
      base: "gross",
      tiers: [
        { fromFen: 10_000n, bp: 100 },
        { fromFen: 50_000n, bp: 200 },
      ],
    },
    { kind: "tiers", base: "gross", tiers: [{ fromFen: 50_000n, bp: 200 }] },
    { kind: "match", bp: 5_000 },
  ];
  it.each(rules)("of %o ends with the gift that intake computed", (rule) => {
    for (const perOrderCapFen of [null, 5n]) {
      const terms = { ...TERMS, rule, perOrderCapFen };
      expect(giftSteps(terms, order).at(-1)).toEqual({ kind: "gift", giftE4: giftE4Of(terms, order) });
    }
  });

  it("shows price, discount, rate and cap line by line", () => {
    const rule = { kind: "percent", bp: 100, base: "net-of-discount" } as const;
    expect(of({ rule, perOrderCapFen: 100n })).toEqual([
      { kind: "price", fen: 12_345n },
      { kind: "discount", fen: 345n },
      { kind: "paid", fen: 12_000n },
      { kind: "rate", bp: 100, isOfPaid: true },
      { kind: "by-rule", giftE4: 1_200_000n },
      { kind: "order-cap", capFen: 100n },
      { kind: "gift", giftE4: 1_000_000n },
    ]);
    expect(of({ rule: { kind: "fixed-per-item", amountFen: 10n, skus: [] } })[3]).toEqual({
      kind: "items",
      count: 3,
      fen: 10n,
    });
    expect(of({ giver: "shopper" }).at(-1)).toEqual({ kind: "gift", giftE4: 0n });
  });
});

it.each([
  ["the first month", null, "2026-11-01", "2026-10-15", "2026-10-31", "2026-11-08"],
  [
    "this month, where the one before had no sale",
    null,
    "2026-11-22",
    "2026-11-01",
    "2026-11-30",
    "2026-12-08",
  ],
  ["the month after the newest", "2026-10-31", "2026-11-22", "2026-11-01", "2026-11-30", "2026-12-08"],
  ["a month cut at the last day", "2026-12-31", "2027-01-02", "2027-01-01", "2027-01-10", "2027-01-18"],
])("the next statement is about %s", (_what, stated, today, fromDay, toDay, drawnOn) => {
  const agreement = { fromDay: "2026-10-15", toDay: "2027-01-10", returnDays: 7 };
  expect(nextStatement(agreement, stated, today)).toEqual({ fromDay, toDay, drawnOn });
  expect(nextStatement(agreement, "2027-01-10", today)).toBeNull();
});
