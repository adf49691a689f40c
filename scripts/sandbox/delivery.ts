import { createHmac, randomBytes } from "node:crypto";
import { signedMessage } from "./alipay/sign.ts";
import { shanghaiTime, unix } from "./clock.ts";
import { type FaultKind, MESSAGE_FAULTS, takeFault } from "./faults.ts";
import { merchantByAccount } from "./merchants.ts";
import { randomDigits, randomId } from "./random.ts";
import { makeKeyPair, type SandboxState } from "./state.ts";
import { eventBody } from "./stripe/events.ts";

export const DELIVER_MODES = [
  "once",
  "twice",
  "lost",
  "delayed",
  "tampered",
  "stale",
  "wrong-amount",
  "before-response",
] as const;
export type DeliverMode = (typeof DELIVER_MODES)[number];

/** What is to be told to a site: an Alipay message by its parameters, a Stripe event by its id. */
export type Message = {
  provider: "alipay" | "stripe";
  /** The Alipay app or the Stripe account. */
  merchant: string;
  url: string;
  type: string;
  params?: Record<string, string>;
  eventId?: string;
};

/** A message that has not been acknowledged yet; `held` while it waits for another one to overtake it. */
export type Delivery = Message & { id: string; attempts: number; nextAt: string | null; held: boolean };

export type DeliveryResult = {
  id: string;
  url: string;
  type: string;
  status: number | null;
  body: string | null;
  error?: string;
};

/** Waiting times before each further attempt, in seconds. */
const RETRIES = {
  alipay: [240, 600, 600, 3600, 7200, 21_600, 54_000],
  stripe: [600, 3600, 10_800],
};
const ATTEMPT_TIMEOUT_MS = 10_000;
type Twist = FaultKind | "tampered" | "stale" | null;

/** Sends a message in one of the ways that /control/pay names; answers with what the site said to the first attempts. */
export async function dispatch(
  state: SandboxState,
  message: Message,
  mode: DeliverMode,
  delayMs = 3000,
): Promise<DeliveryResult[]> {
  if (mode === "lost") return [];
  const id = String(state.next("delivery"));
  if (mode === "tampered" || mode === "stale")
    return [await attempt(state, { ...message, id, attempts: 0, nextAt: null, held: false }, mode)];
  if (mode === "delayed") {
    schedule(state, { ...message, id, attempts: 0, nextAt: null, held: false }, delayMs);
    return [];
  }
  const names = ["notify", `${message.provider}.notify`, message.type];
  const twist = takeFault(state, MESSAGE_FAULTS, names) ?? null;
  const held = twist === "reordered";
  const delivery = state.tables.deliveries.put(id, { ...message, id, attempts: 0, nextAt: null, held });
  if (held) return [];
  const results = [await deliver(state, delivery, twist)];
  if (mode === "twice") results.push(await attempt(state, { ...delivery, attempts: 1 }, null));
  for (const other of releaseHeld(state, delivery)) results.push(await deliver(state, other, null));
  return results;
}

/** Lets go of the messages that were kept back so that this one could overtake them. */
function releaseHeld(state: SandboxState, delivered: Delivery): Delivery[] {
  const held = state.tables.deliveries.all().filter((row) => row.held && row.merchant === delivered.merchant);
  return held.map((row) => state.tables.deliveries.put(row.id, { ...row, held: false }));
}

/** One attempt; a message that was not acknowledged is tried again later, except when it was twisted on purpose. */
async function deliver(state: SandboxState, delivery: Delivery, twist: Twist): Promise<DeliveryResult> {
  const result = await attempt(state, delivery, twist);
  const done = acknowledged(delivery, result);
  const attempts = delivery.attempts + 1;
  const wait = RETRIES[delivery.provider][attempts - 1];
  if (done || twist || wait === undefined) {
    state.tables.deliveries.remove(delivery.id);
    if (done && !twist && delivery.eventId) markDelivered(state, delivery.eventId);
  } else {
    schedule(state, { ...delivery, attempts }, wait * 1000 * state.retryScale);
  }
  return result;
}

function acknowledged(delivery: Delivery, result: DeliveryResult): boolean {
  if (result.status === null) return false;
  if (delivery.provider === "stripe") return result.status >= 200 && result.status < 300;
  return result.status === 200 && result.body === "success";
}

function markDelivered(state: SandboxState, eventId: string): void {
  const event = state.tables.events.get(eventId);
  if (event) state.tables.events.put(eventId, { ...event, pending: 0 });
}

function schedule(state: SandboxState, delivery: Delivery, waitMs: number): void {
  const nextAt = new Date(Date.now() + waitMs).toISOString();
  arm(state, state.tables.deliveries.put(delivery.id, { ...delivery, nextAt }));
}

function arm(state: SandboxState, delivery: Delivery): void {
  const waitMs = Math.max(0, Date.parse(delivery.nextAt!) - Date.now());
  const timer = setTimeout(() => {
    state.timers.delete(timer);
    const waiting = state.tables.deliveries.get(delivery.id);
    if (waiting?.nextAt === delivery.nextAt) state.background(deliver(state, waiting, null));
  }, waitMs);
  timer.unref();
  state.timers.add(timer);
}

/** Takes up after a restart what was still to be told. */
export function resumeDeliveries(state: SandboxState): void {
  for (const delivery of state.tables.deliveries.all()) {
    arm(
      state,
      delivery.nextAt
        ? delivery
        : state.tables.deliveries.put(delivery.id, { ...delivery, nextAt: new Date().toISOString() }),
    );
  }
}

/** Sends everything that waits, now; what is on its way already is left alone. */
export async function deliverWaiting(state: SandboxState): Promise<DeliveryResult[]> {
  const results: DeliveryResult[] = [];
  for (const delivery of state.tables.deliveries.all()) {
    if (delivery.nextAt === null && !delivery.held) continue;
    const waiting = state.tables.deliveries.put(delivery.id, {
      ...delivery,
      nextAt: null,
      attempts: delivery.attempts,
    });
    results.push(await deliver(state, waiting, null));
  }
  return results;
}

async function attempt(state: SandboxState, delivery: Delivery, twist: Twist): Promise<DeliveryResult> {
  const { headers, body } = delivery.eventId
    ? stripeMessage(state, delivery, twist)
    : await alipayMessage(state, delivery.params ?? {}, twist);
  await state.flushed();
  const base = {
    id: delivery.eventId ?? delivery.params?.notify_id ?? delivery.id,
    url: delivery.url,
    type: delivery.type,
  };
  try {
    const answer = await fetch(delivery.url, {
      method: "POST",
      headers,
      body,
      redirect: "manual",
      signal: AbortSignal.any([state.stopping.signal, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)]),
    });
    return { ...base, status: answer.status, body: (await answer.text()).slice(0, 500) };
  } catch (error) {
    return {
      ...base,
      status: null,
      body: null,
      error: error instanceof Error ? error.message : String(error),
    };
  }
}

type Outgoing = { headers: Record<string, string>; body: string };

async function alipayMessage(
  state: SandboxState,
  params: Record<string, string>,
  twist: Twist,
): Promise<Outgoing> {
  const message: Record<string, string> = { ...params, notify_time: shanghaiTime(twistedTime(state, twist)) };
  if (twist === "wrong-app") message.app_id = `20210031${randomDigits(8)}`;
  if (twist === "wrong-seller") message.seller_id = `208800${randomDigits(10)}`;
  const key = twist === "wrong-secret" ? (await makeKeyPair()).privateKey : state.gatewayKeys.privateKey;
  const signed = await signedMessage(message, key);
  if (twist === "tampered") signed.total_amount = `9${signed.total_amount ?? "9.99"}`;
  return {
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
      "user-agent": "Mozilla/4.0",
    },
    body: new URLSearchParams(signed).toString(),
  };
}

/** The signature header as Stripe makes it: HMAC-SHA256 over "t.body" with the secret taken verbatim. */
export function stripeSignature(secret: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
}

function stripeMessage(state: SandboxState, delivery: Delivery, twist: Twist): Outgoing {
  const event = state.tables.events.get(delivery.eventId!)!;
  const foreign =
    twist === "wrong-app" || twist === "wrong-seller" ? { account: `acct_${randomId(16)}` } : {};
  let body = eventBody(state, event, foreign);
  const right = merchantByAccount(state, delivery.merchant).webhookSecret;
  const secret = twist === "wrong-secret" ? `whsec_${randomBytes(24).toString("hex")}` : right;
  const signature = stripeSignature(secret, unix(twistedTime(state, twist)), body);
  if (twist === "tampered")
    body = body.replace(/"(amount_total|amount|amount_refunded)": ?(\d+)/g, '"$1":9$2');
  return {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
      accept: "*/*; q=0.5, application/xml",
      "stripe-signature": signature,
    },
    body,
  };
}

function twistedTime(state: SandboxState, twist: Twist): Date {
  const shift = twist === "stale" ? -2 * 86_400_000 : twist === "future" ? 86_400_000 : 0;
  return new Date(state.now().getTime() + shift);
}
