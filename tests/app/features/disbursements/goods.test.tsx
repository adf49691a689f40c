import { randomUUID } from "node:crypto";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import {
  actOnGoodsItem,
  actOnNewGoods,
  answerGoodsFile,
  loadGoods,
  loadGoodsItem,
} from "#app/features/disbursements/goods/goods-pages.server.ts";
import { stockOf, valueOfPart } from "#app/features/disbursements/goods/goods-rules.ts";
import { GoodsItemPage } from "#app/features/disbursements/goods/item-page.tsx";
import { askMove, decideMove, handOverGoods } from "#app/features/disbursements/goods/move-goods.server.ts";
import { PublicGoodsPage } from "#app/features/disbursements/goods/public-goods-page.tsx";
import { loadPublicGoods, publicGoods } from "#app/features/disbursements/goods/queries.server.ts";
import { countGoods, receiveGoods } from "#app/features/disbursements/goods/receive-goods.server.ts";
import { fundFigures } from "#app/features/funds/queries.server.ts";
import { accountBalances } from "#app/features/ledger/balances.server.ts";
import { checkLedger } from "#app/features/ledger/check-ledger.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import { NOW } from "#tests/factories/books.ts";
import { requestOf } from "#tests/factories/people.ts";
import { makeSettledGift, makeSpendingPlace, type SpendingPlace } from "#tests/factories/spending.ts";
import { testDatabase } from "#tests/setup/test-database.ts";
import { spend } from "../funds/spend.ts";

const pdf = (text: string = randomUUID()) => ({
  name: "发票.pdf",
  content: new TextEncoder().encode(`%PDF-1.4 ${text}`),
});

const rice = (place: SpendingPlace, over: Partial<Parameters<typeof receiveGoods>[0]> = {}) => ({
  id: randomUUID(),
  organizationId: place.organizationId,
  userId: place.clerkId,
  fundId: place.fundId,
  name: "大米 10 公斤装",
  unit: "袋",
  quantity: 7,
  valuation: "voucher" as const,
  valueFen: 10_000n,
  batchNo: "A1",
  expiresOn: "2027-06-01",
  place: "县城仓库",
  donorName: "张三粮油店",
  receivedOn: "2026-11-20",
  file: pdf(),
  now: NOW,
  ...over,
});

async function inStore(place: SpendingPlace, over: Partial<Parameters<typeof receiveGoods>[0]> = {}) {
  const goods = rice(place, over);
  expect(await receiveGoods(goods)).toEqual({ ok: true, repeated: false });
  const count = { id: goods.id, organizationId: place.organizationId, userId: place.approverId, now: NOW };
  expect(await countGoods({ ...count, decision: "counted" })).toEqual({ ok: true, repeated: false });
  return goods;
}

const issueOf = (place: SpendingPlace, itemId: string, quantity: number, over: object = {}) => ({
  id: randomUUID(),
  itemId,
  organizationId: place.organizationId,
  userId: place.clerkId,
  kind: "issued" as const,
  quantity,
  fromPlace: "县城仓库",
  toPlace: null,
  people: 6,
  reason: "冬季送米",
  now: NOW,
  ...over,
});

async function handOut(place: SpendingPlace, itemId: string, quantity: number): Promise<string> {
  const issue = issueOf(place, itemId, quantity);
  const who = { id: issue.id, organizationId: place.organizationId, now: NOW };
  const steps = [
    await askMove(issue),
    await decideMove({ ...who, userId: place.approverId, decision: "approved" }),
    await handOverGoods({ ...who, userId: place.clerkId, handedOverOn: "2026-11-22", file: pdf() }),
  ];
  expect(steps.map(({ ok }) => ok)).toEqual([true, true, true]);
  return issue.id;
}

const store = async (place: SpendingPlace) => {
  const id = `bank.${place.organizationId}.CNY-GOODS`;
  return (await accountBalances([id])).get(id);
};

describe("parts of an item", () => {
  it("are worth the whole to the fen, in whatever order they go", () => {
    for (let quantity = 1; quantity < 12; quantity += 1) {
      const item = { quantity, valueFen: 1_003n };
      let taken = 0;
      let fen = 0n;
      for (const part of [1, 2, 1, 3, 4].filter((one) => one <= quantity)) {
        if (taken + part > quantity) continue;
        fen += valueOfPart(item, taken, part);
        taken += part;
      }
      expect(fen + valueOfPart(item, taken, quantity - taken)).toBe(1_003n);
    }
  });

  it("are set aside as soon as they are asked for, and lie where they were moved to", () => {
    const move = { kind: "issued", quantity: 2, fromPlace: "甲", toPlace: null, decision: null } as const;
    const moves = [
      move,
      { ...move, decision: "rejected" } as const,
      { ...move, kind: "moved", toPlace: "乙", quantity: 3, decision: "approved" } as const,
    ];
    expect(stockOf({ quantity: 10, place: "甲" }, moves)).toEqual([
      { place: "甲", quantity: 5 },
      { place: "乙", quantity: 3 },
    ]);
  });
});

describe("goods in kind", () => {
  it("are counted by two, stored, handed over with signatures, written off, and never add to money", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 100_000n);
    await spend(place, 40_000n, { deliveredFen: 25_000n });
    const money = await fundFigures([place.fundId]);
    const goods = await inStore(place);
    expect(await receiveGoods(goods)).toEqual({ ok: true, repeated: true });
    expect(await receiveGoods({ ...goods, quantity: 8 })).toEqual({ ok: false, reason: "other-content" });
    expect(await store(place)).toBe(10_000n);

    await handOut(place, goods.id, 3);
    const lost = issueOf(place, goods.id, 2, { kind: "written-off", people: null, reason: "受潮" });
    await askMove(lost);
    const who = { id: lost.id, organizationId: place.organizationId, now: NOW };
    expect(await decideMove({ ...who, userId: place.clerkId, decision: "approved" })).toMatchObject({
      reason: "same-person",
    });
    const both = await Promise.all(
      [place.approverId, place.secondApproverId].map((userId) =>
        decideMove({ ...who, userId, decision: "approved" }),
      ),
    );
    expect(both.map((result) => result.ok && result.repeated).sort()).toEqual([false, true]);
    // 3 of 7 and 2 of 7 are gone: what is left is the whole less the parts, to the fen.
    expect(await store(place)).toBe(10_000n - (10_000n * 5n) / 7n);

    const shown = (await publicGoods(place.fundId))[0];
    expect(shown).toMatchObject({ received: 7, handedOver: 3, writtenOff: 2, inStore: 2, people: 6 });
    const figures = (await fundFigures([place.fundId])).get(place.fundId);
    expect({ ...figures, asOf: null }).toEqual({ ...money.get(place.fundId), asOf: null });
    const terms = (await fundTerms([place.fundId], db, "goods")).get(place.fundId);
    expect(terms).toMatchObject({ raised: 10_000n, disbursed: (10_000n * 5n) / 7n, donationCount: 1n });
    const report = await checkLedger(NOW);
    expect(report.failures).toEqual([]);
    expect(report.results.map(({ name }) => name)).toContain("goods-equal-their-ledger");
    const acts = await db.rows<{ act: string }>(
      "select act from organization_act where subject_kind = 'goods' order by act",
    );
    expect(acts.map(({ act }) => act)).toEqual([
      "goods-approved",
      "goods-approved",
      "goods-asked",
      "goods-asked",
      "goods-counted",
      "goods-handed-over",
      "goods-recorded",
    ]);
  });

  it("are never promised twice, leave from where they lie, and stay as they were decided", async () => {
    const place = await makeSpendingPlace();
    const goods = await inStore(place);
    const asked = await Promise.all([1, 2, 3].map(() => askMove(issueOf(place, goods.id, 3))));
    expect(asked.filter(({ ok }) => ok)).toHaveLength(2);
    expect(asked.find(({ ok }) => !ok)).toEqual({ ok: false, reason: "not-enough" });
    const move = issueOf(place, goods.id, 1, { kind: "moved", toPlace: "镇上", people: null });
    expect(await askMove(move)).toEqual({ ok: true, repeated: false });
    expect(await askMove(move)).toEqual({ ok: true, repeated: true });
    expect(await askMove(issueOf(place, goods.id, 1))).toEqual({ ok: false, reason: "not-enough" });
    expect(await askMove(issueOf(place, goods.id, 1, { fromPlace: "镇上" }))).toEqual({
      ok: true,
      repeated: false,
    });
    const early = { organizationId: place.organizationId, userId: place.clerkId, now: NOW };
    expect(await handOverGoods({ ...early, id: move.id, handedOverOn: "2026-11-22", file: pdf() })).toEqual({
      ok: false,
      reason: "not-approved",
    });
    const client = await testDatabase().superuser();
    await expect(
      client.query("update goods_move set decision = 'rejected' where decision = 'approved'"),
    ).rejects.toThrow(/decided or handed over already/);
    await expect(db.run("update goods_item set quantity = 99")).rejects.toThrow(/permission denied/);
  });

  it("stand at one yuan where they cannot be measured, and refuse strangers, late goods and odd files", async () => {
    const place = await makeSpendingPlace();
    const other = await makeSpendingPlace();
    const goods = await inStore(place, { valuation: "nominal", valueFen: 999n, quantity: 500 });
    expect(await store(place)).toBe(100n);
    await handOut(place, goods.id, 2);
    expect(await store(place)).toBe(100n);
    expect(await receiveGoods(rice(place, { userId: other.clerkId }))).toMatchObject({
      reason: "not-permitted",
    });
    expect(await receiveGoods(rice(place, { fundId: other.fundId }))).toMatchObject({
      reason: "fund-not-found",
    });
    expect(await receiveGoods(rice(place, { expiresOn: "2026-11-01" }))).toMatchObject({ reason: "expired" });
    const file = { name: "x.pdf", content: new TextEncoder().encode("MZ") };
    expect(await receiveGoods(rice(place, { file }))).toMatchObject({ reason: "file-type" });
    const stranger = { organizationId: other.organizationId, userId: other.clerkId };
    expect(await askMove({ ...issueOf(place, goods.id, 1), ...stranger })).toMatchObject({
      reason: "not-found",
    });
    const request = await requestOf(other.clerkId, "/workspace/goods");
    const args = { request, params: { id: goods.id }, context: {} } as LoaderFunctionArgs;
    await expect(answerGoodsFile(args)).rejects.toMatchObject({ status: 404 });
    await expect(loadGoodsItem(args)).rejects.toMatchObject({ status: 404 });
  });

  it("go through their forms, and show the public quantities without names", async () => {
    const place = await makeSpendingPlace();
    const today = new Date().toISOString().slice(0, 10);
    const post = async (userId: string, id: string | null, form: Record<string, string | File>) => {
      const body = new FormData();
      for (const [name, value] of Object.entries(form)) body.set(name, value);
      const request = await requestOf(userId, "/workspace/goods", { method: "POST", body });
      const args = { request, params: id ? { id } : {}, context: {} } as ActionFunctionArgs;
      return (await (id ? actOnGoodsItem(args) : actOnNewGoods(args))) as unknown as {
        data: { errors: object };
      };
    };
    const form = {
      attempt: randomUUID(),
      fund: place.fundId,
      name: "棉被",
      unit: "床",
      quantity: "3",
      valuation: "fair-value",
      value: "",
      batchNo: "",
      expiresOn: "",
      place: "镇上",
      donorName: "李四",
      receivedOn: today,
      file: new File(["%PDF-1.4 价格"], "价格.pdf"),
    };
    expect((await post(place.clerkId, null, form)).data.errors).toEqual({ value: "errValue" });
    await post(place.clerkId, null, { ...form, value: "600" });
    const id = form.attempt;
    await post(place.approverId, id, { intent: "count" });
    const issue = {
      intent: "ask",
      attempt: randomUUID(),
      kind: "issued",
      fromPlace: "镇上",
      reason: "发给独居老人",
    };
    expect((await post(place.clerkId, id, { ...issue, quantity: "2" })).data.errors).toEqual({
      people: "errPeople",
    });
    await post(place.clerkId, id, { ...issue, quantity: "2", people: "2" });
    await post(place.approverId, id, { intent: "approve", move: issue.attempt });
    const signed = new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])], "签收.png");
    await post(place.clerkId, id, {
      intent: "hand-over",
      move: issue.attempt,
      handedOverOn: today,
      file: signed,
    });

    const read = async () => ({
      request: await requestOf(place.clerkId, "/workspace/goods"),
      params: { id },
      context: {},
    });
    const item = await loadGoodsItem((await read()) as LoaderFunctionArgs);
    expect(renderToStaticMarkup(<GoodsItemPage {...item} answer={undefined} />)).toContain("已签收");
    expect((await loadGoods((await read()) as LoaderFunctionArgs)).items[0]?.stock).toEqual([
      { place: "镇上", quantity: 1 },
    ]);
    const html = renderToStaticMarkup(<PublicGoodsPage {...(await loadPublicGoods(place.fundId))} />);
    expect(html).toContain("2 床");
    expect(html).toContain("少于 5 人");
    expect(html).not.toMatch(/李四|独居老人|镇上/);
  });
});
