/**
 * What of Stripe's API is held against its own declarations: each operation that the site calls or the sandbox
 * plays, with the SDK's type of its parameters and of its answer, and the events that are sent.
 */
export const OPERATIONS: Record<string, readonly [parameters: string, answer: string]> = {
  "POST /v1/checkout/sessions": ["Checkout.SessionCreateParams", "Checkout.Session"],
  "GET /v1/checkout/sessions": ["Checkout.SessionListParams", "ApiList<Stripe.Checkout.Session>"],
  "GET /v1/checkout/sessions/:id": ["Checkout.SessionRetrieveParams", "Checkout.Session"],
  "POST /v1/checkout/sessions/:id/expire": ["Checkout.SessionExpireParams", "Checkout.Session"],
  "POST /v1/payment_intents": ["PaymentIntentCreateParams", "PaymentIntent"],
  "GET /v1/payment_intents": ["PaymentIntentListParams", "ApiList<Stripe.PaymentIntent>"],
  "GET /v1/payment_intents/:id": ["PaymentIntentRetrieveParams", "PaymentIntent"],
  "POST /v1/payment_intents/:id/cancel": ["PaymentIntentCancelParams", "PaymentIntent"],
  "POST /v1/refunds": ["RefundCreateParams", "Refund"],
  "GET /v1/refunds": ["RefundListParams", "ApiList<Stripe.Refund>"],
  "GET /v1/refunds/:id": ["RefundRetrieveParams", "Refund"],
  "GET /v1/charges": ["ChargeListParams", "ApiList<Stripe.Charge>"],
  "GET /v1/charges/:id": ["ChargeRetrieveParams", "Charge"],
  "POST /v1/charges/:id": ["ChargeUpdateParams", "Charge"],
  "GET /v1/balance_transactions": ["BalanceTransactionListParams", "ApiList<Stripe.BalanceTransaction>"],
  "GET /v1/balance_transactions/:id": ["BalanceTransactionRetrieveParams", "BalanceTransaction"],
  "GET /v1/payouts": ["PayoutListParams", "ApiList<Stripe.Payout>"],
  "GET /v1/payouts/:id": ["PayoutRetrieveParams", "Payout"],
  "GET /v1/disputes": ["DisputeListParams", "ApiList<Stripe.Dispute>"],
  "GET /v1/disputes/:id": ["DisputeRetrieveParams", "Dispute"],
  "POST /v1/disputes/:id": ["DisputeUpdateParams", "Dispute"],
  "GET /v1/events": ["EventListParams", "ApiList<EventBase>"],
  "GET /v1/events/:id": ["EventRetrieveParams", "EventBase"],
  "GET /v1/invoices/:id": ["InvoiceRetrieveParams", "Invoice"],
  "GET /v1/invoice_payments": ["InvoicePaymentListParams", "ApiList<Stripe.InvoicePayment>"],
  "GET /v1/subscriptions/:id": ["SubscriptionRetrieveParams", "Subscription"],
  "POST /v1/subscriptions/:id": ["SubscriptionUpdateParams", "Subscription"],
  "DELETE /v1/subscriptions/:id": ["SubscriptionCancelParams", "Subscription"],
  "GET /v1/account": ["AccountRetrieveCurrentParams", "Account"],
};

/** Events whose `data.object` is described. */
export const EVENTS = [
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "checkout.session.expired",
  "payment_intent.succeeded",
  "payment_intent.payment_failed",
  "payment_intent.canceled",
  "charge.succeeded",
  "charge.failed",
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
  "customer.subscription.created",
  "customer.subscription.updated",
  "customer.subscription.deleted",
  "payout.created",
  "payout.paid",
  "payout.failed",
  "payout.canceled",
  "payout.reconciliation_completed",
] as const;

/**
 * Objects that may stand in place of their id (`expand`). All others are only ever their id: what they would
 * hold is nothing that we ask for.
 */
export const EXPANDED = [
  "balance_transaction",
  "charge",
  "checkout.session",
  "dispute",
  "invoice",
  "invoice_payment",
  "payment_intent",
  "payout",
  "refund",
  "subscription",
];

/** Objects that stand inside others as they are. Of all further ones only that they have an id is described. */
export const EMBEDDED = [
  "item",
  "line_item",
  "list",
  "payment_method",
  "plan",
  "price",
  "radar.early_fraud_warning",
  "subscription_item",
];
