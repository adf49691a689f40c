import { unix } from "../clock.ts";
import { randomId } from "../random.ts";
import type { SandboxState } from "../state.ts";
import { type EventOptions, recordEvent } from "./events.ts";
import { type Form, type FormValue, metadata, object, string, strings } from "./form.ts";
import { chargeable } from "./payments.ts";
import type { Checkout, EventRecord } from "./records.ts";
import { invalid } from "./refusal.ts";

const SHORTEST_S = 30 * 60;
const LONGEST_S = 24 * 3600;

/** POST /v1/checkout/sessions in payment or subscription mode, hosted page, priced in place. */
export function createCheckout(state: SandboxState, account: string, form: Form): Checkout {
  const mode = string(form.mode);
  if (mode !== "payment" && mode !== "subscription") {
    throw invalid(
      mode ? `Invalid mode: ${mode}` : "Missing required param: mode.",
      "mode",
      mode ? undefined : "parameter_missing",
    );
  }
  checkModeParameters(form, mode);
  const item = lineItem(form.line_items, mode);
  const uiMode = string(form.ui_mode) ?? "hosted_page";
  const successUrl = webAddress(form.success_url, "success_url");
  if (uiMode === "hosted_page" && !successUrl)
    throw invalid("Missing required param: success_url.", "success_url", "parameter_missing");
  const reference = string(form.client_reference_id);
  if (reference && !/^[A-Za-z0-9_-]{1,200}$/.test(reference)) {
    throw invalid(
      "Invalid client_reference_id: only letters, digits, dashes and underscores, at most 200",
      "client_reference_id",
    );
  }
  const intentData = object(form.payment_intent_data);
  const id = `cs_test_${randomId(58)}`;
  return state.tables.checkouts.put(id, {
    id,
    account,
    mode,
    status: "open",
    ...item,
    description: string(intentData.description),
    locale: string(form.locale),
    submitType: string(form.submit_type),
    clientReferenceId: reference,
    customerEmail: string(form.customer_email),
    metadata: metadata(form.metadata),
    intentMetadata: metadata(intentData.metadata),
    intentDescription: string(intentData.description),
    subscriptionMetadata: metadata(object(form.subscription_data).metadata),
    billingAnchor: billingAnchor(state, object(form.subscription_data)),
    allowedTypes: form.allowed_payment_method_types ? strings(form.allowed_payment_method_types) : null,
    methodOptions: form.payment_method_options ?? null,
    successUrl,
    cancelUrl: webAddress(form.cancel_url, "cancel_url"),
    createdAt: state.now().toISOString(),
    expiresAt: expiry(state, string(form.expires_at)),
    intentId: null,
    subscriptionId: null,
    invoiceId: null,
    customerId: string(form.customer),
    lastFailure: null,
  });
}

function checkModeParameters(form: Form, mode: "payment" | "subscription"): void {
  if (mode === "payment" && form.subscription_data) {
    throw invalid("You can not pass `subscription_data` in `payment` mode.", "subscription_data");
  }
  if (mode === "subscription" && form.payment_intent_data) {
    throw invalid("You can not pass `payment_intent_data` in `subscription` mode.", "payment_intent_data");
  }
  if (mode === "subscription" && form.submit_type) {
    throw invalid("`submit_type` can only be used in `payment` mode.", "submit_type");
  }
  const local = strings(form.allowed_payment_method_types).filter(
    (type) => type === "alipay" || type === "wechat_pay",
  );
  if (mode === "subscription" && local.length > 0) {
    throw invalid(
      `The payment method ${local[0]} cannot be used in \`subscription\` mode.`,
      "allowed_payment_method_types",
    );
  }
}

function lineItem(
  value: FormValue | undefined,
  mode: "payment" | "subscription",
): Pick<Checkout, "amountFen" | "currency" | "name" | "quantity" | "interval"> {
  const items = Array.isArray(value) ? value : [];
  if (items.length === 0)
    throw invalid(`Missing required param: line_items.`, "line_items", "parameter_missing");
  if (items.length > 1) throw invalid("This sandbox takes one line item per session.", "line_items");
  const item = object(items[0]);
  const price = object(item.price_data);
  const at = "line_items[0][price_data]";
  if (!item.price_data)
    throw invalid(
      "This sandbox has no stored prices: pass price_data.",
      "line_items[0][price_data]",
      "parameter_missing",
    );
  const unit = string(price.unit_amount);
  if (unit === null)
    throw invalid(`Missing required param: ${at}[unit_amount].`, `${at}[unit_amount]`, "parameter_missing");
  if (!string(item.quantity))
    throw invalid("Quantity is required.", "line_items[0][quantity]", "parameter_missing");
  const quantity = BigInt(string(item.quantity)!);
  if (quantity < 1n)
    throw invalid("This value must be greater than or equal to 1.", "line_items[0][quantity]");
  const name = string(object(price.product_data).name);
  if (!name && !price.product)
    throw invalid(`Missing required param: ${at}[product_data].`, `${at}[product_data]`, "parameter_missing");
  const { amountFen, currency } = chargeable(
    String(BigInt(unit) * quantity),
    string(price.currency) ?? "",
    "line_items",
  );
  const recurring = object(price.recurring);
  if (mode === "payment" && price.recurring) {
    throw invalid("You specified `payment` mode but passed a recurring price.", "line_items");
  }
  if (mode === "subscription" && !price.recurring) {
    throw invalid("You must provide at least one recurring price in `subscription` mode.", "line_items");
  }
  const interval = price.recurring
    ? {
        interval: string(recurring.interval) as "month",
        count: Number(string(recurring.interval_count) ?? "1"),
      }
    : null;
  return { amountFen, currency, name: name ?? "", quantity: Number(quantity), interval };
}

/** A later day for the first bill; this sandbox reckons no part of a month. */
function billingAnchor(state: SandboxState, data: Form): string | null {
  const given = string(data.billing_cycle_anchor);
  if (given === null) return null;
  const at = "subscription_data[billing_cycle_anchor]";
  if (Number(given) <= unix(state.now())) throw invalid("billing_cycle_anchor must be in the future", at);
  if (string(data.proration_behavior) !== "none")
    throw invalid("This sandbox reckons no proration: pass proration_behavior none.", at);
  return new Date(Number(given) * 1000).toISOString();
}

function webAddress(value: FormValue | undefined, name: string): string | null {
  const text = string(value);
  if (text === null) return null;
  if (!URL.canParse(text) || !/^https?:/.test(text)) throw invalid("Not a valid URL", name, "url_invalid");
  return text;
}

function expiry(state: SandboxState, given: string | null): string {
  const now = unix(state.now());
  const at = given === null ? now + LONGEST_S : Number(given);
  if (at < now + SHORTEST_S - 60) {
    throw invalid(
      "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
      "expires_at",
    );
  }
  if (at > now + LONGEST_S + 60) {
    throw invalid(
      "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
      "expires_at",
    );
  }
  return new Date(at * 1000).toISOString();
}

/** POST /v1/checkout/sessions/:id/expire; only an open session can be. */
export function expireCheckout(state: SandboxState, row: Checkout, options: EventOptions = {}) {
  const checkout = currentCheckout(state, row).checkout;
  if (checkout.status !== "open") {
    throw invalid(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Session has a status of ${checkout.status}.`,
    );
  }
  return markExpired(state, checkout, options);
}

function markExpired(
  state: SandboxState,
  checkout: Checkout,
  options: EventOptions,
): { checkout: Checkout; events: EventRecord[] } {
  const expired: Checkout = { ...checkout, status: "expired" };
  state.tables.checkouts.put(checkout.id, expired);
  const snapshot = { kind: "checkout" as const, record: expired };
  return {
    checkout: expired,
    events: [recordEvent(state, checkout.account, "checkout.session.expired", snapshot, options)],
  };
}

/** The session as of now: one past its time has expired. */
export function currentCheckout(
  state: SandboxState,
  row: Checkout,
): { checkout: Checkout; events: EventRecord[] } {
  if (row.status !== "open" || Date.parse(row.expiresAt) > state.now().getTime())
    return { checkout: row, events: [] };
  return markExpired(state, row, {});
}
