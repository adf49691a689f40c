import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { findGivingTarget } from "#app/features/funds/giving-queries.server.ts";
import { type SaveChannelResult, saveChannel } from "#app/features/payments/channel-form.server.ts";
import { listCredentialActs } from "#app/features/payments/credential-acts.server.ts";
import { openConfig, sealConfig } from "#app/features/payments/credential-cipher.server.ts";
import { saveCredential } from "#app/features/payments/credentials.server.ts";
import { providerFor } from "#app/features/payments/providers/index.server.ts";
import { resealCredentials } from "#app/features/payments/reseal-credentials.server.ts";
import { disableChannel, enableChannel, testChannel } from "#app/features/payments/switch-channel.server.ts";
import { db } from "#app/lib/db.server.ts";
import * as environment from "#app/lib/env.server.ts";
import { dictionary } from "#app/lib/i18n.ts";
import { newCredentialId } from "#app/lib/ids.ts";
import { action, loader } from "#app/routes/workspace.settings_.$provider.tsx";
import type { Sandbox } from "#scripts/sandbox/server.ts";
import { temporaryFolder } from "#scripts/services/place.ts";
import { makeFund, makeOrganization } from "#tests/factories/books.ts";
import { control, startTestSandbox } from "#tests/factories/giving.ts";
import { makeMember, requestOf } from "#tests/factories/people.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox("channels");
});
afterAll(() => sandbox.close());

const now = new Date();
const real = environment.env();
const inEnvironment = (over: Partial<environment.Env>) =>
  vi.spyOn(environment, "env").mockReturnValue({ ...real, SANDBOX_URL: sandbox.url, ...over });

type Named<Name extends string> = Record<Name, string>;
interface Keys {
  alipay: Named<"appId" | "sellerId" | "appPrivateKey" | "alipayPublicKey">;
  stripe: Named<"accountId" | "secretKey" | "webhookSecret">;
}

/** A charity without any channel, and the keys that the sandbox gives it. */
async function newCharity() {
  const { organizationId, credentialId } = await makeOrganization();
  await db.run("delete from account where credential_id = $1", [credentialId]);
  await db.run("delete from payment_credential where id = $1", [credentialId]);
  const slug = `f-${organizationId}`;
  await makeFund(organizationId, { slug });
  const userId = await makeMember(organizationId, "charity-approver");
  const keys = await control<Keys>(sandbox, "merchants", { key: organizationId, name: "演示慈善会" });
  return { organizationId, userId, slug, keys };
}
type Charity = Awaited<ReturnType<typeof newCharity>>;

const save = (charity: Charity, provider: "alipay" | "stripe", over: Record<string, string> = {}) => {
  const { appId, sellerId, appPrivateKey, alipayPublicKey } = charity.keys.alipay;
  const { accountId, secretKey, webhookSecret } = charity.keys.stripe;
  const typed: Record<string, string> =
    provider === "alipay"
      ? { appId, sellerId, appPrivateKey, alipayPublicKey }
      : { accountId, secretKey, webhookSecret };
  const { organizationId, userId } = charity;
  return saveChannel({
    organizationId,
    userId,
    provider,
    typed: { ...typed, ...over },
    now,
  });
};
const giving = async (charity: Charity) => (await findGivingTarget("project", charity.slug, now))?.giving;
const isSaid = (key: string) =>
  ["zh", "en"].every((lng) => dictionary.getFixedT(lng, "channels")(key as "crumb") !== key);
const credentials = () =>
  db.rows<{ id: string; keyId: string; sealed: Buffer; testedAt: Date | null }>(
    `select id, key_id as "keyId", config_sealed as sealed, self_tested_at as "testedAt" from payment_credential`,
  );

describe("keys of a payment channel", () => {
  it("are tested at the provider, stored sealed, and open giving; replaced with what is left empty kept", async () => {
    inEnvironment({});
    const charity = await newCharity();
    expect(await giving(charity)).toMatchObject({ open: false, reason: "no-payment-channel" });
    expect(await save(charity, "alipay")).toEqual({ ok: true, isTested: true });
    expect(await giving(charity)).toEqual({ open: true, providers: ["alipay"] });
    const [stored] = await credentials();
    expect(stored?.sealed.toString("latin1")).not.toContain(charity.keys.alipay.sellerId);
    expect(await save(charity, "alipay", { appPrivateKey: "", alipayPublicKey: "" })).toMatchObject({
      ok: true,
    });
    expect(await credentials()).toHaveLength(1);
    expect((await listCredentialActs(charity.organizationId)).map(({ kind }) => kind)).toEqual([
      "saved",
      "saved",
    ]);
  });

  const otherKey = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const privatePem = otherKey.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const publicPem = otherKey.publicKey.export({ type: "spki", format: "pem" }).toString();
  const wrong: [string, "alipay" | "stripe", Record<string, string>, Record<string, string>][] = [
    [
      "nothing",
      "alipay",
      { appId: "", sellerId: "1", appPrivateKey: "", alipayPublicKey: "" },
      {
        appId: "format_appId",
        sellerId: "format_sellerId",
        appPrivateKey: "format_appPrivateKey",
        alipayPublicKey: "format_alipayPublicKey",
      },
    ],
    [
      "a private key that is none",
      "alipay",
      { appPrivateKey: "x".repeat(400) },
      { appPrivateKey: "bad-private-key" },
    ],
    [
      "a public key that is none",
      "alipay",
      { alipayPublicKey: "y".repeat(400) },
      { alipayPublicKey: "bad-public-key" },
    ],
    [
      "one's own public key",
      "alipay",
      { appPrivateKey: privatePem, alipayPublicKey: publicPem },
      {
        alipayPublicKey: "own-public-key",
      },
    ],
    [
      "a private key Alipay does not know",
      "alipay",
      { appPrivateKey: privatePem },
      {
        appPrivateKey: "private-key-refused",
      },
    ],
    [
      "an application Alipay does not know",
      "alipay",
      { appId: "2021999999999999" },
      { appId: "unknown-app" },
    ],
    [
      "another public key",
      "alipay",
      { alipayPublicKey: publicPem },
      { alipayPublicKey: "answer-not-verified" },
    ],
    ["certificates that are not whole", "alipay", { appCert: "x" }, { appCert: "certIncomplete" }],
    [
      "certificates that are none",
      "alipay",
      { appCert: "x", alipayCert: "y", rootCert: "z" },
      {
        appCert: "certUnreadable",
      },
    ],
    [
      "a card account's key that is none",
      "stripe",
      { secretKey: "pk_test_1" },
      { secretKey: "format_secretKey" },
    ],
    [
      "a card key Stripe does not know",
      "stripe",
      { secretKey: "sk_test_nobody" },
      { secretKey: "secret-key-refused" },
    ],
    ["another card account", "stripe", { accountId: "acct_other" }, { accountId: "other-account" }],
  ];
  it.each(wrong)("%s: refused at the right field, nothing stored", async (_, provider, over, errors) => {
    inEnvironment({});
    const charity = await newCharity();
    const result: SaveChannelResult = await save(charity, provider, over);
    expect(result).toEqual({ ok: false, errors });
    for (const key of Object.values(errors)) expect(isSaid(key), key).toBe(true);
    expect(await credentials()).toEqual([]);
  });

  it("of a provider that does not answer are kept untested, offered once the test passes", async () => {
    const charity = await newCharity();
    inEnvironment({ SANDBOX_URL: "http://127.0.0.1:9" });
    expect(await save(charity, "alipay")).toEqual({ ok: true, isTested: false });
    expect(await giving(charity)).toMatchObject({ open: false, reason: "no-payment-channel" });
    const [stored] = await credentials();
    const act = {
      organizationId: charity.organizationId,
      credentialId: stored?.id ?? "",
      userId: charity.userId,
      now,
    };
    expect(await testChannel(act)).toEqual({ ok: false, reason: "no-answer" });
    inEnvironment({});
    await save(charity, "alipay");
    expect(await testChannel(act)).toEqual({ ok: true, repeated: false });
    expect(await giving(charity)).toMatchObject({ open: true });
  });

  it("of another account wait until the present channel is off; off and on are acts, safe twice", async () => {
    inEnvironment({});
    const charity = await newCharity();
    const other = await newCharity();
    await save(charity, "alipay");
    const [stored] = await credentials();
    const act = {
      organizationId: charity.organizationId,
      credentialId: stored?.id ?? "",
      userId: charity.userId,
      now,
    };
    const foreign = other.keys.alipay;
    expect(await save(charity, "alipay", foreign)).toEqual({ ok: false, errors: { appId: "otherAccount" } });
    const off = await Promise.all([disableChannel(act), disableChannel(act)]);
    expect(off.map((one) => one.ok && one.repeated).sort()).toEqual([false, true]);
    expect(await giving(charity)).toMatchObject({ open: false });
    expect(await save(charity, "alipay", foreign)).toMatchObject({ ok: true });
    expect(await enableChannel(act)).toEqual({ ok: false, reason: "another-in-use" });
    expect(await disableChannel({ ...act, organizationId: other.organizationId })).toEqual({
      ok: false,
      reason: "not-found",
    });
    expect((await listCredentialActs(charity.organizationId)).map(({ kind }) => kind).sort()).toEqual([
      "disabled",
      "saved",
      "saved",
    ]);
  });

  it("accept the old signing secret beside the new one until it is retired", async () => {
    inEnvironment({});
    const charity = await newCharity();
    await save(charity, "stripe");
    const secrets = async () => {
      const [row] = await credentials();
      const config = openConfig(row?.id ?? "", row?.keyId ?? "", row?.sealed ?? Buffer.alloc(0));
      return (config as { webhookSecrets: string[] }).webhookSecrets;
    };
    const first = charity.keys.stripe.webhookSecret;
    await save(charity, "stripe", { webhookSecret: "whsec_second_one", secretKey: "" });
    expect(await secrets()).toEqual(["whsec_second_one", first]);
    await save(charity, "stripe", { webhookSecret: "whsec_third_one" });
    expect(await secrets()).toEqual(["whsec_third_one", "whsec_second_one"]);
    await save(charity, "stripe", { webhookSecret: "", dropOld: "yes" });
    expect(await secrets()).toEqual(["whsec_third_one"]);
  });

  it("of test mode and gateways of this machine are refused on a real site", async () => {
    const charity = await newCharity();
    const { appId, sellerId, appPrivateKey, alipayPublicKey } = charity.keys.alipay;
    const config = { appId, sellerId, appPrivateKey, alipayPublicKey };
    const keep = (gateway: string) =>
      saveCredential({
        id: newCredentialId(),
        organizationId: charity.organizationId,
        provider: "alipay",
        config: { ...config, gateway },
        now,
      });
    inEnvironment({ DEMO: false, NODE_ENV: "production" });
    expect(await keep(`${sandbox.url}/gateway.do`)).toMatchObject({ reason: "loopback-outside-demo" });
    expect(await keep("https://openapi-sandbox.dl.alipaydev.com/gateway.do")).toMatchObject({
      reason: "test-mode-outside-demo",
    });
    expect(await keep("https://openapi.alipay.com/gateway.do")).toEqual({ ok: true });
  });

  it("in certificate mode name the certificates in every request and are proven by them", async () => {
    inEnvironment({});
    const charity = await newCharity();
    const folder = mkdtempSync(join(temporaryFolder("certificates"), "c-"));
    const certificate = (name: string, key: string): string => {
      writeFileSync(join(folder, `${name}.key`), key);
      const made = ["req", "-x509", "-new", "-key", `${name}.key`, "-subj", `/CN=${name}`, "-days", "30"];
      execFileSync("openssl", [...made, "-out", `${name}.crt`], { cwd: folder, stdio: "pipe" });
      return readFileSync(join(folder, `${name}.crt`), "utf8");
    };
    const cert = certificate("app", charity.keys.alipay.appPrivateKey);
    const alipay = certificate("alipay", privatePem);
    const config = {
      gateway: `${sandbox.url}/gateway.do`,
      ...charity.keys.alipay,
      alipayPublicKey: publicPem,
      certificates: { app: cert, alipay, root: cert },
    };
    const opened = await providerFor("alipay", config).createOrder({
      paymentId: "p1",
      amountFen: 100n,
      currency: "CNY",
      subject: "x",
      returnUrl: "",
      cancelUrl: "",
      notifyUrl: "",
      expiresAt: now,
      device: "desktop",
      now,
    });
    const query = new URL(opened.ok ? opened.payUrl : "http://none").searchParams;
    expect(query.get("app_cert_sn")).toMatch(/^[0-9a-f]{32}$/);
    expect(query.get("alipay_root_cert_sn")).toMatch(/^[0-9a-f]{32}$/);
    // The sandbox signs with another key than this certificate's.
    const typed = { appCert: cert, alipayCert: alipay, rootCert: cert };
    expect(await save(charity, "alipay", typed)).toEqual({
      ok: false,
      errors: { alipayPublicKey: "answer-not-verified" },
    });
  });
});

describe("rotating the key that seals", () => {
  it("brings every row under the new key, once, and says what remains", async () => {
    const charity = await newCharity();
    inEnvironment({});
    await save(charity, "alipay");
    const old = real.CREDENTIAL_KEYS[0];
    if (!old) throw new Error("a key");
    const fresh = { id: "fresh", key: Buffer.alloc(32, 7) };
    inEnvironment({ CREDENTIAL_KEYS: [fresh, old] });
    const [before] = await credentials();
    const opened = openConfig(before?.id ?? "", before?.keyId ?? "", before?.sealed ?? Buffer.alloc(0));
    const both = await Promise.all([resealCredentials(now), resealCredentials(now)]);
    expect(both.reduce((sum, one) => sum + one.resealed, 0)).toBe(1);
    expect(await resealCredentials(now)).toEqual({ resealed: 0, remaining: 0, unreadable: 0 });
    inEnvironment({ CREDENTIAL_KEYS: [fresh] });
    const [after] = await credentials();
    expect(after?.keyId).toBe("fresh");
    expect(openConfig(after?.id ?? "", "fresh", after?.sealed ?? Buffer.alloc(0))).toEqual(opened);
    expect((await listCredentialActs(charity.organizationId))[0]).toMatchObject({
      kind: "resealed",
      by: null,
    });
    inEnvironment({ CREDENTIAL_KEYS: [old] });
    expect(await resealCredentials(now)).toEqual({ resealed: 0, remaining: 1, unreadable: 1 });
  });

  it("binds a sealed value to its row and its key", () => {
    const { keyId, sealed } = sealConfig("a", { secret: 1 });
    expect(openConfig("a", keyId, sealed)).toEqual({ secret: 1 });
    expect(() => openConfig("b", keyId, sealed)).toThrow();
    expect(() => openConfig("a", "none", sealed)).toThrow("among CREDENTIAL_KEYS");
    sealed[20] = (sealed[20] ?? 0) ^ 1;
    expect(() => openConfig("a", keyId, sealed)).toThrow();
  });
});

describe("the page of a channel", () => {
  it("takes keys from approvers alone and gives no secret back", async () => {
    inEnvironment({});
    const charity = await newCharity();
    const clerk = await makeMember(charity.organizationId, "charity-clerk");
    const args = async (userId: string, body?: Record<string, string>) => ({
      request: await requestOf(
        userId,
        "/workspace/settings/alipay",
        body ? { method: "POST", body: new URLSearchParams(body) } : {},
      ),
      params: { provider: "alipay" },
      context: {},
    });
    await expect(loader(await args(clerk))).rejects.toMatchObject({ status: 403 });
    const { appId, sellerId, appPrivateKey, alipayPublicKey } = charity.keys.alipay;
    const refused = await action(
      await args(charity.userId, { appId, sellerId: "1", appPrivateKey, alipayPublicKey }),
    );
    expect(JSON.stringify(refused)).toContain("format_sellerId");
    expect(JSON.stringify(refused)).not.toContain("PRIVATE");
    const saved = await action(
      await args(charity.userId, { appId, sellerId, appPrivateKey, alipayPublicKey }),
    );
    expect((saved as Response).headers.get("location")).toBe("/workspace/settings?done=saved");
    const shown = await loader(await args(charity.userId));
    expect(shown).toMatchObject({
      known: { appId, sellerId },
      webhookUrl: expect.stringContaining("/webhooks/alipay/"),
    });
    expect(JSON.stringify(shown)).not.toMatch(/KEY-----/);
  });
});
