import { beforeEach, describe, expect, it } from "vitest";
import { approveDisbursement } from "#app/features/disbursements/approve-disbursement.server.ts";
import { batchFile } from "#app/features/disbursements/batches/batch-file.ts";
import { cancelBatch } from "#app/features/disbursements/batches/cancel-batch.server.ts";
import { newBatchId, prepareBatch } from "#app/features/disbursements/batches/prepare-batch.server.ts";
import { findBatchFile } from "#app/features/disbursements/batches/queries.server.ts";
import {
  proposeAgain,
  queueOf,
  setAside,
  waitingPayouts,
} from "#app/features/disbursements/batches/queue.server.ts";
import { recordResult } from "#app/features/disbursements/batches/record-result.server.ts";
import { releaseBatch } from "#app/features/disbursements/batches/release-batch.server.ts";
import { sendBatch } from "#app/features/disbursements/batches/send-batch.server.ts";
import { payDisbursement } from "#app/features/disbursements/pay-disbursement.server.ts";
import type { PayeeInput } from "#app/features/disbursements/payees/payee.ts";
import { stopPayee } from "#app/features/disbursements/payees/stop-payee.server.ts";
import { proposeDisbursement } from "#app/features/disbursements/propose-disbursement.server.ts";
import { traceFund } from "#app/features/disbursements/trace-fund.server.ts";
import { withdrawDisbursement } from "#app/features/disbursements/withdraw-disbursement.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import { checkFundsOf } from "#app/features/reconciliation/check-funds.server.ts";
import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import { db } from "#app/lib/db.server.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import { NOW } from "#tests/factories/books.ts";
import { makeSpenders, type Spenders } from "#tests/factories/paid-out.ts";
import { testDatabase } from "#tests/setup/test-database.ts";
import {
  at,
  type BankLine,
  bankFile,
  type Charity,
  DAY,
  makeCharity,
  NEXT_MORNING,
} from "../reconciliation/statement-files.ts";

let minute = 0;
let charity: Charity;
let people: Spenders;
let accountId: string;

beforeEach(async () => {
  minute = 0;
  charity = await makeCharity();
  people = await makeSpenders(charity, 100_000n, at("08:00:00"));
  const [account] = await db.rows<{ id: string }>("select id from bank_account where organization_id = $1", [
    charity.organizationId,
  ]);
  accountId = account?.id ?? "";
});

const payee = (number: number, amountFen: bigint): PayeeInput => ({
  name: number === 2 ? "龘某，生" : `收款人${number}`,
  account: `6222000${number}`,
  bank: "某行",
  channel: "bank",
  amountFen,
  subject: { kind: "aid-case", id: `case-${number}` },
});

const who = (userId = people.clerkId, now = at("09:00:00")) => ({
  organizationId: charity.organizationId,
  userId,
  now,
});

/** Each is approved a minute after the one before, so that their lines stand in a known order. */
async function approved(payees: PayeeInput[]): Promise<string> {
  minute = (minute + 1) % 60;
  const now = at(`08:${String(minute).padStart(2, "0")}:30`);
  const id = newFundScopedId("b", charity.fundId);
  const proposed = await proposeDisbursement({
    ...who(),
    id,
    fundId: charity.fundId,
    amountFen: payees.reduce((sum, { amountFen }) => sum + amountFen, 0n),
    purposeCode: "food",
    purpose: "十一月助学金",
    payee: `${payees.length} 位学生`,
    beneficiaryCount: payees.length,
    personTimes: payees.length,
    payees,
  });
  expect(proposed).toMatchObject({ ok: true });
  expect(await approveDisbursement({ ...who(people.approverId, now), id })).toMatchObject({ ok: true });
  return id;
}

async function prepared(disbursementIds: string[]): Promise<string> {
  const id = newBatchId();
  const given = { ...who(), id, channel: "bank" as const, payerId: accountId, disbursementIds };
  const twice = await Promise.all([prepareBatch(given), prepareBatch(given)]);
  expect(twice.map((result) => result.ok)).toEqual([true, true]);
  return id;
}

async function sent(disbursementIds: string[]): Promise<string> {
  const id = await prepared(disbursementIds);
  expect(await releaseBatch({ ...who(people.approverId), id })).toEqual({ ok: true, repeated: false });
  expect(await sendBatch({ ...who(), id, bankReference: "" })).toEqual({ ok: true, repeated: false });
  return id;
}

async function takeBank(lines: readonly BankLine[]) {
  const outcome = await importStatement({
    organizationId: charity.organizationId,
    source: "bank-ccb",
    account: null,
    fileName: "bank.csv",
    bytes: bankFile(charity, lines, DAY),
    origin: "upload",
    userId: null,
    now: NEXT_MORNING,
  });
  expect(outcome).toMatchObject({ ok: true });
  await reconcileOrganization(charity.organizationId, NEXT_MORNING);
  await reconcileOrganization(charity.organizationId, NEXT_MORNING);
}

const openBreaks = () =>
  db.rows("select kind, amount_fen as fen from reconciliation_break where state = 'open' order by kind, fen");
const terms = async () => (await fundTerms([charity.fundId])).get(charity.fundId);
const lineStates = () =>
  db.rows(
    `select number, paid_at is not null as paid, failed_at is not null as failed, returned_at is not null as back
     from disbursement_payee order by disbursement_id, number`,
  );

describe("the file for a bank", () => {
  const batch = {
    id: "PB23456789",
    releasedAt: new Date("2026-11-21T16:30:00Z"),
    currency: "CNY",
    payerName: "演示慈善会",
    payerAccount: "44001234",
  };
  const lines = [
    { number: 1, name: "王小兰", account: "0062220001", bank: "某行, 澄溪", amountFen: 120_005n },
    { number: 2, name: "龘某", account: "62220002", bank: "某行", amountFen: 1n },
  ];

  it("holds its own total and count, and the same bytes each time", () => {
    const file = batchFile(batch, lines, "utf-8");
    expect(file.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(file.toString("utf8").slice(1).split("\r\n")).toEqual([
      "批次号,付款账号,付款户名,笔数,总金额,币种,制单日期",
      "PB23456789,44001234,演示慈善会,2,1200.06,CNY,2026-11-22",
      "序号,收款账号,收款户名,开户行,金额,用途",
      '1,0062220001,王小兰,"某行, 澄溪",1200.05,PB23456789 0001',
      "2,62220002,龘某,某行,0.01,PB23456789 0002",
      "",
    ]);
    const gb = batchFile(batch, lines, "gb18030");
    expect(new TextDecoder("gb18030", { fatal: true }).decode(gb)).toBe(file.toString("utf8").slice(1));
    expect(batchFile(batch, lines, "gb18030").equals(gb)).toBe(true);
  });
});

describe("a batch", () => {
  it("is prepared by one, released by another, and its file can be made again", async () => {
    const first = await approved([payee(1, 10_000n), payee(2, 5_000n)]);
    const second = await approved([payee(3, 2_000n)]);
    const id = await prepared([first, second]);
    const given = { ...who(), channel: "bank" as const, payerId: accountId, disbursementIds: [first] };
    expect(await prepareBatch({ ...given, id })).toMatchObject({ reason: "other-content" });
    expect(await prepareBatch({ ...given, id: newBatchId() })).toMatchObject({ reason: "not-payable" });
    expect(await prepareBatch({ ...given, id: newBatchId(), payerId: "x" })).toMatchObject({
      reason: "payer-not-found",
    });
    expect(await waitingPayouts([charity.organizationId])).toEqual({
      releaseCount: 1,
      releaseFen: 17_000n,
      queueCount: 0,
      queueFen: 0n,
    });
    expect(await releaseBatch({ ...who(), id })).toEqual({ ok: false, reason: "own-batch" });
    expect(await findBatchFile(id, [charity.organizationId], "utf-8")).toBeNull();
    const paying = { ...who(), id: first, paidAt: at("09:00:00"), bankReference: "x" };
    expect(await payDisbursement(paying)).toEqual({ ok: false, reason: "in-batch" });
    expect(await withdrawDisbursement({ ...who(), id: first })).toEqual({ ok: false, reason: "in-batch" });
    const both = await Promise.all([
      releaseBatch({ ...who(people.approverId), id }),
      releaseBatch({ ...who(people.approverId), id }),
    ]);
    expect(both.map((result) => result.ok)).toEqual([true, true]);
    const file = await findBatchFile(id, [charity.organizationId], "gb18030");
    expect(file?.sha256).toBe(file?.recordedSha256);
    expect((await findBatchFile(id, [charity.organizationId], "utf-8"))?.bytes.toString("utf8")).toContain(
      ",3,170.00,CNY,",
    );
    expect(await findBatchFile(id, ["oanother0"], "utf-8")).toBeNull();
    const owner = await (await testDatabase()).owner();
    await expect(owner.query("update payment_batch set total_fen = 1")).rejects.toThrow("only moves forward");
    await expect(owner.query("update payment_batch set released_by_id = prepared_by_id")).rejects.toThrow(
      "payment_batch_two_people",
    );
  });

  it("lets a person be taken out until it is released, and may be cancelled until it is sent", async () => {
    const first = await approved([payee(1, 10_000n), payee(2, 5_000n)]);
    const id = await prepared([first]);
    const stopping = (number: number) =>
      stopPayee({
        ...who(),
        which: { subject: { kind: "aid-case", id: `case-${number}` } },
        reason: "moved",
      });
    expect(await stopping(2)).toMatchObject({ ok: true, stoppedFen: 5_000n });
    expect(await releaseBatch({ ...who(people.approverId), id })).toMatchObject({ ok: true });
    expect(await db.rows("select line_count as lines, total_fen as fen from payment_batch")).toEqual([
      { lines: 1, fen: 10_000n },
    ]);
    expect(await stopping(1)).toEqual({ ok: false, reason: "released" });
    expect(await cancelBatch({ ...who(), id })).toEqual({ ok: true, repeated: false });
    expect(await cancelBatch({ ...who(), id })).toEqual({ ok: true, repeated: true });
    expect(await releaseBatch({ ...who(people.approverId), id })).toEqual({ ok: false, reason: "cancelled" });
    const again = await sent([first]);
    expect(await cancelBatch({ ...who(), id: again })).toEqual({ ok: false, reason: "already-sent" });
    expect(await terms()).toMatchObject({ available: 90_000n, committed: 10_000n, disbursed: 0n });
  });
});

describe("the bank's statement", () => {
  it("confirms a batch by one row of its total", async () => {
    const first = await approved([payee(1, 10_000n), payee(2, 5_000n)]);
    const second = await approved([payee(3, 2_000n)]);
    const id = await sent([first, second]);
    await takeBank([{ id: "1-0001", amountFen: -17_000n, summary: "代发", note: `${id} 代发` }]);
    expect(await openBreaks()).toEqual([]);
    expect(await terms()).toMatchObject({ available: 83_000n, committed: 0n, disbursed: 17_000n });
    expect(
      await db.rows(
        "select bank_matched_at is not null as matched, bank_reference = $1 as named from disbursement",
        [id],
      ),
    ).toEqual([
      { matched: true, named: true },
      { matched: true, named: true },
    ]);
    expect(await db.rows("select settled_at is not null as settled from payment_batch")).toEqual([
      { settled: true },
    ]);
    await traceFund(charity.fundId, NOW);
    await checkFundsOf(charity.organizationId, new Date(NOW.getTime() + 86_400_000));
    expect(await openBreaks()).toEqual([]);
  });

  it("confirms a batch by a row per line, and puts what came back into the queue", async () => {
    const first = await approved([payee(1, 10_000n), payee(2, 5_000n)]);
    const id = await sent([first]);
    await takeBank([
      { id: "1-0001", amountFen: -10_000n, summary: "代发", note: `${id} 0001` },
      { id: "1-0002", amountFen: -5_000n, summary: "代发", note: `${id} 0002` },
      { id: "1-0003", amountFen: 5_000n, summary: "退汇", note: `账号户名不符 ${id} 0002` },
    ]);
    expect(await openBreaks()).toEqual([]);
    expect(await lineStates()).toEqual([
      { number: 1, paid: true, failed: false, back: false },
      { number: 2, paid: true, failed: false, back: true },
    ]);
    expect(await terms()).toMatchObject({ available: 90_000n, committed: 0n, disbursed: 10_000n });
    const queue = await queueOf(charity.organizationId);
    expect(queue).toMatchObject([{ name: "龘某，生", account: "62220002", failureCode: "bank-returned" }]);
    expect(await waitingPayouts([charity.organizationId])).toMatchObject({ queueCount: 1, queueFen: 5_000n });
    const lineId = queue[0]?.id ?? "";
    const account = { name: "龘某生", account: "62220022", bank: "某行" };
    const twice = await Promise.all([
      proposeAgain({ ...who(), lineId, account }),
      proposeAgain({ ...who(), lineId, account }),
    ]);
    const made = twice.map((result) => (result.ok ? result.id : result.reason));
    expect(made[0]).toBe(made[1]);
    expect(await queueOf(charity.organizationId)).toEqual([]);
    const retry = { ...who(people.approverId), id: made[0] ?? "" };
    expect(await approveDisbursement({ ...retry, userId: people.clerkId })).toMatchObject({
      reason: "own-proposal",
    });
    expect(await withdrawDisbursement({ ...retry, userId: people.clerkId })).toMatchObject({ ok: true });
    expect(await queueOf(charity.organizationId)).toMatchObject([{ id: lineId }]);
    expect(await setAside({ ...who(), lineId })).toEqual({ ok: true, repeated: false });
    expect(await setAside({ ...who(), lineId })).toEqual({ ok: true, repeated: true });
    expect(await queueOf(charity.organizationId)).toEqual([]);
  });

  it("finds what came back by the account where the note names nothing", async () => {
    const first = await approved([{ ...payee(1, 10_000n), account: "62220001" }, payee(2, 10_000n)]);
    const id = await sent([first]);
    await takeBank([
      { id: "1-0001", amountFen: -20_000n, summary: "代发", note: id },
      { id: "1-0002", amountFen: 10_000n, name: "收款人1", summary: "退汇", note: "账户已销户" },
    ]);
    expect(await openBreaks()).toEqual([]);
    expect((await lineStates()).map(({ back }: { back?: boolean }) => back)).toEqual([true, false]);
  });

  it("waits for a person where the bank refused some: the refused go back, the rest is paid", async () => {
    const first = await approved([payee(1, 10_000n), payee(2, 5_000n)]);
    const second = await approved([payee(3, 2_000n)]);
    const id = await sent([first, second]);
    await takeBank([{ id: "1-0001", amountFen: -10_000n, summary: "代发", note: `${id} 代发` }]);
    expect(await terms()).toMatchObject({ committed: 17_000n, disbursed: 0n });
    const answering = {
      ...who(people.clerkId, NEXT_MORNING),
      id,
      paidAt: at("10:00:00"),
      refusedNumbers: [2, 3],
    };
    expect(await recordResult({ ...answering, refusedNumbers: [9] })).toMatchObject({
      reason: "line-not-found",
    });
    expect(await recordResult(answering)).toEqual({ ok: true, repeated: false, failed: 2 });
    expect(await recordResult(answering)).toEqual({ ok: true, repeated: true, failed: 0 });
    expect(await terms()).toMatchObject({ available: 90_000n, committed: 0n, disbursed: 10_000n });
    expect(
      await db.rows(
        "select amount_fen as fen, unpaid_fen as unpaid, withdrawn_at is null as live from disbursement order by id = $1 desc",
        [first],
      ),
    ).toEqual([
      { fen: 10_000n, unpaid: 5_000n, live: true },
      { fen: 2_000n, unpaid: 0n, live: false },
    ]);
    await reconcileOrganization(charity.organizationId, NEXT_MORNING);
    expect(await openBreaks()).toEqual([]);
    expect((await queueOf(charity.organizationId)).map(({ failureCode }) => failureCode)).toEqual([
      "bank-refused",
      "bank-refused",
    ]);
  });
});
