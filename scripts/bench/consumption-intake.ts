import { createHash, randomUUID } from "node:crypto";
import http from "node:http";
import { layOutAgreements } from "./consumption-sales.ts";
import type { BenchPlace } from "./place.ts";
import { type Benchmark, type Measure, percentile } from "./report.ts";

const MERCHANTS = 1_000;
const BATCH = 500;
const CLIENTS = 8;
/** A key may call so often a minute: an enterprise with very many tills has several. */
const KEYS_OF_ONE = 20;
const USER_ID = randomUUID();

interface Batch {
  key: string;
  body: string;
}

/**
 * Orders over HTTP, 500 in a call: read, checked, computed by the agreement's rule and stored with what posting needs.
 * Of a thousand merchants, and of one who has them all; beside the second stands the first, of the same run.
 */
export const measureIntake: Benchmark = async (place, { isFull, say }) => {
  const orders = isFull ? 1_000_000 : 100_000;
  const size = orders.toLocaleString("en");
  await place.startSite();
  const measures: Measure[] = [];
  let perSecondOfThousand: number | null = null;
  for (const merchants of [MERCHANTS, 1]) {
    say(`laying out ${merchants} merchants and writing ${size} orders`);
    await place.clear();
    await layOutAgreements(place, merchants);
    const keys = await layOutKeys(place, merchants, merchants === 1 ? KEYS_OF_ONE : 1);
    const batches = writeBatches(orders, keys);
    say(`sending ${size} orders of ${merchants} merchants`);
    const { seconds, latenciesMs } = await send(place.siteUrl, batches);
    await expectAllStored(place, orders);
    const perSecond = orders / seconds;
    measures.push(
      {
        what: `${size} orders over HTTP, ${merchants === 1 ? "one merchant" : "a thousand merchants"}`,
        value: perSecond,
        unit: "orders/s",
        ...(perSecondOfThousand === null
          ? {}
          : { beside: "a thousand merchants", ratio: perSecond / perSecondOfThousand }),
        bar: perSecondOfThousand === null ? "≥ 2,000 orders/s" : "no slower, and ≥ 2,000 orders/s",
      },
      {
        what: `p99 latency of ${BATCH} orders, ${CLIENTS} clients`,
        value: percentile(latenciesMs, 0.99),
        unit: "ms",
      },
    );
    perSecondOfThousand ??= perSecond;
  }
  return measures;
};

/** Enterprises with a member and their keys, as text. */
async function layOutKeys(place: BenchPlace, merchants: number, keysEach: number): Promise<string[]> {
  const keys = Array.from({ length: merchants * keysEach }, (_, n) => `ms_bench-${n}`);
  await place.owner.query(
    "insert into app_user (id, email, name) values ($1, 'till@bench.example', 'till') on conflict do nothing",
    [USER_ID],
  );
  await place.owner.query(
    `insert into organization (id, slug, kind, name, name_en, division_code)
     select distinct merchant_id, merchant_id, 'enterprise', merchant_id, merchant_id,
            (select division_code from organization where kind = 'charity' limit 1)
     from consumption_agreement on conflict do nothing`,
  );
  await place.owner.query(
    `insert into membership (organization_id, user_id, role)
     select distinct merchant_id, $1::uuid, 'merchant' from consumption_agreement on conflict do nothing`,
    [USER_ID],
  );
  await place.owner.query("delete from api_key where user_id = $1", [USER_ID]);
  await place.owner.query(
    `insert into api_key (id, organization_id, user_id, name, key_hash, prefix, created_at)
     select gen_random_uuid(), 'obshop' || lpad((n % $2 + 1)::text, 6, '0'), $3, 'till', hash, 'ms_bench', now()
     from unnest($1::text[]) with ordinality as k (hash, at), lateral (select at - 1 as n) numbered`,
    [keys.map((key) => createHash("sha256").update(key).digest("base64url")), merchants, USER_ID],
  );
  return keys;
}

function writeBatches(orders: number, keys: readonly string[]): Batch[] {
  const from = Date.now() - 12 * 3_600_000;
  return Array.from({ length: orders / BATCH }, (_, batch) => {
    const events = Array.from({ length: BATCH }, (_, at) => {
      const n = batch * BATCH + at;
      // As numbers of tills do: they begin alike and end in turn.
      const orderNo = `T${batch % 97}-${String(n).padStart(10, "0")}`;
      const amountFen = 1_000 + (n % 9_000);
      return {
        orderNo,
        type: "order",
        amountFen,
        occurredAt: new Date(from + (n % 36_000) * 1_000).toISOString(),
      };
    });
    return { key: keys[batch % keys.length] ?? "", body: JSON.stringify({ events }) };
  });
}

async function send(
  siteUrl: string,
  batches: readonly Batch[],
): Promise<{ seconds: number; latenciesMs: number[] }> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CLIENTS });
  const target = new URL("/api/v1/consumption-events", siteUrl);
  const latenciesMs: number[] = [];
  let next = 0;
  const startedAt = performance.now();
  const client = async (): Promise<void> => {
    for (;;) {
      const batch = batches[next];
      next += 1;
      if (batch === undefined) return;
      const sentAt = performance.now();
      const answer = await post(target, batch, agent);
      latenciesMs.push(performance.now() - sentAt);
      if (!answer.startsWith('{"results":[{') || answer.includes('"rejected"'))
        throw new Error(`a batch was answered ${answer.slice(0, 300)}`);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  agent.destroy();
  return { seconds: (performance.now() - startedAt) / 1000, latenciesMs };
}

function post(target: URL, { key, body }: Batch, agent: http.Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      target,
      {
        method: "POST",
        agent,
        headers: {
          authorization: `Bearer ${key}`,
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
        },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () => resolve(text));
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

/** Every order once, waiting for its posting and in the tally. */
async function expectAllStored(place: BenchPlace, orders: number): Promise<void> {
  const { rows } = await place.owner.query<{ found: string }>(
    `select (select count(*) from consumption_event) || ' events, ' ||
            (select count(*) from consumption_pending) || ' pending, ' ||
            (select sum(order_count) from consumption_tally) || ' tallied, ' ||
            (select (select sum(gift_e4) from consumption_tally) = sum(amount_fen) * 100 from consumption_event) as found`,
  );
  const wanted = `${orders} events, ${orders} pending, ${orders} tallied, true`;
  if (rows[0]?.found !== wanted) throw new Error(`${rows[0]?.found}, instead of ${wanted}`);
}
