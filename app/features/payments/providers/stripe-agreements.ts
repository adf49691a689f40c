import type Stripe from "stripe";
import type { AgreementFact } from "./recurring.ts";
import { isEventOf } from "./stripe-event-of.ts";
import { idOf } from "./stripe-facts.ts";
import { periodStartOf } from "./stripe-recurring.server.ts";

/** The events of monthly agreements. */
export const AGREEMENT_EVENTS = [
  "checkout.session.completed",
  "customer.subscription.deleted",
  "invoice.payment_failed",
] as const satisfies readonly Stripe.Event["type"][];

/** What an event says about a monthly agreement; null if nothing. */
export function agreementOfEvent(event: Stripe.Event): AgreementFact | null {
  if (!isEventOf(event, AGREEMENT_EVENTS)) return null;
  const occurredAt = new Date(event.created * 1000);
  switch (event.type) {
    case "checkout.session.completed":
      return signedBySession(event.data.object, occurredAt);
    case "customer.subscription.deleted": {
      const { id, metadata } = event.data.object;
      return { kind: "ended", reference: metadata.plan_reference || null, agreementId: id, occurredAt };
    }
    case "invoice.payment_failed":
      return failedInvoice(event.data.object, occurredAt);
  }
}

function signedBySession(session: Stripe.Checkout.Session, occurredAt: Date): AgreementFact | null {
  const agreementId = session.mode === "subscription" ? idOf(session.subscription) : null;
  if (agreementId === null) return null;
  const reference = session.metadata?.plan_reference || session.client_reference_id;
  return { kind: "signed", reference, agreementId, occurredAt };
}

function failedInvoice(invoice: Stripe.Invoice, occurredAt: Date): AgreementFact | null {
  const details = invoice.parent?.subscription_details;
  const agreementId = idOf(details?.subscription);
  if (agreementId === null) return null;
  return {
    kind: "charge-failed",
    reference: details?.metadata?.plan_reference || null,
    agreementId,
    occurredAt,
    failed: {
      periodStart: periodStartOf(invoice),
      attempt: invoice.attempt_count,
      nextTryAt: invoice.next_payment_attempt ? new Date(invoice.next_payment_attempt * 1000) : null,
    },
  };
}
