import { createHash } from "node:crypto";
import Stripe from "stripe";
import { fenToJson } from "#app/lib/money.ts";
import { isLoopbackHost } from "./gateway-address.ts";
import { cleanSubject } from "./order-subject.ts";
import type {
  BillRequest,
  BillResult,
  CloseOrderResult,
  CreateOrderResult,
  NotificationHeaders,
  OrderReference,
  OrderRequest,
  PaymentProvider,
  ProbeResult,
  ProviderFact,
  QueryOrderResult,
  QueryRefundResult,
  RefundReference,
  RefundRequest,
  RefundResult,
  SelfTestResult,
  VerifyResult,
} from "./provider.ts";
import type { StripeConfig } from "./schema.ts";
import { fetchStripeBooks } from "./stripe-bill.server.ts";
import { factOfEvent, minorUnits, stripeFact, toldBySession } from "./stripe-facts.ts";
import { verifyStripeNotification } from "./stripe-notification.ts";
import { probeStripe } from "./stripe-probe.ts";
import { StripeRecurring } from "./stripe-recurring.server.ts";
import { isMissing, refundRefusal, refundState, refusal } from "./stripe-refusal.ts";

/** The types of this SDK belong to exactly this version of the API. */
const API_VERSION = "2026-10-28.endive";
/** Stripe takes no card payment in CNY below 4.00 yuan, and at most eight digits. */
const LEAST_FEN = 400n;
const MOST_FEN = 99_999_999n;
/** Events whose loss would be felt; the sweep asks for those Stripe could not deliver. */
const SWEPT_EVENTS = [
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "checkout.session.expired",
  "payment_intent.succeeded",
  "invoice.paid",
  "refund.created",
  "refund.updated",
  "refund.failed",
  "charge.dispute.created",
  "charge.dispute.closed",
];

/** Stripe Checkout for cards from abroad behind the common interface. No name, phone or e-mail of a donor is sent. */
export class StripeProvider implements PaymentProvider {
  readonly provider = "stripe";
  readonly acknowledgement = "ok";
  readonly providerAccount: string;
  readonly mode: "live" | "test";
  readonly isLoopback: boolean;
  readonly recurring: StripeRecurring;
  private readonly stripe: Stripe;
  private readonly livemode: boolean;

  constructor(private readonly config: StripeConfig) {
    const { accountId, secretKey, host, port, protocol, timeoutMs } = config;
    this.providerAccount = accountId;
    this.livemode = /^(sk|rk)_live_/.test(secretKey);
    this.mode = this.livemode ? "live" : "test";
    this.isLoopback = host !== undefined && isLoopbackHost(host);
    this.stripe = new Stripe(secretKey, {
      apiVersion: API_VERSION,
      telemetry: false,
      maxNetworkRetries: 2,
      timeout: timeoutMs,
      ...(host === undefined ? {} : { host }),
      ...(port === undefined ? {} : { port }),
      ...(protocol === undefined ? {} : { protocol }),
    });
    this.recurring = new StripeRecurring(this.stripe);
  }

  /** Opens a hosted checkout page. The same payment id gives the same session, because it is the idempotency key. */
  async createOrder(order: OrderRequest): Promise<CreateOrderResult> {
    const { paymentId } = order;
    if (!/^[A-Za-z0-9_]{1,64}$/.test(paymentId))
      return { ok: false, reason: "bad-payment-id", detail: "metadata" };
    if (order.currency !== "CNY")
      return { ok: false, reason: "currency-not-supported", detail: order.currency };
    if (order.amountFen < LEAST_FEN || order.amountFen > MOST_FEN) {
      return { ok: false, reason: "amount-out-of-range", detail: "4.00 to 999,999.99 yuan" };
    }
    const price = {
      currency: "cny",
      unit_amount: fenToJson(order.amountFen),
      product_data: { name: cleanSubject(order.subject) },
    };
    try {
      const session = await this.stripe.checkout.sessions.create(
        {
          mode: "payment",
          submit_type: "donate",
          client_reference_id: paymentId,
          metadata: { payment_id: paymentId },
          // A session's metadata is not copied to what it makes.
          payment_intent_data: { metadata: { payment_id: paymentId } },
          line_items: [{ quantity: 1, price_data: price }],
          allowed_payment_method_types: ["card"],
          success_url: order.returnUrl,
          cancel_url: order.cancelUrl,
          expires_at: Math.floor(order.expiresAt.getTime() / 1000),
        },
        { idempotencyKey: `${paymentId}:checkout` },
      );
      if (!session.url) return { ok: false, reason: "unknown", detail: `session is ${session.status}` };
      return { ok: true, payUrl: session.url, providerOrderId: session.id };
    } catch (error) {
      return refusal(error);
    }
  }

  /** Without the session's id (its creation was never answered) call `createOrder` again: it gives the same one. */
  async queryOrder({ paymentId, providerOrderId }: OrderReference): Promise<QueryOrderResult> {
    if (providerOrderId === null) return { ok: true, state: "not-found", facts: [] };
    try {
      const session = await this.stripe.checkout.sessions.retrieve(providerOrderId, {
        expand: ["payment_intent.latest_charge"],
      });
      if (session.client_reference_id !== paymentId)
        return { ok: false, reason: "refused", detail: "another order" };
      return this.stateOfSession(session);
    } catch (error) {
      if (isMissing(error)) return { ok: true, state: "not-found", facts: [] };
      return refusal(error);
    }
  }

  private stateOfSession(session: Stripe.Checkout.Session): QueryOrderResult {
    const intent = typeof session.payment_intent === "object" ? session.payment_intent : null;
    const charge = typeof intent?.latest_charge === "object" ? intent.latest_charge : null;
    const paid = session.payment_status === "paid";
    if (!paid && session.status !== "expired") return { ok: true, state: "pending", facts: [] };
    const told = toldBySession(session, paid ? "paid" : "closed");
    if (told === null) return { ok: false, reason: "refused", detail: "not a single payment" };
    const fact = stripeFact(told, {
      eventKey: `query|${told.objectId}|${told.type}`,
      providerType: `session.${session.status}`,
      providerAccount: this.providerAccount,
      occurredAt: new Date((charge?.created ?? (paid ? session.created : session.expires_at)) * 1000),
      payloadSha256: createHash("sha256")
        .update(`${session.id}|${session.status}|${told.amountFen}`)
        .digest("hex"),
    });
    if (charge !== null && charge.amount_refunded > 0)
      fact.cumulativeRefundedFen = minorUnits(charge.amount_refunded);
    return { ok: true, state: !paid ? "closed" : charge?.refunded ? "refunded" : "paid", facts: [fact] };
  }

  async closeOrder(order: OrderReference): Promise<CloseOrderResult> {
    if (order.providerOrderId === null) return { ok: true, state: "not-found", facts: [] };
    try {
      await this.stripe.checkout.sessions.expire(order.providerOrderId);
      return { ok: true, state: "closed", facts: [] };
    } catch (error) {
      if (isMissing(error)) return { ok: true, state: "not-found", facts: [] };
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) return refusal(error);
    }
    // Not open any more: already expired, or paid in the meantime.
    const found = await this.queryOrder(order);
    if (!found.ok) return found;
    if (found.state === "paid" || found.state === "refunded")
      return { ok: true, state: "paid", facts: found.facts };
    if (found.state === "closed") return { ok: true, state: "closed", facts: [] };
    return { ok: false, reason: "unknown", detail: `cannot be closed and is ${found.state}` };
  }

  verifyNotification(rawBody: Uint8Array | string, headers: NotificationHeaders, now: Date): VerifyResult {
    const { accountId, webhookSecrets } = this.config;
    const identity = { accountId, webhookSecrets, livemode: this.livemode };
    return verifyStripeNotification(this.stripe, rawBody, headers, identity, now);
  }

  /** Throws Stripe's errors. */
  async *listUndelivered(since: Date): AsyncGenerator<ProviderFact, void, undefined> {
    const created = { gte: Math.floor(since.getTime() / 1000) };
    const list = { types: SWEPT_EVENTS, delivery_success: false, created, limit: 100 };
    for await (const event of this.stripe.events.list(list)) {
      const fact = factOfEvent(event, {
        eventKey: event.id,
        providerType: event.type,
        providerAccount: this.providerAccount,
        occurredAt: new Date(event.created * 1000),
        payloadSha256: createHash("sha256").update(JSON.stringify(event)).digest("hex"),
      });
      if (fact !== null) yield fact;
    }
  }

  async refund(given: RefundRequest): Promise<RefundResult> {
    const { paymentId, paymentObjectId, refundId, amountFen, attempt = 1 } = given;
    try {
      const refund = await this.stripe.refunds.create(
        {
          payment_intent: paymentObjectId,
          amount: fenToJson(amountFen),
          reason: "requested_by_customer",
          metadata: { refund_id: refundId, payment_id: paymentId },
        },
        // Stripe answers a key as it did the first time, also with its own fault.
        { idempotencyKey: attempt > 1 ? `${refundId}:refund:${attempt}` : `${refundId}:refund` },
      );
      return {
        ok: true,
        state: refundState(refund.status),
        providerRefundId: refund.id,
        cumulativeRefundedFen: null,
      };
    } catch (error) {
      if (error instanceof Stripe.errors.StripeInvalidRequestError) return refundRefusal(error);
      return refusal(error);
    }
  }

  async queryRefund({
    paymentObjectId,
    refundId,
    providerRefundId,
  }: RefundReference): Promise<QueryRefundResult> {
    try {
      const refund =
        providerRefundId === null
          ? await this.findRefund(paymentObjectId, refundId)
          : await this.stripe.refunds.retrieve(providerRefundId);
      if (refund === null) return { ok: true, state: "not-found", providerRefundId: null, amountFen: null };
      const amountFen = minorUnits(refund.amount);
      return { ok: true, state: refundState(refund.status), providerRefundId: refund.id, amountFen };
    } catch (error) {
      if (isMissing(error)) return { ok: true, state: "not-found", providerRefundId: null, amountFen: null };
      return refusal(error);
    }
  }

  private async findRefund(paymentIntent: string, refundId: string): Promise<Stripe.Refund | null> {
    for await (const refund of this.stripe.refunds.list({ payment_intent: paymentIntent, limit: 100 })) {
      if (refund.metadata?.refund_id === refundId) return refund;
    }
    return null;
  }

  async fetchBill(bill: BillRequest): Promise<BillResult> {
    try {
      return await fetchStripeBooks(
        this.stripe,
        { accountId: this.providerAccount, livemode: this.livemode },
        bill,
      );
    } catch (error) {
      return refusal(error);
    }
  }

  probe(): Promise<ProbeResult> {
    return probeStripe(this.stripe, this.config.accountId);
  }

  /** Every webhook secret must sign what it verifies; nothing is sent to Stripe. */
  selfTest(): SelfTestResult {
    const payload = JSON.stringify({ id: "evt_self_test", object: "event" });
    for (const secret of this.config.webhookSecrets) {
      try {
        const header = this.stripe.webhooks.generateTestHeaderString({ payload, secret });
        this.stripe.webhooks.constructEvent(payload, header, secret);
      } catch (error) {
        return {
          ok: false,
          reason: "bad-secret",
          detail: error instanceof Error ? error.name : "webhook secret",
        };
      }
    }
    return { ok: true };
  }
}
