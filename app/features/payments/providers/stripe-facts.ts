import type Stripe from "stripe";
import type { ProviderFact, ProviderFactType } from "./provider.ts";
import { isEventOf } from "./stripe-event-of.ts";

type Told = Pick<
  ProviderFact,
  "type" | "paymentId" | "objectId" | "paymentObjectId" | "amountFen" | "currency"
> &
  Partial<Pick<ProviderFact, "billedObjectId" | "cumulativeRefundedFen" | "refundId">>;

/** What surrounds a fact: the event (or the query) that told it. */
export interface StripeEnvelope {
  eventKey: string;
  providerType: string;
  providerAccount: string;
  occurredAt: Date;
  payloadSha256: string;
}

/** Minor units are JSON numbers; a number that is no exact integer is a broken message. */
export function minorUnits(value: unknown): bigint {
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  throw new TypeError("an amount is not a whole number of minor units");
}

export function idOf(reference: string | { id: string } | null | undefined): string | null {
  return typeof reference === "string" ? reference : (reference?.id ?? null);
}

const paymentIdOf = (metadata: Stripe.Metadata | null | undefined) => metadata?.payment_id || null;

/** The fact in an event, or null if the event changes nothing for us. Throws TypeError on a malformed object. */
export function factOfEvent(event: Stripe.Event, envelope: StripeEnvelope): ProviderFact | null {
  const told = toldBy(event);
  return told === null ? null : stripeFact(told, envelope);
}

export function stripeFact(told: Told, envelope: StripeEnvelope): ProviderFact {
  return {
    provider: "stripe",
    ...envelope,
    ...told,
    currency: told.currency.toUpperCase(),
    sellerMatches: true,
    payerReference: null,
  };
}

/** The events that change a payment, refund, dispute or payout. */
export const FACT_EVENTS = [
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "checkout.session.expired",
  "payment_intent.succeeded",
  "invoice.paid",
  "payment_intent.payment_failed",
  "payment_intent.canceled",
  "refund.created",
  "refund.updated",
  "refund.failed",
  "charge.refunded",
  "charge.dispute.created",
  "charge.dispute.closed",
  "payout.paid",
  "payout.failed",
  "payout.canceled",
  "payout.reconciliation_completed",
] as const satisfies readonly Stripe.Event["type"][];

function toldBy(event: Stripe.Event): Told | null {
  if (!isEventOf(event, FACT_EVENTS)) return null;
  switch (event.type) {
    case "checkout.session.completed":
    case "checkout.session.async_payment_succeeded":
      // Delayed methods complete the session unpaid: wait for async_payment_succeeded.
      return event.data.object.payment_status === "paid" ? toldBySession(event.data.object, "paid") : null;
    case "checkout.session.async_payment_failed":
      return toldBySession(event.data.object, "failed");
    case "checkout.session.expired":
      return toldBySession(event.data.object, "closed");
    case "payment_intent.succeeded":
      return toldByIntent(event.data.object, "paid");
    case "invoice.paid":
      return toldByInvoice(event.data.object);
    case "payment_intent.payment_failed":
      return toldByIntent(event.data.object, "failed");
    case "payment_intent.canceled":
      return toldByIntent(event.data.object, "closed");
    case "refund.created":
    case "refund.updated":
    case "refund.failed":
      return toldByRefund(event.data.object);
    case "charge.refunded":
      return toldByCharge(event.data.object);
    case "charge.dispute.created":
    case "charge.dispute.closed":
      return toldByDispute(event.data.object);
    case "payout.paid":
    case "payout.failed":
    case "payout.canceled":
    case "payout.reconciliation_completed":
      return toldByPayout(event.data.object);
  }
}

/** The payment is named by its PaymentIntent; a session that never got one by itself. */
export function toldBySession(
  session: Stripe.Checkout.Session,
  type: "paid" | "failed" | "closed",
): Told | null {
  if (session.mode !== "payment") return null;
  const intent = idOf(session.payment_intent);
  return {
    type,
    paymentId: paymentIdOf(session.metadata) ?? session.client_reference_id,
    objectId: intent ?? session.id,
    paymentObjectId: intent,
    amountFen: minorUnits(session.amount_total),
    currency: session.currency ?? "",
  };
}

/** What an invoice was paid with stands beside it (InvoicePayments). One of nothing, as in a pause, is no money. */
function toldByInvoice(invoice: Stripe.Invoice): Told | null {
  if (invoice.amount_paid === 0 || !invoice.parent?.subscription_details) return null;
  return {
    type: "other",
    paymentId: null,
    objectId: invoice.id,
    paymentObjectId: null,
    amountFen: minorUnits(invoice.amount_paid),
    currency: invoice.currency,
    billedObjectId: invoice.id,
  };
}

function toldByIntent(intent: Stripe.PaymentIntent, type: "paid" | "failed" | "closed"): Told {
  const paymentId = paymentIdOf(intent.metadata);
  return {
    type,
    paymentId,
    ...(type === "paid" && paymentId === null ? { billedObjectId: intent.id } : {}),
    objectId: intent.id,
    paymentObjectId: intent.id,
    amountFen: minorUnits(type === "paid" ? intent.amount_received : intent.amount),
    currency: intent.currency,
  };
}

/** A refund counts when it succeeded, and can still fail weeks later; until then it is only under way. */
function toldByRefund(refund: Stripe.Refund): Told {
  const failed = refund.status === "failed" || refund.status === "canceled";
  const type: ProviderFactType =
    refund.status === "succeeded" ? "refunded" : failed ? "refund-failed" : "other";
  return {
    type,
    paymentId: paymentIdOf(refund.metadata),
    objectId: refund.id,
    paymentObjectId: idOf(refund.payment_intent),
    amountFen: minorUnits(refund.amount),
    currency: refund.currency,
    refundId: refund.metadata?.refund_id || refund.id,
  };
}

/** Only a sum: the refunds themselves are told by refund.created, .updated and .failed. */
function toldByCharge(charge: Stripe.Charge): Told {
  return {
    type: "other",
    paymentId: paymentIdOf(charge.metadata),
    objectId: charge.id,
    paymentObjectId: idOf(charge.payment_intent),
    amountFen: minorUnits(charge.amount_refunded),
    currency: charge.currency,
    cumulativeRefundedFen: minorUnits(charge.amount_refunded),
  };
}

function toldByDispute(dispute: Stripe.Dispute): Told {
  return {
    type: disputeType(dispute.status),
    paymentId: paymentIdOf(dispute.metadata),
    objectId: dispute.id,
    paymentObjectId: idOf(dispute.payment_intent),
    amountFen: minorUnits(dispute.amount),
    currency: dispute.currency,
  };
}

/** An inquiry (warning_…) takes no money. */
function disputeType(status: string): ProviderFactType {
  if (status === "won" || status === "prevented") return "dispute-won";
  if (status === "lost") return "dispute-lost";
  return status.startsWith("warning_") ? "other" : "dispute-opened";
}

/** Payouts concern the books, not a gift: the caller fetches the statement anew. */
function toldByPayout(payout: Stripe.Payout): Told {
  return {
    type: "other",
    paymentId: null,
    objectId: payout.id,
    paymentObjectId: null,
    amountFen: minorUnits(payout.amount),
    currency: payout.currency,
  };
}
