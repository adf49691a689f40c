import { beforeEach, describe, expect, it } from "vitest";
import { confirmStatement } from "#app/features/consumption/statements/confirm-statement.server.ts";
import { type PayWay, payStatement } from "#app/features/consumption/statements/pay-statement.server.ts";
import { pursueStatements } from "#app/features/consumption/statements/pursue-statements.server.ts";
import { settleStatements } from "#app/features/consumption/statements/settle-statements.server.ts";
import { traceFund } from "#app/features/disbursements/trace-fund.server.ts";
import { donationTrace } from "#app/features/disbursements/trace-queries.server.ts";
import { answerQuarantine } from "#app/features/donations/answer-quarantine.server.ts";
import { proposeQuarantine } from "#app/features/donations/propose-quarantine.server.ts";
import { findGift } from "#app/features/donations/queries.server.ts";
import { sweepPayments } from "#app/features/donations/sweep-payments.server.ts";
import { accountId } from "#app/features/ledger/accounts.ts";
import { accountBalances } from "#app/features/ledger/balances.server.ts";
import { checkLedger } from "#app/features/ledger/check-ledger.server.ts";
import { providerOfCredential } from "#app/features/payments/credentials.server.ts";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import { db } from "#app/lib/db.server.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import { type CampaignPlace, makeCampaign } from "#tests/factories/consumption.ts";
import { control } from "#tests/factories/giving.ts";
import { makePaidOut, makeSpenders } from "#tests/factories/paid-out.ts";
import { type PayingPlace, withPayingPlaces } from "#tests/factories/paying.ts";
import { makeStatement, type StatementPlace } from "#tests/factories/statements.ts";

let place: PayingPlace;
let campaign: CampaignPlace;
let statement: StatementPlace;
withPayingPlaces("pay-statement", (given) => {
  place = given.place;
});

const AMOUNT = 5_000n;
const EMAIL = "boss@noodles.example";
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const soon = (minutes = 1) => ago(-minutes);

beforeEach(async () => {
  await db.run(
    `insert into bank_account (id, organization_id, bank, account_name, account_no, confirmed_at)
     values (gen_random_uuid(), $1, 'CCB', '演示慈善会', '44000000000000001234', now())`,
    [place.organizationId],
  );
  // The factory's own credential holds nonsense; those of the place are real ones of the sandbox.
  await db.run("update payment_credential set disabled_at = now() where key_id = 'none'");
  campaign = await makeCampaign({ organizationId: place.organizationId });
  statement = await makeStatement(campaign, AMOUNT);
  const { statementId: id, merchantId, userId } = statement;
  const confirmed = await confirmStatement({ id, merchantIds: [merchantId], userId, now: ago(600) });
  expect(confirmed).toMatchObject({ ok: true });
});

const pay = (way: PayWay, over: { now?: Date } = {}) =>
  payStatement({
    id: statement.statementId,
    merchantIds: [statement.merchantId],
    userId: statement.userId,
    way,
    email: EMAIL,
    device: "desktop",
    now: new Date(),
    ...over,
  });
const must = async (way: PayWay, over: { now?: Date } = {}) => {
  const opened = await pay(way, over);
  if (!opened.ok) throw new Error(opened.reason);
  return opened;
};
/** The payer pays; the message is lost, and asking brings it. */
async function paidAt(payUrl: string | null, over: Record<string, unknown> = {}): Promise<void> {
  await control(place.sandbox, "pay", { payUrl, outcome: "paid", deliver: "lost", ...over });
  await sweepPayments(soon());
}
const row = async () => {
  const [found] = await db.rows<{
    state: string;
    paidFen: bigint;
    donationId: string | null;
    isPaid: boolean;
    isReconciled: boolean;
  }>(
    `select state, paid_fen as "paidFen", donation_id as "donationId", paid_at is not null as "isPaid",
            reconciled_at is not null as "isReconciled" from consumption_statement`,
  );
  return found;
};
const promisedFen = async () => {
  const ids = (["promised", "receivable"] as const).map((kind) => accountId(kind, place.organizationId));
  const found = await accountBalances(ids);
  return ids.map((id) => found.get(id) ?? 0n);
};

const badge = () => db.rows("select suspended_reason as reason from consumption_agreement");

it("goes from the order to the trace: stated, confirmed, paid, on the provider's statement, used", async () => {
  expect(await promisedFen()).toEqual([-AMOUNT, AMOUNT]);
  const opened = await must("alipay");
  await paidAt(opened.payUrl);
  expect(await settleStatements(new Date())).toBe(1);
  expect(await settleStatements(new Date())).toBe(0);
  expect(await row()).toMatchObject({ state: "paid", paidFen: AMOUNT, donationId: opened.donationId });
  expect(await promisedFen()).toEqual([0n, 0n]);
  expect(await findGift(opened.donationId)).toMatchObject({
    status: "paid",
    shownName: "一味面馆（演示）",
    fund: { kind: "consumption" },
  });
  // The provider's bill of the day settles the gift, and the gift the statement.
  await control(place.sandbox, "settle", {});
  const day = shanghaiDay(new Date());
  const adapter = await providerOfCredential(place.credentials.alipay);
  const bill = await adapter.fetchBill({ source: "alipay-signcustomer", day, now: new Date() });
  if (!bill.ok) throw new Error(bill.detail);
  const { fileName, bytes } = bill;
  const about = {
    organizationId: place.organizationId,
    source: "alipay-signcustomer",
    account: null,
  } as const;
  await importStatement({ ...about, fileName, bytes, origin: "upload", userId: null, now: new Date() });
  await reconcileOrganization(place.organizationId, new Date());
  expect(await settleStatements(new Date())).toBe(1);
  expect(await row()).toMatchObject({ state: "reconciled", isReconciled: true });
  const spenders = await makeSpenders({ ...place, fundId: campaign.fundId }, 1n, new Date());
  await makePaidOut(spenders, { amountFen: 3_000n, reference: "食材", paidAt: new Date() });
  await traceFund(campaign.fundId, new Date());
  const trace = await donationTrace(campaign.fundId, opened.donationId);
  expect(trace?.uses.length).toBeGreaterThan(0);
  expect((await checkLedger(new Date())).failures).toEqual([]);
});

describe("one payment", () => {
  it("is opened however often and at once it is asked for, in the enterprise's name", async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => pay("alipay")));
    expect(new Set(all.map((one) => (one.ok ? one.donationId : one.reason))).size).toBe(1);
    expect(await db.rows("select 1 from payment")).toHaveLength(1);
    const [gift] = await db.rows(
      `select donor_name as name, visibility, settles_promise as settles, email, user_id as "userId" from donation`,
    );
    expect(gift).toEqual({
      name: "一味面馆（演示）",
      visibility: "public",
      settles: true,
      email: EMAIL,
      userId: null,
    });
  });

  it("is given up where another way is taken, and followed by a new one where it has run out", async () => {
    const first = await must("alipay", { now: ago(5) });
    const second = await must("offline", { now: ago(4) });
    expect(second).toMatchObject({ payUrl: null });
    const third = await must("stripe");
    await db.run("update payment set expires_at = now() - interval '1 minute' where donation_id = $1", [
      third.donationId,
    ]);
    const fourth = await must("stripe");
    expect(new Set([first, second, third, fourth].map(({ donationId }) => donationId)).size).toBe(4);
    const open = await db.rows<{ id: string }>(
      "select donation_id as id from payment where closed_at is null and expires_at > now()",
    );
    expect(open).toEqual([{ id: fourth.donationId }]);
    await paidAt(fourth.payUrl);
    await settleStatements(new Date());
    expect(await row()).toMatchObject({ state: "paid", donationId: fourth.donationId });
    expect(await pay("alipay")).toEqual({ ok: false, reason: "nothing-due" });
  });

  it("is not opened by others, before the statement is confirmed, or by a card that cannot take it", async () => {
    const other = { merchantIds: [place.organizationId], userId: statement.userId, way: "alipay" as const };
    const input = { id: statement.statementId, email: EMAIL, device: "desktop" as const, now: new Date() };
    expect(await payStatement({ ...input, ...other })).toEqual({ ok: false, reason: "not-found" });
    const small = await makeStatement(campaign, 399n);
    const own = { ...input, id: small.statementId, merchantIds: [small.merchantId], userId: small.userId };
    expect(await payStatement({ ...own, way: "alipay" })).toEqual({ ok: false, reason: "not-confirmed" });
    await confirmStatement({ ...own, now: new Date() });
    expect(await payStatement({ ...own, way: "stripe" })).toEqual({ ok: false, reason: "way-not-offered" });
    expect(await payStatement({ ...own, way: "alipay" })).toMatchObject({ ok: true });
  });

  it("stays owed and payable after the campaign has ended", async () => {
    await db.run("update fund set state = 'ended' where id = $1", [campaign.fundId]);
    const opened = await must("stripe");
    await paidAt(opened.payUrl);
    await settleStatements(new Date());
    expect(await row()).toMatchObject({ state: "paid" });
  });
});

it("of another amount pays as much as two people accept, and the rest is asked for", async () => {
  const opened = await must("alipay");
  await paidAt(opened.payUrl, { amountFen: 4_000, deliver: "wrong-amount" });
  const [waiting] = await db.rows<{ id: string }>("select id from quarantine where decided_at is null");
  expect(await pay("alipay")).toEqual({ ok: false, reason: "being-looked-at" });
  await settleStatements(new Date());
  expect(await row()).toMatchObject({ state: "confirmed", paidFen: 0n });
  const about = { organizationId: place.organizationId, id: waiting?.id ?? "", now: new Date() };
  const proposal = { ...about, userId: place.clerkId, decision: "accept", targetFundId: null } as const;
  await proposeQuarantine({ ...proposal, note: "已和商家核对" });
  const yes = { ...about, step: 1, userId: place.approverId, answer: "approve", note: "同意" } as const;
  expect(await answerQuarantine(yes)).toMatchObject({ ok: true });
  await settleStatements(new Date());
  expect(await row()).toMatchObject({ state: "confirmed", paidFen: 4_000n });
  expect(await promisedFen()).toEqual([-1_000n, 1_000n]);
  const rest = await must("stripe");
  await paidAt(rest.payUrl);
  await settleStatements(new Date());
  expect(await row()).toMatchObject({ state: "paid", paidFen: AMOUNT, donationId: opened.donationId });
  expect(await promisedFen()).toEqual([0n, 0n]);
});

it("makes the statement due again where the money goes back, shows it, and lifts the badge once it is paid", async () => {
  const opened = await must("stripe");
  await paidAt(opened.payUrl);
  await settleStatements(new Date());
  await control(place.sandbox, "refund", { payUrl: opened.payUrl, amountFen: 2_000 });
  await expect
    .poll(async () => (await findGift(opened.donationId))?.status, { timeout: 15_000 })
    .toBe("partially-refunded");
  const late = new Date(`${addDays(shanghaiDay(new Date()), 40)}T04:00:00Z`);
  await pursueStatements(late);
  expect(await badge()).toEqual([{ reason: "overdue" }]);
  expect(await row()).toMatchObject({ state: "paid", paidFen: 3_000n, isPaid: true });
  const rest = await must("alipay");
  const [gift] = await db.rows<{ fen: bigint }>("select amount_fen as fen from donation where id = $1", [
    rest.donationId,
  ]);
  expect(gift).toEqual({ fen: 2_000n });
  await paidAt(rest.payUrl);
  await settleStatements(late, { all: true });
  expect(await row()).toMatchObject({ paidFen: AMOUNT });
  expect(await badge()).toEqual([{ reason: null }]);
});
