import type { DemoSite } from "#tests/setup/start-demo.ts";

/** Reads JSON from an address of the site; fails with the answer's text when it is not a success. */
export async function getJson<Answer>(url: string): Promise<Answer> {
  return read<Answer>(await fetch(url, { headers: { accept: "application/json" } }));
}

/** Sends JSON and reads JSON. */
export async function postJson<Answer>(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return read<Answer>(
    await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    }),
  );
}

async function read<Answer>(response: Response): Promise<Answer> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
}

export interface Gift {
  id: string;
  status: string;
  amountFen: number;
  paidAt: string | null;
}

export const giftOf = (site: DemoSite, id: string) => getJson<Gift>(`${site.url}/api/v1/donations/${id}`);

/** Starts a gift as a program does; pay it by `payGift`. */
export function startGift(
  site: DemoSite,
  gift: { slug: string; amountFen: number; provider?: "alipay" | "stripe" | "offline"; email?: string },
): Promise<{ id: string; payUrl: string; token: string; receiptUrl: string }> {
  const { slug, amountFen, provider = "alipay", email } = gift;
  return postJson(
    `${site.url}/api/v1/donations`,
    {
      target: { kind: "project", slug },
      amountFen,
      currency: "CNY",
      provider,
      visibility: "anonymous",
      donor: email ? { email } : {},
    },
    { "idempotency-key": crypto.randomUUID() },
  );
}

/** Pays (or not) at the sandbox, as its buttons would. */
export function payGift(
  site: DemoSite,
  payUrl: string,
  how: { outcome?: "paid" | "failed" | "closed"; deliver?: string } = {},
): Promise<unknown> {
  return postJson(`${site.sandboxUrl}/control/pay`, { payUrl, outcome: "paid", ...how });
}

/** Asks again until the answer is right; gives the last answer when the time is over. */
export async function until<Answer>(
  ask: () => Promise<Answer>,
  right: (answer: Answer) => boolean,
  withinMs: number,
): Promise<Answer> {
  const end = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (right(answer) || performance.now() > end) return answer;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
