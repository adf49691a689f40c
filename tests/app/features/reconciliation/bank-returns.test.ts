import { describe, expect, test } from "vitest";
import { traceFund } from "#app/features/disbursements/trace-fund.server.ts";
import { confirmDonations } from "#app/features/donations/confirm-donations.server.ts";
import { accountId } from "#app/features/ledger/accounts.ts";
import { accountBalances } from "#app/features/ledger/balances.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import { db } from "#app/lib/db.server.ts";
import { NOW, paidFact } from "#tests/factories/books.ts";
import { makePaidOut, makeSpenders } from "#tests/factories/paid-out.ts";
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
  NEXT_MORNING,
  otherLine,
  withdrawalLine,
} from "./statement-files.ts";

async function take(charity: Charity, source: "bank-ccb" | "alipay-signcustomer", bytes: Uint8Array) {
  const outcome = await importStatement({
    organizationId: charity.organizationId,
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
const takeBank = (charity: Charity, lines: readonly BankLine[], day = DAY) =>
  take(charity, "bank-ccb", bankFile(charity, lines, day));
const takeLedger = (charity: Charity, lines: readonly LedgerLine[]) =>
  take(charity, "alipay-signcustomer", ledgerFile(charity, lines));
const reconcile = (charity: Charity, now = NEXT_MORNING) =>
  reconcileOrganization(charity.organizationId, now);
const openBreaks = () =>
  db.rows("select kind, amount_fen as fen from reconciliation_break where state = 'open' order by kind, fen");
const balance = async (id: string) => (await accountBalances([id])).get(id);

describe("money that a payee gave back", () => {
  test("by the payment's id in the note: booked to the fund, traced as an interval of its own", async () => {
    const charity = await makeCharity();
    const spenders = await makeSpenders(charity, 100_000n, at("08:00:00"));
    const id = await makePaidOut(spenders, {
      amountFen: 30_000n,
      reference: "1-0001",
      paidAt: at("10:00:00"),
    });
    await takeBank(charity, [
      { id: "1-0001", amountFen: -30_000n },
      { id: "1-0002", amountFen: 12_000n, summary: "退款", note: `退回 ${id}` },
    ]);
    await reconcile(charity);
    await reconcile(charity);
    expect(await openBreaks()).toEqual([]);
    expect((await fundTerms([charity.fundId])).get(charity.fundId)).toMatchObject({
      available: 82_000n,
      disbursed: 18_000n,
    });
    expect(await balance(accountId("suspense", charity.organizationId))).toBe(0n);
    await traceFund(charity.fundId, NOW);
    const inflows = await db.rows<{ kind: string; fen: bigint; about: string }>(
      `select i.origin_kind as kind, i.to_fen - i.from_fen as fen, t.subject_id as about
       from fund_inflow i join transfer t on t.id::text = i.origin_id order by i.from_fen`,
    );
    expect(inflows).toMatchObject([
      { kind: "income-received", fen: 100_000n },
      { kind: "disbursement-returned", fen: 12_000n, about: id },
    ]);
  });

  test("by the bank's reference; never more than was paid out", async () => {
    const charity = await makeCharity();
    const spenders = await makeSpenders(charity, 100_000n, at("08:00:00"));
    await makePaidOut(spenders, { amountFen: 30_000n, reference: "1-00012026", paidAt: at("10:00:00") });
    await takeBank(charity, [
      { id: "1-00012026", amountFen: -30_000n },
      { id: "1-0002", amountFen: 20_000n, note: "退汇 1-00012026" },
      { id: "1-0003", amountFen: 10_001n, note: "退汇 1-00012026" },
    ]);
    await reconcile(charity);
    expect(await openBreaks()).toEqual([{ kind: "bank-row-unexplained", fen: 10_001n }]);
    expect(await balance(accountId("suspense", charity.organizationId))).toBe(-10_001n);
    expect((await fundTerms([charity.fundId])).get(charity.fundId)).toMatchObject({ disbursed: 10_000n });
  });
});

const WITHDRAWAL = "20261121000000000000000000000077";

describe("a payout that fails after the bank had it", () => {
  test("the bank's reversal is matched, and every account is as if it had never been", async () => {
    const charity = await makeCharity();
    const gift = await makePaidGift(charity, 10_000n);
    const lines = [...giftLines(gift), withdrawalLine(WITHDRAWAL, 9_940n, "12:00:00")];
    await takeLedger(charity, lines);
    await takeBank(charity, [alipayArrival("1-1", WITHDRAWAL, 9_940n)]);
    await reconcile(charity);
    expect(await balance(accountId("bank", charity.organizationId))).toBe(9_940n);
    await takeLedger(charity, [
      ...lines,
      otherLine({ type: "提现", amountFen: 9_940n, tradeNo: WITHDRAWAL, time: "18:00:00" }),
    ]);
    await takeBank(charity, [
      alipayArrival("1-1", WITHDRAWAL, 9_940n),
      { id: "1-2", amountFen: -9_940n, name: "支付宝（中国）网络技术有限公司", note: `退回 ${WITHDRAWAL}` },
    ]);
    await reconcile(charity);
    expect(await openBreaks()).toEqual([]);
    expect(await balance(accountId("bank", charity.organizationId))).toBe(0n);
    expect(await balance(accountId("payout-in-transit", charity.organizationId))).toBe(0n);
    expect(await balance(accountId("clearing", charity.credentialId))).toBe(9_940n);
  });

  test("told by the bank first, it is on its way again until the provider says so", async () => {
    const charity = await makeCharity();
    const gift = await makePaidGift(charity, 10_000n);
    const lines = [...giftLines(gift), withdrawalLine(WITHDRAWAL, 9_940n, "12:00:00")];
    await takeLedger(charity, lines);
    await takeBank(charity, [
      alipayArrival("1-1", WITHDRAWAL, 9_940n),
      { id: "1-2", amountFen: -9_940n, name: "支付宝（中国）网络技术有限公司", note: `退回 ${WITHDRAWAL}` },
    ]);
    await reconcile(charity);
    expect(await openBreaks()).toEqual([]);
    expect(await balance(accountId("payout-in-transit", charity.organizationId))).toBe(9_940n);
    await takeLedger(charity, [
      ...lines,
      otherLine({ type: "提现", amountFen: 9_940n, tradeNo: WITHDRAWAL, time: "18:00:00" }),
    ]);
    await reconcile(charity);
    expect(await openBreaks()).toEqual([]);
    expect(await balance(accountId("payout-in-transit", charity.organizationId))).toBe(0n);
    expect(
      await db.rows("select count(*)::int as n from reconciliation_match where subject_kind = 'transit'"),
    ).toEqual([{ n: 0 }]);
  });
});

describe("reasons of rows that match nothing", () => {
  test("a second payment in quarantine is a duplicate", async () => {
    const charity = await makeCharity();
    const gift = await makePaidGift(charity, 10_000n);
    const [first] = await db.rows<{ donationId: string }>(
      `select donation_id as "donationId" from payment where id = $1`,
      [gift.paymentId],
    );
    const second = {
      ...gift,
      tradeNo: "2026112122001777777777777777",
      paymentId: gift.paymentId.replace(/.$/, "0"),
    };
    await db.run(
      `insert into payment (fund_id, id, donation_id, organization_id, credential_id, provider, amount_fen, currency, opened_at)
       values ($1, $2, $3, $4, $5, 'alipay', 10000, 'CNY', $6)`,
      [
        charity.fundId,
        second.paymentId,
        first?.donationId,
        charity.organizationId,
        charity.credentialId,
        NOW,
      ],
    );
    const outcomes = await confirmDonations(
      [
        paidFact(second, {
          objectId: second.tradeNo,
          paymentObjectId: second.tradeNo,
          occurredAt: at("11:00:00"),
        }),
      ],
      NOW,
    );
    expect(outcomes).toEqual(["quarantined:second-payment"]);
    await takeLedger(charity, [
      ...giftLines(gift, { feeFen: 0n }),
      ...giftLines(second, { feeFen: 0n, time: "11:00:00" }),
    ]);
    await reconcile(charity);
    expect(await openBreaks()).toEqual([{ kind: "duplicate-payment", fen: 10_000n }]);
    // As when two people have sent it back: the books have held the money under the same number all the time.
    await db.run("update quarantine set decision = 'refund', decided_at = $1", [NOW]);
    await reconcile(charity);
    expect(await openBreaks()).toEqual([]);
    expect(await db.rows("select open_fen from reconciliation_run")).toEqual([{ open_fen: 0n }]);
  });

  test("a payment of an order that we had closed is a mismatch of states", async () => {
    const charity = await makeCharity();
    const gift = await makePaidGift(charity, 5_000n);
    const closed = {
      ...gift,
      paymentId: gift.paymentId.replace(/.$/, "0"),
      tradeNo: "2026112122001888888888888888",
    };
    await db.run(
      `insert into payment (fund_id, id, donation_id, organization_id, credential_id, provider, amount_fen, currency,
                            opened_at, closed_at)
       values ($1, $2, $3, $4, $5, 'alipay', 5000, 'CNY', $6, $6)`,
      [charity.fundId, closed.paymentId, gift.donationId, charity.organizationId, charity.credentialId, NOW],
    );
    await takeLedger(charity, [...giftLines(gift, { feeFen: 0n }), ...giftLines(closed, { feeFen: 0n })]);
    await reconcile(charity);
    expect(await openBreaks()).toEqual([{ kind: "status-mismatch", fen: 5_000n }]);
  });

  test("a refund that failed by our books and never came back by the provider's", async () => {
    const charity = await makeCharity();
    const gift = await makePaidGift(charity, 10_000n);
    const refunded = (over: object) =>
      confirmDonations(
        [
          paidFact(gift, {
            type: "refunded",
            objectId: gift.tradeNo,
            paymentObjectId: gift.tradeNo,
            refundId: "rf1",
            amountFen: 4_000n,
            cumulativeRefundedFen: 4_000n,
            eventKey: "refund1",
            occurredAt: at("11:00:00"),
            ...over,
          }),
        ],
        at("11:00:00"),
      );
    await refunded({});
    const about = { tradeNo: gift.tradeNo, orderNo: gift.paymentId, time: "11:00:00", note: "rf1" };
    const lines = [
      ...giftLines(gift, { feeFen: 0n }),
      otherLine({ ...about, type: "交易退款", amountFen: -4_000n }),
    ];
    await takeLedger(charity, lines);
    await reconcile(charity);
    expect(await openBreaks()).toEqual([]);
    await db.run("update refund set failed_at = $1", [at("12:00:00")]);
    await reconcile(charity);
    expect(await openBreaks()).toEqual([{ kind: "status-mismatch", fen: 4_000n }]);
    // As when the provider's row of the return has been matched.
    await db.run(
      `insert into reconciliation_match (organization_id, source, account, row_key, subject_kind, subject_id, amount_fen, matched_at)
       select $1, 'alipay-signcustomer', $2, 'back', 'refund', id || '/returned', 4000, $3 from refund`,
      [charity.organizationId, charity.sellerId, NEXT_MORNING],
    );
    await reconcile(charity);
    expect(await openBreaks()).toEqual([]);
  });
});
