import { unix } from "../clock.ts";
import { type DeliverMode, type DeliveryResult, dispatch } from "../delivery.ts";
import { merchantByAccount, STRIPE_VERSION } from "../merchants.ts";
import { randomId } from "../random.ts";
import type { SandboxState } from "../state.ts";
import type { EventRecord, Snapshot } from "./records.ts";
import { chargeObject, checkoutObject, intentObject } from "./render.ts";
import { disputeObject, payoutObject, refundObject } from "./render-balance.ts";
import { invoiceObject, subscriptionObject } from "./render-subscription.ts";
import { warningObject } from "./warnings.ts";

/** What the registered endpoint subscribed to; other events exist in the list but are not sent. */
const SENT = new Set([
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "checkout.session.expired",
  "payment_intent.succeeded",
  "payment_intent.payment_failed",
  "payment_intent.canceled",
  "charge.refunded",
  "refund.created",
  "refund.updated",
  "refund.failed",
  "charge.dispute.created",
  "charge.dispute.funds_withdrawn",
  "charge.dispute.funds_reinstated",
  "charge.dispute.closed",
  "radar.early_fraud_warning.created",
  "invoice.paid",
  "invoice.payment_failed",
  "invoice.payment_action_required",
  "customer.subscription.updated",
  "customer.subscription.deleted",
  "payout.created",
  "payout.paid",
  "payout.failed",
  "payout.canceled",
  "payout.reconciliation_completed",
]);

/** Charges themselves are told where /control/pay names a card: for those who count what cards do. */
function isSent(type: string, snapshot: Snapshot): boolean {
  return SENT.has(type) || (snapshot.kind === "charge" && snapshot.record.card !== undefined);
}

export type EventOptions = {
  previous?: Record<string, unknown>;
  /** The API request that caused it. */
  cause?: { requestId: string; idempotencyKey: string | null };
};

/** Keeps an event with the object as it is now. */
export function recordEvent(
  state: SandboxState,
  account: string,
  type: string,
  snapshot: Snapshot,
  options: EventOptions = {},
): EventRecord {
  const id = `evt_${randomId(24)}`;
  const registered = merchantByAccount(state, account).stripeNotifyUrl !== null;
  return state.tables.events.put(id, {
    id,
    account,
    type,
    createdAt: state.now().toISOString(),
    snapshot: structuredClone(snapshot),
    previous: options.previous ?? null,
    pending: registered && isSent(type, snapshot) ? 1 : 0,
    requestId: options.cause?.requestId ?? null,
    idempotencyKey: options.cause?.idempotencyKey ?? null,
  });
}

/** Sends events to the account's endpoint one after the other. */
export async function sendEvents(
  state: SandboxState,
  events: EventRecord[],
  mode: DeliverMode = "once",
  delayMs?: number,
): Promise<DeliveryResult[]> {
  const results: DeliveryResult[] = [];
  for (const event of events) {
    const url = merchantByAccount(state, event.account).stripeNotifyUrl;
    if (!url || !isSent(event.type, event.snapshot)) continue;
    const message = {
      provider: "stripe" as const,
      merchant: event.account,
      url,
      type: event.type,
      eventId: event.id,
    };
    results.push(...(await dispatch(state, message, mode, delayMs)));
  }
  return results;
}

function snapshotObject(state: SandboxState, snapshot: Snapshot): unknown {
  switch (snapshot.kind) {
    case "checkout":
      return checkoutObject(state, snapshot.record);
    case "intent":
      return intentObject(snapshot.record);
    case "charge":
      return chargeObject(snapshot.record);
    case "refund":
      return refundObject(snapshot.record);
    case "dispute":
      return disputeObject(state, snapshot.record);
    case "payout":
      return payoutObject(snapshot.record);
    case "warning":
      return warningObject(snapshot.record);
    case "subscription":
      return subscriptionObject(snapshot.record);
    case "invoice":
      return invoiceObject(snapshot.record);
  }
}

export function eventObject(state: SandboxState, row: EventRecord): Record<string, unknown> {
  return {
    id: row.id,
    object: "event",
    api_version: STRIPE_VERSION,
    created: unix(row.createdAt),
    data: {
      object: snapshotObject(state, row.snapshot),
      ...(row.previous ? { previous_attributes: row.previous } : {}),
    },
    livemode: false,
    pending_webhooks: row.pending,
    request: { id: row.requestId, idempotency_key: row.idempotencyKey },
    type: row.type,
  };
}

/** The bytes that are sent and signed. */
export function eventBody(state: SandboxState, row: EventRecord, more: Record<string, unknown> = {}): string {
  return JSON.stringify({ ...eventObject(state, row), ...more }, null, 2);
}
