import type Stripe from "stripe";
import { DAY_MS, unix } from "../clock.ts";
import type { InvoiceRecord, SubscriptionRecord } from "./records.ts";
import { wire } from "./render.ts";

function priceObject(row: SubscriptionRecord): Stripe.Price {
  return {
    id: row.priceId,
    object: "price",
    active: false,
    billing_scheme: "per_unit",
    created: unix(row.createdAt),
    currency: row.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: `prod_${row.priceId.slice(6, 20)}`,
    recurring: {
      interval: row.interval.interval,
      interval_count: row.interval.count,
      meter: null,
      trial_period_days: null,
      usage_type: "licensed",
    },
    tax_behavior: "unspecified",
    tiers_mode: null,
    transform_quantity: null,
    type: "recurring",
    unit_amount: wire(row.amountFen),
    unit_amount_decimal: String(row.amountFen) as unknown as Stripe.Decimal,
  };
}

function planObject(row: SubscriptionRecord): Stripe.Plan {
  return {
    id: row.priceId,
    object: "plan",
    active: false,
    amount: wire(row.amountFen),
    amount_decimal: String(row.amountFen) as unknown as Stripe.Decimal,
    billing_scheme: "per_unit",
    created: unix(row.createdAt),
    currency: row.currency,
    interval: row.interval.interval,
    interval_count: row.interval.count,
    livemode: false,
    metadata: {},
    meter: null,
    nickname: null,
    product: `prod_${row.priceId.slice(6, 20)}`,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: "licensed",
  };
}

const SUBSCRIPTION_UNUSED = {
  application: null,
  application_fee_percent: null,
  billing_cycle_anchor_config: null,
  billing_schedules: [],
  billing_thresholds: null,
  customer_account: null,
  days_until_due: null,
  default_source: null,
  default_tax_rates: [],
  discounts: [],
  livemode: false,
  managed_payments: null,
  next_pending_invoice_item_invoice: null,
  on_behalf_of: null,
  pending_invoice_item_interval: null,
  pending_setup_intent: null,
  pending_update: null,
  schedule: null,
  test_clock: null,
  transfer_data: null,
  trial_start: null,
} satisfies Partial<Stripe.Subscription>;

export function subscriptionObject(row: SubscriptionRecord): Stripe.Subscription {
  const item: Stripe.SubscriptionItem = {
    id: row.itemId,
    object: "subscription_item",
    billing_thresholds: null,
    created: unix(row.createdAt),
    current_period_end: unix(row.periodEnd),
    current_period_start: unix(row.periodStart),
    current_trial: null,
    discounts: [],
    metadata: {},
    plan: planObject(row),
    price: priceObject(row),
    quantity: 1,
    subscription: row.id,
    tax_rates: [],
  };
  return {
    id: row.id,
    object: "subscription",
    ...SUBSCRIPTION_UNUSED,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: unix(row.createdAt),
    billing_mode: { flexible: { proration_discounts: "included" }, type: "flexible" },
    cancel_at: row.cancelAtPeriodEnd ? unix(row.periodEnd) : null,
    cancel_at_period_end: row.cancelAtPeriodEnd,
    canceled_at: row.canceledAt ? unix(row.canceledAt) : null,
    cancellation_details: {
      comment: row.cancelComment,
      feedback: null,
      feedback_option: null,
      reason: row.canceledAt || row.cancelAtPeriodEnd ? "cancellation_requested" : null,
    },
    collection_method: "charge_automatically",
    created: unix(row.createdAt),
    currency: row.currency,
    customer: row.customerId,
    default_payment_method: `pm_${row.customerId.slice(4)}`,
    description: row.description,
    ended_at: row.status === "canceled" && row.canceledAt ? unix(row.canceledAt) : null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: "self" },
    },
    items: list([item], `/v1/subscription_items?subscription=${row.id}`),
    latest_invoice: row.latestInvoiceId,
    pause_collection: row.pause
      ? { behavior: "void", resumes_at: row.pause.resumesAt ? unix(row.pause.resumesAt) : null }
      : null,
    trial_end: row.trialEnd ? unix(row.trialEnd) : null,
    metadata: row.metadata,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: "off",
    },
    start_date: unix(row.createdAt),
    status: row.status === "active" && row.trialEnd === row.periodEnd ? "trialing" : row.status,
    trial_settings: {
      end_behavior: { billing_cycle_anchor: null, missing_payment_method: "create_invoice" },
    },
  };
}

export function list<Row>(data: Row[], url: string): Stripe.ApiList<Row> {
  return { object: "list", data, has_more: false, url };
}

export function invoicePaymentObject(row: InvoiceRecord): Stripe.InvoicePayment {
  return {
    id: row.paymentId,
    object: "invoice_payment",
    amount_paid: row.paid ? wire(row.amountFen) : null,
    amount_requested: wire(row.amountFen),
    created: unix(row.createdAt),
    currency: row.currency,
    invoice: row.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: row.intentId, type: "payment_intent" },
    status: row.paid ? "paid" : "open",
    status_transitions: { canceled_at: null, paid_at: row.paid ? unix(row.createdAt) : null },
  };
}

const INVOICE_UNUSED = {
  account_name: null,
  account_tax_ids: null,
  amount_overpaid: 0,
  amount_shipping: 0,
  application: null,
  auto_advance: false,
  automatically_finalizes_at: null,
  custom_fields: null,
  customer_account: null,
  customer_address: null,
  customer_phone: null,
  customer_shipping: null,
  customer_tax_ids: [],
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  description: null,
  discounts: [],
  due_date: null,
  ending_balance: 0,
  footer: null,
  from_invoice: null,
  hosted_invoice_url: null,
  invoice_pdf: null,
  last_finalization_error: null,
  latest_revision: null,
  livemode: false,
  on_behalf_of: null,
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  starting_balance: 0,
  statement_descriptor: null,
  test_clock: null,
  total_discount_amounts: [],
  total_pretax_credit_amounts: [],
  total_taxes: [],
} satisfies Partial<Stripe.Invoice>;

export function invoiceObject(row: InvoiceRecord): Stripe.Invoice {
  const amount = wire(row.amountFen);
  const created = unix(row.createdAt);
  const details = { metadata: row.metadata, subscription: row.subscriptionId };
  return {
    id: row.id,
    object: "invoice",
    ...INVOICE_UNUSED,
    account_country: "HK",
    amount_due: amount,
    amount_paid: row.paid ? amount : 0,
    amount_remaining: row.paid ? 0 : amount,
    attempt_count: row.attempts ?? 1,
    next_payment_attempt: nextTry(row),
    attempted: true,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    billing_reason: row.reason,
    collection_method: "charge_automatically",
    created,
    currency: row.currency,
    customer: row.customerId,
    customer_email: "payer@example.com",
    customer_name: "Test Payer",
    customer_tax_exempt: "none",
    effective_at: created,
    issuer: { type: "self" },
    lines: list([lineObject(row)], `/v1/invoices/${row.id}/lines`),
    metadata: {},
    number: row.number,
    parent: { quote_details: null, subscription_details: details, type: "subscription_details" },
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: unix(row.periodEnd),
    period_start: unix(row.periodStart),
    status: row.paid ? "paid" : "open",
    status_transitions: {
      finalized_at: created,
      marked_uncollectible_at: null,
      paid_at: row.paid ? created : null,
      voided_at: null,
    },
    subtotal: amount,
    subtotal_excluding_tax: amount,
    total: amount,
    total_excluding_tax: amount,
    webhooks_delivered_at: created,
  };
}

/** Stripe tries a card four times, days apart. */
function nextTry(row: InvoiceRecord): number | null {
  const attempts = row.attempts ?? 1;
  return row.paid || attempts >= 4 ? null : unix(new Date(Date.parse(row.createdAt) + attempts * 3 * DAY_MS));
}

function lineObject(row: InvoiceRecord): Stripe.InvoiceLineItem {
  const amount = wire(row.amountFen);
  return {
    id: row.lineId,
    object: "line_item",
    amount,
    currency: row.currency,
    description: `1 × ${row.name}`,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice: row.id,
    livemode: false,
    metadata: row.metadata,
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: null,
        subscription: row.subscriptionId,
        subscription_item: `si_${row.lineId.slice(3, 17)}`,
      },
      type: "subscription_item_details",
    },
    period: { end: unix(row.periodEnd), start: unix(row.periodStart) },
    pretax_credit_amounts: [],
    pricing: null,
    quantity: 1,
    quantity_decimal: "1" as unknown as Stripe.Decimal,
    subscription: row.subscriptionId,
    subtotal: amount,
    taxes: [],
  };
}
