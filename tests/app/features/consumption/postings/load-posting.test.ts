import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeEach, expect, it } from "vitest";
import { loadPosting, loadPostings } from "#app/features/consumption/postings/load-posting.server.ts";
import { postDueDays } from "#app/features/consumption/postings/post-days.server.ts";
import { postGuarantees } from "#app/features/consumption/postings/post-guarantees.server.ts";
import { PostingPage } from "#app/features/consumption/postings/posting-page.tsx";
import { daySeries } from "#app/features/consumption/postings/queries.server.ts";
import { indexTransfers } from "#app/features/ledger/index-transfers.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import {
  type CampaignPlace,
  makeAgreement,
  makeCampaign,
  makeEnterprise,
} from "#tests/factories/consumption.ts";
import { at, type Sale, sell } from "#tests/factories/sales.ts";

let place: CampaignPlace;
let agreementId: string;
const NOW = at("2026-09-20");
const query = (cursor: string | null = null, kind?: string) =>
  new URLSearchParams({ ...(cursor ? { cursor } : {}), ...(kind ? { kind } : {}) });

beforeEach(async () => {
  place = await makeCampaign();
  agreementId = await makeAgreement(place, await makeEnterprise(), { returnDays: 0, dayCapFen: 250n });
});

const sale = (n: number, day: string): Sale => ({
  orderNo: `SECRET-${String(n).padStart(4, "0")}`,
  // A till that knows only minutes: many orders of one moment.
  occurredAt: at(day, Math.floor(n / 90) * 60),
  giftE4: 10_000n,
});

it("lists every order of a day once, by the last four characters alone, and the row of the ledger it became", async () => {
  await sell(
    agreementId,
    Array.from({ length: 260 }, (_, n) => sale(n, "2026-09-03")),
  );
  await postDueDays(NOW);
  await indexTransfers();
  const asked = { slug: place.slug, agreementId, day: "2026-09-03" };
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await loadPosting(asked, query(cursor), NOW);
    seen.push(...page.lines.map(({ orderEnd }) => orderEnd));
    expect(page.isFirstPage).toBe(cursor === null);
    cursor = page.nextCursor;
    expect(Buffer.from(cursor ?? "", "base64url").toString()).not.toContain("SECRET");
  } while (cursor);
  expect(seen).toEqual(Array.from({ length: 260 }, (_, n) => String(n).padStart(4, "0")));
  const { posting } = await loadPosting(asked, query(), NOW);
  expect(posting).toMatchObject({
    orderCount: 260,
    giftE4: 2_600_000n,
    countedE4: 2_500_000n,
    amountFen: 250n,
    publicIndex: 0n,
  });
});

it("lists the days from the newest and draws those that still wait", async () => {
  await sell(agreementId, [sale(1, "2026-09-03"), sale(2, "2026-09-18"), sale(3, "2026-09-20")]);
  await sell(agreementId, [
    { ...sale(4, "2026-09-20"), returnOf: "SECRET-0002", giftE4: -10_000n, orderNo: "back" },
  ]);
  await postDueDays(NOW);
  const list = await loadPostings({ slug: place.slug, agreementId }, query(), NOW);
  expect(list.postings.map(({ day, amountFen }) => `${day} ${amountFen}`)).toEqual([
    "2026-09-18 0",
    "2026-09-03 1",
  ]);
  expect(list.days.length).toBe(30);
  expect(await daySeries([agreementId], "2026-09-18", "2026-09-20")).toEqual([
    { day: "2026-09-18", orderCount: 1n, returnCount: 0n, accruedE4: 10_000n, countedE4: 0n },
    { day: "2026-09-19", orderCount: 0n, returnCount: 0n, accruedE4: 0n, countedE4: 0n },
    { day: "2026-09-20", orderCount: 1n, returnCount: 1n, accruedE4: 0n, countedE4: 0n },
  ]);
});

it("names a sponsor's matched days, and nothing of another campaign", async () => {
  const sponsor = await makeAgreement(place, await makeEnterprise({ name: "一家公司（演示）" }), {
    rule: { kind: "match", bp: 10_000 },
    returnDays: 0,
  });
  await sell(agreementId, [sale(1, "2026-09-03")]);
  await postDueDays(NOW);
  const matched = { slug: place.slug, agreementId: sponsor, day: "2026-09-03" };
  const match = await loadPosting(matched, query(null, "match"), NOW);
  expect(match.lines.map((line) => line.matched?.agreementId)).toEqual([agreementId]);
  const html = renderToStaticMarkup(createElement(PostingPage, match));
  expect(html).toContain("2026-09-03，一家公司（演示）配捐 ¥0.01");
  expect(html).toContain(`href="/consumption/${place.slug}/days/${agreementId}/2026-09-03"`);
  const other = await makeCampaign();
  const refused = [
    { slug: other.slug, agreementId, day: "2026-09-03" },
    { slug: place.slug, agreementId, day: "2026-09-04" },
    { slug: place.slug, agreementId, day: "2026-02-31" },
    { slug: place.slug, agreementId: `a${place.fundId}000000000000`, day: "2026-09-03" },
    { slug: place.slug, agreementId: "x", day: "2026-09-03" },
    matched,
  ];
  for (const asked of refused)
    await expect(loadPosting(asked, query(), NOW)).rejects.toMatchObject({ status: 404 });
});

it("says what was made up to a promised minimum", async () => {
  const shop = await makeAgreement(place, await makeEnterprise(), {
    guarantee: { minFen: 12_345n, per: "month" },
  });
  await transaction((tx) =>
    postGuarantees(tx, [{ agreementId: shop, day: "2026-09-30", isLast: false }], NOW),
  );
  const asked = { slug: place.slug, agreementId: shop, day: "2026-09-30" };
  const html = renderToStaticMarkup(
    createElement(PostingPage, await loadPosting(asked, query(null, "guarantee"), NOW)),
  );
  expect(html).toContain("补足保底 ¥123.45");
  expect(html).toContain("已记入账本，正在排号");
});
