import type Stripe from "stripe";
import type { RiskSignal } from "./risk-signal.ts";
import { isEventOf } from "./stripe-event-of.ts";
import { idOf, minorUnits } from "./stripe-facts.ts";

/** The events that say something about danger. */
export const SIGNAL_EVENTS = [
  "payment_intent.payment_failed",
  "charge.failed",
  "charge.succeeded",
  "radar.early_fraud_warning.created",
] as const satisfies readonly Stripe.Event["type"][];

/** What an event says about danger; null if nothing. Throws TypeError on a malformed amount. */
export function signalOfEvent(event: Stripe.Event): RiskSignal | null {
  if (!isEventOf(event, SIGNAL_EVENTS)) return null;
  const occurredAt = new Date(event.created * 1000);
  switch (event.type) {
    case "payment_intent.payment_failed":
      return declinedIntent(event.data.object, occurredAt);
    case "charge.failed":
      return charged(event.data.object, "declined", occurredAt);
    case "charge.succeeded":
      return charged(event.data.object, "charged", occurredAt);
    case "radar.early_fraud_warning.created":
      return fraudWarning(event.data.object, occurredAt);
  }
}

/** A failure before any charge (no charge id) is a form left half-way, not a declined card. */
function declinedIntent(intent: Stripe.PaymentIntent, occurredAt: Date): RiskSignal | null {
  const error = intent.last_payment_error;
  const charge = idOf(error?.charge ?? intent.latest_charge);
  if (charge === null) return null;
  const card = error?.payment_method?.card;
  return {
    kind: "declined",
    key: `declined ${charge}`,
    paymentId: intent.metadata?.payment_id || null,
    paymentObjectId: intent.id,
    amountFen: minorUnits(intent.amount),
    currency: intent.currency.toUpperCase(),
    cardFingerprint: card?.fingerprint ?? null,
    cardBin: binOf(card),
    reason: error?.decline_code ?? error?.code ?? null,
    occurredAt,
  };
}

function charged(charge: Stripe.Charge, kind: "declined" | "charged", occurredAt: Date): RiskSignal {
  const card = charge.payment_method_details?.card;
  return {
    kind,
    key: `${kind} ${charge.id}`,
    paymentId: charge.metadata?.payment_id || null,
    paymentObjectId: idOf(charge.payment_intent),
    amountFen: minorUnits(charge.amount),
    currency: charge.currency.toUpperCase(),
    cardFingerprint: card?.fingerprint ?? null,
    cardBin: binOf(card),
    reason: charge.outcome?.reason ?? charge.failure_code,
    occurredAt,
  };
}

/** The card's bank says that the payment was not its holder's. A refund now avoids the dispute. */
function fraudWarning(warning: Stripe.Radar.EarlyFraudWarning, occurredAt: Date): RiskSignal | null {
  if (!warning.actionable) return null;
  return {
    kind: "fraud-warning",
    key: warning.id,
    paymentId: null,
    paymentObjectId: idOf(warning.payment_intent),
    amountFen: null,
    currency: null,
    cardFingerprint: null,
    cardBin: null,
    reason: warning.fraud_type,
    occurredAt,
  };
}

/** Stripe tells it only to accounts that asked for it. */
function binOf(card: object | null | undefined): string | null {
  if (!card || !("iin" in card)) return null;
  return typeof card.iin === "string" && /^\d{6,8}$/.test(card.iin) ? card.iin : null;
}
