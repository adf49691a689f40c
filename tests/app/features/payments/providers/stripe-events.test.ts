import { expect, it } from "vitest";
import { STRIPE_EVENTS } from "#app/features/payments/providers/stripe-events.ts";

it("a charity is told to subscribe to every kind of event once, warnings and monthly gifts among them", () => {
  expect(new Set(STRIPE_EVENTS).size).toBe(STRIPE_EVENTS.length);
  expect(STRIPE_EVENTS).toEqual(
    expect.arrayContaining([
      "charge.dispute.closed",
      "charge.dispute.created",
      "charge.failed",
      "charge.refunded",
      "charge.succeeded",
      "checkout.session.async_payment_succeeded",
      "checkout.session.completed",
      "checkout.session.expired",
      "customer.subscription.deleted",
      "invoice.paid",
      "invoice.payment_failed",
      "payment_intent.succeeded",
      "payout.paid",
      "payout.reconciliation_completed",
      "radar.early_fraud_warning.created",
      "refund.failed",
      "refund.updated",
    ]),
  );
});
