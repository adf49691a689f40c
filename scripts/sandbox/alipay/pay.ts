import type { DeliverMode, DeliveryResult } from "../delivery.ts";
import { takeFault } from "../faults.ts";
import { randomId } from "../random.ts";
import type { SandboxState } from "../state.ts";
import { moveOn } from "./agreement-plan.ts";
import { notifyTrade } from "./notify.ts";
import type { Trade } from "./records.ts";
import { alipayFee, current, newBuyer, newTradeNo } from "./trade.ts";

export type Outcome = "paid" | "failed" | "closed";
/** The payer's act does not fit the order's state. */
export class PaymentRefused extends Error {}

export type PayOptions = {
  mode: DeliverMode;
  amountFen?: bigint;
  delayMs?: number;
  /** Stripe's name for the card that is used. */
  card?: string;
};

/**
 * What the payer (or time) does to an order. The new state is kept before the site hears of it; `told` resolves with
 * what the site answered.
 */
export function actOnTrade(
  state: SandboxState,
  found: Trade,
  outcome: Outcome,
  options: PayOptions,
): { trade: Trade; told: Promise<DeliveryResult[]> } {
  const trade = current(state, found);
  if (outcome === "failed") {
    const failed = state.tables.trades.put(trade.key, {
      ...trade,
      lastFailure: "付款未成功，请换一种方式再试",
    });
    return { trade: failed, told: Promise.resolve([]) };
  }
  if (trade.paidAt) throw new PaymentRefused("这笔订单已经支付");
  if (outcome === "closed") return closeByPayer(state, trade, options);
  if (trade.status === "TRADE_CLOSED" && !takeFault(state, ["late"], ["pay", "alipay.pay"])) {
    throw new PaymentRefused("这笔订单已经关闭");
  }
  const paid = markPaid(state, trade, paidAmount(trade, options));
  const told = tell(state, paid, options);
  if (!takeFault(state, ["double-pay"], ["pay", "alipay.pay"])) return { trade: paid, told };
  return { trade: paid, told: bothTold(told, state, secondPayment(state, paid), options) };
}

async function bothTold(
  first: Promise<DeliveryResult[]>,
  state: SandboxState,
  second: Trade,
  options: PayOptions,
) {
  return [...(await first), ...(await tell(state, second, options))];
}

function tell(state: SandboxState, trade: Trade, options: PayOptions): Promise<DeliveryResult[]> {
  return notifyTrade(state, trade, null, options.mode, options.delayMs);
}

function closeByPayer(state: SandboxState, trade: Trade, options: PayOptions) {
  if (trade.status === "TRADE_CLOSED") return { trade, told: Promise.resolve<DeliveryResult[]>([]) };
  const closed = { ...trade, status: "TRADE_CLOSED" as const, closedAt: state.now().toISOString() };
  state.tables.trades.put(trade.key, closed);
  return { trade: closed, told: tell(state, closed, options) };
}

/** The order's amount, unless another was asked for: the wanted one, or one fen off. */
export function paidAmount(order: { amountFen: bigint }, options: PayOptions): bigint {
  if (options.mode !== "wrong-amount") return order.amountFen;
  return options.amountFen ?? (order.amountFen > 1n ? order.amountFen - 1n : order.amountFen + 1n);
}

/** Books the payment of a trade. */
export function markPaid(state: SandboxState, trade: Trade, paidFen: bigint, at: Date = state.now()): Trade {
  if (trade.agreementNo) moveOn(state, trade.agreementNo);
  const wrongCurrency = takeFault(state, ["wrong-currency"], ["pay", "alipay.pay"]) !== undefined;
  return state.tables.trades.put(trade.key, {
    ...trade,
    status: "TRADE_SUCCESS",
    paidFen,
    feeFen: alipayFee(paidFen),
    paidAt: at.toISOString(),
    closedAt: null,
    lastFailure: null,
    currency: wrongCurrency ? "USD" : trade.currency,
  });
}

/** A second payment of the same order, as when a payer paid by two ways at once. */
function secondPayment(state: SandboxState, paid: Trade): Trade {
  const at = state.now();
  const key = `${paid.key}#2`;
  return state.tables.trades.put(key, {
    ...paid,
    ...newBuyer(),
    key,
    tradeNo: newTradeNo(at),
    token: randomId(24),
    paidAt: at.toISOString(),
  });
}
