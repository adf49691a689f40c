import { randomDigits, randomId } from "../random.ts";
import type { SandboxState } from "../state.ts";
import { type EventOptions, recordEvent } from "./events.ts";
import { type Form, metadata, object, string } from "./form.ts";
import { chargeIntent, makeIntent } from "./payments.ts";
import type {
  ChargeRecord,
  Checkout,
  EventRecord,
  Intent,
  InvoiceRecord,
  SubscriptionRecord,
} from "./records.ts";
import { invalid } from "./refusal.ts";

export type Billed = {
  intent: Intent;
  charge: ChargeRecord;
  subscriptionId: string;
  invoiceId: string;
  events: EventRecord[];
};

function periodEnd(start: Date, { interval, count }: SubscriptionRecord["interval"]): Date {
  const end = new Date(start);
  if (interval === "day") end.setUTCDate(end.getUTCDate() + count);
  else if (interval === "week") end.setUTCDate(end.getUTCDate() + 7 * count);
  else if (interval === "month") end.setUTCMonth(end.getUTCMonth() + count);
  else end.setUTCFullYear(end.getUTCFullYear() + count);
  return end;
}

/** The payer agreed on the page: the subscription begins and its first invoice is paid. */
export function startSubscription(state: SandboxState, order: Checkout): Billed {
  const now = state.now();
  const interval = order.interval ?? { interval: "month" as const, count: 1 };
  const subscription: SubscriptionRecord = {
    id: `sub_${randomId(24)}`,
    account: order.account,
    status: "active",
    customerId: order.customerId!,
    itemId: `si_${randomId(14)}`,
    priceId: `price_${randomId(24)}`,
    amountFen: order.amountFen,
    currency: order.currency,
    name: order.name,
    interval,
    metadata: order.subscriptionMetadata,
    description: null,
    createdAt: now.toISOString(),
    periodStart: now.toISOString(),
    periodEnd: periodEnd(now, interval).toISOString(),
    cancelAtPeriodEnd: false,
    canceledAt: null,
    cancelComment: null,
    latestInvoiceId: null,
  };
  const billed = billPeriod(state, subscription, "subscription_create");
  const record = state.tables.subscriptions.get(subscription.id)!;
  const created = recordEvent(state, order.account, "customer.subscription.created", {
    kind: "subscription",
    record,
  });
  return { ...billed, events: [created, ...billed.events] };
}

function billPeriod(
  state: SandboxState,
  subscription: SubscriptionRecord,
  reason: InvoiceRecord["reason"],
): Billed {
  const { account, amountFen, currency, customerId } = subscription;
  const open = makeIntent(state, {
    account,
    amountFen,
    currency,
    customerId,
    description: reason === "subscription_create" ? "Subscription creation" : "Subscription update",
    metadata: {},
    allowedTypes: ["card"],
    automatic: false,
  });
  const { intent, charge } = chargeIntent(state, open, true);
  const invoice: InvoiceRecord = {
    id: `in_${randomId(24)}`,
    account,
    number: `${randomDigits(8)}-0001`,
    subscriptionId: subscription.id,
    paymentId: `inpay_${randomId(24)}`,
    intentId: intent.id,
    customerId,
    amountFen,
    currency,
    reason,
    paid: true,
    metadata: subscription.metadata,
    createdAt: state.now().toISOString(),
    periodStart: subscription.periodStart,
    periodEnd: subscription.periodEnd,
    lineId: `il_${randomId(24)}`,
    name: subscription.name,
  };
  state.tables.invoices.put(invoice.id, invoice);
  state.tables.subscriptions.put(subscription.id, { ...subscription, latestInvoiceId: invoice.id });
  const events = [recordEvent(state, account, "invoice.paid", { kind: "invoice", record: invoice })];
  return { intent, charge, subscriptionId: subscription.id, invoiceId: invoice.id, events };
}

/** The next period begins: its invoice is charged, or the subscription ends if that was asked for. */
export function renewSubscription(state: SandboxState, row: SubscriptionRecord): EventRecord[] {
  if (row.status !== "active") throw invalid(`Subscription ${row.id} is canceled.`);
  if (row.cancelAtPeriodEnd) return endSubscription(state, row, row.cancelComment, {}).events;
  const start = new Date(row.periodEnd);
  const moved = {
    ...row,
    periodStart: row.periodEnd,
    periodEnd: periodEnd(start, row.interval).toISOString(),
  };
  const billed = billPeriod(state, moved, "subscription_cycle");
  const record = state.tables.subscriptions.get(row.id)!;
  return [
    recordEvent(state, row.account, "payment_intent.succeeded", { kind: "intent", record: billed.intent }),
    ...billed.events,
    recordEvent(state, row.account, "customer.subscription.updated", { kind: "subscription", record }),
  ];
}

export function updateSubscription(
  state: SandboxState,
  row: SubscriptionRecord,
  form: Form,
  options: EventOptions,
) {
  if (row.status === "canceled")
    throw invalid("A canceled subscription can only update its cancellation_details.");
  const flag = string(form.cancel_at_period_end);
  const changed: SubscriptionRecord = {
    ...row,
    cancelAtPeriodEnd: flag === null ? row.cancelAtPeriodEnd : flag === "true",
    metadata: form.metadata === undefined ? row.metadata : metadata(form.metadata, row.metadata),
    description: string(form.description) ?? row.description,
    cancelComment: string(object(form.cancellation_details).comment) ?? row.cancelComment,
  };
  state.tables.subscriptions.put(row.id, changed);
  const snapshot = { kind: "subscription" as const, record: changed };
  return {
    subscription: changed,
    events: [recordEvent(state, row.account, "customer.subscription.updated", snapshot, options)],
  };
}

export function endSubscription(
  state: SandboxState,
  row: SubscriptionRecord,
  comment: string | null,
  options: EventOptions,
) {
  if (row.status === "canceled") throw invalid(`No such subscription: '${row.id}'`, "id", "resource_missing");
  const ended: SubscriptionRecord = {
    ...row,
    status: "canceled",
    canceledAt: state.now().toISOString(),
    cancelComment: comment,
  };
  state.tables.subscriptions.put(row.id, ended);
  const snapshot = { kind: "subscription" as const, record: ended };
  return {
    subscription: ended,
    events: [recordEvent(state, row.account, "customer.subscription.deleted", snapshot, options)],
  };
}
