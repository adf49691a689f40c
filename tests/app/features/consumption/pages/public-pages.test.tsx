import { renderToStaticMarkup } from "react-dom/server";
import { beforeEach, describe, expect, it } from "vitest";
import { CampaignAnswer } from "#app/features/consumption/pages/campaign-answer.tsx";
import {
  Article37Section,
  MerchantsSection,
  PromisesSection,
} from "#app/features/consumption/pages/campaign-parts.tsx";
import { loadCampaign } from "#app/features/consumption/pages/load-campaign.server.ts";
import { loadMerchant } from "#app/features/consumption/pages/load-merchant.server.ts";
import { loadOrders } from "#app/features/consumption/pages/load-orders.server.ts";
import { loadPromises, promisesCsv } from "#app/features/consumption/pages/load-promises.server.ts";
import { MerchantPage } from "#app/features/consumption/pages/merchant-page.tsx";
import { campaignRecordSchema } from "#app/features/consumption/pages/openapi.ts";
import { OrdersPage } from "#app/features/consumption/pages/orders-page.tsx";
import { accruedFen } from "#app/features/consumption/pages/promise-sums.ts";
import { PromisesPage } from "#app/features/consumption/pages/promises-page.tsx";
import { postDueDays } from "#app/features/consumption/postings/post-days.server.ts";
import { db } from "#app/lib/db.server.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import { loader as campaignRecord } from "#app/routes/api.v1.consumption-campaigns.$slug.ts";
import {
  type CampaignPlace,
  makeAgreement,
  makeCampaign,
  makeEnterprise,
  makeVersion,
} from "#tests/factories/consumption.ts";
import { at, sell } from "#tests/factories/sales.ts";

const NOW = new Date("2026-10-20T04:00:00Z");
const FEN = 10_000n;

let place: CampaignPlace;
let noodles: string;
let tea: string;
let noodlesAgreement: string;
let teaAgreement: string;

/** Noodles gave 3.00 yuan and paid 2.00 of a statement that is overdue; tea sold today, nothing is confirmed yet. */
beforeEach(async () => {
  place = await makeCampaign();
  noodles = await makeEnterprise({ slug: "noodles", name: "一味面馆" });
  tea = await makeEnterprise({ slug: "tea", name: "山里茶铺" });
  noodlesAgreement = await makeAgreement(place, noodles, {
    rule: { kind: "fixed-per-order", amountFen: 100n },
    campaignCapFen: 1_000n,
  });
  teaAgreement = await makeAgreement(place, tea, { returnDays: 7 });
  await sell(
    noodlesAgreement,
    [1, 2, 3].map((n) => ({ orderNo: `N${n}`, occurredAt: at("2026-09-02", n), giftE4: 100n * FEN })),
  );
  await sell(teaAgreement, [{ orderNo: "T1", occurredAt: at("2026-10-20"), giftE4: 12_345n }]);
  await postDueDays(NOW);
  await makeStatement({ amountFen: 300n, paidFen: 200n, payBy: "2026-10-15" });
});

async function makeStatement(over: { amountFen: bigint; paidFen: bigint; payBy: string }): Promise<string> {
  const id = newFundScopedId("s", place.fundId);
  await db.run(
    `insert into consumption_statement (id, agreement_id, number, fund_id, organization_id, merchant_id, period_from,
       period_to, amount_fen, order_count, return_count, state, drawn_at, confirm_by, pay_by, confirmed_at, paid_fen)
     values ($1, $2, 1, $3, $4, $5, '2026-09-01', '2026-09-30', $6, 3, 0, 'confirmed', '2026-10-08', '2026-10-12', $7,
             '2026-10-09', $8)`,
    [
      id,
      noodlesAgreement,
      place.fundId,
      place.organizationId,
      noodles,
      over.amountFen,
      over.payBy,
      over.paidFen,
    ],
  );
  return id;
}

/** As a person reads it: without tags, spaces as one. */
const textOf = (html: string) =>
  html
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ")
    .trim();

describe("the page of a campaign", () => {
  it("says what one purchase gives, with sums that add up from sale to payment", async () => {
    const page = await loadCampaign(place.slug, NOW);
    const { promises } = page;
    expect(promises.sums).toMatchObject({
      orderCount: 4n,
      promisedFen: 300n,
      waitingE4: 12_345n,
      statedFen: 300n,
      paidFen: 200n,
      dueFen: 100n,
      overdueFen: 100n,
    });
    // 1.2345 fen wait: a whole fen of the bar, half up.
    expect(accruedFen(promises.sums)).toBe(301n);
    const text = textOf(renderToStaticMarkup(<CampaignAnswer {...page} />));
    expect(text).toContain("还没有对过账");
    expect(text).toContain("2 家店每卖一单都捐一点");
    expect(text).toContain("您不多花一分钱");
    expect(text).toContain("票据开给店家");
    expect(text).toMatch(/店家已付，还没用 ¥2\.00/);
    expect(text).toMatch(/已确认，等店家付 ¥1\.00/);
    expect(text).toMatch(/等退货期过 ¥0\.01/);
  });

  it("lists each shop's rule and what its cap leaves, and what Art. 37 asks for", async () => {
    const { fund, promises } = await loadCampaign(place.slug, NOW);
    const html = renderToStaticMarkup(
      <>
        <MerchantsSection fund={fund} promises={promises} />
        <PromisesSection fund={fund} promises={promises} />
        <Article37Section fund={fund} promises={promises} />
      </>,
    );
    const text = textOf(html);
    expect(text).toContain("每单捐 1 元");
    expect(text).toContain("上限内还剩 ¥7.00");
    expect(text).toContain("在捐的 2 家里有 1 家定了总额上限");
    expect(text).toContain("2 份，都在开卖前由双方确认");
    expect(html).toContain('href="/merchants/noodles"');
    expect(html).toContain(`href="/consumption/${place.slug}/agreements/${noodlesAgreement}"`);
    expect(html).toContain(`href="/consumption/${place.slug}/promises?overdue=1"`);
  });

  it("takes one rule of all shops as its sentence, and nobody's where none is in force", async () => {
    const say = async (now: Date) => {
      return textOf(renderToStaticMarkup(<CampaignAnswer {...(await loadCampaign(place.slug, now))} />));
    };
    await db.run("update consumption_agreement set ended_at = $2, ended_reason = 'x' where id = $1", [
      teaAgreement,
      NOW,
    ]);
    expect(await say(NOW)).toContain("每单捐 1 元，店家出；");
    expect(await say(new Date("2027-09-01T04:00:00Z"))).toContain("现在没有商家在捐。");
  });

  it("shows nothing of a draft, nor agreements that were never confirmed", async () => {
    await makeVersion(
      teaAgreement,
      2,
      { returnDays: 3 },
      { effectiveOn: "2026-12-01", endsOn: "2027-08-31" },
    );
    await db.run(
      `insert into consumption_agreement (id, fund_id, organization_id, merchant_id, created_at)
       select $1, fund_id, organization_id, $3, created_at from consumption_agreement where id = $2`,
      [newFundScopedId("a", place.fundId), teaAgreement, await makeEnterprise()],
    );
    expect((await loadCampaign(place.slug, NOW)).promises.rows).toHaveLength(2);
    await db.run("update fund set state = 'draft' where id = $1", [place.fundId]);
    await expect(loadPromises(place.slug, new URLSearchParams(), NOW)).rejects.toMatchObject({ status: 404 });
    expect((await loadMerchant("noodles", NOW)).rows).toEqual([]);
  });
});

describe("promised against paid", () => {
  const load = (query: string) => loadPromises(place.slug, new URLSearchParams(query), NOW);
  const names = async (query: string) => (await load(query)).rows.map(({ merchantSlug }) => merchantSlug);

  it.each([
    ["", ["tea", "noodles"]],
    ["overdue=1", ["noodles"]],
    ["sort=promised", ["noodles", "tea"]],
    ["q=%E5%B1%B1", ["tea"]],
    ["state=ended", []],
    ["street=nowhere", []],
    ["state=nonsense&sort=nonsense&page=99", ["tea", "noodles"]],
  ])("with ?%s shows %j", async (query, expected) => {
    const shown = await names(query);
    if (query.includes("sort=promised")) expect(shown).toEqual(expected);
    else expect(shown.toSorted()).toEqual(expected.toSorted());
  });

  it("sums its columns, says what is overdue, and gives the same rows as a file", async () => {
    const data = await load("overdue=1");
    const text = textOf(renderToStaticMarkup(<PromisesPage {...data} />));
    expect(text).toContain("找到 1 家，共 2 家。");
    expect(text).toContain("有 1.00 元过期没付。");
    expect(text).toMatch(/合计 3 3\.00 3\.00 3\.00 2\.00 1\.00/);
    const { text: csv, fileName } = await promisesCsv(
      place.slug,
      new URLSearchParams("overdue=1"),
      "zh",
      NOW,
    );
    expect(fileName).toBe(`promises-${place.slug}.csv`);
    const [head, row, ...rest] = csv.split("\r\n");
    expect(head?.startsWith("\uFEFF商家,")).toBe(true);
    expect(row).toContain(`一味面馆,,`);
    expect(row).toContain(",3,3.00,3.00,3.00,2.00,1.00,");
    expect(rest).toEqual([""]);
  });

  it("has words for a campaign that nobody joined", async () => {
    const { slug } = await makeCampaign();
    const data = await loadPromises(slug, new URLSearchParams(), NOW);
    expect(textOf(renderToStaticMarkup(<PromisesPage {...data} />))).toContain("还没有商家签好协议");
  });
});

describe("the orders of a campaign", () => {
  it("show time, shop, gift and the end of the number, with what took each up, a page at a time", async () => {
    await sell(teaAgreement, [
      { orderNo: "SECRET-R1", returnOf: "T1", occurredAt: at("2026-10-20", 9), giftE4: -12_345n },
    ]);
    const same = Array.from({ length: 60 }, (_, n) => ({
      orderNo: `SAME-${1000 + n}`,
      occurredAt: at("2026-10-19"),
      giftE4: 1n,
    }));
    await sell(teaAgreement, same);
    const first = await loadOrders(place.slug, null);
    const second = await loadOrders(place.slug, first.nextCursor);
    expect(second.nextCursor).toBeNull();
    const all = [...first.orders, ...second.orders];
    expect(all).toHaveLength(65);
    expect(new Set(all.map(({ orderEnd, merchantSlug }) => `${merchantSlug}${orderEnd}`)).size).toBe(65);
    expect(all[0]).toMatchObject({ type: "return", giftE4: -12_345n, orderEnd: "T-R1", postedDay: null });
    expect(all.at(-1)).toMatchObject({ merchantSlug: "noodles", orderEnd: "N1", postedDay: "2026-09-02" });
    const text = textOf(renderToStaticMarkup(<OrdersPage {...first} />));
    expect(text).toContain("−0.012345");
    expect(text).toContain("退货 等退货期过");
    expect(text).not.toContain("SECRET");
    expect(Buffer.from(first.nextCursor ?? "", "base64url").toString()).not.toContain("SAME");
  });
});

describe("the record of a campaign", () => {
  it("holds beside its fund's what each enterprise promised and paid, as the API describes it", async () => {
    const request = new Request(`http://127.0.0.1:3000/api/v1/consumption-campaigns/${place.slug}`);
    const answer = await campaignRecord({ request, params: { slug: place.slug }, context: {} });
    const record = campaignRecordSchema.parse(await answer.json());
    expect(record.promised).toMatchObject({
      orderCount: 4,
      promisedFen: 300,
      paidFen: 200,
      overdueFen: expect.any(Number),
    });
    expect(record.merchants.map(({ slug, rule }) => [slug, rule]).toSorted()).toEqual([
      ["noodles", "每单捐 1 元，全程最多 10 元。"],
      ["tea", "捐原价的 1%（折前）。"],
    ]);
    expect(record.fund.raisedFen).toBe(0);
  });
});

describe("the page of an enterprise", () => {
  it("says what it promised and paid, month by month and statement by statement", async () => {
    const data = await loadMerchant("noodles", NOW);
    expect(data.months).toHaveLength(12);
    expect(data.months.at(-2)).toEqual({ month: "2026-09", promisedFen: 300n, paidFen: 0n });
    const html = renderToStaticMarkup(<MerchantPage {...data} />);
    const text = textOf(html);
    expect(text).toContain("已确认要捐 3.00 元， 付了 2.00 元， 有 1.00 元过期没付。");
    expect(text).toContain("过期 5 天没付");
    expect(text).toContain("2026-09-01 起在用");
    // Apart from fundraising pages: no way to give, and its registration is one link away.
    expect(html).not.toContain("/donate");
    expect(html).toContain('href="/organizations/noodles"');
  });

  it("shows a suspended badge and why, and a disputed statement", async () => {
    await db.run(
      "update consumption_agreement set suspended_at = $2, suspended_reason = 'overdue' where id = $1",
      [noodlesAgreement, NOW],
    );
    await db.run(
      `insert into consumption_statement (id, agreement_id, number, fund_id, organization_id, merchant_id, period_from,
         period_to, amount_fen, order_count, return_count, state, drawn_at, confirm_by, pay_by, disputed_at, dispute_reason)
       values ($1, $2, 2, $3, $4, $5, '2026-10-01', '2026-10-10', 5, 1, 0, 'disputed', '2026-10-12', '2026-10-30',
               '2026-11-30', '2026-10-13', 'amount-wrong')`,
      [newFundScopedId("s", place.fundId), noodlesAgreement, place.fundId, place.organizationId, noodles],
    );
    const data = await loadMerchant("noodles", NOW);
    const text = textOf(renderToStaticMarkup(<MerchantPage {...data} />));
    expect(text).toContain("2026-10-20 起停用");
    expect(text).toContain("应付的款过期太久");
    expect(text).toContain("商家有异议，正在核对");
  });

  it("is a page of enterprises alone, with words for one that promised nothing", async () => {
    await makeEnterprise({ slug: "quiet" });
    const text = textOf(renderToStaticMarkup(<MerchantPage {...(await loadMerchant("quiet", NOW))} />));
    expect(text).toContain("现在没有公开的捐赠协议。");
    for (const slug of [undefined, "nobody"])
      await expect(loadMerchant(slug, NOW)).rejects.toMatchObject({ status: 404 });
    const [charity] = await db.rows<{ slug: string }>("select slug from organization where kind = 'charity'");
    await expect(loadMerchant(charity?.slug, NOW)).rejects.toMatchObject({ status: 404 });
  });
});
