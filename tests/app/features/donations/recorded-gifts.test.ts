import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { traceFund } from "#app/features/disbursements/trace-fund.server.ts";
import { donationTrace } from "#app/features/disbursements/trace-queries.server.ts";
import { findGift } from "#app/features/donations/queries.server.ts";
import { bankCash } from "#app/features/donations/recorded/bank-cash.server.ts";
import { countGifts } from "#app/features/donations/recorded/count-gifts.server.ts";
import { recordGifts, type TypedGiftRecord } from "#app/features/donations/recorded/record-gifts.server.ts";
import {
  askReversal,
  reverseGift,
  withdrawEntry,
} from "#app/features/donations/recorded/reverse-gift.server.ts";
import { accountId } from "#app/features/ledger/accounts.ts";
import { accountBalances } from "#app/features/ledger/balances.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import { db } from "#app/lib/db.server.ts";
import { makeMember } from "#tests/factories/people.ts";
import { testDatabase } from "#tests/setup/test-database.ts";
import { spend } from "../funds/spend.ts";
import {
  type BankLine,
  bankFile,
  type Charity,
  makeCharity,
  NEXT_MORNING as now,
} from "../reconciliation/statement-files.ts";

interface Office extends Charity {
  clerk: string;
  approver: string;
}

async function makeOffice(): Promise<Office> {
  const charity = await makeCharity();
  return {
    ...charity,
    clerk: await makeMember(charity.organizationId, "charity-clerk"),
    approver: await makeMember(charity.organizationId, "charity-approver"),
  };
}

let receipts = 0;
const newReceipt = (): string => {
  receipts += 1;
  return `No. ${receipts}`;
};
const typed = (office: Office, over: Partial<TypedGiftRecord> = {}): TypedGiftRecord => ({
  id: randomUUID(),
  fundId: office.fundId,
  kind: "cash",
  amountFen: 10_000n,
  givenOn: "2026-11-21",
  receiptNo: newReceipt(),
  visibility: "public",
  name: "林山茶",
  pseudonym: null,
  row: null,
  ...over,
});
const record = (office: Office, gifts: TypedGiftRecord[], userId = office.clerk) =>
  recordGifts({ organizationId: office.organizationId, userId, gifts, now });
const count = (office: Office, ids: string[], userId = office.approver) =>
  countGifts({ organizationId: office.organizationId, userId, ids, now });
const act = (office: Office, id: string, userId: string) => ({
  organizationId: office.organizationId,
  userId,
  id,
  now,
});

async function bankSays(office: Office, lines: BankLine[]): Promise<void> {
  await importStatement({
    organizationId: office.organizationId,
    source: "bank-ccb",
    account: null,
    fileName: "file",
    bytes: bankFile(office, lines),
    origin: "upload",
    userId: null,
    now,
  });
  await reconcileOrganization(office.organizationId, now);
}

/** What stands in the accounts, each as a positive number. */
async function books(office: Office) {
  const kinds = ["cash", "bank", "suspense", "refund-payable"] as const;
  const found = await accountBalances(kinds.map((kind) => accountId(kind, office.organizationId)));
  const [cash, bank, suspense, payable] = kinds.map(
    (kind) => found.get(accountId(kind, office.organizationId)) ?? 0n,
  );
  const terms = (await fundTerms([office.fundId])).get(office.fundId);
  return {
    cash,
    bank,
    suspense: -(suspense ?? 0n),
    payable: -(payable ?? 0n),
    raised: terms?.raised ?? 0n,
    available: terms?.available ?? 0n,
    refunded: terms?.refunded ?? 0n,
    gifts: terms?.donationCount ?? 0n,
  };
}

const giftOf = async (id: string) => {
  const [row] = await db.rows<{ donationId: string }>(
    `select donation_id as "donationId" from recorded_gift where id = $1`,
    [id],
  );
  const gift = await findGift(row?.donationId ?? "");
  if (!gift) throw new Error("not a gift");
  return gift;
};
const rowOf = async (amountFen: bigint) => {
  const [row] = await db.rows<{ source: string; account: string; rowKey: string }>(
    `select source, account, row_key as "rowKey" from statement_row where amount_fen = $1`,
    [amountFen],
  );
  if (!row) throw new Error("no such row");
  return row;
};

describe("cash that people count", () => {
  it("counts once a second person has confirmed it, however often and at once", async () => {
    const office = await makeOffice();
    const gifts = [typed(office), typed(office, { amountFen: 1n, visibility: "anonymous", name: null })];
    const ids = gifts.map((gift) => gift.id);
    const recorded = await Promise.all([record(office, gifts), record(office, gifts)]);
    expect(recorded.map((one) => one.ok && one.recorded).sort()).toEqual([0, 2]);
    expect((await books(office)).raised).toBe(0n);
    expect(await count(office, ids, office.clerk)).toMatchObject({
      ok: false,
      entries: ids.map((id) => ({ id, reason: "own-entry" })),
    });
    const counted = await Promise.all([count(office, ids), count(office, ids)]);
    expect(counted.map((one) => one.ok && one.counted).sort()).toEqual([0, 2]);
    expect(await books(office)).toMatchObject({ cash: 10_001n, bank: 0n, raised: 10_001n, gifts: 2n });
    const gift = await giftOf(ids[0] ?? "");
    expect(gift).toMatchObject({
      status: "paid",
      shownName: "林山茶",
      amountFen: 10_000n,
      provider: "offline",
    });
    expect(gift.paidAt).toEqual(new Date("2026-11-21T12:00:00+08:00"));
  });

  it("is refused in SQL where the author counts", async () => {
    const office = await makeOffice();
    const gift = typed(office);
    await record(office, [gift]);
    const superuser = await (await testDatabase()).superuser();
    await expect(
      superuser.query(
        "update recorded_gift set counted_by_id = recorded_by_id, counted_at = now(), donation_id = 'x' where id = $1",
        [gift.id],
      ),
    ).rejects.toThrow("recorded_gift_two_people");
  });

  it("refuses wrong entries whole: strange funds, used receipts, tomorrow, other content, strangers", async () => {
    const office = await makeOffice();
    const other = await makeOffice();
    const good = typed(office);
    expect(await record(office, [good])).toEqual({ ok: true, recorded: 1 });
    const wrong = [
      typed(office),
      typed(office, { fundId: other.fundId }),
      typed(office, { receiptNo: good.receiptNo }),
      typed(office, { receiptNo: null }),
      typed(office, { givenOn: "2026-11-23" }),
      { ...good, amountFen: 9n },
    ];
    expect(await record(office, wrong)).toEqual({
      ok: false,
      reason: "refused",
      entries: [
        { place: 1, reason: "fund-not-found" },
        { place: 2, reason: "receipt-used" },
        { place: 3, reason: "receipt-missing" },
        { place: 4, reason: "in-future" },
        { place: 5, reason: "other-content" },
      ],
    });
    const twice = typed(office);
    expect(await record(office, [twice, typed(office, { receiptNo: twice.receiptNo })])).toMatchObject({
      entries: [{ place: 1, reason: "receipt-used" }],
    });
    expect(await record(office, [typed(office)], other.clerk)).toEqual({
      ok: false,
      reason: "not-permitted",
    });
    expect(await count(office, [good.id], other.approver)).toEqual({ ok: false, reason: "not-permitted" });
    expect(await count(other, [good.id])).toMatchObject({ entries: [{ reason: "not-found" }] });
    expect(await db.rows("select 1 from recorded_gift")).toHaveLength(1);
  });

  it("settles when the bank row of the deposit is explained by it, and may be spent then", async () => {
    const office = await makeOffice();
    const gifts = [
      typed(office, { amountFen: 30_000n }),
      typed(office, { amountFen: 20_050n }),
      typed(office),
    ];
    const ids = gifts.map((gift) => gift.id);
    await record(office, gifts);
    await count(office, ids);
    await bankSays(office, [{ id: "c1", amountFen: 50_050n, summary: "现金存款" }]);
    expect(await books(office)).toMatchObject({ cash: 60_050n, bank: 50_050n, suspense: 50_050n });
    const row = await rowOf(50_050n);
    const bank = (chosen: string[]) =>
      bankCash({ organizationId: office.organizationId, userId: office.clerk, row, ids: chosen, now });
    expect(await bank(ids)).toEqual({ ok: false, reason: "other-sum", chosenFen: 60_050n, rowFen: 50_050n });
    expect(await bank([])).toEqual({ ok: false, reason: "nothing-chosen" });
    const both = await Promise.all([bank(ids.slice(0, 2)), bank(ids.slice(0, 2))]);
    expect(both.map((one) => one.ok && one.banked).sort()).toEqual([0, 2]);
    expect(await books(office)).toEqual({
      cash: 10_000n,
      bank: 50_050n,
      suspense: 0n,
      payable: 0n,
      raised: 60_050n,
      available: 60_050n,
      refunded: 0n,
      gifts: 3n,
    });
    expect((await giftOf(ids[0] ?? "")).status).toBe("settled");
    expect((await giftOf(ids[2] ?? "")).status).toBe("paid");
    expect(await bank([ids[2] ?? ""])).toEqual({ ok: false, reason: "row-not-in-suspense" });
    await traceFund(office.fundId, now);
    expect(
      await db.rows("select origin_kind as kind, to_fen - from_fen as fen from fund_inflow order by 2"),
    ).toEqual([
      { kind: "gift", fen: 20_050n },
      { kind: "gift", fen: 30_000n },
    ]);
    expect(await db.rows("select 1 from fund_use")).toEqual([]);
    await reconcileOrganization(office.organizationId, now);
    expect((await books(office)).suspense).toBe(0n);
  });
});

describe("a transfer without a pledge", () => {
  it("is recorded against its row in suspense, once, and settles when a second person confirms", async () => {
    const office = await makeOffice();
    await bankSays(office, [
      { id: "t1", amountFen: 7_700n },
      { id: "t2", amountFen: 8_800n },
    ]);
    const row = await rowOf(7_700n);
    const gift = typed(office, { kind: "transfer", amountFen: 7_700n, receiptNo: null, row });
    expect(await record(office, [{ ...gift, amountFen: 7_701n }])).toMatchObject({
      entries: [{ reason: "other-amount" }],
    });
    expect(await record(office, [gift])).toEqual({ ok: true, recorded: 1 });
    expect(await record(office, [{ ...gift, id: randomUUID() }])).toMatchObject({
      entries: [{ reason: "row-taken" }],
    });
    expect(await count(office, [gift.id])).toEqual({ ok: true, counted: 1 });
    expect(await books(office)).toMatchObject({ bank: 16_500n, suspense: 8_800n, raised: 7_700n, cash: 0n });
    expect((await giftOf(gift.id)).status).toBe("settled");
    expect(await record(office, [{ ...gift, id: randomUUID() }])).toMatchObject({
      entries: [{ reason: "row-not-in-suspense" }],
    });
  });
});

describe("taking back", () => {
  it("withdraws what nobody counted and frees its receipt; nothing is deleted", async () => {
    const office = await makeOffice();
    const gift = typed(office);
    await record(office, [gift]);
    expect(await withdrawEntry(act(office, gift.id, office.clerk))).toEqual({ ok: true, repeated: false });
    expect(await withdrawEntry(act(office, gift.id, office.clerk))).toEqual({ ok: true, repeated: true });
    expect(await count(office, [gift.id])).toMatchObject({ entries: [{ reason: "withdrawn" }] });
    expect(await record(office, [typed(office, { receiptNo: gift.receiptNo })])).toMatchObject({ ok: true });
    await expect(db.run("delete from recorded_gift")).rejects.toThrow("permission denied");
  });

  it("reverses counted cash by two people as a refund of its own fen", async () => {
    const office = await makeOffice();
    const [wrong, right] = [typed(office, { amountFen: 100_000n }), typed(office, { amountFen: 500n })];
    await record(office, [wrong, right]);
    await count(office, [wrong.id, right.id]);
    expect(await reverseGift(act(office, wrong.id, office.approver))).toEqual({
      ok: false,
      reason: "not-asked",
    });
    expect(await askReversal({ ...act(office, wrong.id, office.approver), reason: "多" })).toMatchObject({
      reason: "reason-missing",
    });
    expect(
      await askReversal({ ...act(office, wrong.id, office.approver), reason: "多写了一个零，应为一百元" }),
    ).toEqual({ ok: true, repeated: false });
    expect(await reverseGift(act(office, wrong.id, office.approver))).toEqual({
      ok: false,
      reason: "own-request",
    });
    expect(await reverseGift(act(office, wrong.id, office.clerk))).toEqual({
      ok: false,
      reason: "not-permitted",
    });
    const second = await makeMember(office.organizationId, "charity-approver");
    const both = await Promise.all([1, 2].map(() => reverseGift(act(office, wrong.id, second))));
    expect(both.map((one) => one.ok && one.repeated).sort()).toEqual([false, true]);
    expect(await books(office)).toMatchObject({
      cash: 500n,
      available: 500n,
      refunded: 100_000n,
      payable: 0n,
    });
    await traceFund(office.fundId, now);
    const gift = await giftOf(wrong.id);
    expect(gift.status).toBe("refunded");
    expect(await donationTrace(gift.fundId, gift.id)).toMatchObject({ refundedFen: 100_000n, unusedFen: 0n });
  });

  it("promises back what the bank has, and the bank's row with the gift's reference pays it", async () => {
    const office = await makeOffice();
    await bankSays(office, [{ id: "t1", amountFen: 7_700n }]);
    const gift = typed(office, {
      kind: "transfer",
      amountFen: 7_700n,
      receiptNo: null,
      row: await rowOf(7_700n),
    });
    await record(office, [gift]);
    await count(office, [gift.id]);
    await traceFund(office.fundId, now);
    await askReversal({ ...act(office, gift.id, office.clerk), reason: "不是捐赠，是退货款" });
    expect(await reverseGift(act(office, gift.id, office.approver))).toEqual({ ok: true, repeated: false });
    expect(await books(office)).toMatchObject({ bank: 7_700n, payable: 7_700n, available: 0n });
    const { reference, id, fundId } = await giftOf(gift.id);
    await bankSays(office, [
      { id: "t1", amountFen: 7_700n },
      { id: "t9", amountFen: -7_700n, note: `退款 ${reference}` },
    ]);
    expect(await books(office)).toMatchObject({ bank: 0n, payable: 0n, refunded: 7_700n });
    await traceFund(fundId, now);
    expect(await donationTrace(fundId, id)).toMatchObject({ refundedFen: 7_700n, unusedFen: 0n });
  });

  it("refuses to reverse what was used", async () => {
    const office = await makeOffice();
    await bankSays(office, [{ id: "t1", amountFen: 7_700n }]);
    const gift = typed(office, {
      kind: "transfer",
      amountFen: 7_700n,
      receiptNo: null,
      row: await rowOf(7_700n),
    });
    await record(office, [gift]);
    await count(office, [gift.id]);
    await traceFund(office.fundId, now);
    await spendOneFen(office);
    await askReversal({ ...act(office, gift.id, office.clerk), reason: "写错了项目" });
    expect(await reverseGift(act(office, gift.id, office.approver))).toEqual({ ok: false, reason: "used" });
  });
});

/** One fen of the fund is paid out and traced. */
async function spendOneFen(office: Office): Promise<void> {
  await db.run(
    `insert into fund_budget_line (fund_id, purpose_code, name, name_en, planned_fen, position)
     values ($1, 'food', '食材', 'Food', 1000000, 1)`,
    [office.fundId],
  );
  await spend({ ...office, clerkId: office.clerk, approverId: office.approver, secondApproverId: "" }, 1n);
  await traceFund(office.fundId, now);
}
