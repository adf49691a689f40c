import { randomDigits, randomId } from "../random.ts";
import type { SandboxState } from "../state.ts";
import { type EventOptions, recordEvent } from "./events.ts";
import { type Form, type FormValue, metadata, object, string } from "./form.ts";
import { chargeable, chargeIntent, makeIntent } from "./payments.ts";
import type {
  ChargeRecord,
  Checkout,
  EventRecord,
  Intent,
  InvoiceRecord,
  SubscriptionRecord,
} from "./records.ts";
import { invalid } from "./refusal.ts";

export type Billed = { intent: Intent; charge: ChargeRecord; invoiceId: string; events: EventRecord[] };
/** Without `billed` the first day is still to come. */
export type Started = { subscriptionId: string; billed: Billed | null; events: EventRecord[] };

function periodEnd(start: Date, { interval, count }: SubscriptionRecord["interval"]): Date {
  const end = new Date(start);
  if (interval === "day") end.setUTCDate(end.getUTCDate() + count);
  else if (interval === "week") end.setUTCDate(end.getUTCDate() + 7 * count);
  else if (interval === "month") end.setUTCMonth(end.getUTCMonth() + count);
  else end.setUTCFullYear(end.getUTCFullYear() + count);
  return end;
}

/** The payer agreed on the page: the subscription begins and its first invoice is paid, today or on its day. */
export function startSubscription(state: SandboxState, order: Checkout): Started {
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
    periodEnd: order.billingAnchor ?? periodEnd(now, interval).toISOString(),
    cancelAtPeriodEnd: false,
    canceledAt: null,
    cancelComment: null,
    latestInvoiceId: null,
  };
  state.tables.subscriptions.put(subscription.id, subscription);
  const billed = order.billingAnchor ? null : billPeriod(state, subscription, "subscription_create", true);
  const record = state.tables.subscriptions.get(subscription.id)!;
  const created = recordEvent(state, order.account, "customer.subscription.created", {
    kind: "subscription",
    record,
  });
  return { subscriptionId: subscription.id, billed, events: [created, ...(billed?.events ?? [])] };
}

function billPeriod(
  state: SandboxState,
  subscription: SubscriptionRecord,
  reason: InvoiceRecord["reason"],
  paid: boolean,
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
  const { intent, charge } = chargeIntent(state, open, paid);
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
    paid,
    attempts: 1,
    metadata: subscription.metadata,
    createdAt: state.now().toISOString(),
    periodStart: subscription.periodStart,
    periodEnd: subscription.periodEnd,
    lineId: `il_${randomId(24)}`,
    name: subscription.name,
  };
  state.tables.invoices.put(invoice.id, invoice);
  const status = paid ? ("active" as const) : ("past_due" as const);
  state.tables.subscriptions.put(subscription.id, { ...subscription, status, latestInvoiceId: invoice.id });
  return { intent, charge, invoiceId: invoice.id, events: invoiceEvents(state, invoice, intent) };
}

function invoiceEvents(state: SandboxState, invoice: InvoiceRecord, intent: Intent): EventRecord[] {
  const [paid, failed] = ["invoice.paid", "invoice.payment_failed"];
  const [yes, no] = ["payment_intent.succeeded", "payment_intent.payment_failed"];
  return [
    // A session that is paid at once tells of its intent itself.
    ...(invoice.reason === "subscription_create"
      ? []
      : [recordEvent(state, invoice.account, invoice.paid ? yes! : no!, { kind: "intent", record: intent })]),
    recordEvent(state, invoice.account, invoice.paid ? paid! : failed!, { kind: "invoice", record: invoice }),
  ];
}

/** The last invoice, which could not be paid, is tried again. */
export function retryInvoice(state: SandboxState, row: SubscriptionRecord, paid: boolean): EventRecord[] {
  const invoice = row.latestInvoiceId ? state.tables.invoices.get(row.latestInvoiceId) : undefined;
  if (!invoice || invoice.paid) throw invalid(`Subscription ${row.id} has no open invoice.`);
  const { intent } = chargeIntent(state, state.tables.intents.get(invoice.intentId)!, paid);
  const tried: InvoiceRecord = { ...invoice, paid, attempts: (invoice.attempts ?? 1) + 1 };
  state.tables.invoices.put(tried.id, tried);
  if (paid) state.tables.subscriptions.put(row.id, { ...row, status: "active" });
  return invoiceEvents(state, tried, intent);
}

/** The next period begins: its invoice is charged or declined, is void in a pause, or the subscription ends. */
export function renewSubscription(state: SandboxState, row: SubscriptionRecord, paid = true): EventRecord[] {
  if (row.status === "canceled") throw invalid(`Subscription ${row.id} is canceled.`);
  if (row.cancelAtPeriodEnd) return endSubscription(state, row, row.cancelComment, {}).events;
  const start = new Date(row.periodEnd);
  const resumed = Boolean(row.pause?.resumesAt && Date.parse(row.pause.resumesAt) <= start.getTime());
  const moved: SubscriptionRecord = {
    ...row,
    pause: resumed ? null : (row.pause ?? null),
    periodStart: row.periodEnd,
    periodEnd: periodEnd(start, row.interval).toISOString(),
  };
  state.tables.subscriptions.put(row.id, moved);
  const billed = moved.pause ? null : billPeriod(state, moved, "subscription_cycle", paid);
  const record = state.tables.subscriptions.get(row.id)!;
  return [
    ...(billed?.events ?? []),
    recordEvent(state, row.account, "customer.subscription.updated", { kind: "subscription", record }),
  ];
}

/** Time passes: every subscription whose period is over is renewed. */
export function renewDue(state: SandboxState): EventRecord[] {
  const now = state.now().getTime();
  return state.tables.subscriptions
    .all()
    .filter((row) => row.status !== "canceled" && Date.parse(row.periodEnd) <= now)
    .flatMap((row) => renewSubscription(state, row));
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
    pause: pauseOf(form.pause_collection, row.pause ?? null),
    amountFen: newAmount(form.items, row),
    ...trialOf(state, string(form.trial_end)),
  };
  state.tables.subscriptions.put(row.id, changed);
  const snapshot = { kind: "subscription" as const, record: changed };
  return {
    subscription: changed,
    events: [recordEvent(state, row.account, "customer.subscription.updated", snapshot, options)],
  };
}

/** An empty text takes the pause away. */
function pauseOf(
  value: FormValue | undefined,
  before: SubscriptionRecord["pause"],
): SubscriptionRecord["pause"] {
  if (value === undefined) return before;
  if (value === "") return null;
  const resumesAt = string(object(value).resumes_at);
  return { resumesAt: resumesAt ? new Date(Number(resumesAt) * 1000).toISOString() : null };
}

/** Another price in place of the subscription's one item. */
function newAmount(value: FormValue | undefined, row: SubscriptionRecord): bigint {
  const item = Array.isArray(value) ? object(value[0]) : null;
  const price = item ? object(item.price_data) : null;
  const amount = price ? string(price.unit_amount) : null;
  if (!item || amount === null) return row.amountFen;
  if (string(item.id) !== row.itemId) throw invalid("No such subscription item", "items[0][id]");
  if (string(price!.product) !== productOf(row))
    throw invalid("No such product", "items[0][price_data][product]");
  return chargeable(amount, string(price!.currency) ?? "", "items[0][price_data][unit_amount]").amountFen;
}

/** A trial's end is when the next bill is made, and the day of the month from then on. */
function trialOf(state: SandboxState, given: string | null): Partial<SubscriptionRecord> {
  if (given === null) return {};
  if (Number(given) * 1000 <= state.now().getTime())
    throw invalid("trial_end must be in the future", "trial_end");
  const at = new Date(Number(given) * 1000).toISOString();
  return { trialEnd: at, periodEnd: at };
}

export function productOf(row: SubscriptionRecord): string {
  return `prod_${row.priceId.slice(6, 20)}`;
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
