import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findGift } from "#app/features/donations/queries.server.ts";
import { receiveNotification } from "#app/features/donations/receive-notification.server.ts";
import { type StartDonationInput, startDonation } from "#app/features/donations/start-donation.server.ts";
import { sweepPayments } from "#app/features/donations/sweep-payments.server.ts";
import { findGivingTarget } from "#app/features/funds/giving-queries.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { saveCredential } from "#app/features/payments/credentials.server.ts";
import { readWaiting } from "#app/features/reconciliation/waiting-states.server.ts";
import { db } from "#app/lib/db.server.ts";
import { newCredentialId } from "#app/lib/ids.ts";
import { type Sandbox, startSandbox } from "#scripts/sandbox/server.ts";
import { temporaryFolder } from "#scripts/services/place.ts";
import { makeFund, makeOrganization } from "#tests/factories/books.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({
    dataDir: temporaryFolder("start-donation"),
    port: 0,
    smtpPort: 0,
    siteUrl: "http://127.0.0.1:1",
    retryScale: 0.001,
  });
});
afterAll(() => sandbox.close());

async function control<T>(path: string, body: unknown): Promise<T> {
  const answer = await fetch(`${sandbox.url}/control/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as T;
}

interface Merchant {
  alipay: Record<string, string>;
  stripe: Record<string, string>;
}

async function openCharity() {
  const made = await makeOrganization();
  await db.run("delete from account where credential_id = $1", [made.credentialId]);
  await db.run("delete from payment_credential where id = $1", [made.credentialId]);
  await db.run("update organization set overseas_card_basis = '演示' where id = $1", [made.organizationId]);
  const merchant = await control<Merchant>("merchants", { key: made.organizationId, name: "演示慈善会" });
  const { alipay, stripe } = merchant;
  const credentials = { alipay: newCredentialId(), stripe: newCredentialId() };
  const now = new Date();
  const config = {
    gateway: alipay.gateway,
    appId: alipay.appId,
    sellerId: alipay.sellerId,
    appPrivateKey: alipay.appPrivateKey,
    alipayPublicKey: alipay.alipayPublicKey,
    keyType: "PKCS1",
  };
  expect(
    await saveCredential({
      id: credentials.alipay,
      organizationId: made.organizationId,
      provider: "alipay",
      config,
      now,
    }),
  ).toEqual({ ok: true });
  const card = {
    secretKey: stripe.secretKey,
    webhookSecrets: [stripe.webhookSecret],
    accountId: stripe.accountId,
    host: stripe.host,
    port: stripe.port,
    protocol: stripe.protocol,
  };
  expect(
    await saveCredential({
      id: credentials.stripe,
      organizationId: made.organizationId,
      provider: "stripe",
      config: card,
      now,
    }),
  ).toEqual({ ok: true });
  const fundId = await makeFund(made.organizationId, { slug: `f-${made.organizationId}` });
  const target = await findGivingTarget("project", `f-${made.organizationId}`, now);
  if (!target) throw new Error("the fund is not published");
  return { fundId, target, credentials };
}

type Charity = Awaited<ReturnType<typeof openCharity>>;

function gift(charity: Charity, over: Partial<StartDonationInput> = {}): StartDonationInput {
  return {
    target: charity.target,
    intention: "test:1",
    amountFen: 3_650n,
    provider: "alipay",
    visibility: "anonymous",
    userId: null,
    device: "desktop",
    now: new Date(),
    ...over,
  };
}

describe("startDonation", () => {
  it.each(["alipay", "stripe"] as const)(
    "makes one gift of one intention through %s, twice and at once",
    async (provider) => {
      const charity = await openCharity();
      const started = await Promise.all([1, 2, 3].map(() => startDonation(gift(charity, { provider }))));
      const again = await startDonation(gift(charity, { provider }));
      expect(new Set([...started, again].map((one) => (one.ok ? one.donationId : one.reason))).size).toBe(1);
      expect(again).toMatchObject({ ok: true });
      expect(await db.rows("select 1 from payment")).toHaveLength(1);
      if (again.ok) expect(await findGift(again.donationId)).toMatchObject({ status: "pending", own: null });
      if (again.ok) expect((await findGift(again.donationId, again.token))?.own?.payUrl).toBe(again.payUrl);
    },
  );

  it("refuses the same intention with another amount, and a closed fund", async () => {
    const charity = await openCharity();
    await startDonation(gift(charity));
    expect(await startDonation(gift(charity, { amountFen: 1n }))).toEqual({
      ok: false,
      reason: "other-content",
    });
    const closed = {
      ...charity.target,
      giving: { open: false, reason: "ended", designatedPlatformUrl: null },
    } as const;
    expect(await startDonation(gift(charity, { target: closed, intention: "x" }))).toEqual({
      ok: false,
      reason: "closed",
    });
  });

  it("keeps the gift when the provider is away, and finishes it at the next try", async () => {
    const charity = await openCharity();
    await control("fault", { operation: "POST /v1/checkout/sessions", kind: "500", times: 10 });
    const first = await startDonation(gift(charity, { provider: "stripe" }));
    expect(first).toMatchObject({ ok: false, reason: "provider-unavailable" });
    await fetch(`${sandbox.url}/control/fault`, { method: "DELETE" });
    expect(await startDonation(gift(charity, { provider: "stripe" }))).toMatchObject({ ok: true });
    expect(await db.rows("select 1 from donation")).toHaveLength(1);
    expect(await db.rows("select 1 from payment where closed_at is null")).toHaveLength(1);
  });
});

describe("sweepPayments", () => {
  it.each(["alipay", "stripe"] as const)(
    "heals a lost notification of %s by asking, once",
    async (provider) => {
      const charity = await openCharity();
      const started = await startDonation(gift(charity, { provider }));
      if (!started.ok) throw new Error(started.reason);
      await control("pay", { payUrl: started.payUrl, outcome: "paid", deliver: "lost" });
      const later = new Date(Date.now() + 15_000);
      expect((await sweepPayments(later)).applied).toBe(1);
      expect((await findGift(started.donationId))?.status).toBe("paid");
      expect((await sweepPayments(new Date(later.getTime() + 60_000))).applied).toBe(0);
      expect((await fundTerms([charity.fundId])).get(charity.fundId)).toMatchObject({
        raised: 3_650n,
        donationCount: 1n,
      });
    },
  );

  it("closes what ran out unpaid, at the provider and here", async () => {
    const charity = await openCharity();
    const started = await startDonation(gift(charity));
    if (!started.ok) throw new Error(started.reason);
    await db.run(
      "update payment set opened_at = now() - interval '3 hours', expires_at = now() - interval '2 hours'",
    );
    await sweepPayments(new Date());
    expect((await findGift(started.donationId))?.status).toBe("closed");
  });

  it("closes nothing while the provider does not answer: it may have been paid", async () => {
    const charity = await openCharity();
    const started = await startDonation(gift(charity, { provider: "stripe" }));
    if (!started.ok) throw new Error(started.reason);
    await db.run(
      "update payment set opened_at = now() - interval '3 hours', expires_at = now() - interval '2 hours'",
    );
    await control("fault", { operation: "*", kind: "500", times: 20 });
    await sweepPayments(new Date());
    await fetch(`${sandbox.url}/control/fault`, { method: "DELETE" });
    expect((await findGift(started.donationId))?.status).toBe("pending");
    const waiting = await readWaiting([charity.target.organizationId], new Date(), ["payment-unknown"]);
    expect(waiting).toMatchObject([{ count: 1, overdueCount: 1, amountFen: 3_650n }]);
  });
});

describe("receiveNotification", () => {
  it("answers 404 for an unknown credential, 400 for a forged message, and changes nothing", async () => {
    const charity = await openCharity();
    const started = await startDonation(gift(charity));
    if (!started.ok) throw new Error(started.reason);
    const body = Buffer.from(
      "trade_status=TRADE_SUCCESS&sign_type=RSA2&sign=AAAA&out_trade_no=p&total_amount=36.50",
    );
    const now = new Date();
    expect(await receiveNotification("alipay", "c000000000000", body, {}, now)).toMatchObject({
      status: 404,
    });
    expect(await receiveNotification("stripe", charity.credentials.alipay, body, {}, now)).toMatchObject({
      status: 404,
    });
    expect(await receiveNotification("alipay", charity.credentials.alipay, body, {}, now)).toMatchObject({
      status: 400,
    });
    expect((await findGift(started.donationId))?.status).toBe("pending");
    expect(await db.rows("select 1 from provider_event")).toHaveLength(0);
  });
});
