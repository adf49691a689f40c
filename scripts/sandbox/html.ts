/** Escapes text for use between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** Markup that is safe to place as it is. */
export class Html {
  constructor(readonly text: string) {}
}

/** A template whose inserted values are escaped, unless they are Html themselves (or lists of it). */
export function html(strings: TemplateStringsArray, ...values: unknown[]): Html {
  return new Html(strings.reduce((text, part, index) => text + inserted(values[index - 1]) + part));
}

function inserted(value: unknown): string {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(inserted).join("");
  if (value === null || value === undefined || value === false) return "";
  return escapeHtml(String(value));
}

/** "¥1,234.56" from fen. */
export function money(amountFen: bigint, currency = "cny"): string {
  const whole = (amountFen / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  const sign = currency.toLowerCase() === "cny" ? "¥" : `${currency.toUpperCase()} `;
  return `${sign}${whole}.${String(amountFen % 100n).padStart(2, "0")}`;
}

/** A whole page. Scripts and inline styles are not used, so a strict policy can forbid them. */
export function page(
  title: string,
  body: Html,
  options: { narrow?: boolean; status?: number } = {},
): Response {
  const text = html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · 支付沙箱</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<p class="demo">演示支付：这里的钱都是玩具钱，不会真的扣款。</p>
<main class="${options.narrow ? "pay" : "wide"}">
${body}
</main>
</body>
</html>
`;
  return new Response(text.text, {
    status: options.status ?? 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy":
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
    },
  });
}

/** What a payer sees of an order, with the buttons that are still possible. */
export function orderPage(order: {
  title: string;
  channel: string;
  merchant: string;
  subject: string;
  amount: string;
  number: string;
  alert: string | null;
  /** What became of the order; null while it can be paid. */
  ended: string | null;
  action: string;
  back: string | null;
  payLabel?: string;
  /** Signing has no third way out. */
  canFail?: boolean;
}): Response {
  const alert = order.alert ? html`<p class="alert" role="alert">${order.alert}</p>` : "";
  const actions = order.ended
    ? html`<p class="state" role="status">${order.ended}</p>${
        order.back ? html`<p class="actions"><a class="btn quiet" href="${order.back}">返回商户</a></p>` : ""
      }`
    : html`<form method="post" action="${order.action}" class="actions">
<button class="btn" name="outcome" value="paid">${order.payLabel ?? "确认支付"}</button>
${order.canFail === false ? "" : html`<button class="btn quiet" name="outcome" value="failed">支付失败</button>`}
<button class="btn quiet" name="outcome" value="cancel">取消</button>
</form>`;
  return page(
    order.title,
    html`<div class="sheet">
<p class="who">${order.channel} · 收款方</p>
<h1>${order.merchant}</h1>
<p class="amount">${order.amount}</p>
${alert}
<dl class="facts"><dt>内容</dt><dd>${order.subject}</dd><dt>订单号</dt><dd>${order.number}</dd></dl>
${actions}
</div>`,
    { narrow: true },
  );
}
