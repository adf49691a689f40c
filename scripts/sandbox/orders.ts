import { AlipayRefusal } from "./alipay/answer.ts";
import { tradeByToken } from "./alipay/cashier.ts";
import { pageTarget } from "./alipay/gateway.ts";
import type { Agreement, Trade } from "./alipay/records.ts";
import { collectParams } from "./alipay/request.ts";
import { ControlRefused } from "./control-input.ts";
import { merchantByAccount, merchantByApp } from "./merchants.ts";
import type { SandboxState } from "./state.ts";
import type { Checkout } from "./stripe/records.ts";

export type Order =
  | { provider: "alipay"; trade: Trade }
  | { provider: "agreement"; agreement: Agreement }
  | { provider: "stripe"; checkout: Checkout };

/** The order behind an address that a payer would open: Alipay's signed page, a cashier page, or a Stripe session. */
export async function orderByUrl(state: SandboxState, payUrl: string): Promise<Order> {
  if (!URL.canParse(payUrl)) throw new ControlRefused("payUrl is not an address");
  const url = new URL(payUrl);
  if (url.pathname === "/gateway.do") {
    try {
      const target = await pageTarget(state, collectParams(url.searchParams, new URLSearchParams()));
      return byToken(state, target.path.split("/")[2] ?? "", target.token);
    } catch (error) {
      if (error instanceof AlipayRefusal) throw new ControlRefused(error.message);
      throw error;
    }
  }
  const [, first, kind, token] = url.pathname.split("/");
  if (first === "alipay") return byToken(state, kind ?? "", token ?? "");
  const checkout = first === "c" && kind === "pay" ? state.tables.checkouts.get(token ?? "") : undefined;
  if (!checkout) throw new ControlRefused("there is no order behind this payUrl", 404);
  return { provider: "stripe", checkout };
}

function byToken(state: SandboxState, kind: string, token: string): Order {
  if (kind === "agreement") {
    const agreement = state.tables.agreements.all().find((row) => row.token === token);
    if (agreement) return { provider: "agreement", agreement };
  }
  const trade = kind === "cashier" ? tradeByToken(state, token) : undefined;
  if (!trade) throw new ControlRefused("there is no order behind this payUrl", 404);
  return { provider: "alipay", trade };
}

/** The order with the merchant's own number, or with one of the provider's ids. */
export function orderById(state: SandboxState, id: string): Order {
  const trade = state.tables.trades.all().find((row) => row.outTradeNo === id || row.tradeNo === id);
  if (trade) return { provider: "alipay", trade };
  const checkout = state.tables.checkouts
    .all()
    .filter(
      (row) =>
        row.id === id ||
        row.intentId === id ||
        row.clientReferenceId === id ||
        row.metadata.payment_id === id,
    )
    .at(-1);
  if (!checkout) throw new ControlRefused(`there is no order ${id}`, 404);
  return { provider: "stripe", checkout };
}

export type OrderLine = {
  provider: "alipay" | "stripe";
  merchant: string;
  paymentId: string | null;
  status: string;
  amountFen: bigint;
  subject: string;
  payUrl: string;
  createdAt: string;
};

/** Orders of all merchants, newest first. */
export function recentOrders(state: SandboxState, count: number): OrderLine[] {
  const trades: OrderLine[] = state.tables.trades
    .all()
    .slice(-count)
    .map((row) => ({
      provider: "alipay",
      merchant: merchantByApp(state, row.appId)?.name ?? row.appId,
      paymentId: row.outTradeNo,
      status: row.status,
      amountFen: row.paidAt ? row.paidFen : row.amountFen,
      subject: row.subject,
      payUrl: `${state.url}/alipay/cashier/${row.token}`,
      createdAt: row.createdAt,
    }));
  const checkouts: OrderLine[] = state.tables.checkouts
    .all()
    .slice(-count)
    .map((row) => ({
      provider: "stripe",
      merchant: merchantByAccount(state, row.account).name,
      paymentId: row.clientReferenceId,
      status: row.status,
      amountFen: row.amountFen,
      subject: row.name,
      payUrl: `${state.url}/c/pay/${row.id}`,
      createdAt: row.createdAt,
    }));
  return [...trades, ...checkouts]
    .sort((left, right) => (left.createdAt < right.createdAt ? 1 : -1))
    .slice(0, count);
}
