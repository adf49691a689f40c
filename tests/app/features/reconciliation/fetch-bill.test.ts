import { describe, expect, test } from "vitest";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import type { BillResult } from "#app/features/payments/providers/provider.ts";
import { billDays } from "#app/features/reconciliation/bill-days.server.ts";
import { fetchBill } from "#app/features/reconciliation/fetch-statements.server.ts";
import { listFetches } from "#app/features/reconciliation/statement-health.server.ts";
import { db } from "#app/lib/db.server.ts";
import { addDays } from "#app/lib/time.ts";
import {
  type Charity,
  DAY,
  giftLines,
  ledgerFile,
  makeCharity,
  makeUnheardGift,
  NEXT_MORNING,
  stripeFile,
} from "./statement-files.ts";

const credentialOf = (charity: Charity) =>
  ({
    id: charity.credentialId,
    organizationId: charity.organizationId,
    provider: "alipay",
    providerAccount: `2021000000000001/${charity.sellerId}`,
  }) as Parameters<typeof fetchBill>[1];

async function fetchOnce(charity: Charity, bill: BillResult | Error, day = DAY) {
  const total = { organizationCount: 0, fileCount: 0, newRowCount: 0, failureCount: 0 };
  const provider = {
    fetchBill: async () => {
      if (bill instanceof Error) throw bill;
      return bill;
    },
  };
  await fetchBill(
    provider,
    credentialOf(charity),
    { source: "alipay-signcustomer", day, now: NEXT_MORNING },
    total,
  );
  return total;
}

describe("a day's bill", () => {
  test("that is not ready, fails, is wrong and then comes: each is seen, with its reason", async () => {
    const charity = await makeCharity();
    const bytes = ledgerFile(charity, giftLines(await makeUnheardGift(charity, 10_000n)));
    const fetched = { ok: true, source: "alipay-signcustomer", fileName: "a.zip" } as const;
    const seen = async () =>
      (await listFetches(charity.organizationId, DAY)).map(({ state, reason, attempts }) => [
        state,
        reason,
        attempts,
      ]);
    expect(await fetchOnce(charity, { ok: false, reason: "not-ready", detail: "" })).toMatchObject({
      failureCount: 0,
    });
    expect(await seen()).toEqual([["not-ready", "not-ready", 1]]);
    expect(await fetchOnce(charity, { ok: false, reason: "unknown", detail: "" })).toMatchObject({
      failureCount: 1,
    });
    expect(await seen()).toEqual([["failed", "unknown", 2]]);
    await fetchOnce(charity, new Error("a socket closed"));
    expect(await seen()).toEqual([["failed", "error", 3]]);
    await fetchOnce(charity, { ...fetched, bytes: bytes.slice(0, 200) });
    expect(await seen()).toEqual([["failed", "bad-file", 4]]);
    expect(await fetchOnce(charity, { ...fetched, bytes })).toMatchObject({
      newRowCount: 2,
      failureCount: 0,
    });
    expect(await seen()).toEqual([["fetched", null, 5]]);
    await fetchOnce(charity, { ...fetched, bytes });
    expect(await seen()).toEqual([["fetched", null, 1]]);
  });

  test("that failed longer ago than the last week is asked for again, once a minute", async () => {
    const charity = await makeCharity();
    const old = addDays(DAY, -30);
    await fetchOnce(charity, { ok: false, reason: "refused", detail: "" }, old);
    const asked = (seconds: number) =>
      billDays(credentialOf(charity), "alipay-signcustomer", {
        now: new Date(NEXT_MORNING.getTime() + seconds * 1000),
        withToday: false,
      });
    expect(await asked(0)).toContain(old);
    expect(await asked(10)).not.toContain(old);
    expect(await asked(70)).toContain(old);
  });
});

test("a payout whose parts come later is asked for again until they come", async () => {
  const charity = await makeCharity();
  const account = "acct_parts";
  const { organizationId } = charity;
  await db.run("update payment_credential set provider = 'stripe', provider_account = $2 where id = $1", [
    charity.credentialId,
    account,
  ]);
  const credential = { ...credentialOf(charity), provider: "stripe", providerAccount: account } as const;
  const transaction = (id: string, type: string, amount: number, source: string) => ({
    id,
    amount,
    fee: 0,
    net: amount,
    currency: "cny",
    created: new Date(`${DAY}T03:00:00Z`).getTime() / 1000,
    type,
    reporting_category: type,
    source,
  });
  const transactions = [
    transaction("txn_1", "charge", 9_000, "ch_1"),
    transaction("txn_2", "payout", -9_000, "po_1"),
  ];
  const payout = { id: "po_1", amount: 9_000, currency: "cny", status: "paid", arrival_date: 1_795_305_600 };
  const take = (members: { id: string; net: number }[] | null) =>
    importStatement({
      organizationId,
      source: "stripe",
      account: null,
      fileName: "books.ndjson",
      bytes: stripeFile(account, transactions, [{ payout, members }]),
      origin: "fetched",
      userId: null,
      now: NEXT_MORNING,
    });
  const asked = (day: string) =>
    billDays(credential, "stripe", { now: new Date(`${day}T09:00:00Z`), withToday: false });
  await take(null);
  expect(await asked("2026-11-30")).toContain(DAY);
  expect(await take([{ id: "txn_1", net: 9_000 }])).toMatchObject({ ok: true, newRowCount: 0 });
  expect(await db.rows("select warnings from statement")).toEqual([{ warnings: [] }]);
  expect(await asked("2026-12-01")).not.toContain(DAY);
});
