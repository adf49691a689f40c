import { describe, expect, test } from "vitest";
import { confirmDonations } from "#app/features/donations/confirm-donations.server.ts";
import { accountId } from "#app/features/ledger/accounts.ts";
import { accountBalances } from "#app/features/ledger/balances.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import type { StatementSource } from "#app/features/payments/statements/statement.ts";
import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import { db } from "#app/lib/db.server.ts";
import { NOW, paidFact } from "#tests/factories/books.ts";
import { gb18030, tradeBill, tradeRow } from "../payments/statements/statement-fixtures.ts";
import {
  alipayArrival,
  at,
  type BankLine,
  bankFile,
  type Charity,
  DAY,
  giftLines,
  type LedgerLine,
  ledgerFile,
  makeCharity,
  makePaidGift,
  makeUnheardGift,
  NEXT_MORNING,
  otherLine,
  withdrawalLine,
} from "./statement-files.ts";

async function take(
  charity: Charity,
  source: StatementSource,
  bytes: Uint8Array,
  now = NEXT_MORNING,
): Promise<void> {
  const outcome = await importStatement({
    organizationId: charity.organizationId,
    source,
    account: null,
    fileName: "file",
    bytes,
    origin: "upload",
    userId: null,
    now,
  });
  expect(outcome).toMatchObject({ ok: true });
}

const takeLedger = (charity: Charity, lines: readonly LedgerLine[], now?: Date) =>
  take(charity, "alipay-signcustomer", ledgerFile(charity, lines), now);
const takeBank = (charity: Charity, lines: readonly BankLine[]) =>
  take(charity, "bank-ccb", bankFile(charity, lines));
const reconcile = (charity: Charity, now = NEXT_MORNING) =>
  reconcileOrganization(charity.organizationId, now);

const runs = () =>
  db.rows(
    `select source, day, row_count as rows, matched_fen as matched, explained_fen as explained, open_fen as open
     from reconciliation_run order by source, day`,
  );
const breaks = () =>
  db.rows<{ kind: string; source: string; fen: bigint; state: string }>(
    "select kind, source, amount_fen as fen, state from reconciliation_break order by kind, source",
  );
const settledIds = async () =>
  (await db.rows<{ id: string }>("select payment_id as id from settlement order by payment_id")).map(
    (row) => row.id,
  );
const balance = async (id: string) => (await accountBalances([id])).get(id);
const terms = async (charity: Charity) => (await fundTerms([charity.fundId])).get(charity.fundId);

describe("reconcileOrganization", () => {
  test("a day that agrees ends at zero: gifts settled, fees and payout posted, the bank has it", async () => {
    const charity = await makeCharity();
    const gifts = [await makePaidGift(charity, 10_000n), await makePaidGift(charity, 20_050n)];
    const lines = gifts.flatMap((gift) => giftLines(gift));
    await takeLedger(charity, [...lines, withdrawalLine("20261121000000000000000000000077", 29_870n)]);
    await takeBank(charity, [alipayArrival("1-1", "20261121000000000000000000000077", 29_870n)]);
    await reconcile(charity);

    expect(await settledIds()).toEqual(gifts.map((gift) => gift.paymentId).sort());
    expect(await runs()).toEqual([
      { source: "alipay-signcustomer", day: DAY, rows: 5, matched: 59_920n, explained: 180n, open: 0n },
      { source: "bank-ccb", day: DAY, rows: 1, matched: 29_870n, explained: 0n, open: 0n },
    ]);
    expect(await breaks()).toEqual([]);
    expect(await terms(charity)).toMatchObject({ raised: 30_050n, fees: 180n, available: 29_870n });
    expect(await balance(accountId("clearing", charity.credentialId))).toBe(0n);
    expect(await balance(accountId("payout-in-transit", charity.organizationId))).toBe(0n);
    expect(await balance(accountId("bank", charity.organizationId))).toBe(29_870n);
    expect(await db.rows("select payload from outbox where job = 'trace-fund'")).toEqual([
      { payload: { fundId: charity.fundId } },
    ]);
  });

  test("calling it again, and four at once, changes nothing", async () => {
    const charity = await makeCharity();
    const gift = await makePaidGift(charity, 10_000n);
    await takeLedger(charity, [
      ...giftLines(gift),
      withdrawalLine("20261121000000000000000000000077", 9_940n),
    ]);
    await takeBank(charity, [
      alipayArrival("1-1", "20261121000000000000000000000077", 9_940n),
      { id: "1-2", amountFen: 777n },
    ]);
    await Promise.all([1, 2, 3, 4].map(() => reconcile(charity)));
    const state = async () => ({
      runs: await runs(),
      breaks: await breaks(),
      transfers: await db.rows("select id, kind, amount_fen from transfer order by id"),
      matches: await db.rows(
        "select row_key, subject_kind, matched_at from reconciliation_match order by row_key",
      ),
      traces: await db.rows("select count(*) from outbox where job = 'trace-fund'"),
    });
    const before = await state();
    await reconcile(charity);
    expect(await state()).toEqual(before);
  });

  test("only days with something new or open are looked at", async () => {
    const charity = await makeCharity();
    await takeLedger(charity, giftLines(await makePaidGift(charity, 10_000n)));
    expect(await reconcile(charity)).toEqual({ dayCount: 1, rowCount: 2 });
    expect(await reconcile(charity)).toEqual({ dayCount: 0, rowCount: 0 });
  });

  test("an organization that bears fees pays them itself", async () => {
    const charity = await makeCharity({ bearsFees: true });
    await takeLedger(charity, giftLines(await makePaidGift(charity, 10_000n)));
    await reconcile(charity);
    expect(await terms(charity)).toMatchObject({ fees: 0n, available: 10_000n });
    expect(await balance(accountId("operating", charity.organizationId))).toBe(60n);
  });

  test("a refund row matches the refund, and its fee comes back", async () => {
    const charity = await makeCharity();
    const gift = await makePaidGift(charity, 10_000n);
    await confirmDonations(
      [
        paidFact(gift, {
          type: "refunded",
          providerType: "TRADE_SUCCESS",
          objectId: gift.tradeNo,
          paymentObjectId: gift.tradeNo,
          refundId: "rf1",
          amountFen: 4_000n,
          cumulativeRefundedFen: 4_000n,
          eventKey: "refund1",
          occurredAt: at("11:00:00"),
        }),
      ],
      at("11:00:00"),
    );
    const about = { tradeNo: gift.tradeNo, orderNo: gift.paymentId, time: "11:00:00" };
    await takeLedger(charity, [
      ...giftLines(gift),
      otherLine({ ...about, type: "交易退款", amountFen: -4_000n, note: "rf1" }),
      otherLine({ ...about, type: "退费", amountFen: 24n, note: "rf1" }),
    ]);
    await reconcile(charity);
    expect(await breaks()).toEqual([]);
    expect(await terms(charity)).toMatchObject({
      raised: 10_000n,
      refunded: 4_000n,
      fees: 36n,
      available: 5_964n,
    });
    expect(await balance(accountId("clearing", charity.credentialId))).toBe(5_964n);
    expect(await runs()).toMatchObject([{ matched: 14_000n, explained: 84n, open: 0n }]);
  });

  test("a refund that the books do not know stays open", async () => {
    const charity = await makeCharity();
    const gift = await makePaidGift(charity, 10_000n);
    await takeLedger(charity, [
      ...giftLines(gift),
      otherLine({ type: "交易退款", amountFen: -4_000n, tradeNo: gift.tradeNo, orderNo: gift.paymentId }),
    ]);
    await reconcile(charity);
    expect(await breaks()).toMatchObject([{ kind: "refund-missing", fen: 4_000n, state: "open" }]);
  });

  test("a lost notification is a break until the gift is confirmed", async () => {
    const charity = await makeCharity();
    const gift = await makeUnheardGift(charity, 10_000n);
    await takeLedger(charity, giftLines(gift));
    await reconcile(charity);
    expect(await breaks()).toEqual([
      { kind: "fee-unexplained", source: "alipay-signcustomer", fen: 60n, state: "open" },
      { kind: "missing-in-ledger", source: "alipay-signcustomer", fen: 10_000n, state: "open" },
    ]);
    expect(await runs()).toMatchObject([{ matched: 0n, explained: 0n, open: 10_060n }]);

    await confirmDonations(
      [paidFact(gift, { objectId: gift.tradeNo, paymentObjectId: gift.tradeNo, occurredAt: at("10:00:00") })],
      NOW,
    );
    await reconcile(charity);
    expect((await breaks()).map((found) => found.state)).toEqual(["resolved", "resolved"]);
    expect(await runs()).toMatchObject([{ matched: 10_000n, explained: 60n, open: 0n }]);
    expect(await settledIds()).toEqual([gift.paymentId]);
  });

  test("another amount than the order's settles nothing", async () => {
    const charity = await makeCharity();
    const gift = await makePaidGift(charity, 10_000n);
    await takeLedger(charity, giftLines(gift, { amountFen: 9_990n, feeFen: 0n }));
    await reconcile(charity);
    expect(await settledIds()).toEqual([]);
    expect(await breaks()).toEqual([
      { kind: "amount-mismatch", source: "alipay-signcustomer", fen: 10n, state: "open" },
    ]);
    expect(await runs()).toMatchObject([{ matched: 0n, open: 9_990n }]);
  });

  test("a second row for one payment is a duplicate, however late it comes", async () => {
    const charity = await makeCharity();
    const gift = await makePaidGift(charity, 10_000n);
    const first = giftLines(gift, { feeFen: 0n });
    await takeLedger(charity, first);
    await reconcile(charity);
    await takeLedger(charity, [...first, ...giftLines(gift, { feeFen: 0n, time: "10:05:00" })]);
    await reconcile(charity);
    expect(await breaks()).toMatchObject([{ kind: "duplicate-payment", fen: 10_000n }]);
    expect(await runs()).toMatchObject([{ matched: 10_000n, open: 10_000n }]);
  });

  test("a payment with another trade number of the same order is the second one paid", async () => {
    const charity = await makeCharity();
    const gift = await makePaidGift(charity, 10_000n);
    const second = { ...gift, tradeNo: "2026112122001999999999999999" };
    await takeLedger(charity, [
      ...giftLines(second, { feeFen: 0n, time: "09:00:00" }),
      ...giftLines(gift, { feeFen: 0n }),
    ]);
    await reconcile(charity);
    expect(await breaks()).toMatchObject([{ kind: "duplicate-payment", fen: 10_000n }]);
    expect(await settledIds()).toEqual([gift.paymentId]);
  });

  test("a gift that the closed bill of its day does not show is missing, until a later bill has it", async () => {
    const charity = await makeCharity();
    const shown = giftLines(await makePaidGift(charity, 10_000n));
    const missing = await makePaidGift(charity, 20_000n);
    await takeLedger(charity, shown);
    await reconcile(charity);
    expect(await breaks()).toEqual([
      { kind: "missing-at-provider", source: "alipay-signcustomer", fen: 20_000n, state: "open" },
    ]);
    expect(await runs()).toMatchObject([{ open: 0n }]);
    await takeLedger(charity, [...shown, ...giftLines(missing)]);
    await reconcile(charity);
    expect(await breaks()).toMatchObject([{ kind: "missing-at-provider", state: "resolved" }]);
  });

  test("a gift after the last bill of its own day is in transit, not missing", async () => {
    const charity = await makeCharity();
    const morning = await makePaidGift(charity, 10_000n, at("10:00:00"));
    const noon = at("12:00:00");
    await makePaidGift(charity, 20_000n, at("13:00:00"));
    await takeLedger(
      charity,
      [...giftLines(morning), withdrawalLine("20261121000000000000000000000077", 9_940n, "12:00:00")],
      noon,
    );
    await reconcile(charity, noon);
    expect(await breaks()).toEqual([]);
  });

  test("on a day that still runs, a payout proves that an earlier gift was left out", async () => {
    const charity = await makeCharity();
    const morning = await makePaidGift(charity, 10_000n, at("10:00:00"));
    await makePaidGift(charity, 20_000n, at("11:00:00"));
    const noon = at("12:00:00");
    await takeLedger(
      charity,
      [...giftLines(morning), withdrawalLine("20261121000000000000000000000077", 9_940n, "12:00:00")],
      noon,
    );
    await reconcile(charity, noon);
    expect(await breaks()).toMatchObject([{ kind: "missing-at-provider", fen: 20_000n }]);
  });

  test("the trade bill is a cross-check: it settles nothing, and its fee is held against the fee row", async () => {
    const charity = await makeCharity();
    const gift = await makePaidGift(charity, 10_050n);
    const trade = (fee: string) =>
      gb18030(
        tradeBill([tradeRow({ tradeNo: gift.tradeNo, orderNo: gift.paymentId, amount: "100.50", fee })], {
          footer: [
            "#-----------------------------------------业务明细列表结束------------------------------------",
            "#交易合计：1笔，商家实收共100.50元，商家优惠共0.00元",
            "#退款合计：0笔，商家实收退款共0.00元，商家优惠退款共0.00元",
            "#导出时间：[2026年11月22日 09:00:00]",
          ],
        }).replace("20880000000000010156", `${charity.sellerId}0156`),
      );
    await take(charity, "alipay-trade", trade("-0.61"));
    await reconcile(charity);
    expect(await settledIds()).toEqual([]);
    expect(await terms(charity)).toMatchObject({ fees: 0n });
    expect(await runs()).toMatchObject([{ source: "alipay-trade", matched: 10_050n, open: 0n }]);
    await takeLedger(charity, giftLines(gift, { feeFen: 60n }));
    await reconcile(charity);
    expect(await settledIds()).toEqual([gift.paymentId]);
    expect(await terms(charity)).toMatchObject({ fees: 60n });
    expect(await breaks()).toEqual([
      { kind: "fee-mismatch", source: "alipay-trade", fen: 1n, state: "open" },
    ]);
  });

  test("a row that came again with other content is a break of its own", async () => {
    const charity = await makeCharity();
    const lines = giftLines(await makePaidGift(charity, 10_000n), { feeFen: 0n });
    await takeLedger(charity, lines);
    await takeLedger(
      charity,
      lines.map((line) => ({ ...line, amountFen: 9_000n })),
    );
    await reconcile(charity);
    expect(await breaks()).toMatchObject([{ kind: "row-changed", fen: 1_000n, state: "open" }]);
    expect(await terms(charity)).toMatchObject({ raised: 10_000n });
  });

  test("a payout on its way is explained, and a break when the bank never has it", async () => {
    const charity = await makeCharity();
    const gift = await makePaidGift(charity, 10_000n);
    await takeLedger(charity, [
      ...giftLines(gift),
      withdrawalLine("20261121000000000000000000000077", 9_940n),
    ]);
    await reconcile(charity);
    expect(await runs()).toMatchObject([{ matched: 10_000n, explained: 10_000n, open: 0n }]);
    expect(await balance(accountId("payout-in-transit", charity.organizationId))).toBe(9_940n);
    await take(charity, "bank-ccb", bankFile(charity, [{ id: "9-9", amountFen: -5n }], "2026-11-28"));
    await reconcile(charity, new Date("2026-11-29T09:00:00+08:00"));
    expect(await breaks()).toMatchObject([
      { kind: "bank-row-unexplained" },
      { kind: "payout-not-in-bank", fen: 9_940n, state: "open" },
    ]);
  });

  test("a bank row may come before the provider's statement", async () => {
    const charity = await makeCharity();
    const gift = await makePaidGift(charity, 10_000n);
    const id = "20261121000000000000000000000077";
    const late = new Date("2026-11-30T09:00:00+08:00");
    await take(charity, "bank-ccb", bankFile(charity, [alipayArrival("1-1", id, 9_940n)]), late);
    await reconcile(charity, late);
    expect(await balance(accountId("suspense", charity.organizationId))).toBe(-9_940n);
    expect(await breaks()).toMatchObject([{ kind: "bank-row-unexplained", state: "open" }]);
    await takeLedger(charity, [...giftLines(gift), withdrawalLine(id, 9_940n)], late);
    await reconcile(charity, late);
    expect(await breaks()).toMatchObject([{ kind: "bank-row-unexplained", state: "resolved" }]);
    expect(await balance(accountId("suspense", charity.organizationId))).toBe(0n);
    expect(await balance(accountId("bank", charity.organizationId))).toBe(9_940n);
    expect(await balance(accountId("payout-in-transit", charity.organizationId))).toBe(0n);
  });

  test("without the payout's id, amount and day decide only where they are alone", async () => {
    const charity = await makeCharity();
    const gifts = [await makePaidGift(charity, 10_000n), await makePaidGift(charity, 10_000n)];
    await takeLedger(charity, [
      ...gifts.flatMap((gift) => giftLines(gift)),
      withdrawalLine("20261121000000000000000000000071", 9_940n),
      withdrawalLine("20261121000000000000000000000072", 9_940n),
    ]);
    await takeBank(charity, [alipayArrival("1-1", "", 9_940n)]);
    await reconcile(charity);
    expect(await runs()).toMatchObject([
      { source: "alipay-signcustomer" },
      { source: "bank-ccb", open: 9_940n },
    ]);
    await takeBank(charity, [
      alipayArrival("1-1", "", 9_940n),
      alipayArrival("1-2", "20261121000000000000000000000072", 9_940n),
    ]);
    await reconcile(charity);
    expect(await runs()).toMatchObject([
      { explained: 120n },
      { source: "bank-ccb", matched: 19_880n, open: 0n },
    ]);
  });

  test("money in that nobody explains is in suspense; money out is a break alone", async () => {
    const charity = await makeCharity();
    await takeBank(charity, [
      { id: "1-1", amountFen: 50_000n, name: "王某", note: "捐款" },
      { id: "1-2", amountFen: -1_200n, name: "某店" },
    ]);
    await reconcile(charity);
    expect(await breaks()).toMatchObject([
      { kind: "bank-row-unexplained", state: "open" },
      { kind: "bank-row-unexplained", state: "open" },
    ]);
    expect(await balance(accountId("bank", charity.organizationId))).toBe(50_000n);
    expect(await balance(accountId("suspense", charity.organizationId))).toBe(-50_000n);
  });

  test("a disbursement is confirmed by the bank's own row, by reference and amount", async ({ task }) => {
    // These rows stand for disbursements whose approval and payment are other features' tests.
    task.meta.ledgerMayBreak = true;
    const charity = await makeCharity();
    const userId = "00000000-0000-4000-8000-000000000001";
    const insert = (tail: string, reference: string, amountFen: bigint) =>
      db.run(
        `insert into disbursement (fund_id, id, organization_id, purpose_code, purpose, payee, amount_fen, currency,
           beneficiary_count, person_times, proposed_by_id, proposed_at, approved_by_id, approved_at, paid_at, bank_reference)
         values ($1, $2, $3, 'x', 'x', 'x', $4, 'CNY', 1, 1, $5, $6, $7, $6, $6, $8)`,
        [
          charity.fundId,
          `b${charity.fundId}${tail}`,
          charity.organizationId,
          amountFen,
          userId,
          at("09:00:00"),
          "00000000-0000-4000-8000-000000000002",
          reference,
        ],
      );
    await insert("000000000001", "1-2026112100001", 30_000n);
    await insert("000000000002", "SLIP-77", 40_000n);
    await insert("000000000003", "1-2026112100003", 50_000n);
    await takeBank(charity, [
      { id: "1-2026112100001", amountFen: -30_000n },
      { id: "1-2026112100002", amountFen: -40_000n, note: "SLIP-77" },
      { id: "1-2026112100003", amountFen: -49_000n },
    ]);
    await reconcile(charity);
    const matched = await db.rows(
      "select right(id, 1) as n from disbursement where bank_matched_at is not null order by 1",
    );
    expect(matched).toEqual([{ n: "1" }, { n: "2" }]);
    expect(await breaks()).toMatchObject([{ kind: "amount-mismatch", fen: 1_000n }]);
    expect(await runs()).toMatchObject([{ matched: 70_000n, open: 49_000n }]);
    await take(charity, "bank-ccb", bankFile(charity, [{ id: "9-9", amountFen: -5n }], "2026-11-28"));
    await reconcile(charity, new Date("2026-11-29T09:00:00+08:00"));
    expect((await breaks()).map((found) => found.kind)).toContain("missing-at-bank");
  });

  test("every day's sums add up to its rows, to the fen", async () => {
    const charity = await makeCharity();
    const gifts = [await makePaidGift(charity, 1n), await makePaidGift(charity, 99_999n)];
    await takeLedger(charity, [
      ...gifts.flatMap((gift) => giftLines(gift)),
      ...giftLines(await makeUnheardGift(charity, 333n)),
      otherLine({ type: "转账", amountFen: -7n }),
      withdrawalLine("20261121000000000000000000000077", 90_000n),
    ]);
    await reconcile(charity);
    const [sums] = await db.rows<{ rows: bigint; classes: bigint; counted: bigint; count: bigint }>(
      `select (select sum(abs(amount_fen))::int8 from statement_row) as rows,
              (select sum(matched_fen + explained_fen + open_fen)::int8 from reconciliation_run) as classes,
              (select sum(matched_count + explained_count + open_count) from reconciliation_run) as counted,
              (select count(*) from statement_row) as count`,
    );
    expect(sums?.rows).toBe(sums?.classes);
    expect(sums?.counted).toBe(sums?.count);
  });
});
