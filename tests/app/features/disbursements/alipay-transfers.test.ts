import { describe, expect, it } from "vitest";
import { approveDisbursement } from "#app/features/disbursements/approve-disbursement.server.ts";
import { payBatch, sweepBatches } from "#app/features/disbursements/batches/pay-batch.server.ts";
import { newBatchId, prepareBatch } from "#app/features/disbursements/batches/prepare-batch.server.ts";
import { findBatch } from "#app/features/disbursements/batches/queries.server.ts";
import { queueOf } from "#app/features/disbursements/batches/queue.server.ts";
import { releaseBatch } from "#app/features/disbursements/batches/release-batch.server.ts";
import { proposeDisbursement } from "#app/features/disbursements/propose-disbursement.server.ts";
import { accountId } from "#app/features/ledger/accounts.ts";
import { accountBalances } from "#app/features/ledger/balances.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { providerOfCredential } from "#app/features/payments/credentials.server.ts";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import { db } from "#app/lib/db.server.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import type { Sandbox } from "#scripts/sandbox/server.ts";
import { control } from "#tests/factories/giving.ts";
import { makeSpenders, type Spenders } from "#tests/factories/paid-out.ts";
import { fault, type PayingPlace, withPayingPlaces } from "#tests/factories/paying.ts";

const TRANSFER = "alipay.fund.trans.uni.transfer";
let sandbox: Sandbox;
let place: PayingPlace;
withPayingPlaces("transfers", (given) => {
  ({ sandbox, place } = given);
});

const later = (minutes: number) => new Date(Date.now() + minutes * 60_000);

interface Released extends Spenders {
  batchId: string;
  disbursementId: string;
}

/** One approved disbursement with a line of each amount, in a batch that a second person has released. */
async function released(amountsFen: readonly bigint[]): Promise<Released> {
  const now = new Date();
  const people = await makeSpenders(place, 100_000n, now);
  const { organizationId, fundId, clerkId, approverId } = people;
  const disbursementId = newFundScopedId("b", fundId);
  const must = (result: { ok: true } | { ok: false; reason: string }) => {
    if (!result.ok) throw new Error(result.reason);
  };
  const clerk = { organizationId, userId: clerkId, now };
  const approver = { organizationId, userId: approverId, now };
  must(
    await proposeDisbursement({
      ...clerk,
      id: disbursementId,
      fundId,
      amountFen: amountsFen.reduce((sum, fen) => sum + fen, 0n),
      purposeCode: "food",
      purpose: "助学金",
      payee: "学生",
      beneficiaryCount: 10,
      personTimes: 10,
      payees: amountsFen.map((amountFen, at) => ({
        name: `学生${at + 1}`,
        account: `student${at + 1}@example.org`,
        bank: "",
        channel: "alipay",
        amountFen,
      })),
    }),
  );
  must(await approveDisbursement({ ...approver, id: disbursementId }));
  const batchId = newBatchId();
  const payerId = place.credentials.alipay;
  const disbursementIds = [disbursementId];
  must(await prepareBatch({ ...clerk, id: batchId, channel: "alipay", payerId, disbursementIds }));
  must(await releaseBatch({ ...approver, id: batchId }));
  return { ...people, batchId, disbursementId };
}

const run = (batch: Released, now = new Date()) => payBatch(batch.organizationId, batch.batchId, now);
const terms = async (batch: Released) => (await fundTerms([batch.fundId])).get(batch.fundId);
const clearing = async () => {
  const id = accountId("clearing", place.credentials.alipay);
  return (await accountBalances([id])).get(id);
};
const transfersMade = (batch: Released) =>
  sandbox.state.tables.transfers.all().filter(({ outBizNo }) => outBizNo.startsWith(batch.disbursementId));

describe("a batch of transfers", () => {
  it("is paid once per line, out of Alipay's account, and its bill rows are matched", async () => {
    const batch = await released([3_000n, 2_000n]);
    expect(await db.rows("select 1 from outbox where job = 'pay-batch'")).toHaveLength(1);
    await Promise.all([run(batch), run(batch)]);
    expect(await run(batch)).toBe(0);
    expect(transfersMade(batch).map(({ amountFen }) => amountFen)).toEqual([3_000n, 2_000n]);
    expect(await terms(batch)).toMatchObject({ available: 95_000n, committed: 0n, disbursed: 5_000n });
    expect(await clearing()).toBe(-5_000n);
    expect(await findBatch(batch.batchId, [batch.organizationId])).toMatchObject({
      paidCount: 2,
      failedCount: 0,
    });
    expect(await db.rows("select done, total, finished_at is not null as finished from long_work")).toEqual([
      { done: 2, total: 2, finished: true },
    ]);
    await control(sandbox, "settle", { merchant: "paying" });
    const now = new Date();
    const adapter = await providerOfCredential(place.credentials.alipay);
    const bill = await adapter.fetchBill({ source: "alipay-signcustomer", day: shanghaiDay(now), now });
    if (!bill.ok) throw new Error(bill.detail);
    const { bytes, fileName } = bill;
    const file = {
      source: "alipay-signcustomer",
      account: null,
      fileName,
      bytes,
      origin: "fetched",
    } as const;
    await importStatement({ ...file, organizationId: batch.organizationId, userId: null, now });
    await reconcileOrganization(batch.organizationId, now);
    await reconcileOrganization(batch.organizationId, now);
    const matched = `select bank_matched_at is not null as matched,
      (select count(*)::int4 from reconciliation_match where subject_id = d.id) as rows from disbursement d`;
    expect(await db.rows(matched)).toEqual([{ matched: true, rows: 2 }]);
    const open =
      "select kind, subject_key from reconciliation_break where state = 'open' and source like 'alipay%'";
    expect(await db.rows(open)).toEqual([]);
  });

  // The SDK itself calls once more after a reset, so two are armed.
  it.each([
    ["timeout", 1],
    ["reset-after", 2],
  ])("asks again after a %s and never pays twice", async (kind, times) => {
    const batch = await released([3_000n]);
    await fault(place, TRANSFER, kind, times);
    await run(batch);
    expect(await terms(batch)).toMatchObject({ committed: 3_000n, disbursed: 0n });
    expect(await run(batch)).toBe(0);
    expect(await sweepBatches(later(1))).toEqual({ tried: 1 });
    expect(await terms(batch)).toMatchObject({ committed: 0n, disbursed: 3_000n });
    expect(transfersMade(batch)).toHaveLength(1);
  });

  it("sends again under the same number where the first call never arrived", async () => {
    const batch = await released([3_000n]);
    await fault(place, TRANSFER, "reset-before", 2);
    await run(batch);
    // Too early to believe that nothing is on its way.
    expect(await sweepBatches(new Date(Date.now() + 16_000))).toEqual({ tried: 1 });
    expect(transfersMade(batch)).toEqual([]);
    await sweepBatches(later(5));
    expect(transfersMade(batch)).toHaveLength(1);
    expect(await terms(batch)).toMatchObject({ committed: 0n, disbursed: 3_000n });
  });

  it("pays what can be paid; the rest goes back to the fund and into the queue", async () => {
    const batch = await released([3_000n, 2_000n, 1_000n]);
    await fault(place, TRANSFER, "payee-missing");
    await run(batch);
    expect(await terms(batch)).toMatchObject({ available: 97_000n, committed: 0n, disbursed: 3_000n });
    expect(await db.rows("select amount_fen as fen, unpaid_fen as unpaid from disbursement")).toEqual([
      { fen: 3_000n, unpaid: 3_000n },
    ]);
    expect(await queueOf(batch.organizationId)).toMatchObject([
      { amountFen: 3_000n, failureCode: "payee-not-found", name: "学生1" },
    ]);
    const view = await findBatch(batch.batchId, [batch.organizationId]);
    expect(view).toMatchObject({ paidCount: 2, failedCount: 1 });
    expect(view?.settledAt).not.toBeNull();
  });

  it.each([
    ["balance-not-enough", 3_000n],
    // More than the played account ever held.
    ["", 100_000n],
  ])("withdraws the whole where nothing can be paid (%s)", async (kind, amountFen) => {
    if (kind === "") sandbox.state.tables.transfers.put("drain", drained());
    const batch = await released([amountFen]);
    if (kind !== "") await fault(place, TRANSFER, kind);
    await run(batch);
    sandbox.state.tables.transfers.remove("drain");
    expect(await terms(batch)).toMatchObject({ available: 100_000n, committed: 0n, disbursed: 0n });
    expect(await db.rows("select withdrawn_at is not null as withdrawn from disbursement")).toEqual([
      { withdrawn: true },
    ]);
    expect(await queueOf(batch.organizationId)).toMatchObject([{ failureCode: "balance-not-enough" }]);
  });
});

/** A transfer of somebody that leaves the played account without money. */
function drained() {
  const [any] = sandbox.state.tables.transfers.all();
  if (!any) throw new Error("an earlier test has made a transfer");
  return { ...any, key: "drain", outBizNo: "drain", amountFen: 10_000_000n, settled: false };
}
