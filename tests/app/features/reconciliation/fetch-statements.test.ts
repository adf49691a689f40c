import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSandbox } from "#scripts/sandbox/server.ts";

// The environment is read once, when the first module of the app asks for it: the sandbox must run before.
const folder = mkdtempSync(join(tmpdir(), "mingshan-sandbox-"));
const sandbox = await startSandbox({
  dataDir: folder,
  port: 0,
  smtpPort: 0,
  siteUrl: "http://127.0.0.1:1",
  retryScale: 0.001,
});
process.env.SANDBOX_URL = sandbox.url;
const { fetchStatements } = await import("#app/features/reconciliation/fetch-statements.server.ts");
const { saveCredential } = await import("#app/features/payments/credentials.server.ts");
const { confirmDonations } = await import("#app/features/donations/confirm-donations.server.ts");
const { openOrganizationAccounts } = await import("#app/features/ledger/open-accounts.server.ts");
const { accountBalances } = await import("#app/features/ledger/balances.server.ts");
const { db, transaction } = await import("#app/lib/db.server.ts");
const { newOrganizationId } = await import("#app/lib/ids.ts");
const { makeFund, makePendingGift, paidFact } = await import("#tests/factories/books.ts");

afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Provided {
  alipay: {
    gateway: string;
    appId: string;
    sellerId: string;
    appPrivateKey: string;
    alipayPublicKey: string;
  };
  stripe: {
    host: string;
    port: number;
    protocol: string;
    accountId: string;
    secretKey: string;
    webhookSecret: string;
  };
  bank: { name: string; accountNo: string };
}
let provided: Provided;
const SLUG = "chengxi";

async function control<T>(path: string, body: unknown): Promise<T> {
  const answer = await fetch(`${sandbox.url}/control/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status, await answer.clone().text()).toBeLessThan(300);
  return (await answer.json()) as T;
}

beforeAll(async () => {
  provided = await control<Provided>("merchants", { key: SLUG, name: "澄溪县慈善总会" });
});

async function makeMerchant() {
  const organizationId = newOrganizationId();
  await transaction(async (tx) => {
    await tx.run(
      "insert into division (code, name, name_en, level) values ('330122', '桐庐县', 'Tonglu', 'county')",
    );
    await tx.run(
      `insert into organization (id, slug, kind, name, name_en, division_code)
       values ($1, $2, 'charity', '澄溪县慈善总会', 'Chengxi Charity', '330122')`,
      [organizationId, SLUG],
    );
    await openOrganizationAccounts(tx, organizationId);
    await tx.run(
      `insert into bank_account (id, organization_id, bank, account_name, account_no, confirmed_at)
       values (gen_random_uuid(), $1, 'CCB', '澄溪县慈善总会', $2, now())`,
      [organizationId, provided.bank.accountNo],
    );
  });
  const { gateway, appId, sellerId, appPrivateKey, alipayPublicKey } = provided.alipay;
  const { host, port, protocol, accountId, secretKey, webhookSecret } = provided.stripe;
  const configs = [
    [
      "calipay000000",
      "alipay",
      { gateway, appId, sellerId, appPrivateKey, alipayPublicKey, keyType: "PKCS1" },
    ],
    [
      "cstripe000000",
      "stripe",
      { host, port, protocol, accountId, secretKey, webhookSecrets: [webhookSecret] },
    ],
  ] as const;
  for (const [id, provider, config] of configs) {
    expect(await saveCredential({ id, organizationId, provider, config, now: new Date() })).toEqual({
      ok: true,
    });
  }
  const fundId = await makeFund(organizationId);
  return { organizationId, fundId };
}

/** A gift paid at the provider and confirmed here, without a checkout page. */
async function give(
  place: { organizationId: string; fundId: string },
  provider: "alipay" | "stripe",
  amountFen: bigint,
): Promise<string> {
  const credentialId = provider === "alipay" ? "calipay000000" : "cstripe000000";
  const gift = await makePendingGift({ ...place, credentialId }, amountFen);
  await db.run("update payment set provider = $2 where id = $1", [gift.paymentId, provider]);
  const paidAt = new Date(Math.floor(Date.now() / 1000) * 1000 - 5_000);
  const { payments } = await control<{ payments: [{ tradeNo?: string; paymentIntent?: string }] }>(
    "history",
    {
      merchant: SLUG,
      provider,
      payments: [
        {
          paymentId: gift.paymentId,
          amountFen: Number(amountFen),
          paidAt: paidAt.toISOString(),
          subject: "捐赠",
        },
      ],
    },
  );
  const objectId = payments[0].tradeNo ?? payments[0].paymentIntent ?? "";
  await confirmDonations(
    [paidFact(gift, { provider, objectId, paymentObjectId: objectId, occurredAt: paidAt })],
    paidAt,
  );
  return gift.paymentId;
}

const openBreaks = () =>
  db.rows<{ kind: string; source: string; fen: bigint }>(
    "select kind, source, amount_fen as fen from reconciliation_break where state = 'open' order by kind, source",
  );

test("gifts, settled at the provider, are matched to zero; what is left out, added or changed is named and heals", async () => {
  const place = await makeMerchant();
  await give(place, "alipay", 10_000n);
  await give(place, "stripe", 50_000n);
  await control("settle", { merchant: SLUG });
  const first = await fetchStatements(new Date());
  expect(first.failureCount).toBe(0);
  expect(await openBreaks()).toEqual([]);
  expect(await db.rows("select 1 from unsettled_payment")).toEqual([]);
  expect(await db.rows("select sum(open_fen)::int8 as open from reconciliation_run")).toEqual([{ open: 0n }]);
  const accounts = [
    "clearing.calipay000000.CNY",
    "clearing.cstripe000000.CNY",
    `payout-in-transit.${place.organizationId}.CNY`,
  ];
  const balances = await accountBalances(accounts);
  expect([...balances.values()].slice(0, 2)).toEqual([0n, 0n]);

  const again = await fetchStatements(new Date());
  expect(again).toMatchObject({ newRowCount: 0, failureCount: 0 });

  const omitted = await give(place, "alipay", 20_000n);
  const changed = await give(place, "alipay", 30_000n);
  await control("settle", {
    merchant: SLUG,
    omit: [omitted],
    change: [{ id: changed, amountFen: 29_000 }],
    extra: [
      { merchant: SLUG, source: "alipay", amountFen: 700 },
      { merchant: SLUG, source: "bank", amountFen: 800, counterparty: "王某" },
    ],
  });
  await fetchStatements(new Date());
  const found = await openBreaks();
  expect(found).toEqual(
    expect.arrayContaining([
      { kind: "amount-mismatch", source: "alipay-signcustomer", fen: 1_000n },
      { kind: "bank-row-unexplained", source: "bank-ccb", fen: 800n },
      { kind: "missing-at-provider", source: "alipay-signcustomer", fen: 20_000n },
      { kind: "missing-in-ledger", source: "alipay-signcustomer", fen: 700n },
    ]),
  );

  await control("settle", { merchant: SLUG });
  await fetchStatements(new Date());
  expect((await openBreaks()).map((one) => one.kind)).not.toContain("missing-at-provider");
}, 60_000);
