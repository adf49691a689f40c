import { type Outcome, PaymentRefused, type PayOptions, paidAmount } from "../alipay/pay.ts";
import type { DeliveryResult } from "../delivery.ts";
import { takeFault } from "../faults.ts";
import { randomId } from "../random.ts";
import type { SandboxState } from "../state.ts";
import { currentCheckout, expireCheckout } from "./checkout.ts";
import { recordEvent, sendEvents } from "./events.ts";
import { chargeIntent, makeIntent } from "./payments.ts";
import type { Checkout, EventRecord, Intent } from "./records.ts";
import { startSubscription } from "./subscriptions.ts";

export type Acted = { checkout: Checkout; intent: Intent | null; told: Promise<DeliveryResult[]> };

/** What the payer (or time) does to a session; kept before the endpoint hears of it. */
export function actOnCheckout(
  state: SandboxState,
  row: Checkout,
  outcome: Outcome,
  options: PayOptions,
): Acted {
  const { checkout, events } = currentCheckout(state, row);
  if (events.length > 0) state.background(sendEvents(state, events));
  const tell = (some: EventRecord[]) => sendEvents(state, some, options.mode, options.delayMs);
  if (outcome === "closed") {
    if (checkout.status === "complete") throw new PaymentRefused("这笔订单已经支付");
    if (checkout.status === "expired") return { checkout, intent: null, told: Promise.resolve([]) };
    const expired = expireCheckout(state, checkout);
    return { checkout: expired.checkout, intent: null, told: tell(expired.events) };
  }
  if (checkout.status === "complete") throw new PaymentRefused("这笔订单已经支付");
  const names = ["pay", "stripe.pay"];
  if (checkout.status === "expired" && !takeFault(state, ["late"], names))
    throw new PaymentRefused("这笔订单已经过期");
  if (outcome === "failed") return decline(state, checkout, tell, options.card);
  const currency = takeFault(state, ["wrong-currency"], names)
    ? checkout.currency === "hkd"
      ? "usd"
      : "hkd"
    : checkout.currency;
  const order: Checkout = { ...checkout, currency, amountFen: paidAmount(checkout, options) };
  const first = pay(state, order, options.card);
  const twice = first.intent !== null && takeFault(state, ["double-pay"], names) !== undefined;
  const second = twice ? secondPayment(state, order, first.intent!) : [];
  return { checkout: first.checkout, intent: first.intent, told: tell([...first.events, ...second]) };
}

function intentOf(state: SandboxState, order: Checkout): Intent {
  return makeIntent(state, {
    account: order.account,
    amountFen: order.amountFen,
    currency: order.currency,
    description: order.intentDescription,
    metadata: order.intentMetadata,
    allowedTypes: order.allowedTypes,
    customerId: order.customerId,
    automatic: false,
  });
}

function pay(
  state: SandboxState,
  order: Checkout,
  card?: string,
): { checkout: Checkout; intent: Intent | null; events: EventRecord[] } {
  const customerId = order.customerId ?? (order.mode === "subscription" ? `cus_${randomId(14)}` : null);
  const started = order.mode === "subscription" ? startSubscription(state, { ...order, customerId }) : null;
  const known = order.intentId ? state.tables.intents.get(order.intentId) : undefined;
  const fresh = known ?? intentOf(state, order);
  const tried = { ...fresh, ...(card ? { card } : {}) };
  const intent = { ...tried, amountFen: order.amountFen, currency: order.currency, customerId };
  const done = started ? started.billed : chargeIntent(state, intent, true);
  const checkout: Checkout = {
    ...order,
    status: "complete",
    customerId,
    // In subscription mode the intent hangs below the invoice.
    intentId: started ? null : intent.id,
    subscriptionId: started?.subscriptionId ?? null,
    invoiceId: started?.billed?.invoiceId ?? null,
    lastFailure: null,
  };
  state.tables.checkouts.put(checkout.id, checkout);
  const taken = done && [
    recordEvent(state, order.account, "charge.succeeded", { kind: "charge", record: done.charge }),
    recordEvent(state, order.account, "payment_intent.succeeded", { kind: "intent", record: done.intent }),
  ];
  const events = [
    ...(taken ?? []),
    ...(started?.events ?? []),
    recordEvent(state, order.account, "checkout.session.completed", { kind: "checkout", record: checkout }),
  ];
  return { checkout, intent: done?.intent ?? null, events };
}

/** Another intent for the same order that was paid as well. */
function secondPayment(state: SandboxState, order: Checkout, first: Intent): EventRecord[] {
  const metadata = Object.keys(first.metadata).length > 0 ? first.metadata : order.metadata;
  const fresh = { ...intentOf(state, { ...order, intentMetadata: metadata }), customerId: first.customerId };
  const { intent, charge } = chargeIntent(state, fresh, true);
  return [
    recordEvent(state, order.account, "charge.succeeded", { kind: "charge", record: charge }),
    recordEvent(state, order.account, "payment_intent.succeeded", { kind: "intent", record: intent }),
  ];
}

/** The card was declined: the session stays open and keeps its intent. */
function decline(
  state: SandboxState,
  checkout: Checkout,
  tell: (events: EventRecord[]) => Promise<DeliveryResult[]>,
  card?: string,
): Acted {
  const known = checkout.intentId ? state.tables.intents.get(checkout.intentId) : undefined;
  const fresh = { ...(known ?? intentOf(state, checkout)), ...(card ? { card } : {}) };
  const { intent, charge } = chargeIntent(state, fresh, false);
  const kept = { ...checkout, intentId: intent.id, lastFailure: "银行卡被拒绝，请换一张卡再试" };
  state.tables.checkouts.put(checkout.id, kept);
  const events = [
    recordEvent(state, checkout.account, "charge.failed", { kind: "charge", record: charge }),
    recordEvent(state, checkout.account, "payment_intent.payment_failed", { kind: "intent", record: intent }),
  ];
  return { checkout: kept, intent, told: tell(events) };
}
