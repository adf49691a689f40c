/** What the sandbox keeps of Stripe's objects; the full objects are drawn from these in render.ts. */

export type Metadata = Record<string, string>;

export type Checkout = {
  id: string;
  account: string;
  mode: "payment" | "subscription";
  status: "open" | "complete" | "expired";
  amountFen: bigint;
  currency: string;
  name: string;
  quantity: number;
  description: string | null;
  locale: string | null;
  submitType: string | null;
  clientReferenceId: string | null;
  customerEmail: string | null;
  metadata: Metadata;
  intentMetadata: Metadata;
  intentDescription: string | null;
  subscriptionMetadata: Metadata;
  /** The first day that is billed, where it is not at once. */
  billingAnchor?: string | null;
  interval: { interval: "day" | "week" | "month" | "year"; count: number } | null;
  allowedTypes: string[] | null;
  methodOptions: unknown;
  successUrl: string | null;
  cancelUrl: string | null;
  createdAt: string;
  expiresAt: string;
  intentId: string | null;
  subscriptionId: string | null;
  invoiceId: string | null;
  customerId: string | null;
  lastFailure: string | null;
};

export type Intent = {
  id: string;
  account: string;
  status: "requires_payment_method" | "succeeded" | "canceled";
  amountFen: bigint;
  currency: string;
  description: string | null;
  metadata: Metadata;
  allowedTypes: string[] | null;
  automatic: boolean;
  createdAt: string;
  canceledAt: string | null;
  cancellationReason: string | null;
  chargeId: string | null;
  customerId: string | null;
  declined: boolean;
  /** Stripe's name for the card that was tried last. */
  card?: string;
};

export type ChargeRecord = {
  id: string;
  account: string;
  intentId: string;
  amountFen: bigint;
  refundedFen: bigint;
  currency: string;
  description: string | null;
  metadata: Metadata;
  customerId: string | null;
  methodId: string;
  paid: boolean;
  createdAt: string;
  /** The id that its balance transaction has or will have. */
  balanceId: string;
  settled: boolean;
  disputeId: string | null;
  card?: string;
};

export type RefundRecord = {
  id: string;
  account: string;
  chargeId: string;
  intentId: string;
  amountFen: bigint;
  currency: string;
  reason: "duplicate" | "fraudulent" | "requested_by_customer" | null;
  metadata: Metadata;
  status: "succeeded" | "failed";
  methodId: string;
  createdAt: string;
  balanceId: string;
  settled: boolean;
  failedAt: string | null;
  failureBalanceId: string | null;
  failureSettled: boolean;
};

export type BalanceRecord = {
  id: string;
  account: string;
  type: "charge" | "refund" | "refund_failure" | "adjustment" | "payout" | "payout_failure";
  category: string;
  amountFen: bigint;
  feeFen: bigint;
  currency: string;
  description: string | null;
  sourceId: string | null;
  createdAt: string;
  availableAt: string;
  payoutId: string | null;
};

export type PayoutRecord = {
  id: string;
  account: string;
  amountFen: bigint;
  currency: string;
  status: "paid" | "failed" | "in_transit";
  createdAt: string;
  arrivalDate: string;
  balanceId: string;
  failureBalanceId: string | null;
  trace: string;
};

export type DisputeRecord = {
  id: string;
  account: string;
  chargeId: string;
  intentId: string;
  amountFen: bigint;
  currency: string;
  status: "needs_response" | "under_review" | "won" | "lost";
  reason: string;
  createdAt: string;
  dueAt: string;
  evidence: Record<string, string>;
  submissions: number;
  metadata: Metadata;
  balanceIds: string[];
};

export type SubscriptionRecord = {
  id: string;
  account: string;
  status: "active" | "past_due" | "canceled";
  /** While paused invoices are void. */
  pause?: { resumesAt: string | null } | null;
  trialEnd?: string | null;
  customerId: string;
  itemId: string;
  priceId: string;
  amountFen: bigint;
  currency: string;
  name: string;
  interval: { interval: "day" | "week" | "month" | "year"; count: number };
  metadata: Metadata;
  description: string | null;
  createdAt: string;
  periodStart: string;
  periodEnd: string;
  cancelAtPeriodEnd: boolean;
  canceledAt: string | null;
  cancelComment: string | null;
  latestInvoiceId: string | null;
};

export type InvoiceRecord = {
  id: string;
  account: string;
  number: string;
  subscriptionId: string;
  paymentId: string;
  intentId: string;
  customerId: string;
  amountFen: bigint;
  currency: string;
  reason: "subscription_create" | "subscription_cycle";
  paid: boolean;
  attempts?: number;
  metadata: Metadata;
  createdAt: string;
  periodStart: string;
  periodEnd: string;
  lineId: string;
  name: string;
};

/** The object as it stood when the event happened: its kind and a copy of its record. */
export type WarningRecord = {
  id: string;
  chargeId: string;
  intentId: string;
  isActionable: boolean;
  createdAt: string;
};

export type Snapshot =
  | { kind: "checkout"; record: Checkout }
  | { kind: "intent"; record: Intent }
  | { kind: "charge"; record: ChargeRecord }
  | { kind: "refund"; record: RefundRecord }
  | { kind: "dispute"; record: DisputeRecord }
  | { kind: "payout"; record: PayoutRecord }
  | { kind: "warning"; record: WarningRecord }
  | { kind: "subscription"; record: SubscriptionRecord }
  | { kind: "invoice"; record: InvoiceRecord };

export type EventRecord = {
  id: string;
  account: string;
  type: string;
  createdAt: string;
  snapshot: Snapshot;
  previous: Record<string, unknown> | null;
  /** Endpoints that have not acknowledged it yet. */
  pending: number;
  requestId: string | null;
  idempotencyKey: string | null;
};
