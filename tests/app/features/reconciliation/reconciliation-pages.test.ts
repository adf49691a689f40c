import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { createApiKey } from "#app/features/identity/create-api-key.server.ts";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import {
  loadDay,
  loadDays,
  loadPublicReconciliation,
  loadRows,
} from "#app/features/reconciliation/load-pages.server.ts";
import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import type { ReconciliationReader } from "#app/features/reconciliation/reconciliation-access.server.ts";
import { takeStatement } from "#app/features/reconciliation/statement-api.server.ts";
import { db } from "#app/lib/db.server.ts";
import { loader as breaksLoader } from "#app/routes/api.v1.reconciliation-breaks.ts";
import { loader as runsLoader } from "#app/routes/api.v1.reconciliation-runs.ts";
import { makeMember } from "#tests/factories/spending.ts";
import {
  type Charity,
  DAY,
  giftLines,
  ledgerFile,
  makeCharity,
  makePaidGift,
  makeUnheardGift,
  NEXT_MORNING,
  otherLine,
} from "./statement-files.ts";

async function makeReconciled(): Promise<Charity> {
  const charity = await makeCharity();
  const lines = [
    ...giftLines(await makePaidGift(charity, 10_000n)),
    ...giftLines(await makeUnheardGift(charity, 20_000n)),
    otherLine({ type: "在线支付", amountFen: 5n }),
  ];
  await importStatement({
    organizationId: charity.organizationId,
    source: "alipay-signcustomer",
    account: null,
    fileName: "bill.csv",
    bytes: ledgerFile(charity, lines),
    origin: "upload",
    userId: null,
    now: NEXT_MORNING,
  });
  await reconcileOrganization(charity.organizationId, NEXT_MORNING);
  return charity;
}

const slugOf = async (charity: Charity): Promise<string> =>
  (
    await db.rows<{ slug: string }>("select slug from organization where id = $1", [charity.organizationId])
  )[0]?.slug ?? "";

async function readerOf(charity: Charity): Promise<ReconciliationReader> {
  const slug = await slugOf(charity);
  return {
    userId: "",
    userName: "周",
    organization: { id: charity.organizationId, slug, name: "演示", nameEn: "Demo" },
    role: "clerk",
    mayUpload: true,
    query: "",
  };
}

test("the workspace shows days, sums, breaks and lines", async () => {
  const charity = await makeReconciled();
  const reader = await readerOf(charity);
  const days = await loadDays(reader, null, NEXT_MORNING);
  expect(days.days).toMatchObject([
    { day: DAY, matchedFen: 10_000n, explainedFen: 60n, openFen: 20_125n, breakCount: 3 },
  ]);
  expect(days.open).toEqual({ count: 3, fen: 20_125n });
  const day = await loadDay(reader, DAY, NEXT_MORNING);
  expect(day.books).toMatchObject({
    orderCount: 1,
    orderFen: 10_000n,
    providerCount: 3,
    ledgerCount: 1,
    ledgerFen: 10_000n,
  });
  const url = (query: string) =>
    new URL(`https://x.test/workspace/reconciliation/${DAY}/alipay-signcustomer${query}`);
  const all = await loadRows(reader, { day: DAY, source: "alipay-signcustomer" }, url(""));
  const open = await loadRows(reader, { day: DAY, source: "alipay-signcustomer" }, url("?open=1"));
  expect([all.rows.length, open.rows.length]).toEqual([5, 3]);
  await expect(loadDay(reader, "2026-13-45", NEXT_MORNING)).rejects.toMatchObject({ status: 404 });
});

test("the public sees kinds, amounts, age and state, never a row or a counterparty", async () => {
  const charity = await makeReconciled();
  const page = await loadPublicReconciliation(await slugOf(charity), NEXT_MORNING);
  expect(page.openBreaks).toHaveLength(3);
  const text = JSON.stringify(page, (_key, value) => (typeof value === "bigint" ? String(value) : value));
  for (const secret of ["example.com", charity.sellerId, "subjectKey", "counterparty"])
    expect(text).not.toContain(secret);
  await expect(loadPublicReconciliation("nobody", NEXT_MORNING)).rejects.toMatchObject({ status: 404 });
});

test("the API lists runs and breaks a page at a time", async () => {
  const charity = await makeReconciled();
  const slug = await slugOf(charity);
  const get = async (load: typeof runsLoader, list: string, query: string) => {
    const request = new Request(`https://x.test/api/v1/${list}?organization=${slug}${query}`);
    const response = await load({ request, params: {}, context: {} });
    return { status: response.status, body: await response.json() };
  };
  const runs = await get(runsLoader, "reconciliation-runs", "");
  expect(runs.body.data).toEqual([
    {
      id: expect.any(String),
      organization: slug,
      source: "alipay-signcustomer",
      day: DAY,
      matchedFen: 10_000,
      explainedFen: 60,
      openFen: 20_125,
      state: "finished",
      currency: "CNY",
      breakCount: 3,
    },
  ]);
  const first = await get(breaksLoader, "reconciliation-breaks", "&limit=2");
  expect(first.body.data).toHaveLength(2);
  const second = await get(breaksLoader, "reconciliation-breaks", `&limit=2&cursor=${first.body.nextCursor}`);
  expect(second.body).toMatchObject({ data: [{ state: "open" }], nextCursor: null });
  expect(Object.keys(first.body.data[0]).sort()).toEqual([
    "ageDays",
    "amountFen",
    "currency",
    "day",
    "id",
    "kind",
    "openedAt",
    "organization",
    "resolvedAt",
    "source",
    "state",
  ]);
  expect((await get(runsLoader, "reconciliation-runs", "&cursor=nonsense")).status).toBe(422);
});

test("POST /statements takes a file once, and says which line is wrong", async () => {
  const charity = await makeCharity();
  const userId = await makeMember(charity.organizationId, "charity-clerk");
  const made = await createApiKey(
    { id: randomUUID(), organizationId: charity.organizationId, userId, name: "bank" },
    NEXT_MORNING,
  );
  const key = made.ok ? made.key : "";
  const bytes = ledgerFile(charity, giftLines(await makePaidGift(charity, 10_000n)));
  const post = async (
    file: Uint8Array,
    over: { source?: string; account?: string; key?: string; idempotencyKey?: string } = {},
  ) => {
    const form = new FormData();
    form.set("source", over.source ?? "alipay-signcustomer");
    form.set("account", over.account ?? charity.sellerId);
    form.set("file", new File([new Uint8Array(file)], "bill.csv"));
    const headers = new Headers({ authorization: `Bearer ${over.key ?? key}` });
    if (over.idempotencyKey) headers.set("idempotency-key", over.idempotencyKey);
    const request = new Request("https://x.test/api/v1/statements", { method: "POST", body: form, headers });
    const response = await takeStatement(request, NEXT_MORNING);
    return { status: response.status, body: await response.json() };
  };
  const first = await post(bytes, { idempotencyKey: "k1" });
  expect(first).toEqual({ status: 202, body: { id: expect.any(String), rows: 2, duplicates: 0 } });
  expect(await post(bytes, { idempotencyKey: "k1" })).toEqual(first);
  expect((await post(bytes)).body).toEqual({ ...first.body, duplicates: 2 });
  expect((await post(bytes, { key: "wrong" })).status).toBe(401);
  expect(await post(bytes, { account: "2088000000000000" })).toMatchObject({
    status: 422,
    body: { type: "urn:mingshan:problem:wrong-account" },
  });
  expect((await post(bytes, { source: "nonsense" })).body.errors[0].path).toBe("source");
  const broken = new TextEncoder().encode(
    new TextDecoder("gb18030").decode(bytes).replace(",100.00,", ",abc,"),
  );
  expect((await post(broken)).body).toMatchObject({
    type: "urn:mingshan:problem:bad-file",
    errors: expect.arrayContaining([{ path: "file:6", message: expect.stringContaining("6") }]),
  });
});
