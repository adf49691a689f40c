import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { providerFor } from "#app/features/payments/providers/index.server.ts";
import type {
  OrderRequest,
  PaymentProvider,
  ProviderFact,
  ProviderName,
  VerifyResult,
} from "#app/features/payments/providers/provider.ts";
import { readStatement } from "#app/features/payments/statements/read-statement.ts";
import { startSandbox } from "#scripts/sandbox/server.ts";

// The adapters against the sandbox, through the real SDKs. The receiver stands where the site would.
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let directory: string;
let receiver: Server;
let receiverUrl: string;
const received: { provider: ProviderName; body: Buffer; headers: IncomingHttpHeaders }[] = [];
const providers = new Map<ProviderName, PaymentProvider>();
let count = 0;

async function control<T>(path: string, body: unknown): Promise<T> {
  const response = await fetch(`${sandbox.url}/control/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

interface Merchant {
  alipay: Record<string, unknown>;
  stripe: {
    host: string;
    port: number;
    protocol: string;
    accountId: string;
    secretKey: string;
    webhookSecret: string;
  };
}

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const provider = request.url === "/alipay" ? "alipay" : "stripe";
      received.push({ provider, body: Buffer.concat(parts), headers: request.headers });
      response.end(providers.get(provider)?.acknowledgement);
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  directory = await mkdtemp(join(tmpdir(), "sandbox-"));
  sandbox = await startSandbox({
    dataDir: directory,
    port: 0,
    smtpPort: 0,
    siteUrl: "http://127.0.0.1:1",
    retryScale: 0.001,
  });
  const { alipay, stripe } = await control<Merchant>("merchants", {
    key: "c1",
    name: "明善公益基金会",
    notify: { alipayUrl: `${receiverUrl}/alipay`, stripeUrl: `${receiverUrl}/stripe` },
  });
  providers.set("alipay", providerFor("alipay", { ...alipay, timeoutMs: 1_000 }));
  const { host, port, protocol, accountId, secretKey, webhookSecret } = stripe;
  const config = {
    host,
    port,
    protocol,
    accountId,
    secretKey,
    webhookSecrets: [webhookSecret],
    timeoutMs: 2_000,
  };
  providers.set("stripe", providerFor("stripe", config));
});

afterAll(async () => {
  await sandbox.close();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
  await rm(directory, { recursive: true, force: true });
});

beforeEach(() => {
  received.length = 0;
});

function provider(name: ProviderName): PaymentProvider {
  const found = providers.get(name);
  if (found === undefined) throw new Error(name);
  return found;
}

async function order(name: ProviderName, change: Partial<OrderRequest> = {}) {
  count += 1;
  const now = new Date();
  const paymentId = `ptestfund${String(count).padStart(12, "0")}`;
  const result = await provider(name).createOrder({
    paymentId,
    amountFen: 10050n,
    currency: "CNY",
    subject: "希望小学 捐赠",
    returnUrl: "http://127.0.0.1:1/thanks",
    cancelUrl: "http://127.0.0.1:1/projects/x",
    notifyUrl: `${receiverUrl}/${name}`,
    expiresAt: new Date(now.getTime() + 3_600_000),
    device: "desktop",
    now,
    ...change,
  });
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  return { paymentId, payUrl: result.payUrl, providerOrderId: result.providerOrderId, now };
}

function verified(): VerifyResult[] {
  return received.map(({ provider: name, body, headers }) =>
    provider(name).verifyNotification(body, headers, new Date()),
  );
}

function facts(type?: string): ProviderFact[] {
  const all = verified().flatMap((result) => (result.ok ? result.events : []));
  return type === undefined ? all : all.filter((fact) => fact.type === type);
}

function refusals(): string[] {
  return [...new Set(verified().flatMap((result) => (result.ok ? [] : [result.reason])))];
}

async function pay(name: ProviderName, options: Record<string, unknown> = {}) {
  const made = await order(name);
  await control("pay", { payUrl: made.payUrl, outcome: "paid", ...options });
  return made;
}

async function fault(operation: string, kind: string): Promise<void> {
  await control("fault", { operation, kind, times: 1 });
}

describe.each<ProviderName>(["alipay", "stripe"])("%s", (name) => {
  test("pending, paid, told and asked alike", async () => {
    const made = await order(name);
    expect(await provider(name).queryOrder(made)).toMatchObject({ ok: true, facts: [] });
    await control("pay", { payUrl: made.payUrl, outcome: "paid" });
    const [told] = facts("paid");
    expect(told).toMatchObject({
      paymentId: made.paymentId,
      amountFen: 10050n,
      currency: "CNY",
      sellerMatches: true,
    });
    const asked = await provider(name).queryOrder(made);
    expect(asked).toMatchObject({
      ok: true,
      state: "paid",
      facts: [{ type: "paid", objectId: told?.objectId, amountFen: 10050n, paymentId: made.paymentId }],
    });
    expect(await provider(name).closeOrder(made)).toMatchObject({
      ok: true,
      state: "paid",
      facts: [{ type: "paid" }],
    });
  });

  test("the same payment id opens one order", async () => {
    const first = await order(name);
    const again = await provider(name).createOrder({
      paymentId: first.paymentId,
      amountFen: 10050n,
      currency: "CNY",
      subject: "希望小学 捐赠",
      returnUrl: "http://127.0.0.1:1/thanks",
      cancelUrl: "http://127.0.0.1:1/projects/x",
      notifyUrl: `${receiverUrl}/${name}`,
      expiresAt: new Date(first.now.getTime() + 3_600_000),
      device: "desktop",
      now: first.now,
    });
    expect(again).toMatchObject({ ok: true, payUrl: first.payUrl, providerOrderId: first.providerOrderId });
  });

  test("closed before payment", async () => {
    const made = await order(name);
    await fetch(made.payUrl, { redirect: "manual" });
    expect(await provider(name).closeOrder(made)).toMatchObject({ ok: true, state: "closed" });
    expect(await provider(name).closeOrder(made)).toMatchObject({ ok: true, state: "closed" });
    expect(await provider(name).queryOrder(made)).toMatchObject({ ok: true, state: "closed" });
  });

  test.each([
    ["tampered", "bad-signature"],
    ["stale", "stale"],
  ])("%s: refused, and healed by asking", async (deliver, reason) => {
    const made = await pay(name, { deliver });
    expect(refusals()).toContain(reason);
    expect(facts("paid")).toEqual([]);
    expect(await provider(name).queryOrder(made)).toMatchObject({ ok: true, state: "paid" });
  });

  test("another amount is reported as it is", async () => {
    await pay(name, { deliver: "wrong-amount", amountFen: 777 });
    expect(facts("paid")[0]).toMatchObject({ amountFen: 777n });
  });

  test.each([
    ["wrong-secret", "bad-signature"],
    ["future", "stale"],
    ["wrong-app", "wrong-app"],
  ])("fault %s", async (kind, reason) => {
    await fault("notify", kind);
    await pay(name);
    expect(refusals()).toContain(reason);
  });

  test("fault wrong-currency", async () => {
    await fault("pay", "wrong-currency");
    await pay(name);
    expect(facts("paid")[0]?.currency).not.toBe("CNY");
  });

  test("refunds: in part, twice under one number, the rest, too much", async () => {
    const made = await pay(name);
    const [paid] = facts("paid");
    const refund = {
      paymentId: made.paymentId,
      paymentObjectId: paid?.objectId ?? "",
      refundId: `rf${made.paymentId}`,
      amountFen: 5000n,
      currency: "CNY",
      reason: "捐赠人申请",
      now: new Date(),
    };
    const reference = { ...refund, providerRefundId: null };
    expect(await provider(name).queryRefund(reference)).toMatchObject({ ok: true, state: "not-found" });
    const first = await provider(name).refund(refund);
    expect(first).toMatchObject({ ok: true, state: "succeeded" });
    const again = await provider(name).refund(refund);
    expect(again).toMatchObject({ ok: true, state: "succeeded" });
    if (first.ok && again.ok) expect(again.providerRefundId).toBe(first.providerRefundId);
    expect(await provider(name).queryRefund(reference)).toMatchObject({
      ok: true,
      state: "succeeded",
      amountFen: 5000n,
    });
    const tooMuch = await provider(name).refund({
      ...refund,
      refundId: `${refund.refundId}b`,
      amountFen: 9000n,
    });
    expect(tooMuch).toMatchObject({ ok: false, reason: "exceeds-payment" });
    await expect.poll(() => facts("refunded").length).toBe(1);
    expect(facts("refunded")[0]).toMatchObject({
      amountFen: 5000n,
      refundId: refund.refundId,
      paymentId: made.paymentId,
      paymentObjectId: paid?.objectId,
    });
    const rest = { ...refund, refundId: `${refund.refundId}c`, amountFen: 5050n };
    expect(await provider(name).refund(rest)).toMatchObject({ ok: true, state: "succeeded" });
    expect(await provider(name).queryOrder(made)).toMatchObject({
      ok: true,
      state: "refunded",
      facts: [{ type: "paid" }],
    });
  });
});

test("a refund whose answer is lost is found again under its number", async () => {
  const made = await pay("alipay");
  const [paid] = facts("paid");
  await fault("alipay.trade.refund", "timeout");
  const refund = {
    paymentId: made.paymentId,
    paymentObjectId: paid?.objectId ?? "",
    refundId: "rflost",
    amountFen: 100n,
    currency: "CNY",
    reason: "退款",
    now: new Date(),
  };
  expect(await provider("alipay").refund(refund)).toMatchObject({ ok: false, reason: "unknown" });
  expect(await provider("alipay").queryRefund({ ...refund, providerRefundId: null })).toMatchObject({
    state: "succeeded",
    amountFen: 100n,
  });
});

test("another seller's payment is told as such", async () => {
  await fault("notify", "wrong-seller");
  await pay("alipay");
  expect(facts("paid")[0]?.sellerMatches).toBe(false);
});

test("a dispute is opened and won", async () => {
  const made = await pay("stripe");
  await control("dispute", { paymentId: made.paymentId, status: "opened" });
  await control("dispute", { paymentId: made.paymentId, status: "won" });
  const [paid] = facts("paid");
  expect(facts("dispute-opened")[0]).toMatchObject({ amountFen: 10050n, paymentObjectId: paid?.objectId });
  expect(facts("dispute-won")[0]?.objectId).toBe(facts("dispute-opened")[0]?.objectId);
});

test("what Stripe could not deliver is listed", async () => {
  const since = new Date(Date.now() - 60_000);
  const made = await pay("stripe", { deliver: "lost" });
  const listed: ProviderFact[] = [];
  for await (const fact of provider("stripe").listUndelivered(since)) listed.push(fact);
  expect(listed.filter((fact) => fact.paymentId === made.paymentId).map((fact) => fact.type)).toContain(
    "paid",
  );
});

test("the day's bills, books and bank statement are read and agree", async () => {
  await control("settle", {});
  const now = new Date();
  const shanghai = new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  const read = async (
    name: ProviderName,
    source: "alipay-trade" | "alipay-signcustomer" | "stripe",
    day: string,
  ) => {
    const bill = await provider(name).fetchBill({ source, day, now });
    if (!bill.ok) throw new Error(`${bill.reason}: ${bill.detail}`);
    const result = readStatement(source, bill.bytes);
    if (!result.ok) throw new Error(JSON.stringify(result.errors));
    return result.statement;
  };
  const trade = await read("alipay", "alipay-trade", shanghai);
  const account = await read("alipay", "alipay-signcustomer", shanghai);
  const books = await read("stripe", "stripe", now.toISOString().slice(0, 10));
  const sum = (rows: { amountFen: bigint; feeFen: bigint }[]) => {
    return rows.reduce((total, row) => total + row.amountFen - row.feeFen, 0n);
  };
  const moved = account.rows.filter((row) => row.kind !== "payout");
  expect(trade.rows.length).toBeGreaterThan(3);
  expect(sum(trade.rows)).toBe(sum(moved));
  expect(account.rows.filter((row) => row.kind === "other")).toEqual([]);
  expect(moved.every((row) => row.paymentObjectId !== null && row.merchantReference !== null)).toBe(true);
  const inBooks = books.rows.filter((row) => row.kind !== "payout" && row.currency === "CNY");
  expect(books.payouts.length).toBeGreaterThan(0);
  expect(books.payouts.reduce((total, payout) => total + payout.amountFen, 0n)).toBe(sum(inBooks));
  expect(
    books.rows.filter((row) => row.kind === "payment").every((row) => row.merchantReference !== null),
  ).toBe(true);

  const url = `${sandbox.url}/control/bank-statement?merchant=c1&from=${shanghai}&to=2099-01-01`;
  const bank = readStatement("bank-ccb", new Uint8Array(await (await fetch(url)).arrayBuffer()));
  if (!bank.ok) throw new Error(JSON.stringify(bank.errors));
  const withdrawn = account.rows.filter((row) => row.kind === "payout").map((row) => -row.amountFen);
  expect(bank.statement.rows.map((row) => row.amountFen)).toEqual(expect.arrayContaining(withdrawn));

  expect(await provider("stripe").fetchBill({ source: "stripe", day: "2099-01-01", now })).toMatchObject({
    reason: "not-ready",
  });
  expect(
    await provider("alipay").fetchBill({ source: "alipay-trade", day: "2099-01-01", now }),
  ).toMatchObject({
    reason: "not-ready",
  });
});
