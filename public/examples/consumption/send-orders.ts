// Sends orders in batches, again and again until each has its answer. Node 20 or newer, no packages.
// MINGSHAN_URL: address of the site, MINGSHAN_KEY: your key ("ms_test_…" to try).
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

interface TillEvent {
  orderNo: string;
  type: "order" | "return";
  amountFen: number;
  discountFen?: number;
  occurredAt: string;
  campaign?: string;
  items?: number | { sku: string; quantity: number }[];
  returnOf?: string;
}

interface Result {
  orderNo: string;
  outcome: "accepted" | "duplicate" | "rejected";
  donationFenE4: number;
  reason?: string;
  message?: string;
}

const url = `${process.env.MINGSHAN_URL}/api/v1/consumption-events`;
const BATCH = 500;
const TRIES = 8;

/** One batch. What may succeed later is sent again as it is: the same batch twice counts once. */
async function sendBatch(events: TillEvent[]): Promise<Result[]> {
  const headers = {
    Authorization: `Bearer ${process.env.MINGSHAN_KEY}`,
    "Content-Type": "application/json",
    "Idempotency-Key": randomUUID(),
  };
  for (let attempt = 1; ; attempt += 1) {
    const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify({ events }) }).catch(
      () => null,
    );
    if (answer?.ok) return ((await answer.json()) as { results: Result[] }).results;
    const mayHelp = answer === null || answer.status === 409 || answer.status === 429 || answer.status >= 500;
    if (!mayHelp || attempt === TRIES) throw new Error(answer ? await answer.text() : "no answer");
    const asked = Number(answer?.headers.get("Retry-After") ?? 0);
    await sleep(Math.max(asked, 2 ** attempt / 10) * 1000);
  }
}

export async function sendOrders(events: TillEvent[]): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < events.length; at += BATCH)
    results.push(...(await sendBatch(events.slice(at, at + BATCH))));
  return results;
}

const orderNo = `B-${Date.now()}`;
const occurredAt = new Date().toISOString();
const results = await sendOrders([
  {
    orderNo,
    type: "order",
    amountFen: 12_800,
    discountFen: 800,
    occurredAt,
    items: [{ sku: "tea", quantity: 2 }],
  },
  { orderNo: `${orderNo}-R`, type: "return", amountFen: 6_400, occurredAt, returnOf: orderNo },
  { orderNo: `${orderNo}-X`, type: "order", amountFen: 0, occurredAt },
]);
for (const result of results) {
  // Keep what was rejected: its reason says what to put right.
  const said = result.reason ? `${result.reason}: ${result.message}` : `${result.donationFenE4 / 10_000} fen`;
  console.log(result.orderNo, result.outcome, said);
}
