import { createServer } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { receiveNotification } from "#app/features/donations/receive-notification.server.ts";
import { accountId } from "#app/features/ledger/accounts.ts";
import { accountBalances } from "#app/features/ledger/balances.server.ts";
import { openClearingAccount } from "#app/features/ledger/open-accounts.server.ts";
import { sealConfig } from "#app/features/payments/credential-cipher.server.ts";
import { providerOfCredential } from "#app/features/payments/credentials.server.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { newCredentialId } from "#app/lib/ids.ts";
import type { Sandbox } from "#scripts/sandbox/server.ts";
import { makeFund, makeOrganization, makePendingGift, type PendingGift } from "./books.ts";
import { control, startTestSandbox } from "./giving.ts";
import { makeMember } from "./spending.ts";

export type OnlineProvider = "alipay" | "stripe";

/** A charity whose real adapters talk to the sandbox and whose webhooks are heard by this test. */
export interface PayingPlace {
  sandbox: Sandbox;
  organizationId: string;
  fundId: string;
  credentials: Record<OnlineProvider, string>;
  clerkId: string;
  approverId: string;
}

export interface Ordered extends PendingGift {
  payUrl: string;
  provider: OnlineProvider;
}

export interface Receiver {
  url: string;
  /** Until every message that has come is dealt with: the next test empties the tables. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** What the site's server does with a message of a provider, and nothing else of it. */
export async function startReceiver(): Promise<Receiver> {
  const working = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const [, , provider = "", credentialId = ""] = (request.url ?? "").split("/");
      const work = receiveNotification(
        provider,
        credentialId,
        Buffer.concat(chunks),
        request.headers,
        new Date(),
      )
        .then(
          (answer) =>
            void response.writeHead(answer.status, { "content-type": "text/plain" }).end(answer.body),
        )
        .finally(() => working.delete(work));
      working.add(work);
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    idle: async () => {
      while (working.size > 0) await Promise.all(working);
    },
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

interface Merchant {
  alipay: Record<string, string>;
  stripe: Record<string, string>;
}

/** Calls that are never answered are given up soon, but not on a busy machine. */
const TIMEOUT_MS = 3_000;

/** @param key the merchant at the sandbox: its keys are made once. */
export async function makePayingPlace(
  sandbox: Sandbox,
  receiverUrl: string,
  key = "paying",
): Promise<PayingPlace> {
  const { organizationId } = await makeOrganization();
  await db.run("update organization set overseas_card_basis = '演示' where id = $1", [organizationId]);
  const credentials = { alipay: newCredentialId(), stripe: newCredentialId() };
  const merchant = await control<Merchant>(sandbox, "merchants", {
    key,
    name: "演示慈善会",
    notify: { stripeUrl: `${receiverUrl}/webhooks/stripe/${credentials.stripe}` },
  });
  const { gateway, appId, sellerId, appPrivateKey, alipayPublicKey } = merchant.alipay;
  const { secretKey, webhookSecret, accountId: stripeAccount, host, port, protocol } = merchant.stripe;
  const configs = {
    alipay: { gateway, appId, sellerId, appPrivateKey, alipayPublicKey, timeoutMs: TIMEOUT_MS },
    stripe: {
      secretKey,
      webhookSecrets: [webhookSecret],
      accountId: stripeAccount,
      host,
      port,
      protocol,
      timeoutMs: TIMEOUT_MS,
    },
  };
  await transaction(async (tx) => {
    for (const provider of ["alipay", "stripe"] as const) {
      const { keyId, sealed } = sealConfig(credentials[provider], configs[provider]);
      await tx.run(
        `insert into payment_credential (id, organization_id, provider, provider_account, config_sealed, key_id,
                                         self_tested_at)
         values ($1, $2, $3, $4, $5, $6, now())`,
        [
          credentials[provider],
          organizationId,
          provider,
          provider === "alipay" ? `${appId}/${sellerId}` : stripeAccount,
          sealed,
          keyId,
        ],
      );
      await openClearingAccount(tx, credentials[provider], organizationId);
    }
  });
  return {
    sandbox,
    organizationId,
    credentials,
    fundId: await makeFund(organizationId),
    clerkId: await makeMember(organizationId, "charity-clerk"),
    approverId: await makeMember(organizationId, "charity-approver"),
  };
}

/** A gift with its order at the provider; the provider tells the receiver about it. */
export async function orderGift(
  place: PayingPlace,
  provider: OnlineProvider,
  amountFen: bigint,
  receiverUrl: string,
  over: { donationId?: string } = {},
): Promise<Ordered> {
  const credentialId = place.credentials[provider];
  const openedAt = new Date();
  const gift = await makePendingGift({ ...place, credentialId }, amountFen, { ...over, openedAt });
  const expiresAt = new Date(openedAt.getTime() + 60 * 60_000);
  const adapter = await providerOfCredential(credentialId);
  const order = await adapter.createOrder({
    paymentId: gift.paymentId,
    amountFen,
    currency: "CNY",
    subject: "一餐热饭",
    returnUrl: `${receiverUrl}/back`,
    cancelUrl: `${receiverUrl}/back`,
    notifyUrl: `${receiverUrl}/webhooks/${provider}/${credentialId}`,
    expiresAt,
    device: "desktop",
    now: openedAt,
  });
  if (!order.ok) throw new Error(`the order was refused: ${order.detail}`);
  await db.run(
    `update payment set provider = $3, pay_url = $4, provider_order_id = $5, expires_at = $6
     where fund_id = $1 and id = $2`,
    [gift.fundId, gift.paymentId, provider, order.payUrl, order.providerOrderId, expiresAt],
  );
  return { ...gift, payUrl: order.payUrl, provider };
}

export const pay = (place: PayingPlace, order: Ordered, how: Record<string, unknown> = {}) =>
  control<{ deliveries: { status: number | null }[] }>(place.sandbox, "pay", {
    payUrl: order.payUrl,
    outcome: "paid",
    ...how,
  });

export const fault = (place: PayingPlace, operation: string, kind: string, times = 1) =>
  control(place.sandbox, "fault", { operation, kind, times });

/** Balances by account kind: assets as debits, what is owed as credits. */
export async function booksOf(place: PayingPlace): Promise<Record<string, bigint>> {
  const owned = ["suspense", "refund-payable", "receivable"] as const;
  const ids = owned.map((kind) => accountId(kind, place.organizationId));
  const clearing = Object.values(place.credentials).map((id) => accountId("clearing", id));
  const found = await accountBalances([...ids, ...clearing]);
  const fen = (id: string): bigint => found.get(id) ?? 0n;
  return {
    suspense: abs(fen(ids[0] ?? "")),
    payable: abs(fen(ids[1] ?? "")),
    receivable: fen(ids[2] ?? ""),
    clearing: clearing.reduce((sum, id) => sum + fen(id), 0n),
  };
}

const abs = (fen: bigint): bigint => (fen < 0n ? -fen : fen);

/** How long a message that the sandbox sends by itself may take on a busy machine. */
export const SOON = { timeout: 15_000 };

/**
 * For a file of tests: a sandbox and a receiver for all of them, and a new place for each, given to `take`.
 *
 * @param name of the sandbox's folder
 */
export function withPayingPlaces(
  name: string,
  take: (given: { sandbox: Sandbox; receiver: Receiver; place: PayingPlace }) => void,
): void {
  let sandbox: Sandbox;
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
    sandbox = await startTestSandbox(name);
  });
  // What the sandbox still says of one test must not meet the tables being emptied for the next.
  afterEach(async () => {
    await sandbox.state.idle();
    await receiver.idle();
  });
  afterAll(async () => {
    await sandbox.close();
    await receiver.close();
  });
  beforeEach(async () => {
    await fetch(`${sandbox.url}/control/fault`, { method: "DELETE" });
    take({ sandbox, receiver, place: await makePayingPlace(sandbox, receiver.url) });
  });
}
