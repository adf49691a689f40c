import { randomBytes } from "node:crypto";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { randomDigits, randomId } from "./random.ts";
import { type KeyPair, makeKeyPair, type SandboxState } from "./state.ts";

export const STRIPE_VERSION = "2026-10-28.endive";

/** A charity as the providers know it: one Alipay app, one Stripe account, one bank account. */
export type Merchant = {
  key: string;
  name: string;
  appId: string;
  sellerId: string;
  appKeys: KeyPair;
  alipayNotifyUrl: string | null;
  accountId: string;
  secretKey: string;
  webhookSecret: string;
  stripeNotifyUrl: string | null;
  bankName: string;
  bankAccountNo: string;
};

export type MerchantRequest = {
  key: string;
  name?: string;
  notify?: { alipayUrl?: string; stripeUrl?: string };
  bank?: { name?: string; accountNo?: string };
};

const making = new WeakMap<SandboxState, Map<string, Promise<Merchant>>>();

/** Registers a merchant once per key; later calls change its name, addresses and bank account, never its credentials. */
export async function registerMerchant(state: SandboxState, request: MerchantRequest): Promise<Merchant> {
  const running = making.get(state) ?? new Map<string, Promise<Merchant>>();
  making.set(state, running);
  let merchant = state.tables.merchants.get(request.key) ?? (await running.get(request.key));
  if (!merchant) {
    const made = createMerchant(state, request);
    running.set(request.key, made);
    try {
      merchant = await made;
    } finally {
      running.delete(request.key);
    }
  }
  const current = state.tables.merchants.get(request.key) ?? merchant;
  const changed: Merchant = {
    ...current,
    name: request.name ?? current.name,
    alipayNotifyUrl: request.notify?.alipayUrl ?? current.alipayNotifyUrl,
    stripeNotifyUrl: request.notify?.stripeUrl ?? current.stripeNotifyUrl,
    bankName:
      request.bank?.name ??
      (current.bankName === current.name ? (request.name ?? current.name) : current.bankName),
    bankAccountNo: request.bank?.accountNo ?? current.bankAccountNo,
  };
  state.tables.merchants.put(changed.key, changed);
  return changed;
}

const spareKeys = new WeakMap<SandboxState, Promise<KeyPair>[]>();

/** Makes key pairs before they are asked for, while the rest of a demo starts. */
export function prepareKeys(state: SandboxState, count: number): void {
  spareKeys.set(
    state,
    Array.from({ length: count }, () => makeKeyPair()),
  );
}

async function createMerchant(state: SandboxState, request: MerchantRequest): Promise<Merchant> {
  const appKeys = await (spareKeys.get(state)?.shift() ?? makeKeyPair());
  const name = request.name ?? request.key;
  const merchant: Merchant = {
    key: request.key,
    name,
    appId: `20210031${randomDigits(8)}`,
    sellerId: `208800${randomDigits(10)}`,
    appKeys,
    alipayNotifyUrl: null,
    accountId: `acct_${randomId(16)}`,
    secretKey: `sk_test_${randomId(32)}`,
    webhookSecret: `whsec_${randomBytes(24).toString("hex")}`,
    stripeNotifyUrl: null,
    bankName: request.bank?.name ?? name,
    bankAccountNo: request.bank?.accountNo ?? `4400${randomDigits(16)}`,
  };
  return state.tables.merchants.put(merchant.key, merchant);
}

export function merchantByApp(state: SandboxState, appId: string): Merchant | undefined {
  return state.tables.merchants.all().find((merchant) => merchant.appId === appId);
}

export function merchantByAccount(state: SandboxState, account: string): Merchant {
  const merchant = state.tables.merchants.all().find((row) => row.accountId === account);
  if (!merchant) throw new Error(`no merchant has the Stripe account ${account}`);
  return merchant;
}

/** All credentials of one merchant, as /control/merchants answers them. */
export function credentialsOf(state: SandboxState, merchant: Merchant) {
  const { hostname, port } = new URL(state.url);
  return {
    key: merchant.key,
    name: merchant.name,
    alipay: {
      gateway: `${state.url}/gateway.do`,
      appId: merchant.appId,
      sellerId: merchant.sellerId,
      appPrivateKey: merchant.appKeys.privateKey,
      appPublicKey: merchant.appKeys.publicKey,
      alipayPublicKey: state.gatewayKeys.publicKey,
      notifyUrl: merchant.alipayNotifyUrl,
    },
    stripe: {
      host: hostname,
      port: Number(port),
      protocol: "http" as const,
      apiVersion: STRIPE_VERSION,
      accountId: merchant.accountId,
      secretKey: merchant.secretKey,
      webhookSecret: merchant.webhookSecret,
      webhookUrl: merchant.stripeNotifyUrl,
    },
    bank: { bank: "CCB" as const, name: merchant.bankName, accountNo: merchant.bankAccountNo },
  };
}

/** Writes keys.json beside the journal, replacing the former one in one step. */
export async function writeKeysFile(state: SandboxState): Promise<void> {
  const all = state.tables.merchants.all().map((merchant) => credentialsOf(state, merchant));
  const { hostname, port } = new URL(state.url);
  const keys = {
    url: state.url,
    smtpUrl: state.smtpUrl,
    alipay: {
      gateway: `${state.url}/gateway.do`,
      alipayPublicKey: state.gatewayKeys.publicKey,
      merchants: all.map(({ key, alipay }) => ({
        key,
        appId: alipay.appId,
        sellerId: alipay.sellerId,
        appPrivateKey: alipay.appPrivateKey,
        appPublicKey: alipay.appPublicKey,
      })),
    },
    stripe: {
      host: hostname,
      port: Number(port),
      protocol: "http",
      apiVersion: STRIPE_VERSION,
      accounts: all.map(({ key, stripe }) => ({
        key,
        accountId: stripe.accountId,
        secretKey: stripe.secretKey,
        webhookSecret: stripe.webhookSecret,
        webhookUrl: stripe.webhookUrl,
      })),
    },
    bankAccounts: all.map(({ key, bank }) => ({ key, ...bank })),
  };
  const path = join(state.directory, "keys.json");
  const draft = `${path}.${randomId(6)}`;
  await writeFile(draft, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, path);
}
