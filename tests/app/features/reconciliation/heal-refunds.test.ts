import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findGift } from "#app/features/donations/queries.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { providerOfCredential } from "#app/features/payments/credentials.server.ts";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import { fetchStatements } from "#app/features/reconciliation/fetch-statements.server.ts";
import { healRefunds } from "#app/features/reconciliation/heal-refunds.server.ts";
import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import { db } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import type { Sandbox } from "#scripts/sandbox/server.ts";
import { control, startTestSandbox } from "#tests/factories/giving.ts";
import {
  booksOf,
  fault,
  makePayingPlace,
  type Ordered,
  orderGift,
  type PayingPlace,
  pay,
  startReceiver,
} from "#tests/factories/paying.ts";

let sandbox: Sandbox;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let place: PayingPlace;
let gift: Ordered;
beforeAll(async () => {
  receiver = await startReceiver();
  sandbox = await startTestSandbox("heal-refunds");
});
afterEach(async () => {
  await sandbox.state.idle();
  await receiver.idle();
});
afterAll(async () => {
  await sandbox.close();
  await receiver.close();
});
beforeEach(async () => {
  place = await makePayingPlace(sandbox, receiver.url, crypto.randomUUID());
  gift = await orderGift(place, "alipay", 10_000n, receiver.url);
  await pay(place, gift);
});

const refundAtConsole = (amountFen: number, over: Record<string, unknown> = {}) =>
  control<{ refundId: string }>(sandbox, "refund", { paymentId: gift.paymentId, amountFen, ...over });

async function takeBills(): Promise<void> {
  await control(sandbox, "settle", {});
  const provider = await providerOfCredential(place.credentials.alipay);
  const now = new Date();
  for (const source of ["alipay-signcustomer", "alipay-trade"] as const) {
    const bill = await provider.fetchBill({ source, day: shanghaiDay(now), now });
    if (!bill.ok) throw new Error(`no bill: ${bill.detail}`);
    const { fileName, bytes } = bill;
    const { organizationId } = place;
    const read = await importStatement({
      organizationId,
      source,
      account: null,
      fileName,
      bytes,
      origin: "fetched",
      userId: null,
      now,
    });
    expect(read).toMatchObject({ ok: true });
  }
  await reconcileOrganization(place.organizationId, now);
}

const missing = async () =>
  (
    await db.rows<{ fen: bigint }>(
      "select amount_fen as fen from reconciliation_break where state = 'open' and kind = 'refund-missing' order by 1",
    )
  ).map(({ fen }) => fen);
const refunds = () =>
  db.rows<{ id: string; fen: bigint; name: string }>(
    "select id, amount_fen as fen, provider_refund_id as name from refund order by promised_at, id",
  );
const refunded = async () => (await fundTerms([place.fundId])).get(place.fundId)?.refunded;

describe("a refund made at Alipay's own site of which nothing was heard", () => {
  it("is found by the bill, asked about, booked once, and its break is over", async () => {
    const { refundId } = await refundAtConsole(3_000, { deliver: "lost" });
    expect(await refunds()).toEqual([]);
    await takeBills();
    expect(await missing()).toEqual([3_000n]);
    expect(await healRefunds(place.organizationId, new Date())).toBe(1);
    expect(await refunds()).toMatchObject([{ fen: 3_000n, name: refundId }]);
    expect(await refunded()).toBe(3_000n);
    await reconcileOrganization(place.organizationId, new Date());
    expect(await missing()).toEqual([]);
    expect(await healRefunds(place.organizationId, new Date())).toBe(0);
    expect((await findGift(gift.donationId))?.status).toBe("partially-refunded");
    expect((await booksOf(place)).payable).toBe(0n);
  });

  it("stays booked once when the message comes after all", async () => {
    // Kept back by the sandbox until it is told to deliver.
    await fault(place, "alipay.notify", "reordered");
    await refundAtConsole(3_000);
    await takeBills();
    expect(await refunds()).toEqual([]);
    expect(await healRefunds(place.organizationId, new Date())).toBe(1);
    const { deliveries } = await control<{ deliveries: unknown[] }>(sandbox, "deliver", {});
    expect(deliveries).toHaveLength(1);
    expect(await refunds()).toHaveLength(1);
    expect(await refunded()).toBe(3_000n);
    expect(await db.rows("select 1 from quarantine")).toEqual([]);
  });

  it("is healed by the worker that fetches the bills, without anybody's doing", async () => {
    await refundAtConsole(3_000, { deliver: "lost" });
    await control(sandbox, "settle", {});
    await fetchStatements(new Date());
    expect(await refunds()).toMatchObject([{ fen: 3_000n }]);
    expect(await missing()).toEqual([]);
  });

  it("is left to people where a later message has booked it within its sum", async () => {
    await refundAtConsole(2_000, { deliver: "lost" });
    await refundAtConsole(3_000);
    expect(await refunded()).toBe(5_000n);
    await takeBills();
    expect(await missing()).toEqual([2_000n, 3_000n]);
    expect(await healRefunds(place.organizationId, new Date())).toBe(0);
    expect(await refunded()).toBe(5_000n);
  });
});
