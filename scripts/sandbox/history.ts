import { markPaid } from "./alipay/pay.ts";
import { refundTrade } from "./alipay/refund.ts";
import { newBuyer, newTradeNo, tradeKey } from "./alipay/trade.ts";
import type { Merchant } from "./merchants.ts";
import { randomId } from "./random.ts";
import type { SandboxState } from "./state.ts";
import { stripeFee } from "./stripe/books.ts";
import { chargeIntent, makeIntent, refundCharge } from "./stripe/payments.ts";

export type PastPayment = {
  paymentId: string;
  amountFen: bigint;
  paidAt: Date;
  subject: string;
  refundFen: bigint | null;
  refundId: string | null;
  refundedAt: Date;
};

/** A paid Alipay trade of the past, known to queries and bills, announced to nobody. */
export function importAlipay(state: SandboxState, merchant: Merchant, payment: PastPayment) {
  const key = tradeKey(merchant.appId, payment.paymentId);
  let trade = state.tables.trades.get(key);
  if (!trade) {
    const at = payment.paidAt.toISOString();
    const open = state.tables.trades.put(key, {
      key,
      appId: merchant.appId,
      outTradeNo: payment.paymentId,
      tradeNo: newTradeNo(payment.paidAt),
      token: randomId(24),
      method: "alipay.trade.page.pay",
      subject: payment.subject,
      body: null,
      passback: null,
      amountFen: payment.amountFen,
      paidFen: 0n,
      feeFen: 0n,
      status: "WAIT_BUYER_PAY",
      lastFailure: null,
      notifyUrl: merchant.alipayNotifyUrl,
      returnUrl: null,
      quitUrl: null,
      ...newBuyer(),
      currency: null,
      createdAt: at,
      expiresAt: null,
      paidAt: null,
      closedAt: null,
      settled: false,
      refunds: [],
      agreementNo: null,
    });
    trade = markPaid(state, open, payment.amountFen, payment.paidAt);
    if (payment.refundFen !== null) {
      const requestNo = payment.refundId ?? `rf_${payment.paymentId}`.slice(0, 64);
      trade = refundTrade(state, trade, requestNo, payment.refundFen, "正常退款", payment.refundedAt).trade;
    }
  }
  const refund = trade.refunds[0];
  return {
    paymentId: payment.paymentId,
    amountFen: trade.paidFen,
    feeFen: trade.feeFen,
    tradeNo: trade.tradeNo,
    buyerId: trade.buyerId,
    ...(refund
      ? {
          refund: {
            refundId: refund.requestNo,
            amountFen: refund.amountFen,
            feeReturnedFen: refund.feeReturnedFen,
          },
        }
      : {}),
  };
}

/** A paid Stripe session of the past with its intent and charge. */
export function importStripe(
  state: SandboxState,
  merchant: Merchant,
  payment: PastPayment,
  known: Map<string, string>,
) {
  const checkoutId = known.get(payment.paymentId) ?? makePastCheckout(state, merchant, payment);
  const checkout = state.tables.checkouts.get(checkoutId)!;
  const intent = state.tables.intents.get(checkout.intentId!)!;
  const charge = state.tables.charges.get(intent.chargeId!)!;
  const refundId = state.setting<string>(`pastRefund:${checkoutId}`);
  const refund = refundId ? state.tables.refunds.get(refundId) : undefined;
  return {
    paymentId: payment.paymentId,
    amountFen: charge.amountFen,
    feeFen: stripeFee(charge.amountFen),
    checkoutSession: checkout.id,
    paymentIntent: intent.id,
    charge: charge.id,
    balanceTransaction: charge.balanceId,
    ...(refund
      ? {
          refund: {
            refundId: refund.id,
            amountFen: refund.amountFen,
            feeReturnedFen: 0n,
            balanceTransaction: refund.balanceId,
          },
        }
      : {}),
  };
}

function makePastCheckout(state: SandboxState, merchant: Merchant, payment: PastPayment): string {
  const at = payment.paidAt;
  const metadata = { payment_id: payment.paymentId };
  const base = { account: merchant.accountId, amountFen: payment.amountFen, currency: "cny" };
  const open = makeIntent(
    state,
    {
      ...base,
      description: payment.subject,
      metadata,
      allowedTypes: ["card"],
      customerId: null,
      automatic: false,
    },
    at,
  );
  const { intent, charge } = chargeIntent(state, open, true, at);
  const id = `cs_test_${randomId(58)}`;
  state.tables.checkouts.put(id, {
    ...base,
    id,
    mode: "payment",
    status: "complete",
    name: payment.subject,
    quantity: 1,
    description: null,
    locale: "zh",
    submitType: "donate",
    clientReferenceId: payment.paymentId,
    customerEmail: null,
    metadata,
    intentMetadata: metadata,
    intentDescription: payment.subject,
    subscriptionMetadata: {},
    interval: null,
    allowedTypes: ["card"],
    methodOptions: null,
    successUrl: null,
    cancelUrl: null,
    createdAt: at.toISOString(),
    expiresAt: new Date(at.getTime() + 86_400_000).toISOString(),
    intentId: intent.id,
    subscriptionId: null,
    invoiceId: null,
    customerId: null,
    lastFailure: null,
  });
  if (payment.refundFen !== null) {
    const given: Record<string, string> = payment.refundId ? { refund_id: payment.refundId } : {};
    const details = { reason: "requested_by_customer" as const, metadata: given, at: payment.refundedAt };
    const { refund } = refundCharge(state, charge, payment.refundFen, details);
    state.keepSetting(`pastRefund:${id}`, refund.id);
  }
  return id;
}

/** Sessions of an account by the merchant's own number, so that an import may be repeated. */
export function checkoutsByReference(state: SandboxState, merchant: Merchant): Map<string, string> {
  const known = new Map<string, string>();
  for (const row of state.tables.checkouts.inGroup(merchant.accountId)) {
    if (row.clientReferenceId && row.status === "complete") known.set(row.clientReferenceId, row.id);
  }
  return known;
}
