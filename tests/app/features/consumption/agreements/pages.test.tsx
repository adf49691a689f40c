import { createHash, randomUUID } from "node:crypto";
import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { extractText, getDocumentProxy } from "unpdf";
import { beforeEach, describe, expect, it } from "vitest";
import { AgreementPage } from "#app/features/consumption/agreements/agreement-page.tsx";
import { AmendPage } from "#app/features/consumption/agreements/amend-page.tsx";
import {
  confirmForCharity,
  confirmForMerchant,
} from "#app/features/consumption/agreements/confirm-agreements.server.ts";
import { EMPTY_INVITE, inviteAnswer } from "#app/features/consumption/agreements/invite-answer.ts";
import { InvitePage } from "#app/features/consumption/agreements/invite-page.tsx";
import { PublicAgreementPage } from "#app/features/consumption/agreements/public-agreement-page.tsx";
import { listAgreements, versionsOf } from "#app/features/consumption/agreements/queries.server.ts";
import { readTerms, typedOfTerms } from "#app/features/consumption/agreements/read-terms.ts";
import { SalesAgreementPage } from "#app/features/consumption/agreements/sales-agreement-page.tsx";
import { SalesAgreementsPage } from "#app/features/consumption/agreements/sales-agreements-page.tsx";
import { OFFER_KINDS, offerKindOf } from "#app/features/consumption/agreements/terms-kinds.ts";
import { TermsNotes } from "#app/features/consumption/agreements/terms-notes.tsx";
import { EMPTY_TERMS_FORM } from "#app/features/consumption/agreements/terms-state.ts";
import { CampaignPage } from "#app/features/consumption/campaigns/campaign-page.tsx";
import { CampaignsPage } from "#app/features/consumption/campaigns/campaigns-page.tsx";
import { changeBudget } from "#app/features/projects/change-budget.server.ts";
import { askForRelease, releaseProject } from "#app/features/projects/release-project.server.ts";
import { db } from "#app/lib/db.server.ts";
import { newFundId } from "#app/lib/ids.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import { loader as publicPage } from "#app/routes/consumption.$slug_.agreements.$id.tsx";
import { loader as publicPdf } from "#app/routes/consumption.$slug_.agreements.$id[.]pdf.ts";
import { loader as campaigns } from "#app/routes/workspace.consumption._index.tsx";
import {
  action as actOnCampaign,
  loader as campaignPage,
} from "#app/routes/workspace.consumption.$id._index.tsx";
import { action as invite, loader as invitePage } from "#app/routes/workspace.consumption.$id.invite.tsx";
import {
  action as actOnAgreement,
  loader as agreementPage,
} from "#app/routes/workspace.consumption.agreements.$id._index.tsx";
import {
  action as amend,
  loader as amendPage,
} from "#app/routes/workspace.consumption.agreements.$id.amend.tsx";
import { action as openCampaign } from "#app/routes/workspace.consumption.new.tsx";
import { loader as salesList } from "#app/routes/workspace.sales.agreements._index.tsx";
import { action as actOnSales, loader as salesPage } from "#app/routes/workspace.sales.agreements.$id.tsx";
import { loader as charityPdf } from "#app/routes/workspace_.consumption.agreements.$id[.]pdf.ts";
import { loader as salesPdf } from "#app/routes/workspace_.sales.agreements.$id[.]pdf.ts";
import { type CampaignPlace, makeCampaign, makeEnterprise, TERMS } from "#tests/factories/consumption.ts";
import { makeMember, requestOf } from "#tests/factories/people.ts";
import { projectFields } from "#tests/factories/projects.ts";

const context = { lang: "zh", large: false } as const;
const TODAY = shanghaiDay(new Date());
const FROM = addDays(TODAY, 9);
const TO = addDays(TODAY, 200);
const ACCOUNT_NO = "330122000011114321";

async function thrownBy(work: Promise<unknown>): Promise<Response> {
  try {
    await work;
  } catch (answer) {
    if (answer instanceof Response) return answer;
    throw answer;
  }
  throw new Error("nothing was thrown");
}

interface Place extends CampaignPlace {
  clerkId: string;
  approverId: string;
  accountId: string;
}
let place: Place;

beforeEach(async () => {
  const campaign = await makeCampaign();
  const accountId = randomUUID();
  await db.run(
    `insert into bank_account (id, organization_id, bank, account_name, account_no)
     values ($1, $2, 'CCB', '演示慈善会', $3)`,
    [accountId, campaign.organizationId, ACCOUNT_NO],
  );
  place = {
    ...campaign,
    accountId,
    clerkId: await makeMember(campaign.organizationId, "charity-clerk"),
    approverId: await makeMember(campaign.organizationId, "charity-approver"),
  };
});

/** A form as a browser sends it. */
async function args(
  userId: string | null,
  path: string,
  params: Record<string, string>,
  fields?: Record<string, string | string[]> | FormData,
) {
  if (!fields) return { request: await requestOf(userId, path), params, context };
  let body: FormData;
  if (fields instanceof FormData) body = fields;
  else {
    body = new FormData();
    for (const [name, value] of Object.entries(fields))
      for (const one of Array.isArray(value) ? value : [value]) body.append(name, one);
  }
  return { request: await requestOf(userId, path, { method: "POST", body }), params, context };
}

const invitePath = (kind: string) => `/workspace/consumption/${place.fundId}/invite?kind=${kind}`;
const typedTerms = (over: Record<string, string> = {}) => ({
  formId: randomUUID(),
  rate: "1",
  base: "net-of-discount",
  perOrderCap: "5",
  dayCap: "200",
  campaignCap: "20000",
  guarantee: "500",
  guaranteePer: "month",
  effectiveOn: FROM,
  endsOn: TO,
  goods: "门店堂食",
  declaredMonthlyOrders: "3000",
  declaredMonthlySales: "100,000",
  returnDays: "0",
  confirmWithinDays: "10",
  payWithinDays: "15",
  bankAccountId: place.accountId,
  intent: "draft",
  ...over,
});

async function enterprise(name: string, uscc: string): Promise<string> {
  const id = await makeEnterprise({ name });
  await db.run("update organization set uscc = $2 where id = $1", [id, uscc]);
  return id;
}

/** No key stands in a page instead of its words. */
function wordsOf(page: ReactElement): string {
  const html = renderToStaticMarkup(page);
  const text = html.replace(/<[^>]+>/g, "\n");
  const keys = text.split("\n").filter((line) => /^[a-z]+[A-Z_][A-Za-z_-]+$/.test(line.trim()));
  expect(keys).toEqual([]);
  expect(text).not.toMatch(/\{\{|undefined|\[object /);
  return html;
}

async function signedAgreement(): Promise<{ id: string; merchantId: string; sellerId: string }> {
  const merchantId = await enterprise("一味面馆（演示）", "91330122MA00000001");
  const sellerId = await makeMember(merchantId, "merchant");
  await thrownBy(
    invite(
      await args(place.clerkId, invitePath("percent"), { id: place.fundId }, { ...typedTerms(), merchantId }),
    ),
  );
  const [row] = await listAgreements({ fundId: place.fundId }, TODAY);
  const id = row?.id ?? "";
  const seen = { agreementId: id, number: 1 };
  const now = new Date();
  await confirmForCharity({ ...place, userId: place.approverId, seen: [seen], now });
  await confirmForMerchant({ organizationId: merchantId, userId: sellerId, seen, now });
  return { id, merchantId, sellerId };
}

describe("a consumption campaign", () => {
  it("is opened with the project's form, lives as a project does and stands in its own list", async () => {
    const { goalFen: _, isPublicCampaign: __, ...fields } = projectFields({ title: "一碗面的心意" });
    const fundId = newFundId();
    const form = { ...fields, isPublicCampaign: "yes", goal: "", why: "", fundId, formId: randomUUID() };
    const send = async () => openCampaign(await args(place.clerkId, "/workspace/consumption/new", {}, form));
    const twice = [await thrownBy(send()), await thrownBy(send())];
    expect(twice.map((one) => one.headers.get("location"))).toEqual(
      Array(2).fill(`/workspace/projects/${fundId}?done=1`),
    );
    const [fund] = await db.rows("select kind, state from fund where id = $1", [fundId]);
    expect(fund).toEqual({ kind: "consumption", state: "draft" });
    const acting = { fundId, organizationId: place.organizationId, userId: place.clerkId, now: new Date() };
    const lines = [{ purposeCode: null, name: "食材", nameEn: "Food", plannedFen: 1_000_000n }];
    await changeBudget({ ...acting, formId: randomUUID(), lines, why: "" });
    expect(await askForRelease({ ...acting, releaseId: randomUUID() })).toMatchObject({ ok: true });
    expect(await releaseProject({ ...acting, userId: place.approverId })).toMatchObject({ ok: true });

    const list = await campaigns(await args(place.clerkId, "/workspace/consumption", {}));
    expect(list.rows.map(({ id }) => id).sort()).toEqual([fundId, place.fundId].sort());
    expect(wordsOf(<CampaignsPage {...list} />)).toContain("一碗面的心意");
    const stranger = await makeMember((await makeCampaign()).organizationId, "charity-clerk");
    const answer = await thrownBy(campaignPage(await args(stranger, "/x", { id: fundId })));
    expect(answer.status).toBe(404);
  });
});

describe("asking enterprises", () => {
  it("shows only the fields of the chosen kind, and every kind has its form", async () => {
    for (const kind of [null, ...OFFER_KINDS]) {
      const loaded = await invitePage(
        await args(place.clerkId, kind ? invitePath(kind) : "/x", { id: place.fundId }),
      );
      const html = wordsOf(<InvitePage {...loaded} answer={inviteAnswer(undefined, loaded.fresh)} />);
      expect(html.includes('name="rate"')).toBe(kind === "percent");
      expect(html.includes('name="dayCap"')).toBe(
        kind !== null && kind !== "round-up-shopper" && kind !== "add-on",
      );
    }
  });

  it("drafts for the good rows, answers each bad one, and drafts nothing twice when they are put right", async () => {
    const [noodles, tea] = [
      await enterprise("一味面馆（演示）", "91330122MA00000001"),
      await enterprise("山茶馆（演示）", "91330122MA00000002"),
    ];
    await makeEnterprise({ name: "同名店" });
    await makeEnterprise({ name: "同名店" });
    const form = new FormData();
    const typed = typedTerms({
      list: "名称,统一社会信用代码\n山茶馆（演示）\n没有的店\n同名店，\n一味面馆（演示）,91330122MA00000002",
    });
    for (const [name, value] of Object.entries(typed)) form.append(name, value);
    form.append("merchantId", noodles);
    form.append("file", new File(["91330122MA0000000I\n"], "shops.csv", { type: "text/csv" }));
    const result = await invite(await args(place.clerkId, invitePath("percent"), { id: place.fundId }, form));
    const { answer } = result.data;
    expect(answer.draftedCount).toBe(2);
    expect(answer.badRows.map(({ text, reason }) => [text, reason])).toEqual([
      ["没有的店", "not-registered"],
      ["同名店", "two-of-that-name"],
      ["一味面馆（演示）, 91330122MA00000002", "name-differs"],
      ["91330122MA0000000I", "bad-code"],
    ]);
    expect(answer.state.typed).toMatchObject({ merchantId: "", rate: "1" });
    expect(answer.state.typed.list).not.toContain("山茶馆");
    const rows = await listAgreements({ fundId: place.fundId }, TODAY);
    expect(rows.map(({ merchantId }) => merchantId).sort()).toEqual([noodles, tea].sort());
    expect(rows[0]?.terms).toMatchObject({
      rule: { kind: "percent", bp: 100, base: "net-of-discount" },
      perOrderCapFen: 500n,
      campaignCapFen: 2_000_000n,
      guarantee: { minFen: 50_000n, per: "month" },
      declaredMonthlySalesFen: 10_000_000n,
    });
    const again = await thrownBy(
      invite(
        await args(
          place.clerkId,
          invitePath("percent"),
          { id: place.fundId },
          { ...typed, list: "山茶馆（演示）" },
        ),
      ),
    );
    expect(again.headers.get("location")).toBe(`/workspace/consumption/${place.fundId}?drafted=1`);
    expect(await listAgreements({ fundId: place.fundId }, TODAY)).toHaveLength(2);
    const loaded = await invitePage(await args(place.clerkId, invitePath("percent"), { id: place.fundId }));
    const html = wordsOf(<InvitePage {...loaded} answer={answer} />);
    expect(html).toContain("本平台还没有这家企业");
    expect(loaded.choices.filter(({ isAsked }) => isAsked)).toHaveLength(2);
  });

  it("names the field and the remedy, and shows what one order would give", async () => {
    const send = async (fields: Record<string, string>, kind = "percent") =>
      invite(await args(place.clerkId, invitePath(kind), { id: place.fundId }, fields));
    const wrong = await send(
      typedTerms({ rate: "0.001", dayCap: "1", goods: "", bankAccountId: "", effectiveOn: TO, endsOn: FROM }),
    );
    expect(wrong.data.answer.state.errors).toEqual({
      rate: "errRate",
      goods: "errGoods",
      bankAccountId: "errAccount",
      endsOn: "errEndsOn",
    });
    expect(wordsOf(<TermsNotes state={wrong.data.answer.state} />)).toContain(
      "比例（%）：请写 0.01 到 100 之间的比例，最多两位小数。",
    );
    const crossed = await send(typedTerms({ dayCap: "1" }));
    expect(crossed.data.answer.state.errors).toEqual({ dayCap: "errDayBelowOrder" });
    expect((await send(typedTerms())).data.answer.state.errors).toEqual({ merchantId: "errNoEnterprise" });
    const early = await send({ ...typedTerms({ effectiveOn: TODAY }), merchantId: await makeEnterprise() });
    expect(early.data.answer.state.refusal).toBe("too-early");
    const { preview } = (await send(typedTerms({ intent: "preview" }))).data.answer;
    expect(preview).toMatchObject({ kind: "order", giftE4: 1_588_000n });
    const loaded = await invitePage(await args(place.clerkId, invitePath("percent"), { id: place.fundId }));
    const html = wordsOf(<InvitePage {...loaded} answer={{ ...EMPTY_INVITE, preview }} />);
    expect(html).toContain("商家捐 1.588 元");
    const tiers = await send(
      typedTerms({ from1: "0", rate1: "1", from2: "100", rate2: "2.5", intent: "preview" }),
      "tiers",
    );
    expect(tiers.data.answer.preview).toMatchObject({ giftE4: 3_970_000n });
  });

  it("reads back as typed what it wrote, for every kind", () => {
    const rules = [
      { rule: { kind: "fixed-per-order", amountFen: 10n } },
      { rule: { kind: "fixed-per-item", amountFen: 50n, skus: ["A1", "B2"] } },
      { rule: { kind: "percent", bp: 125, base: "gross" } },
      {
        rule: {
          kind: "tiers",
          base: "gross",
          tiers: [
            { fromFen: 0n, bp: 50 },
            { fromFen: 100n, bp: 100 },
          ],
        },
      },
      { rule: { kind: "round-up", unitFen: 100n } },
      { rule: { kind: "round-up", unitFen: 1000n }, giver: "shopper" },
      { rule: { kind: "add-on", optionsFen: [100n, 250n] }, giver: "shopper" },
      { rule: { kind: "match", bp: 15_000 }, campaignCapFen: 5_000_000n },
    ] as const;
    for (const over of rules) {
      const terms = { ...TERMS, bankAccountId: randomUUID(), ...structuredClone(over) } as typeof TERMS;
      const typed = typedOfTerms({ terms, effectiveOn: FROM, endsOn: TO });
      expect(readTerms(typed, offerKindOf(terms))).toEqual({
        ok: true,
        proposal: { terms, effectiveOn: FROM, endsOn: TO },
      });
    }
  });
});

describe("an agreement on both desks", () => {
  it("goes from the campaign's list to the enterprise, is signed or declined there, and each sees what is theirs", async () => {
    const merchantId = await enterprise("一味面馆（演示）", "91330122MA00000001");
    const sellerId = await makeMember(merchantId, "merchant");
    const params = { id: place.fundId };
    await thrownBy(
      invite(await args(place.clerkId, invitePath("percent"), params, { ...typedTerms(), merchantId })),
    );
    const forApprover = await campaignPage(await args(place.approverId, "/x", params));
    const empty = { refusals: [], isEmpty: false };
    expect(wordsOf(<CampaignPage {...forApprover} {...empty} />)).toContain("1 份协议等您确认");
    const forClerk = await campaignPage(await args(place.clerkId, "/x?view=drafted", params));
    expect(wordsOf(<CampaignPage {...forClerk} {...empty} />)).not.toContain("份协议等您确认");
    const id = forClerk.rows[0]?.id ?? "";
    expect((await thrownBy(salesPage(await args(sellerId, "/x", { id })))).status).toBe(404);

    const none = await actOnCampaign(await args(place.approverId, "/x", params, { other: "" }));
    expect(none.data.isEmpty).toBe(true);
    const own = await actOnCampaign(await args(place.clerkId, "/x", params, { seen: `${id}.1` }));
    expect(own.data.refusals).toMatchObject([{ reason: "not-found" }]);
    const confirmed = await thrownBy(
      actOnCampaign(await args(place.approverId, "/x", params, { seen: `${id}.1` })),
    );
    expect(confirmed.headers.get("location")).toBe(`/workspace/consumption/${place.fundId}?confirmed=1`);

    const list = await salesList(await args(sellerId, "/workspace/sales/agreements", {}));
    expect(wordsOf(<SalesAgreementsPage {...list} />)).toContain("1 份协议等您确认");
    const offered = await salesPage(await args(sellerId, "/x", { id }));
    expect(wordsOf(<SalesAgreementPage {...offered} state={EMPTY_TERMS_FORM} />)).toContain(
      "捐成交价的 1%（折后），单笔最多 5 元，每天最多 200 元，全程最多 2 万元；保底每月 500 元。",
    );
    const silent = await actOnSales(
      await args(sellerId, "/x", { id }, { intent: "refuse", seen: "1", refuseWhy: " " }),
    );
    expect(silent.data.state.errors).toEqual({ refuseWhy: "errWhy" });
    await thrownBy(
      actOnSales(await args(sellerId, "/x", { id }, { intent: "refuse", seen: "1", refuseWhy: "比例太高" })),
    );
    const refused = await agreementPage(await args(place.clerkId, "/x", { id }));
    expect(wordsOf(<AgreementPage {...refused} state={EMPTY_TERMS_FORM} />)).toContain("比例太高");

    const loaded = await amendPage(await args(place.clerkId, "/x", { id }));
    const typed = {
      ...loaded.fresh,
      rate: "0.5",
      kind: "percent",
      seen: "1",
      intent: "propose",
      why: "降到 0.5%",
    };
    expect(
      wordsOf(<AmendPage {...loaded} state={{ ...EMPTY_TERMS_FORM, typed: loaded.fresh }} preview={null} />),
    ).toContain('name="rate"');
    const noReason = await amend(await args(place.clerkId, "/x", { id }, { ...typed, why: "" }));
    expect(noReason.data.state.errors).toEqual({ why: "errWhy" });
    expect((await thrownBy(amend(await args(place.clerkId, "/x", { id }, typed)))).status).toBe(302);
    await thrownBy(
      actOnAgreement(await args(place.approverId, "/x", { id }, { intent: "confirm", seen: "2" })),
    );
    const stale = await actOnSales(await args(sellerId, "/x", { id }, { intent: "confirm", seen: "1" }));
    expect(stale.data.state.refusal).toBe("changed-meanwhile");
    await thrownBy(actOnSales(await args(sellerId, "/x", { id }, { intent: "confirm", seen: "2" })));
    expect((await versionsOf(id)).map(({ merchantConfirmedAt }) => merchantConfirmedAt !== null)).toEqual([
      false,
      true,
    ]);
    const stranger = await makeMember(await makeEnterprise(), "merchant");
    expect((await thrownBy(salesPage(await args(stranger, "/x", { id })))).status).toBe(404);
  });

  it("is a document for both, with the whole account, and a public one with its end alone", async () => {
    const { id, sellerId } = await signedAgreement();
    const params = { id, slug: place.slug };
    const read = async (answer: Response) => {
      const bytes = new Uint8Array(await answer.arrayBuffer());
      const digest = createHash("sha256").update(bytes).digest("hex");
      const { text } = await extractText(await getDocumentProxy(bytes), { mergePages: true });
      return { text: text.replace(/\s+/g, ""), digest };
    };
    const forCharity = await read(await charityPdf(await args(place.clerkId, "/x", params)));
    const forMerchant = await read(await salesPdf(await args(sellerId, "/x", params)));
    const forAll = await read(await publicPdf(await args(null, "/x", params)));
    expect(forCharity.digest).toBe(forMerchant.digest);
    for (const words of [
      "消费捐协议",
      "91330122MA00000001",
      "单笔最多5元",
      "保底每月500元",
      "第三十七条",
      "视为确认",
      "顺延到周一",
      FROM,
      "助力记录",
    ])
      expect(forCharity.text).toContain(words);
    expect(forCharity.text).toContain(ACCOUNT_NO);
    expect(forAll.text).not.toContain(ACCOUNT_NO);
    expect(forAll.text).toContain("4321");
    expect(forCharity.text).toContain("预计每月销售");
    expect(forAll.text).not.toContain("预计每月销售");
    const [version] = await versionsOf(id);
    expect(forAll.text).toContain(version?.termsSha256);
  });

  it("is public once both signed it, with old versions kept and nobody's name", async () => {
    const { id, merchantId } = await signedAgreement();
    const params = { id, slug: place.slug };
    const page = await publicPage(await args(null, "/x", params));
    expect(JSON.stringify(page, (_, v) => (typeof v === "bigint" ? String(v) : v))).not.toMatch(
      new RegExp(`${ACCOUNT_NO}|${place.clerkId}|10000000`),
    );
    const html = wordsOf(<PublicAgreementPage {...page} />);
    expect(html).toContain("一味面馆（演示）的消费捐承诺");
    expect(html).toContain("已签好，还没开始");
    expect((await thrownBy(publicPage(await args(null, "/x", { ...params, slug: "other" })))).status).toBe(
      404,
    );
    expect((await thrownBy(publicPage(await args(null, "/x?version=2", params)))).status).toBe(404);
    const away = { intent: "suspend", suspendWhy: "门店装修", seen: "1" };
    await thrownBy(actOnAgreement(await args(place.clerkId, "/x", { id }, away)));
    await thrownBy(
      actOnAgreement(
        await args(place.approverId, "/x", { id }, { intent: "end", endWhy: "歇业", seen: "1" }),
      ),
    );
    expect(
      wordsOf(<PublicAgreementPage {...(await publicPage(await args(null, "/x", params)))} />),
    ).toContain("已提前结束：歇业");
    const drafts = { ...typedTerms(), merchantId };
    await thrownBy(invite(await args(place.clerkId, invitePath("percent"), { id: place.fundId }, drafts)));
    const unsigned = (await listAgreements({ fundId: place.fundId }, TODAY)).find((row) => row.id !== id);
    expect(
      (await thrownBy(publicPage(await args(null, "/x", { ...params, id: unsigned?.id ?? "" })))).status,
    ).toBe(404);
  });
});
