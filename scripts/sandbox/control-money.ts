import { endByPayer, signAgreement } from "./alipay/agreement.ts";
import { AlipayRefusal } from "./alipay/answer.ts";
import { returnAddress } from "./alipay/cashier.ts";
import { notifyTrade } from "./alipay/notify.ts";
import { actOnTrade, type Outcome, PaymentRefused } from "./alipay/pay.ts";
import { refundTrade } from "./alipay/refund.ts";
import { refundedFen } from "./alipay/trade.ts";
import { ControlRefused, type Input, mode, optionalAmount, optionalText, text } from "./control-input.ts";
import { merchantByAccount, merchantByApp } from "./merchants.ts";
import { type Order, orderById, orderByUrl } from "./orders.ts";
import { randomDigits } from "./random.ts";
import type { SandboxState } from "./state.ts";
import { closeDispute, openDispute } from "./stripe/disputes.ts";
import { sendEvents } from "./stripe/events.ts";
import { successAddress } from "./stripe/page.ts";
import { actOnCheckout } from "./stripe/pay.ts";
import { announceRefund, refundCharge } from "./stripe/payments.ts";
import type { ChargeRecord, Checkout } from "./stripe/records.ts";
import { StripeRefusal } from "./stripe/refusal.ts";
import { endSubscription, renewSubscription, retryInvoice } from "./stripe/subscriptions.ts";
import { warnOfFraud } from "./stripe/warnings.ts";

/** Refusals of the providers' own rules become answers of the control interface. */
async function asControl<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const known =
      error instanceof PaymentRefused || error instanceof AlipayRefusal || error instanceof StripeRefusal;
    if (known) throw new ControlRefused(error.message);
    throw error;
  }
}

async function orderOf(state: SandboxState, input: Input): Promise<Order> {
  const payUrl = optionalText(input, "payUrl");
  return payUrl === null ? orderById(state, text(input, "paymentId")) : orderByUrl(state, payUrl);
}

/** POST /control/pay */
export function controlPay(state: SandboxState, input: Input) {
  return asControl(async () => {
    const order = await orderOf(state, input);
    const outcome = (optionalText(input, "outcome") ?? "paid") as Outcome;
    if (!["paid", "failed", "closed"].includes(outcome))
      throw new ControlRefused("outcome is none of paid, failed, closed");
    const amountFen = optionalAmount(input, "amountFen") ?? undefined;
    const delayMs = typeof input.delayMs === "number" ? input.delayMs : undefined;
    const card = optionalText(input, "card") ?? undefined;
    const options = { mode: mode(input), amountFen, delayMs, card };
    if (order.provider === "agreement") {
      const agreement = outcome === "paid" ? await signAgreement(state, order.agreement) : order.agreement;
      const { agreementNo, externalNo, status } = agreement;
      return {
        provider: "alipay",
        agreementNo,
        paymentId: externalNo,
        status,
        returnUrl: agreement.returnUrl,
        deliveries: [],
      };
    }
    if (order.provider === "alipay") {
      const { trade, told } = actOnTrade(state, order.trade, outcome, options);
      await state.flushed();
      return {
        provider: "alipay",
        merchant: merchantByApp(state, trade.appId)?.key,
        paymentId: trade.outTradeNo,
        status: trade.status,
        amountFen: trade.paidAt ? trade.paidFen : trade.amountFen,
        tradeNo: trade.tradeNo,
        returnUrl: trade.paidAt ? await returnAddress(state, trade) : trade.returnUrl,
        deliveries: await told,
      };
    }
    const { checkout, intent, told } = actOnCheckout(state, order.checkout, outcome, options);
    await state.flushed();
    return {
      provider: "stripe",
      merchant: merchantByAccount(state, checkout.account).key,
      paymentId: checkout.clientReferenceId,
      status: checkout.status,
      amountFen: checkout.amountFen,
      checkoutSession: checkout.id,
      paymentIntent: intent?.id ?? null,
      charge: intent?.chargeId ?? null,
      returnUrl: checkout.status === "complete" ? successAddress(checkout) : checkout.cancelUrl,
      deliveries: await told,
    };
  });
}

function chargeOf(state: SandboxState, checkout: Checkout): ChargeRecord {
  const invoice = checkout.invoiceId ? state.tables.invoices.get(checkout.invoiceId) : undefined;
  const intent = state.tables.intents.get(checkout.intentId ?? invoice?.intentId ?? "");
  const charge = intent?.chargeId ? state.tables.charges.get(intent.chargeId) : undefined;
  if (!charge?.paid) throw new ControlRefused("this order is not paid");
  return charge;
}

/** POST /control/refund: a refund that the merchant made on the provider's own site. */
export function controlRefund(state: SandboxState, input: Input) {
  return asControl(async () => {
    const order = await orderOf(state, input);
    const amountFen = optionalAmount(input, "amountFen");
    const refundId = optionalText(input, "refundId");
    if (order.provider === "agreement") throw new ControlRefused("an agreement has nothing to refund");
    if (order.provider === "alipay") {
      const { trade: found } = order;
      const wanted = amountFen ?? found.paidFen - refundedFen(found);
      if (wanted <= 0n) throw new ControlRefused("nothing is left to refund");
      const requestNo = refundId ?? `RF${randomDigits(16)}`;
      const { trade, refund } = refundTrade(state, found, requestNo, wanted, "商家后台退款");
      const deliveries = await notifyTrade(state, trade, refund, mode(input));
      return {
        provider: "alipay",
        paymentId: trade.outTradeNo,
        refundId: requestNo,
        amountFen: wanted,
        status: trade.status,
        deliveries,
      };
    }
    const metadata: Record<string, string> = refundId ? { refund_id: refundId } : {};
    const details = { reason: "requested_by_customer" as const, metadata };
    const done = refundCharge(state, chargeOf(state, order.checkout), amountFen, details);
    const deliveries = await announceRefund(state, done.refund, done.charge, mode(input));
    const { id, amountFen: refunded } = done.refund;
    const status = state.tables.refunds.get(id)!.status;
    return {
      provider: "stripe",
      paymentId: order.checkout.clientReferenceId,
      refundId: id,
      amountFen: refunded,
      status,
      deliveries,
    };
  });
}

/** POST /control/dispute: a cardholder's bank takes the money back, and later decides. */
export function controlDispute(state: SandboxState, input: Input) {
  return asControl(async () => {
    const order = await orderOf(state, input);
    if (order.provider !== "stripe") throw new ControlRefused("only card payments (Stripe) can be disputed");
    const status = optionalText(input, "status") ?? "opened";
    if (status !== "opened" && status !== "won" && status !== "lost")
      throw new ControlRefused("status is none of opened, won, lost");
    const charge = chargeOf(state, order.checkout);
    let found = charge.disputeId ? state.tables.disputes.get(charge.disputeId) : undefined;
    const events = [];
    if (!found) {
      const opened = openDispute(
        state,
        charge,
        optionalAmount(input, "amountFen") ?? charge.amountFen - charge.refundedFen,
      );
      found = opened.dispute;
      events.push(...opened.events);
    }
    if (status !== "opened") {
      const closed = closeDispute(state, found, status);
      found = closed.dispute;
      events.push(...closed.events);
    }
    const deliveries = await sendEvents(state, events, mode(input));
    const { id, amountFen } = found;
    return {
      provider: "stripe",
      disputeId: id,
      paymentId: order.checkout.clientReferenceId,
      status: found.status,
      amountFen,
      deliveries,
    };
  });
}

/** POST /control/fraud-warning: the card's bank warns that a paid order was not its holder's. */
export function controlFraudWarning(state: SandboxState, input: Input) {
  return asControl(async () => {
    const order = await orderOf(state, input);
    if (order.provider !== "stripe") throw new ControlRefused("only card payments (Stripe) are warned about");
    const event = warnOfFraud(state, chargeOf(state, order.checkout));
    const deliveries = await sendEvents(state, [event], mode(input));
    return { provider: "stripe", paymentId: order.checkout.clientReferenceId, deliveries };
  });
}

/** POST /control/renew: the next period of a subscription begins, or with `retry` its open invoice is tried again. */
export function controlRenew(state: SandboxState, input: Input) {
  return asControl(async () => {
    const id = text(input, "subscription");
    const found = state.tables.subscriptions.get(id);
    if (!found) throw new ControlRefused(`there is no subscription ${id}`, 404);
    const paid = (optionalText(input, "outcome") ?? "paid") === "paid";
    const events =
      input.retry === true ? retryInvoice(state, found, paid) : renewSubscription(state, found, paid);
    const deliveries = await sendEvents(state, events, mode(input));
    const { status, latestInvoiceId } = state.tables.subscriptions.get(id)!;
    return { subscription: id, status, invoice: latestInvoiceId, deliveries };
  });
}

/** POST /control/unsign: the payer ends an agreement in Alipay's app, or a card subscription at Stripe. */
export function controlUnsign(state: SandboxState, input: Input) {
  return asControl(async () => {
    const subscription = optionalText(input, "subscription");
    if (subscription !== null) {
      const found = state.tables.subscriptions.get(subscription);
      if (!found) throw new ControlRefused(`there is no subscription ${subscription}`, 404);
      const { events } = endSubscription(state, found, "ended by the payer", {});
      return { subscription, status: "canceled", deliveries: await sendEvents(state, events, mode(input)) };
    }
    const number = text(input, "agreementNo");
    const agreement = state.tables.agreements.get(number);
    if (!agreement) throw new ControlRefused(`there is no agreement ${number}`, 404);
    const { status } = await endByPayer(state, agreement);
    return { agreementNo: number, status };
  });
}
