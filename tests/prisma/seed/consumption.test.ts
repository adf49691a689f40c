import { expect, it } from "vitest";
import { postDueDays } from "#app/features/consumption/postings/post-days.server.ts";
import { drawDueStatements } from "#app/features/consumption/statements/draw-statements.server.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { clockAt } from "#prisma/seed/clock.ts";
import { writeAgreements, writeShops } from "#prisma/seed/consumption-agreements.ts";
import { writeSales, writeSold, writeStatements, writeWaiting } from "#prisma/seed/consumption-books.ts";
import { planCampaign } from "#prisma/seed/consumption-plan.ts";
import type { AgreementSpec, CampaignSpec } from "#prisma/seed/consumption-spec.ts";
import { planStatements } from "#prisma/seed/consumption-statements.ts";
import { TONGLU_CAMPAIGN } from "#prisma/seed/consumption-tonglu.ts";
import { writeFunds } from "#prisma/seed/funds.ts";
import { writeOrganizations } from "#prisma/seed/organizations.ts";
import { writePeople } from "#prisma/seed/people.ts";
import { writePlaces } from "#prisma/seed/places.ts";

const clock = clockAt(new Date("2026-11-22T02:00:00Z"));

/** A few enterprises with caps, returns, a guarantee and two versions, of the last weeks alone. */
const lately = (merchant: string, over: Partial<AgreementSpec> = {}): AgreementSpec => {
  const spec = TONGLU_CAMPAIGN.agreements.find((one) => one.merchant === merchant);
  if (!spec) throw new Error(merchant);
  return { ...spec, fromDays: -45, ...over };
};
const CAMPAIGN: CampaignSpec = {
  ...TONGLU_CAMPAIGN,
  agreements: [
    lately("half-slope-inn"),
    lately("yingchun-cloth"),
    lately("celadon-shop", {
      terms: {
        rule: { kind: "percent", bp: 500, base: "gross" },
        campaignCapFen: 40_000n,
        goods: "青瓷",
        goodsEn: "Celadon",
        returnDays: 3,
      },
    }),
    lately("tongjun-tea", {
      next: {
        fromDays: -12,
        terms: { rule: { kind: "fixed-per-item", amountFen: 150n, skus: ["XSYL-100"] } },
      },
    }),
    lately("east-gate-pharmacy"),
  ],
};

async function prepare(): Promise<void> {
  await writePlaces();
  await writeOrganizations(clock);
  await writePeople(clock);
  await writeFunds(clock);
}

it("reckons the year as the site's own posting and statements would", async () => {
  await prepare();
  const plan = planCampaign(CAMPAIGN, clock);
  await writeAgreements([plan], clock);
  await transaction(async (tx) => {
    await writeSold(tx, plan.agreements);
    await writeWaiting(tx, plan.agreements);
  });
  // The first night on which a guarantee of October is due, then today.
  for (const now of [clock.at("2026-11-04", 6), clock.now]) {
    await postDueDays(now);
    await drawDueStatements(now);
  }
  const posted = await db.rows(
    `select agreement_id as id, day::text, kind, order_count as orders, return_count as returns, gift_e4 as "giftE4",
            counted_e4 as "countedE4", running_e4 as "runningE4", promised_fen as "promisedFen", amount_fen as "amountFen"
     from consumption_posting order by agreement_id, day, kind desc`,
  );
  const planned = plan.agreements
    .flatMap(({ id, postings }) =>
      postings.map((one) => ({
        id,
        day: one.day,
        kind: one.kind,
        orders: one.orderCount,
        returns: one.returnCount,
        giftE4: one.giftE4,
        countedE4: one.countedE4,
        runningE4: one.runningE4,
        promisedFen: one.promisedFen,
        amountFen: one.amountFen,
      })),
    )
    .sort((a, b) =>
      a.id + a.day + (a.kind === "orders" ? 0 : 1) < b.id + b.day + (b.kind === "orders" ? 0 : 1) ? -1 : 1,
    );
  expect(posted).toEqual(planned);
  expect(planned.some(({ giftE4, countedE4 }) => giftE4 > countedE4)).toBe(true);
  expect(planned.some(({ returns }) => returns > 0)).toBe(true);
  expect(planned.some(({ kind }) => kind === "guarantee")).toBe(true);
  const stated = await db.rows(
    `select agreement_id as id, period_from::text as "from", period_to::text as "to", amount_fen as fen
     from consumption_statement order by agreement_id, number`,
  );
  const statements = planStatements(plan, clock).map(({ agreement, periodFrom, periodTo, amountFen }) => ({
    id: agreement.id,
    from: periodFrom,
    to: periodTo,
    fen: amountFen,
  }));
  expect(stated).toEqual(statements.sort((a, b) => (a.id < b.id ? -1 : 1)));
  const [lines] = await db.rows<{ count: bigint }>(
    "select count(*) from consumption_posting_line l join consumption_event e using (agreement_id, order_no)",
  );
  expect(lines?.count).toBe(BigInt(planned.reduce((sum, { orders }) => sum + orders, 0)));
});

it("leaves nothing for the site's posting to do over, and writes nothing twice", async () => {
  await prepare();
  const plan = planCampaign(
    { ...CAMPAIGN, agreements: [...CAMPAIGN.agreements, lately("qingtong-machines")] },
    clock,
  );
  const write = async () => {
    await writeAgreements([plan], clock);
    await writeShops([plan], clock);
    await writeSales([plan]);
    await writeStatements(planStatements(plan, clock));
  };
  await write();
  await write();
  const count = async () =>
    (
      await db.rows(
        `select (select count(*) from consumption_posting) as postings, (select count(*) from transfer) as transfers,
                (select count(*) from consumption_statement where amount_fen > 0) as statements,
                (select count(*) from shop) as shops`,
      )
    )[0];
  const before = await count();
  await postDueDays(clock.now);
  await drawDueStatements(clock.now);
  expect(await count()).toEqual(before);
});
