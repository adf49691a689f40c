import { shanghaiTime } from "./clock.ts";
import { type Html, html, money, page } from "./html.ts";
import { type OrderLine, recentOrders } from "./orders.ts";
import { settle } from "./settle/settle.ts";
import type { Mail } from "./smtp.ts";
import type { SandboxState } from "./state.ts";

const STATES: Record<string, [word: string, look: string]> = {
  WAIT_BUYER_PAY: ["等待付款", "wait"],
  TRADE_SUCCESS: ["已支付", ""],
  TRADE_FINISHED: ["已完结", ""],
  TRADE_CLOSED: ["已关闭", "off"],
  open: ["等待付款", "wait"],
  complete: ["已支付", ""],
  expired: ["已过期", "off"],
};

/** The sandbox's own home page: closing the day, orders, mails. */
export function homePage(state: SandboxState, query: URLSearchParams): Response {
  const closed = query.get("closed");
  const orders = recentOrders(state, 50);
  const mails = state.tables.mails.all().slice(-50).reverse();
  const site = state.siteUrl ? html`<p><a href="${state.siteUrl}">回到明善网站</a></p>` : "";
  return page(
    "首页",
    html`<h1>支付沙箱</h1>
<p class="note">扮演支付宝、Stripe 和银行：记下订单，出具账单，替网站收下它发出的邮件。</p>
${site}
${closed ? html`<p class="state" role="status">账已结到现在：${closed} 条新记录，账单和银行流水可以取了。</p>` : ""}
<form method="post" action="/settle" class="row"><button class="btn inline">结束今天</button>
<span class="note">把到现在为止的收款、退款和提现结进账单与银行流水；一天里可以多次结账。</span></form>
<h2>订单</h2>
${orders.length > 0 ? orderTable(orders) : html`<p class="note">还没有订单。在网站上捐一笔，它就会出现在这里。</p>`}
<h2>邮件</h2>
${mails.length > 0 ? mails.map(mailBlock) : html`<p class="note">网站还没有发过邮件。</p>`}`,
  );
}

function orderTable(orders: OrderLine[]): Html {
  const rows = orders.map((order) => {
    const [word, look] = STATES[order.status] ?? [order.status, "off"];
    return html`<tr><td data-label="时间">${shanghaiTime(order.createdAt)}</td>
<td data-label="渠道">${order.provider === "alipay" ? "支付宝" : "Stripe"}</td>
<td data-label="收款方">${order.merchant}</td>
<td data-label="内容"><a href="${order.payUrl}">${order.subject}</a></td>
<td data-label="金额" class="num">${money(order.amountFen)}</td>
<td data-label="状态"><span class="state ${look}">${word}</span></td></tr>`;
  });
  return html`<div class="scroll"><table class="cards"><thead><tr><th>时间</th><th>渠道</th><th>收款方</th><th>内容</th><th class="num">金额</th><th>状态</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function mailBlock(mail: Mail): Html {
  return html`<article class="mail"><strong>${mail.subject}</strong>
<p class="note">${shanghaiTime(mail.at)} · 寄给 ${mail.to.join("、")}</p>
<p>${linked(mail.text)}</p>
${missingLinks(mail)}</article>`;
}

/** The text with its addresses made clickable. */
function linked(text: string): Html[] {
  return text
    .split(/(https?:\/\/[^\s"'<>）)]+)/)
    .map((part, index) => (index % 2 === 1 ? html`<a href="${part}">${part}</a>` : html`${part}`));
}

function missingLinks(mail: Mail): Html[] {
  return mail.links
    .filter((link) => !mail.text.includes(link))
    .map((link) => html`<p><a href="${link}">${link}</a></p>`);
}

/** The button 结束今天. */
export async function closeDay(state: SandboxState): Promise<Response> {
  const { days } = await settle(state, {
    day: null,
    merchant: null,
    breaks: { omit: new Set(), change: new Map(), extra: [] },
  });
  const rows = days.reduce((count, day) => count + day.rows, 0);
  return new Response(null, { status: 303, headers: { location: `/?closed=${rows}` } });
}
