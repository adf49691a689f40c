import { PaymentRefused } from "../alipay/pay.ts";
import { html, money, orderPage, page } from "../html.ts";
import { merchantByAccount } from "../merchants.ts";
import type { SandboxState } from "../state.ts";
import { currentCheckout } from "./checkout.ts";
import { sendEvents } from "./events.ts";
import { actOnCheckout } from "./pay.ts";
import type { Checkout } from "./records.ts";

/** /c/pay/:id, the hosted checkout page, shown (GET) and answered (POST). */
export async function stripePage(state: SandboxState, request: Request): Promise<Response> {
  const [, , kind, id] = new URL(request.url).pathname.split("/");
  const found = kind === "pay" ? state.tables.checkouts.get(id ?? "") : undefined;
  if (!found) return notFound();
  const { checkout, events } = currentCheckout(state, found);
  if (events.length > 0) state.background(sendEvents(state, events));
  if (request.method !== "POST") return show(state, checkout);
  const outcome = new URLSearchParams(await request.text()).get("outcome");
  if (outcome === "cancel") return see(checkout.cancelUrl ?? `/c/pay/${checkout.id}`);
  try {
    const acted = actOnCheckout(state, checkout, outcome === "paid" ? "paid" : "failed", { mode: "once" });
    state.background(acted.told);
    await state.flushed();
    return see(outcome === "paid" ? successAddress(acted.checkout) : `/c/pay/${checkout.id}`);
  } catch (error) {
    if (error instanceof PaymentRefused) return see(`/c/pay/${checkout.id}`);
    throw error;
  }
}

/** The success_url with the session's id in the place that the merchant marked. */
export function successAddress(checkout: Checkout): string {
  return (checkout.successUrl ?? `/c/pay/${checkout.id}`).replaceAll("{CHECKOUT_SESSION_ID}", checkout.id);
}

function show(state: SandboxState, checkout: Checkout): Response {
  const ended = { open: null, complete: "这笔订单已经支付", expired: "订单已过期，不能再支付" }[
    checkout.status
  ];
  return orderPage({
    title: "银行卡付款",
    channel: checkout.mode === "subscription" ? "Stripe（沙箱） · 每期扣款" : "Stripe（沙箱）",
    merchant: merchantByAccount(state, checkout.account).name,
    subject: checkout.name,
    amount: money(checkout.amountFen, checkout.currency),
    number: checkout.clientReferenceId ?? checkout.id.slice(0, 24),
    alert: ended ? null : checkout.lastFailure,
    ended,
    action: `/c/pay/${checkout.id}`,
    back: checkout.status === "complete" ? successAddress(checkout) : checkout.cancelUrl,
  });
}

function see(location: string): Response {
  return new Response(null, { status: 303, headers: { location } });
}

function notFound(): Response {
  return page(
    "没有这个订单",
    html`<div class="sheet"><h1>没有这个订单</h1><p>请回到商户页面重新发起付款。</p></div>`,
    {
      narrow: true,
      status: 404,
    },
  );
}
