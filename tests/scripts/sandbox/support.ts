import { cp, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AlipaySdk } from "alipay-sdk";
import Stripe from "stripe";
import { afterAll, afterEach, beforeAll, vi } from "vitest";
import { type Sandbox, type SandboxOptions, startSandbox } from "#scripts/sandbox/server.ts";

export type Received = { path: string; body: string; headers: Record<string, string | string[] | undefined> };
/** A site that takes notifications: what came, and what it answers to the next ones. */
export type Site = { url: string; received: Received[]; answers: { status: number; body: string }[] };

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

export async function startSite(): Promise<Site> {
  const site: Site = { url: "", received: [], answers: [] };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      site.received.push({
        path: request.url ?? "",
        body: Buffer.concat(chunks).toString("utf8"),
        headers: request.headers,
      });
      const answer = site.answers.shift() ?? { status: 200, body: "success" };
      response.writeHead(answer.status).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  site.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  cleanups.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return site;
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

// Two cores may be shared with the rest of the tests.
vi.setConfig({ testTimeout: 20_000, hookTimeout: 60_000 });

let template = "";

/** A state with keys and one merchant in it, made once per file: making keys takes most of a second. */
async function makeTemplate(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sandbox-template-"));
  const sandbox = await startSandbox({ dataDir: folder });
  await control(sandbox, "merchants", { key: "o1" });
  sandbox.state.tables.settings.remove("port");
  sandbox.state.tables.settings.remove("smtpPort");
  await sandbox.close();
  return folder;
}

beforeAll(async () => {
  template = await makeTemplate();
});
afterAll(() => rm(template, { recursive: true, force: true }));

export async function startTestSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const dataDir = options.dataDir ?? (await temporaryFolder());
  if (!options.dataDir) await cp(template, dataDir, { recursive: true });
  const sandbox = await startSandbox({ siteUrl: "", retryScale: 0.0001, ...options, dataDir });
  let open = true;
  const close = async () => {
    if (open) await sandbox.close();
    open = false;
  };
  cleanups.push(close);
  return { ...sandbox, close };
}

/** Calls /control and gives the parsed answer; throws with the reason when it is refused. */
export async function control<Answer = Record<string, unknown>>(
  sandbox: { url: string },
  name: string,
  body?: unknown,
): Promise<Answer> {
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(`${sandbox.url}/control/${name}`, init);
  const answer = (await response.json()) as Answer & { error?: string };
  if (!response.ok) throw new Error(answer.error ?? `status ${response.status}`);
  return answer;
}

export type Credentials = {
  key: string;
  alipay: {
    gateway: string;
    appId: string;
    sellerId: string;
    appPrivateKey: string;
    alipayPublicKey: string;
  };
  stripe: { host: string; port: number; accountId: string; secretKey: string; webhookSecret: string };
  bank: { accountNo: string };
};

export type World = {
  sandbox: Sandbox;
  site: Site;
  merchant: Credentials;
  alipay: AlipaySdk;
  stripe: Stripe;
};

export function alipayClient(merchant: Credentials): AlipaySdk {
  return new AlipaySdk({
    appId: merchant.alipay.appId,
    privateKey: merchant.alipay.appPrivateKey,
    alipayPublicKey: merchant.alipay.alipayPublicKey,
    gateway: merchant.alipay.gateway,
    timeout: 1000,
    camelcase: false,
  });
}

export function stripeClient(
  merchant: Credentials,
  options: { maxNetworkRetries?: number; timeout?: number } = {},
): Stripe {
  const { host, port, secretKey } = merchant.stripe;
  return new Stripe(secretKey, {
    apiVersion: "2026-10-28.endive",
    host,
    port,
    protocol: "http",
    telemetry: false,
    maxNetworkRetries: 0,
    timeout: 1000,
    ...options,
  });
}

/** A sandbox with one merchant, a site that it notifies, and the real clients. */
export async function startWorld(options: Partial<SandboxOptions> = {}): Promise<World> {
  const site = await startSite();
  const sandbox = await startTestSandbox(options);
  const notify = { alipayUrl: `${site.url}/alipay`, stripeUrl: `${site.url}/stripe` };
  const merchant = await control<Credentials>(sandbox, "merchants", {
    key: "o1",
    name: "云岭助学会",
    notify,
  });
  return { sandbox, site, merchant, alipay: alipayClient(merchant), stripe: stripeClient(merchant) };
}

/** "2026-11-22 07:00:00" in Asia/Shanghai, as Alipay wants it whatever the zone of the process. */
export function shanghaiNow(shiftMs = 0): string {
  return new Date(Date.now() + 8 * 3_600_000 + shiftMs).toISOString().slice(0, 19).replace("T", " ");
}

export function payUrl(
  world: World,
  outTradeNo: string,
  amount = "100.50",
  more: Record<string, unknown> = {},
): string {
  return world.alipay.pageExecute("alipay.trade.page.pay", "GET", {
    bizContent: {
      out_trade_no: outTradeNo,
      product_code: "FAST_INSTANT_TRADE_PAY",
      total_amount: amount,
      subject: "希望小学 捐赠",
      ...more,
    },
    notifyUrl: `${world.site.url}/alipay`,
    returnUrl: `${world.site.url}/thanks?gift=1`,
    timestamp: shanghaiNow(),
  });
}

export async function exec(
  world: World,
  method: string,
  biz: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const params = { bizContent: biz, timestamp: shanghaiNow() };
  return (await world.alipay.exec(method, params, { validateSign: true })) as Record<string, unknown>;
}

export function checkoutParams(paymentId: string, fen = 10050): Stripe.Checkout.SessionCreateParams {
  return {
    mode: "payment",
    submit_type: "donate",
    locale: "zh",
    client_reference_id: paymentId,
    success_url: "http://127.0.0.1:1/thanks?sid={CHECKOUT_SESSION_ID}",
    cancel_url: "http://127.0.0.1:1/cancel",
    line_items: [
      {
        quantity: 1,
        price_data: { currency: "cny", unit_amount: fen, product_data: { name: "希望小学 捐赠" } },
      },
    ],
    payment_intent_data: { metadata: { payment_id: paymentId } },
    metadata: { payment_id: paymentId },
  };
}

/** The parameters of a received Alipay notification. */
export function message(received: Received): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(received.body));
}

/** Waits for a condition that another part of the program brings about. */
export async function until(condition: () => boolean): Promise<void> {
  await vi.waitUntil(condition, { interval: 5, timeout: 15_000 });
}

type Deliveries = {
  deliveries: { status: number | null; type: string }[];
  status: string;
  amountFen: number;
};

export function pay(
  world: World,
  url: string,
  more: Record<string, unknown> = {},
): Promise<Deliveries & Record<string, unknown>> {
  return control(world.sandbox, "pay", { payUrl: url, outcome: "paid", ...more });
}
