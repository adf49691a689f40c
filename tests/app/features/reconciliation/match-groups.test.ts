import { describe, expect, test } from "vitest";
import { accountId } from "#app/features/ledger/accounts.ts";
import { accountBalances } from "#app/features/ledger/balances.server.ts";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import { db } from "#app/lib/db.server.ts";
import { makePaidOut, makeSpenders, type Spenders } from "#tests/factories/paid-out.ts";
import {
  at,
  type BankLine,
  bankFile,
  type Charity,
  DAY,
  giftLines,
  ledgerFile,
  makeCharity,
  makePaidGift,
  NEXT_MORNING,
  otherLine,
  withdrawalLine,
} from "./statement-files.ts";

type Place = Charity & Spenders;

async function makePlace(): Promise<Place> {
  const charity = await makeCharity();
  return { ...charity, ...(await makeSpenders(charity, 10_000_000n, at("08:00:00"))) };
}

async function take(
  place: Charity,
  source: "bank-ccb" | "alipay-signcustomer",
  bytes: Uint8Array,
): Promise<void> {
  const outcome = await importStatement({
    organizationId: place.organizationId,
    source,
    account: null,
    fileName: "file",
    bytes,
    origin: "upload",
    userId: null,
    now: NEXT_MORNING,
  });
  expect(outcome).toMatchObject({ ok: true });
}
const takeBank = (place: Charity, lines: readonly BankLine[], day = DAY) =>
  take(place, "bank-ccb", bankFile(place, lines, day));
const reconcile = (place: Charity, now = NEXT_MORNING) => reconcileOrganization(place.organizationId, now);
const pay = (
  place: Place,
  amountFen: bigint,
  reference: string,
  payee = "澄溪粮油店",
  paidAt = at("10:00:00"),
) => makePaidOut(place, { amountFen, reference, payee, paidAt });

const matches = () =>
  db.rows<{ key: string; kind: string; fen: bigint }>(
    "select row_key as key, subject_kind as kind, amount_fen as fen from reconciliation_match where source like 'bank-%' order by 1",
  );
const parts = () =>
  db.rows<{ key: string; id: string; fen: bigint }>(
    "select row_key as key, subject_id as id, amount_fen as fen from reconciliation_match_part order by 1, 3",
  );
const openBreaks = () =>
  db.rows("select kind, amount_fen as fen from reconciliation_break where state = 'open' order by 1, 2");
const unmatched = async () =>
  (await db.rows<{ id: string }>("select id from disbursement where bank_matched_at is null order by 1")).map(
    ({ id }) => id,
  );
const suggestions = () =>
  db.rows<{ reason: string; state: string; fen: bigint; rows: number; subjects: number }>(
    `select s.reason, s.state, s.amount_fen as fen,
            (select count(*)::int from reconciliation_suggestion_row r where r.suggestion_id = s.id) as rows,
            (select count(*)::int from reconciliation_suggestion_subject j where j.suggestion_id = s.id) as subjects
     from reconciliation_suggestion s order by s.score desc, s.reason, s.amount_fen`,
  );
const balance = async (id: string) => (await accountBalances([id])).get(id);

describe("by reference", () => {
  test("one bank row pays several disbursements that have its number", async () => {
    const place = await makePlace();
    const ids = [
      await pay(place, 10_000n, "1-BATCH1"),
      await pay(place, 20_000n, "1-BATCH1"),
      await pay(place, 5n, "1-BATCH1"),
    ];
    await takeBank(place, [{ id: "1-BATCH1", amountFen: -30_005n, name: "代发户" }]);
    await reconcile(place);
    expect(await matches()).toEqual([{ key: "1-BATCH1", kind: "batch", fen: -30_005n }]);
    expect((await parts()).map(({ id, fen }) => [id, fen]).sort()).toEqual(
      ids.map((id, index) => [id, [-10_000n, -20_000n, -5n][index]]).sort(),
    );
    expect(await unmatched()).toEqual([]);
    expect(await openBreaks()).toEqual([]);
    expect(await db.rows("select open_fen, matched_fen from reconciliation_run")).toEqual([
      { open_fen: 0n, matched_fen: 30_005n },
    ]);
  });

  test("one bank row whose note names several payments", async () => {
    const place = await makePlace();
    const [a, b] = [await pay(place, 10_000n, "slip-a"), await pay(place, 20_000n, "slip-b")];
    await takeBank(place, [{ id: "1-1", amountFen: -30_000n, note: `${a}，${b}` }]);
    await reconcile(place);
    expect(await matches()).toMatchObject([{ kind: "batch" }]);
    expect(await unmatched()).toEqual([]);
  });

  test("several bank rows are the parts of one disbursement, over two days", async () => {
    const place = await makePlace();
    const id = await pay(place, 30_000n, "SLIP-2026-7");
    await takeBank(place, [
      { id: "1-1", amountFen: -10_000n, note: "SLIP-2026-7" },
      { id: "1-2", amountFen: -12_000n, note: `货款 ${id}` },
    ]);
    await reconcile(place);
    // Not whole yet: nothing is matched in part.
    expect(await matches()).toEqual([]);
    await takeBank(place, [{ id: "2-1", amountFen: -8_000n, note: "SLIP-2026-7 尾款" }], "2026-11-22");
    await reconcile(place);
    expect(await matches()).toEqual([
      { key: "1-1", kind: "disbursement", fen: -10_000n },
      { key: "1-2", kind: "disbursement", fen: -12_000n },
      { key: "2-1", kind: "disbursement", fen: -8_000n },
    ]);
    expect(await unmatched()).toEqual([]);
    expect(await openBreaks()).toEqual([]);
  });

  test("several rows and several disbursements under one number: each fen once", async () => {
    const place = await makePlace();
    await pay(place, 10_000n, "CONTRACT-9");
    await pay(place, 20_000n, "CONTRACT-9");
    await takeBank(place, [
      { id: "1-1", amountFen: -15_000n, note: "CONTRACT-9" },
      { id: "1-2", amountFen: -15_000n, note: "CONTRACT-9" },
    ]);
    await reconcile(place);
    expect(await unmatched()).toEqual([]);
    const found = await matches();
    expect(found.map(({ fen }) => fen)).toEqual([-15_000n, -15_000n]);
    const summed = await parts();
    expect(summed.reduce((sum, { fen }) => sum + fen, 0n)).toBe(-15_000n);
    expect(summed.length).toBe(2);
  });

  test("one fen off is no group", async () => {
    const place = await makePlace();
    await pay(place, 10_000n, "1-BATCH1");
    await pay(place, 20_000n, "1-BATCH1");
    await takeBank(place, [{ id: "1-BATCH1", amountFen: -30_001n }]);
    await reconcile(place);
    expect(await matches()).toEqual([]);
    expect((await unmatched()).length).toBe(2);
  });
});

const arrival = (id: string, amountFen: bigint, note = ""): BankLine => ({
  id,
  amountFen,
  note,
  name: "支付宝（中国）网络技术有限公司",
  summary: "支付宝提现",
});
const WITHDRAWALS = ["20261121000000000000000000000071", "20261121000000000000000000000072"] as const;

describe("payouts", () => {
  async function withdraw(place: Place, amounts: readonly bigint[]): Promise<void> {
    const gift = await makePaidGift(place, 100_000n);
    await take(
      place,
      "alipay-signcustomer",
      ledgerFile(place, [
        ...giftLines(gift, { feeFen: 0n }),
        ...amounts.map((fen, index) => withdrawalLine(WITHDRAWALS[index] ?? "", fen)),
      ]),
    );
  }

  test("one bank row sums two payouts", async () => {
    const place = await makePlace();
    await withdraw(place, [30_000n, 40_000n]);
    await takeBank(place, [arrival("1-1", 70_000n)]);
    await reconcile(place);
    await reconcile(place);
    expect(await matches()).toEqual([{ key: "1-1", kind: "batch", fen: 70_000n }]);
    expect((await parts()).map(({ fen }) => fen)).toEqual([30_000n, 40_000n]);
    expect(await balance(accountId("payout-in-transit", place.organizationId))).toBe(0n);
    expect(await balance(accountId("bank", place.organizationId))).toBe(10_070_000n);
    expect(await openBreaks()).toEqual([]);
    expect(
      await db.rows(
        "select sum(open_fen)::int8 as open, sum(explained_fen)::int8 as explained from reconciliation_run",
      ),
    ).toEqual([{ open: 0n, explained: 0n }]);
  });

  test("two bank rows are one payout", async () => {
    const place = await makePlace();
    await withdraw(place, [70_000n]);
    await takeBank(place, [arrival("1-1", 50_000n, WITHDRAWALS[0]), arrival("1-2", 20_000n, WITHDRAWALS[0])]);
    await reconcile(place);
    expect(await matches()).toEqual([
      { key: "1-1", kind: "payout", fen: 50_000n },
      { key: "1-2", kind: "payout", fen: 20_000n },
    ]);
    expect(await balance(accountId("payout-in-transit", place.organizationId))).toBe(0n);
  });

  test("of two equal payouts and one row without a number, a person says which", async () => {
    const place = await makePlace();
    await withdraw(place, [30_000n, 30_000n]);
    await takeBank(place, [arrival("1-1", 30_000n)]);
    await reconcile(place);
    await reconcile(place);
    expect(await matches()).toEqual([]);
    expect(await suggestions()).toMatchObject([
      { reason: "amount-day-several", state: "proposed", rows: 1, subjects: 1 },
      { reason: "amount-day-several", state: "proposed", rows: 1, subjects: 1 },
    ]);
  });
});

describe("without a number", () => {
  test("amount, day and the payee's name, where they fit each other alone", async () => {
    const place = await makePlace();
    await pay(place, 10_000n, "slip-a", "澄溪粮油店");
    await takeBank(place, [{ id: "1-1", amountFen: -10_000n, name: "澄溪 粮油店" }]);
    await reconcile(place);
    expect(await matches()).toMatchObject([{ kind: "disbursement" }]);
  });

  test("another name is only proposed", async () => {
    const place = await makePlace();
    await pay(place, 10_000n, "slip-a", "澄溪粮油店");
    await takeBank(place, [{ id: "1-1", amountFen: -10_000n, name: "某某" }]);
    await reconcile(place);
    expect(await matches()).toEqual([]);
    expect(await suggestions()).toMatchObject([
      { reason: "amount-day", fen: -10_000n, rows: 1, subjects: 1 },
    ]);
  });

  test("all of one day to one payee, paid in one row", async () => {
    const place = await makePlace();
    for (const fen of [1_000n, 2_000n, 3_000n, 4_000n, 5_000n, 6_000n])
      await pay(place, fen, `slip-${fen}`, "澄溪书店");
    await takeBank(place, [{ id: "1-1", amountFen: -21_000n, name: "澄溪书店" }]);
    await reconcile(place);
    expect(await matches()).toMatchObject([{ kind: "batch", fen: -21_000n }]);
    expect((await parts()).length).toBe(6);
    expect(await unmatched()).toEqual([]);
  });

  test("one sum of a few with the payee's name is taken", async () => {
    const place = await makePlace();
    for (const fen of [1_000n, 2_000n, 4_000n]) await pay(place, fen, `slip-${fen}`, "澄溪书店");
    await takeBank(place, [{ id: "1-1", amountFen: -5_000n, name: "澄溪书店" }]);
    await reconcile(place);
    expect((await parts()).map(({ fen }) => fen)).toEqual([-4_000n, -1_000n]);
    expect((await unmatched()).length).toBe(1);
  });

  test("two sums that fit are proposed, never taken; rejected ones do not come back", async () => {
    const place = await makePlace();
    for (const fen of [1_000n, 4_000n, 2_000n, 3_000n]) await pay(place, fen, `slip-${fen}`, "澄溪书店");
    await takeBank(place, [{ id: "1-1", amountFen: -5_000n, name: "澄溪书店" }]);
    await reconcile(place);
    expect(await matches()).toEqual([]);
    expect(await suggestions()).toMatchObject([
      { reason: "sum-same-name", subjects: 2 },
      { reason: "sum-same-name", subjects: 2 },
    ]);
    await db.run("update reconciliation_suggestion set state = 'rejected'");
    await reconcile(place);
    expect((await suggestions()).map(({ state }) => state)).toEqual(["rejected", "rejected"]);
  });

  test("a sum by amounts alone is only proposed", async () => {
    const place = await makePlace();
    await pay(place, 1_001n, "slip-a", "澄溪书店");
    await pay(place, 2_002n, "slip-b", "澄溪粮油店");
    await takeBank(place, [{ id: "1-1", amountFen: -3_003n, name: "某某" }]);
    await reconcile(place);
    expect(await matches()).toEqual([]);
    expect(await suggestions()).toMatchObject([{ reason: "sum-alone", rows: 1, subjects: 2 }]);
  });

  test("money in from a payee is proposed as returned", async () => {
    const place = await makePlace();
    await pay(place, 10_000n, "1-0001");
    await takeBank(place, [
      { id: "1-0001", amountFen: -10_000n },
      { id: "1-0002", amountFen: 4_000n, name: "澄溪粮油店" },
    ]);
    await reconcile(place);
    expect(await suggestions()).toMatchObject([{ reason: "payee-returned", fen: 4_000n }]);
  });

  test("what was proposed is withdrawn when it finds its match otherwise", async () => {
    const place = await makePlace();
    const id = await pay(place, 10_000n, "slip-a");
    await takeBank(place, [{ id: "1-1", amountFen: -10_000n, name: "某某" }]);
    await reconcile(place);
    await takeBank(place, [{ id: "1-2", amountFen: -10_000n, name: "某某", note: id }], "2026-11-22");
    await reconcile(place);
    expect(await matches()).toMatchObject([{ key: "1-2" }]);
    expect((await suggestions()).map(({ state }) => state)).toEqual(["withdrawn"]);
  });
});

test("rows in whatever order give the same groups, and calling again changes nothing", async () => {
  const lines: BankLine[] = [
    { id: "1-BATCH1", amountFen: -30_000n, name: "代发户", time: "10:01:00" },
    { id: "1-3", amountFen: -5_000n, name: "澄溪书店", time: "10:02:00" },
    { id: "1-4", amountFen: -7_000n, name: "某某", time: "10:03:00" },
    { id: "1-5", amountFen: -900n, note: "PARTS-77", time: "10:04:00" },
    { id: "1-6", amountFen: -100n, note: "PARTS-77", time: "10:05:00" },
  ];
  const outcome = async (order: readonly number[]) => {
    const place = await makePlace();
    const payments: [bigint, string, string][] = [
      [10_000n, "1-BATCH1", "甲"],
      [20_000n, "1-BATCH1", "乙"],
      [1_000n, "PARTS-77", "丙"],
      [2_000n, "slip-x", "澄溪书店"],
      [3_000n, "slip-y", "澄溪书店"],
      [7_000n, "slip-z", "丁"],
    ];
    for (const index of order) {
      const [fen, reference, payee] = payments[index] as [bigint, string, string];
      await pay(place, fen, reference, payee);
    }
    for (const index of order) {
      const line = lines[index];
      if (line) await takeBank(place, [line]);
    }
    await reconcile(place);
    const state = async () => ({
      matches: await db.rows(
        `select m.row_key, m.subject_kind, m.amount_fen from reconciliation_match m
         where m.organization_id = $1 order by 1`,
        [place.organizationId],
      ),
      parts: await db.rows(
        `select p.row_key, p.amount_fen, d.payee from reconciliation_match_part p join disbursement d on d.id = p.subject_id
         where p.organization_id = $1 order by 1, 2, 3`,
        [place.organizationId],
      ),
      suggestions: await db.rows(
        "select reason, score, amount_fen from reconciliation_suggestion where organization_id = $1 order by 1, 2, 3",
        [place.organizationId],
      ),
    });
    const first = await state();
    await reconcile(place);
    expect(await state()).toEqual(first);
    return first;
  };
  const forward = await outcome([0, 1, 2, 3, 4, 5]);
  expect(forward.matches.length).toBe(4);
  expect(await outcome([5, 3, 1, 4, 2, 0])).toEqual(forward);
});

test("a disbursement paid by a transfer out of the provider's account leaves that account, not the bank", async () => {
  const place = await makePlace();
  const gift = await makePaidGift(place, 50_000n);
  const id = await pay(place, 20_000n, "转账 11-21");
  const takeWallet = (amountFen: bigint) =>
    take(
      place,
      "alipay-signcustomer",
      ledgerFile(place, [
        ...giftLines(gift, { feeFen: 0n }),
        otherLine({ type: "转账", amountFen, orderNo: id, time: "11:00:00" }),
      ]),
    );
  await takeWallet(-20_000n);
  await reconcile(place);
  await reconcile(place);
  expect(await unmatched()).toEqual([]);
  expect(await openBreaks()).toEqual([]);
  expect(await balance(accountId("clearing", place.credentialId))).toBe(30_000n);
  expect(await balance(accountId("bank", place.organizationId))).toBe(10_000_000n);
  expect(await db.rows("select open_fen, matched_fen from reconciliation_run")).toEqual([
    { open_fen: 0n, matched_fen: 70_000n },
  ]);
});
