import type Stripe from "stripe";
import { fenToJson } from "#app/lib/money.ts";
import { parseShanghaiDateTime, shanghaiDay } from "#app/lib/time.ts";
import { cleanSubject } from "./order-subject.ts";
import type {
  AdjustAgreementResult,
  AgreementReference,
  AgreementRequest,
  AgreementTerms,
  Billed,
  CancelAgreementResult,
  CreateAgreementResult,
  FindBilledResult,
  ProviderBilling,
  QueryAgreementResult,
} from "./recurring.ts";
import { idOf, minorUnits } from "./stripe-facts.ts";
import { isMissing, refusal } from "./stripe-refusal.ts";

const LEAST_FEN = 400n;
const MOST_FEN = 99_999_999n;

/**
 * Stripe Checkout in subscription mode, cards only (Alipay on Stripe has no subscriptions). Stripe bills by
 * itself at ten in the morning in China of the agreed day: there the day is the same one in UTC, so that no
 * month is billed twice or left out.
 */
export class StripeRecurring implements ProviderBilling {
  readonly billing = "provider";

  constructor(private readonly stripe: Stripe) {}

  async createAgreement(request: AgreementRequest): Promise<CreateAgreementResult> {
    if (request.currency !== "CNY")
      return { ok: false, reason: "currency-not-supported", detail: request.currency };
    if (request.amountFen < LEAST_FEN || request.amountFen > MOST_FEN)
      return { ok: false, reason: "amount-out-of-range", detail: "4.00 to 999,999.99 yuan" };
    const metadata = { plan_reference: request.reference };
    const billsLater = request.firstDueOn > shanghaiDay(request.now);
    try {
      const session = await this.stripe.checkout.sessions.create(
        {
          mode: "subscription",
          client_reference_id: request.reference,
          metadata,
          // A session's metadata is not copied to what it makes.
          subscription_data: {
            metadata,
            // Nothing is taken before the day that the donor chose, and no part of a month is reckoned.
            ...(billsLater
              ? {
                  billing_cycle_anchor: secondsAtTen(request.firstDueOn),
                  proration_behavior: "none" as const,
                }
              : {}),
          },
          line_items: [
            {
              quantity: 1,
              price_data: {
                currency: "cny",
                unit_amount: fenToJson(request.amountFen),
                recurring: { interval: "month", interval_count: 1 },
                product_data: { name: cleanSubject(request.subject) },
              },
            },
          ],
          allowed_payment_method_types: ["card"],
          success_url: request.returnUrl,
          cancel_url: request.cancelUrl,
          expires_at: Math.floor(request.expiresAt.getTime() / 1000),
        },
        { idempotencyKey: `${request.reference}:checkout` },
      );
      if (!session.url) return { ok: false, reason: "unknown", detail: `session is ${session.status}` };
      return { ok: true, signUrl: session.url, providerOrderId: session.id };
    } catch (error) {
      return refusal(error);
    }
  }

  async queryAgreement(reference: AgreementReference): Promise<QueryAgreementResult> {
    const nothing = { agreementId: null, nextDeductOn: null };
    try {
      const id = reference.agreementId ?? (await this.subscriptionOfSession(reference));
      if (id === "expired") return { ok: true, state: "ended", ...nothing };
      if (id === null) return { ok: true, state: "pending", ...nothing };
      const subscription = await this.stripe.subscriptions.retrieve(id);
      const state = subscription.status === "canceled" ? "ended" : "signed";
      return { ok: true, state, agreementId: id, nextDeductOn: nextBillingDay(subscription) };
    } catch (error) {
      if (isMissing(error)) return { ok: true, state: "not-found", ...nothing };
      return refusal(error);
    }
  }

  private async subscriptionOfSession(reference: AgreementReference): Promise<string | "expired" | null> {
    if (reference.providerOrderId === null) return null;
    const session = await this.stripe.checkout.sessions.retrieve(reference.providerOrderId);
    if (session.status === "expired") return "expired";
    return idOf(session.subscription);
  }

  async cancelAgreement(reference: AgreementReference): Promise<CancelAgreementResult> {
    try {
      const id = reference.agreementId ?? (await this.subscriptionOfSession(reference));
      if (id === "expired") return { ok: true, state: "ended" };
      if (id === null) {
        // Never signed: the page is closed, so that it cannot be signed any more.
        if (reference.providerOrderId !== null)
          await this.stripe.checkout.sessions.expire(reference.providerOrderId);
        return { ok: true, state: "ended" };
      }
      await this.stripe.subscriptions.cancel(id);
      return { ok: true, state: "ended" };
    } catch (error) {
      if (isMissing(error)) return { ok: true, state: "ended" };
      return refusal(error);
    }
  }

  /** Compares before it changes, so that saying it again changes nothing. */
  async adjustAgreement(
    { agreementId, now }: AgreementReference,
    terms: AgreementTerms,
  ): Promise<AdjustAgreementResult> {
    if (agreementId === null) return { ok: false, reason: "refused", detail: "not signed" };
    try {
      const subscription = await this.stripe.subscriptions.retrieve(agreementId);
      if (subscription.status === "canceled") return { ok: true, state: "ended" };
      const change = changeTo(subscription, terms, shanghaiDay(now));
      if (Object.keys(change).length > 0) await this.stripe.subscriptions.update(agreementId, change);
      return { ok: true, state: "adjusted" };
    } catch (error) {
      if (isMissing(error)) return { ok: true, state: "ended" };
      return refusal(error);
    }
  }

  /** An invoice (in_…) or a PaymentIntent (pi_…) to the subscription and period that it was billed for. */
  async findBilled(objectId: string): Promise<FindBilledResult> {
    try {
      const found = await this.invoicePaymentOf(objectId);
      const paymentObjectId = idOf(found?.payment.payment_intent);
      if (!found || paymentObjectId === null)
        return { ok: true, state: objectId.startsWith("in_") ? "nothing-taken" : "foreign" };
      const invoice = await this.stripe.invoices.retrieve(idOf(found.invoice) ?? "");
      const details = invoice.parent?.subscription_details;
      const agreementId = idOf(details?.subscription);
      if (agreementId === null) return { ok: true, state: "foreign" };
      const paidAt = found.status_transitions.paid_at ?? invoice.created;
      const billed: Billed = {
        agreementId,
        reference: details?.metadata?.plan_reference || null,
        periodStart: periodStartOf(invoice),
        paymentObjectId,
        amountFen: minorUnits(found.amount_paid),
        currency: invoice.currency.toUpperCase(),
        paidAt: new Date(paidAt * 1000),
      };
      return { ok: true, state: "billed", billed };
    } catch (error) {
      if (isMissing(error)) return { ok: true, state: "foreign" };
      return refusal(error);
    }
  }

  private async invoicePaymentOf(objectId: string): Promise<Stripe.InvoicePayment | undefined> {
    const filter: Stripe.InvoicePaymentListParams = objectId.startsWith("in_")
      ? { invoice: objectId }
      : { payment: { type: "payment_intent", payment_intent: objectId } };
    const list = await this.stripe.invoicePayments.list({ ...filter, status: "paid", limit: 10 });
    return list.data[0];
  }

  async labelBilled(billed: Billed, paymentId: string) {
    try {
      const intent = await this.stripe.paymentIntents.retrieve(billed.paymentObjectId);
      const charge = idOf(intent.latest_charge);
      if (charge !== null) await this.stripe.charges.update(charge, { metadata: { payment_id: paymentId } });
      return { ok: true } as const;
    } catch (error) {
      return refusal(error);
    }
  }
}

/** The begin of what an invoice bills: of its line, because the invoice's own period is the one before. */
export function periodStartOf(invoice: Stripe.Invoice): Date {
  const start = invoice.lines?.data[0]?.period.start ?? invoice.created;
  return new Date(start * 1000);
}

function nextBillingDay(subscription: Stripe.Subscription): string | null {
  const end = subscription.trial_end ?? subscription.items.data[0]?.current_period_end;
  return end ? shanghaiDay(new Date(end * 1000)) : null;
}

/** The day and time at which a day is billed, in unix seconds. */
function secondsAtTen(day: string): number {
  const at = parseShanghaiDateTime(`${day} 10:00:00`);
  if (at === null) throw new TypeError(`not a day: ${day}`);
  return Math.floor(at.getTime() / 1000);
}

function changeTo(
  subscription: Stripe.Subscription,
  terms: AgreementTerms,
  today: string,
): Stripe.SubscriptionUpdateParams {
  const change: Stripe.SubscriptionUpdateParams = {};
  const item = subscription.items.data[0];
  if (item && minorUnits(item.price.unit_amount) !== terms.amountFen) {
    change.items = [
      {
        id: item.id,
        price_data: {
          currency: terms.currency.toLowerCase(),
          unit_amount: fenToJson(terms.amountFen),
          product: idOf(item.price.product) ?? "",
          recurring: { interval: "month", interval_count: 1 },
        },
      },
    ];
    change.proration_behavior = "none";
  }
  const isPaused = subscription.pause_collection !== null;
  if (terms.nextDueOn === null) {
    // Invoices of a pause are void: nothing of it is asked for later.
    if (!isPaused) change.pause_collection = { behavior: "void" };
    return change;
  }
  if (isPaused) change.pause_collection = "";
  // A day that is today is being billed or was: moving the bill could make a second one.
  if (terms.nextDueOn > today && nextBillingDay(subscription) !== terms.nextDueOn) {
    change.trial_end = secondsAtTen(terms.nextDueOn);
    change.proration_behavior = "none";
  }
  return change;
}
