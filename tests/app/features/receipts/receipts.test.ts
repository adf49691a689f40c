import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { answerRefund } from "#app/features/donations/answer-refund.server.ts";
import { confirmDonations } from "#app/features/donations/confirm-donations.server.ts";
import { takeBackGift } from "#app/features/donations/cooling-off/take-back-gift.server.ts";
import { donationToken, hashOfToken } from "#app/features/donations/donation-token.server.ts";
import { requestRefund } from "#app/features/donations/request-refund.server.ts";
import { decideReceiptTiming, listTrustTimings } from "#app/features/receipts/decide-timing.server.ts";
import { actOnGiftReceipt, loadGiftReceipt } from "#app/features/receipts/gift-receipt.server.ts";
import { importReceipts } from "#app/features/receipts/import-receipts.server.ts";
import { type IssuedBill, issueReceipts } from "#app/features/receipts/issue-receipts.server.ts";
import {
  findOpenRequest,
  findReceipt,
  listOpenRequests,
  receiptPunctuality,
  receiptSums,
  receiptsOfGift,
  receiptsToVoid,
} from "#app/features/receipts/queries.server.ts";
import { addWorkingDays, receiptDueOn } from "#app/features/receipts/receipt-rules.ts";
import { requestReceipt, withdrawReceiptRequest } from "#app/features/receipts/request-receipt.server.ts";
import { voidReceipt } from "#app/features/receipts/void-receipt.server.ts";
import { unreceiptedCsv, waitingListCsv } from "#app/features/receipts/waiting-list.server.ts";
import { db } from "#app/lib/db.server.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import { makeFund, makeOrganization, makePendingGift, NOW, paidFact } from "#tests/factories/books.ts";
import { makeMember, requestOf } from "#tests/factories/people.ts";
import { testDatabase } from "#tests/setup/test-database.ts";

interface Place {
  organizationId: string;
  credentialId: string;
  fundId: string;
  clerk: string;
}

async function makePlace(over: { kind?: string; timing?: string } = {}): Promise<Place> {
  const made = await makeOrganization();
  const fundId = await makeFund(made.organizationId, over.kind ? { kind: over.kind } : {});
  if (over.timing) await db.run("update fund set receipt_timing = $2 where id = $1", [fundId, over.timing]);
  return { ...made, fundId, clerk: await makeMember(made.organizationId, "charity-clerk") };
}

async function makeGift(place: Place, amountFen = 100_000n, { isPaid = true } = {}) {
  const gift = await makePendingGift(place, amountFen);
  const token = donationToken(gift.donationId);
  await db.run("update donation set donor_name = '欧阳喆', token_hash = $2 where id = $1", [
    gift.donationId,
    hashOfToken(token),
  ]);
  if (isPaid) await confirmDonations([paidFact(gift)], NOW);
  return { ...gift, reader: { token, userId: null } };
}

type Gift = Awaited<ReturnType<typeof makeGift>>;

const ask = (gift: Gift, over: { id?: string; payer?: string; uscc?: string; isMerged?: boolean } = {}) =>
  requestReceipt({
    id: over.id ?? randomUUID(),
    donationId: gift.donationId,
    reader: gift.reader,
    wish: {
      kind: "asked",
      payerKind: over.uscc ? "organization" : "person",
      payer: over.payer ?? "欧阳喆",
      uscc: over.uscc ?? null,
      email: null,
      isMerged: over.isMerged ?? false,
    },
    now: NOW,
  });

let nextNumber = 0;
function bill(gift: { donationId: string }, over: Partial<IssuedBill> = {}): IssuedBill {
  nextNumber += 1;
  return {
    id: randomUUID(),
    donationIds: [gift.donationId],
    payer: "欧阳喆",
    payerUscc: null,
    kind: "money",
    amountFen: null,
    replacesId: null,
    billCode: "33010126",
    billNo: String(nextNumber).padStart(10, "0"),
    checkCode: "a1b2c3",
    issuedOn: "2026-11-22",
    itemCode: "103",
    itemName: "捐赠收入",
    unit: "元",
    quantity: 1,
    standard: "",
    supervisedBy: "浙江省财政厅",
    reviewer: "张三",
    cashier: "李四",
    qrText: "",
    note: "",
    other: "",
    ...over,
  };
}

const recorder = ({ organizationId, clerk }: Place) => ({ organizationId, userId: clerk, now: NOW });
const issueOne = async (place: Place, given: IssuedBill) =>
  (await issueReceipts([given], recorder(place)))?.[0];
const red = (place: Place, id: string, over: Partial<Parameters<typeof voidReceipt>[0]> = {}) => {
  nextNumber += 1;
  return voidReceipt({
    ...recorder(place),
    id,
    reason: "wrong-payer",
    voidBillCode: "33010126",
    voidBillNo: String(nextNumber).padStart(10, "9"),
    voidedOn: "2026-11-22",
    ...over,
  });
};

describe("asking for a receipt", () => {
  it("is the donor's alone, once, and waits in the charity's list with its day", async () => {
    const place = await makePlace();
    const gift = await makeGift(place);
    const id = randomUUID();
    expect(
      await requestReceipt({
        id,
        donationId: gift.donationId,
        reader: { token: "x", userId: null },
        wish: { kind: "waived" },
        now: NOW,
      }),
    ).toEqual({ ok: false, reason: "not-yours" });
    expect(await ask(gift, { id })).toEqual({ ok: true, repeated: false, gifts: 1 });
    expect(await ask(gift, { id })).toMatchObject({ ok: true, repeated: true });
    expect(await ask(gift)).toEqual({ ok: false, reason: "asked-already" });
    const [open] = await listOpenRequests([place.organizationId]);
    // 22 November 2026 is a Sunday: five working days end on the Friday.
    expect(open).toMatchObject({
      payer: "欧阳喆",
      validFen: 100_000n,
      dueOn: "2026-11-27",
      replacesId: null,
    });
    expect(await listOpenRequests([(await makeOrganization()).organizationId])).toEqual([]);
  });

  it("refuses what has no receipt, and a wrong code of an organization", async () => {
    const place = await makePlace();
    expect(await ask(await makeGift(place, 100n, { isPaid: false }))).toEqual({
      ok: false,
      reason: "not-counted",
    });
    const gift = await makeGift(place);
    expect(await ask(gift, { uscc: "51330122MJ90000068" })).toEqual({ ok: false, reason: "uscc-wrong" });
    expect(await ask(gift, { uscc: " 51330122mj90000067 " })).toMatchObject({ ok: true });
    const [request] = await listOpenRequests([place.organizationId]);
    expect(request).toMatchObject({ payerKind: "organization", payerUscc: "51330122MJ90000067" });
    const trust = await makePlace({ kind: "trust" });
    expect(await ask(await makeGift(trust))).toEqual({ ok: false, reason: "trust-undecided" });
    const atSpend = await makePlace({ kind: "trust", timing: "at-spend" });
    expect(await ask(await makeGift(atSpend))).toEqual({ ok: false, reason: "trust-at-spend" });
  });

  it("may be waived and taken back", async () => {
    const place = await makePlace();
    const gift = await makeGift(place);
    const waive = {
      id: randomUUID(),
      donationId: gift.donationId,
      reader: gift.reader,
      wish: { kind: "waived" as const },
      now: NOW,
    };
    expect(await requestReceipt(waive)).toMatchObject({ ok: true });
    expect((await receiptSums([place.organizationId])).waivedCount).toBe(1);
    expect(await issueOne(place, bill(gift))).toEqual({ ok: false, reason: "waived" });
    expect(
      await withdrawReceiptRequest({ donationId: gift.donationId, reader: gift.reader, now: NOW }),
    ).toEqual({ ok: true });
    expect(await ask(gift)).toMatchObject({ ok: true });
  });

  it("merges the gifts of a monthly plan only if the donor agrees", async () => {
    const place = await makePlace();
    const gifts = [
      await makeGift(place, 3_000n),
      await makeGift(place, 3_000n),
      await makeGift(place, 3_000n, { isPaid: false }),
    ];
    const { client } = { client: await (await testDatabase()).superuser() };
    await client.query("set session_replication_role = replica");
    for (const [index, gift] of gifts.entries())
      await client.query(
        `insert into monthly_charge (fund_id, plan_id, period, donation_id, amount_fen, due_on, created_at)
         values ($1, 'm1', $2, $3, 3000, '2026-11-01', now())`,
        [place.fundId, `2026-0${index + 1}`, gift.donationId],
      );
    await client.query("set session_replication_role = origin");
    const [first] = gifts;
    expect(await ask(first as Gift, { isMerged: false })).toMatchObject({ ok: true, gifts: 1 });
    await withdrawReceiptRequest({
      donationId: first?.donationId ?? "",
      reader: (first as Gift).reader,
      now: NOW,
    });
    expect(await ask(first as Gift, { isMerged: true })).toMatchObject({ ok: true, gifts: 2 });
    const [request] = await listOpenRequests([place.organizationId]);
    expect(request).toMatchObject({ isMerged: true, validFen: 6_000n });
    const merged = bill(first as Gift, { donationIds: request?.donationIds ?? [] });
    expect(await issueOne(place, merged)).toEqual({ ok: true, repeated: false, amountFen: 6_000n });
  });
});

describe("recording a bill", () => {
  it("keeps every field, answers its request and stands in the audit trail without a name", async () => {
    const place = await makePlace();
    const gift = await makeGift(place);
    await ask(gift);
    const given = bill(gift);
    expect(await issueOne(place, given)).toEqual({ ok: true, repeated: false, amountFen: 100_000n });
    expect(await issueOne(place, given)).toMatchObject({ ok: true, repeated: true });
    expect(await listOpenRequests([place.organizationId])).toEqual([]);
    expect(await findReceipt(given.id, [place.organizationId])).toMatchObject({
      billName: "公益事业捐赠统一票据（电子）",
      billCode: "33010126",
      billNo: given.billNo,
      checkCode: "a1b2c3",
      payer: "欧阳喆",
      payee: "演示慈善会",
      amountFen: 100_000n,
      voidedOn: null,
    });
    expect(await findReceipt(given.id, [(await makeOrganization()).organizationId])).toBeNull();
    const acts = await db.rows<{ act: string; details: object }>(
      "select act, details from organization_act where subject_kind = 'receipt' and subject_id = $1",
      [given.id],
    );
    expect(acts).toMatchObject([{ act: "receipt-issued" }]);
    expect(JSON.stringify(acts)).not.toContain("喆");
  });

  it("judges each bill of a file alone", async () => {
    const place = await makePlace();
    const other = await makePlace();
    const [a, b, c, d, foreign] = [
      await makeGift(place),
      await makeGift(place),
      await makeGift(place),
      await makeGift(place),
      await makeGift(other),
    ];
    const used = bill(a);
    const outcomes = await issueReceipts(
      [
        used,
        bill(a),
        bill(b, { billNo: used.billNo }),
        bill(b, { amountFen: 1n }),
        bill(c, { issuedOn: "2026-11-23" }),
        bill(c, { issuedOn: "2026-11-21" }),
        bill(foreign),
        bill(d),
      ],
      recorder(place),
    );
    expect(outcomes?.map((outcome) => (outcome.ok ? "ok" : outcome.reason))).toEqual([
      "ok",
      "issued-already",
      "number-used",
      "other-amount",
      "in-future",
      "before-gift",
      "not-found",
      "ok",
    ]);
    expect(await issueReceipts([bill(b)], { ...recorder(place), userId: other.clerk })).toBeNull();
  });

  it("lets one of two at once through: a gift never has two live receipts", async () => {
    const place = await makePlace();
    const gift = await makeGift(place);
    const outcomes = await Promise.all([issueOne(place, bill(gift)), issueOne(place, bill(gift))]);
    expect(outcomes.filter((outcome) => outcome?.ok)).toHaveLength(1);
    const twice = db.run(
      `insert into receipt_gift select r.id, g.fund_id, g.donation_id, g.amount_fen from receipt_gift g
       cross join (select gen_random_uuid() as id) r where g.donation_id = $1`,
      [gift.donationId],
    );
    await expect(twice).rejects.toThrow(/receipt_gift_live|foreign key/);
    await expect(db.run("update receipt set payer = 'x'")).rejects.toThrow(/permission denied/);
    await expect(db.run("delete from receipt")).rejects.toThrow(/permission denied/);
  });
});

describe("voiding", () => {
  it("keeps what was issued, lets the request wait again and links the new receipt to the old", async () => {
    const place = await makePlace();
    const gift = await makeGift(place);
    await ask(gift);
    const first = bill(gift);
    await issueOne(place, first);
    expect(await issueOne(place, bill(gift, { replacesId: first.id }))).toEqual({
      ok: false,
      reason: "replaces-live",
    });
    expect(await red(place, first.id, { voidedOn: "2026-11-21" })).toEqual({
      ok: false,
      reason: "before-issue",
    });
    const numbers = { voidBillCode: "33010126", voidBillNo: "8888888888" };
    expect(await red(place, first.id, numbers)).toEqual({ ok: true, repeated: false });
    expect(await red(place, first.id, numbers)).toEqual({ ok: true, repeated: true });
    expect(await red(place, first.id)).toEqual({ ok: false, reason: "voided-already" });
    const [open] = await listOpenRequests([place.organizationId]);
    expect(open).toMatchObject({ replacesId: first.id });
    const second = bill(gift, { replacesId: first.id });
    expect(await issueOne(place, second)).toMatchObject({ ok: true });
    const history = await receiptsOfGift(place.fundId, gift.donationId);
    expect(history.map(({ id, voidBillNo, replacedById }) => [id, voidBillNo, replacedById])).toEqual([
      [first.id, "8888888888", second.id],
      [second.id, null, null],
    ]);
    expect(await receiptSums([place.organizationId])).toMatchObject({
      liveCount: 1,
      voidedCount: 1,
      liveFen: 100_000n,
      validFen: 100_000n,
    });
  });

  it("is asked for when money went back, and the new receipt is for what is left", async () => {
    const place = await makePlace();
    const gift = await makeGift(place);
    await ask(gift);
    const first = bill(gift);
    await issueOne(place, first);
    await confirmDonations(
      [paidFact(gift, { type: "refunded", amountFen: 40_000n, objectId: "back", eventKey: "back" })],
      NOW,
    );
    expect((await receiptsToVoid([place.organizationId])).map(({ id, validFen }) => [id, validFen])).toEqual([
      [first.id, 60_000n],
    ]);
    expect(await receiptSums([place.organizationId])).toMatchObject({ liveFen: 100_000n, validFen: 60_000n });
    await red(place, first.id, { reason: "refund" });
    expect(await receiptsToVoid([place.organizationId])).toEqual([]);
    expect(await issueOne(place, bill(gift, { replacesId: first.id }))).toMatchObject({
      ok: true,
      amountFen: 60_000n,
    });
  });
});

describe("the finance system's list", () => {
  const csv = (rows: string[]) =>
    new TextEncoder().encode(
      `\uFEFF捐赠编号,票据代码,票据号码,校验码,开票日期,金额,项目编码,项目名称,监制章,复核人,收款人\r\n${rows.join("\r\n")}\r\n`,
    );
  const tail = "103,捐赠收入,浙江省财政厅,张三,李四";

  it("is the waiting list filled in: good lines are recorded once, others are named", async () => {
    const place = await makePlace();
    const [asked, unasked] = [await makeGift(place), await makeGift(place)];
    await ask(asked, { payer: "=cmd,演示公司" });
    expect(await waitingListCsv([place.organizationId])).toContain(
      `${asked.donationId},"'=cmd,演示公司",,1000.00,一餐热饭`,
    );
    const file = csv([
      `${asked.donationId},33010126,7000000001,123456,2026/11/22,"1,000.00",${tail}`,
      `${unasked.donationId},33010126,7000000002,123456,2026-11-22,,${tail}`,
      `${unasked.donationId},3301,7000000003,123456,2026-11-22,,${tail}`,
      `d00000000none00000000,33010126,7000000004,123456,2026-11-22,,${tail}`,
    ]);
    expect(await importReceipts(file, recorder(place))).toEqual({
      ok: true,
      recorded: 2,
      repeated: 0,
      refused: [
        { line: 4, billNo: "7000000003", reason: "field:billCode" },
        { line: 5, billNo: "7000000004", reason: "payer-missing" },
      ],
    });
    expect(await importReceipts(file, recorder(place))).toMatchObject({ recorded: 0, repeated: 2 });
    const [receipt] = await receiptsOfGift(place.fundId, asked.donationId);
    expect(receipt).toMatchObject({ payer: "=cmd,演示公司", amountFen: 100_000n });
  });

  it("names a project's gifts that nobody asked a receipt for, until they have one", async () => {
    const place = await makePlace();
    const [asked, unasked, nameless, mine] = [
      await makeGift(place),
      await makeGift(place),
      await makeGift(place),
      await makeGift(place),
    ];
    await ask(asked);
    await db.run("update donation set donor_name = null where id = $1", [nameless.donationId]);
    await issueOne(place, bill(mine));
    const list = await unreceiptedCsv(place.fundId, [place.organizationId]);
    expect(list.trim().split("\r\n")).toHaveLength(2);
    expect(list).toContain(`${unasked.donationId},欧阳喆,,1000.00,一餐热饭`);
    expect(await unreceiptedCsv(place.fundId, ["another"])).not.toContain(unasked.donationId);
  });

  it("is refused whole where it cannot be read", async () => {
    const place = await makePlace();
    const read = (text: string) => importReceipts(new TextEncoder().encode(text), recorder(place));
    expect(await read("a,b\n1,2\n")).toEqual({ ok: false, reason: "heads-missing" });
    expect(await importReceipts(csv([]), recorder(place))).toEqual({ ok: false, reason: "empty" });
    expect(await read('捐赠编号,"票据代码\n')).toEqual({ ok: false, reason: "unreadable" });
  });
});

describe("a gift that goes back", () => {
  it("is not promised by two people while a receipt stands for it", async () => {
    const place = await makePlace();
    const gift = await makeGift(place);
    expect(await issueOne(place, bill(gift))).toMatchObject({ ok: true });
    const { organizationId } = place;
    const id = newFundScopedId("r", place.fundId);
    const about = {
      donationId: gift.donationId,
      amountFen: 100_000n,
      reason: "写错了",
      overrideReason: null,
    };
    expect(
      await requestRefund({ id, organizationId, userId: place.clerk, ...about, now: NOW }),
    ).toMatchObject({
      ok: true,
    });
    const userId = await makeMember(organizationId, "charity-approver");
    expect(await answerRefund({ id, organizationId, userId, answer: "approve", note: "", now: NOW })).toEqual(
      {
        ok: false,
        reason: "has-receipt",
      },
    );
  });

  it("does not while a receipt stands for it, also by the donor's own right: the bill is voided first", async () => {
    const place = await makePlace();
    const gift = await makeGift(place);
    const given = bill(gift);
    expect(await issueOne(place, given)).toMatchObject({ ok: true });
    const back = () => takeBackGift({ donationId: gift.donationId, ...gift.reader, now: NOW });
    expect(await back()).toEqual({ ok: false, reason: "has-receipt" });
    expect(await red(place, given.id)).toMatchObject({ ok: true });
    expect(await back()).toEqual({ ok: true, repeated: false });
  });
});

describe("a charitable trust", () => {
  it("gives its receipts at the set-up or when it spends, and keeps to it while one stands", async () => {
    const place = await makePlace({ kind: "trust" });
    const decide = (timing: "at-setup" | "at-spend", over: { userId?: string } = {}) =>
      decideReceiptTiming({ ...recorder(place), ...over, fundId: place.fundId, timing });
    const gift = await makeGift(place);
    const stranger = await makeMember((await makeOrganization()).organizationId, "trustee");
    expect(await decide("at-setup", { userId: stranger })).toEqual({ ok: false, reason: "not-permitted" });
    expect(await decide("at-spend")).toEqual({ ok: true, repeated: false });
    expect(await issueOne(place, bill(gift))).toEqual({ ok: false, reason: "trust-at-spend" });
    expect(await decide("at-setup")).toEqual({ ok: true, repeated: false });
    expect(await decide("at-setup")).toEqual({ ok: true, repeated: true });
    const given = bill(gift);
    expect(await issueOne(place, given)).toMatchObject({ ok: true });
    expect(await decide("at-spend")).toEqual({ ok: false, reason: "has-receipts" });
    await red(place, given.id);
    expect(await decide("at-spend")).toMatchObject({ ok: true });
    expect(await listTrustTimings([place.organizationId])).toMatchObject([
      { id: place.fundId, timing: "at-spend" },
    ]);
    const project = await makePlace();
    expect(
      await decideReceiptTiming({ ...recorder(project), fundId: project.fundId, timing: "at-setup" }),
    ).toEqual({
      ok: false,
      reason: "not-found",
    });
  });
});

describe("the days of the rule", () => {
  it("count Monday to Friday", () => {
    expect(addWorkingDays("2026-11-20", 1)).toBe("2026-11-23");
    expect(receiptDueOn("2026-11-16")).toBe("2026-11-23");
  });

  it("tell how many receipts were punctual; a request inside its time counts neither way", async () => {
    const place = await makePlace();
    const gifts = [await makeGift(place), await makeGift(place), await makeGift(place)];
    for (const gift of gifts) await ask(gift);
    await issueOne(place, bill(gifts[0] as Gift));
    const range = { from: "2026-11-01", to: "2026-11-30" };
    expect(await receiptPunctuality(place.organizationId, range, "2026-11-25")).toEqual({
      requested: 1,
      punctual: 1,
    });
    expect(await receiptPunctuality(place.organizationId, range, "2026-12-31")).toEqual({
      requested: 3,
      punctual: 1,
    });
  });
});

describe("the donor's page", () => {
  const argsOf = async (gift: Gift, query: string, form?: Record<string, string>) => ({
    params: { id: gift.donationId },
    context: {},
    request: await requestOf(
      null,
      `/donations/${gift.donationId}/receipt${query}`,
      form ? { method: "POST", body: new URLSearchParams(form) } : {},
    ),
  });

  it("tells others nothing, and keeps what the donor typed when something is wrong", async () => {
    const place = await makePlace();
    const gift = await makeGift(place);
    const token = `?token=${gift.reader.token}`;
    expect((await loadGiftReceipt(await argsOf(gift, ""))).own).toBeNull();
    expect((await loadGiftReceipt(await argsOf(gift, token))).own).toMatchObject({
      request: null,
      refusal: null,
      donorName: "欧阳喆",
    });
    const typed = {
      intent: "ask",
      attempt: randomUUID(),
      wish: "organization",
      payer: "演示公司",
      uscc: "",
      email: "",
    };
    const refused = await actOnGiftReceipt(await argsOf(gift, token, typed));
    expect(refused).toMatchObject({
      init: { status: 422 },
      data: { errors: { uscc: "errUscc" }, typed: { payer: "演示公司" } },
    });
    const stranger = await actOnGiftReceipt(await argsOf(gift, "", { ...typed, wish: "person" }));
    expect(stranger).toMatchObject({ init: { status: 403 }, data: { refusal: "not-yours" } });
    const done = await actOnGiftReceipt(await argsOf(gift, token, { ...typed, wish: "person" }));
    expect(done).toMatchObject({ status: 302 });
    const [open] = await listOpenRequests([place.organizationId]);
    expect(await findOpenRequest(open?.id ?? "", [place.organizationId])).toMatchObject({
      payer: "演示公司",
    });
  });
});
