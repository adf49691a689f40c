import type Stripe from "stripe";
import { unix } from "../clock.ts";
import type { SandboxState } from "../state.ts";
import { triedCard, USUAL_CARD } from "./cards.ts";
import type { ChargeRecord, Checkout, Intent } from "./records.ts";

const DEFAULT_TYPES = ["card", "alipay", "wechat_pay"];

/** Amounts leave as integers; they are far below 2^53. */
export function wire(amountFen: bigint): number {
  return Number(amountFen);
}

const CHECKOUT_UNUSED = {
  after_expiration: null,
  allow_promotion_codes: null,
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  customer_account: null,
  discounts: [],
  integration_identifier: null,
  livemode: false,
  managed_payments: null,
  origin_context: null,
  payment_link: null,
  payment_method_configuration_details: null,
  permissions: null,
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  wallet_options: null,
} satisfies Partial<Stripe.Checkout.Session>;

export function checkoutObject(state: SandboxState, row: Checkout): Stripe.Checkout.Session {
  const done = row.status === "complete";
  return {
    id: row.id,
    object: "checkout.session",
    ...CHECKOUT_UNUSED,
    adaptive_pricing: { enabled: false },
    allowed_payment_method_types: row.allowedTypes,
    amount_subtotal: wire(row.amountFen),
    amount_total: wire(row.amountFen),
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    cancel_url: row.cancelUrl,
    client_reference_id: row.clientReferenceId,
    created: unix(row.createdAt),
    currency: row.currency,
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: row.customerId,
    customer_creation: row.mode === "payment" ? "if_required" : "always",
    customer_details: done ? customerDetails() : null,
    customer_email: row.customerEmail,
    expires_at: unix(row.expiresAt),
    invoice: row.invoiceId,
    invoice_creation:
      row.mode === "payment"
        ? {
            enabled: false,
            invoice_data: {
              account_tax_ids: null,
              custom_fields: null,
              description: null,
              footer: null,
              issuer: null,
              metadata: {},
              rendering_options: null,
            },
          }
        : null,
    locale: row.locale as Stripe.Checkout.Session.Locale | null,
    metadata: row.metadata,
    mode: row.mode,
    payment_intent: row.intentId,
    payment_method_collection: row.mode === "payment" ? "if_required" : "always",
    payment_method_options: (row.methodOptions ?? {}) as Stripe.Checkout.Session.PaymentMethodOptions,
    payment_method_types: row.allowedTypes ?? DEFAULT_TYPES,
    payment_status: done ? (row.billingAnchor ? "no_payment_required" : "paid") : "unpaid",
    phone_number_collection: { enabled: false },
    status: row.status,
    submit_type: row.submitType as Stripe.Checkout.Session.SubmitType | null,
    subscription: row.subscriptionId,
    success_url: row.successUrl,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: "hosted_page",
    url: row.status === "open" ? `${state.url}/c/pay/${row.id}` : null,
  };
}

function customerDetails(): Stripe.Checkout.Session.CustomerDetails {
  return {
    address: { city: null, country: "US", line1: null, line2: null, postal_code: null, state: null },
    business_name: null,
    email: "payer@example.com",
    individual_name: null,
    name: "Test Payer",
    phone: null,
    tax_exempt: "none",
    tax_ids: [],
  };
}

export function intentObject(row: Intent): Stripe.PaymentIntent {
  const paid = row.status === "succeeded";
  return {
    id: row.id,
    object: "payment_intent",
    allowed_payment_method_types: row.allowedTypes as Stripe.PaymentIntent.AllowedPaymentMethodType[] | null,
    amount: wire(row.amountFen),
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: paid ? wire(row.amountFen) : 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: row.automatic ? { allow_redirects: "always", enabled: true } : null,
    canceled_at: row.canceledAt ? unix(row.canceledAt) : null,
    cancellation_reason: row.cancellationReason as Stripe.PaymentIntent.CancellationReason | null,
    capture_method: "automatic_async",
    client_secret: `${row.id}_secret_${row.id.slice(-16)}`,
    confirmation_method: "automatic",
    created: unix(row.createdAt),
    currency: row.currency,
    customer: row.customerId,
    customer_account: null,
    description: row.description,
    excluded_payment_method_types: null,
    hooks: undefined,
    last_payment_error: row.declined ? declineError(row) : null,
    latest_charge: row.chargeId,
    livemode: false,
    managed_payments: null,
    metadata: row.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: paid ? `pm_${row.id.slice(3)}` : null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: "automatic" },
    },
    payment_method_types: row.allowedTypes ?? DEFAULT_TYPES,
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: row.status,
    transfer_data: null,
    transfer_group: null,
  };
}

function declineError(row: Intent): Stripe.PaymentIntent.LastPaymentError {
  return {
    ...(row.chargeId ? { charge: row.chargeId } : {}),
    code: "card_declined",
    decline_code: "generic_decline",
    doc_url: "https://stripe.com/docs/error-codes/card-declined",
    message: "Your card was declined.",
    payment_method: triedCard(row),
    type: "card_error",
  };
}

export function chargeObject(row: ChargeRecord): Stripe.Charge {
  return {
    id: row.id,
    object: "charge",
    amount: wire(row.amountFen),
    amount_captured: row.paid ? wire(row.amountFen) : 0,
    amount_refunded: wire(row.refundedFen),
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: row.settled ? row.balanceId : null,
    billing_details: {
      address: { city: null, country: "US", line1: null, line2: null, postal_code: null, state: null },
      email: "payer@example.com",
      name: "Test Payer",
      phone: null,
      tax_id: null,
    },
    calculated_statement_descriptor: row.paid ? "MINGSHAN SANDBOX" : null,
    captured: row.paid,
    created: unix(row.createdAt),
    currency: row.currency,
    customer: row.customerId,
    description: row.description,
    disputed: row.disputeId !== null,
    failure_balance_transaction: null,
    failure_code: row.paid ? null : "card_declined",
    failure_message: row.paid ? null : "Your card was declined.",
    fraud_details: {},
    livemode: false,
    metadata: row.metadata,
    on_behalf_of: null,
    outcome: {
      advice_code: row.paid ? null : "try_again_later",
      network_advice_code: null,
      network_decline_code: row.paid ? null : "01",
      network_status: row.paid ? "approved_by_network" : "declined_by_network",
      reason: row.paid ? null : "generic_decline",
      risk_level: "normal",
      risk_score: 12,
      seller_message: row.paid
        ? "Payment complete."
        : "The bank did not return any further details with this decline.",
      type: row.paid ? "authorized" : "issuer_declined",
    },
    paid: row.paid,
    payment_intent: row.intentId,
    payment_method: row.methodId,
    payment_method_details: { card: cardDetails(row), type: "card" },
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: row.refundedFen > 0n && row.refundedFen === row.amountFen,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: row.paid ? "succeeded" : "failed",
    transfer_data: null,
    transfer_group: null,
  };
}

function cardDetails(row: ChargeRecord): Stripe.Charge.PaymentMethodDetails.Card {
  return {
    amount_authorized: row.paid ? wire(row.amountFen) : null,
    authorization_code: row.paid ? "123456" : null,
    brand: "visa",
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
    country: "US",
    electronic_commerce_indicator: null,
    exp_month: 12,
    exp_year: 2034,
    extended_authorization: { status: "disabled" },
    fingerprint: row.card ?? USUAL_CARD,
    funding: "credit",
    incremental_authorization: { status: "unavailable" },
    installments: null,
    last4: "4242",
    mandate: null,
    multicapture: { status: "unavailable" },
    network: "visa",
    network_token: { used: false },
    network_transaction_id: null,
    overcapture: { maximum_amount_capturable: wire(row.amountFen), status: "unavailable" },
    regulated_status: "unregulated",
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  };
}
