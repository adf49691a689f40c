import { createPrivateKey, sign } from "node:crypto";
import http from "node:http";
import { amountFenOf, giftIdSql, layOutPendingGifts, paymentIdOf } from "./gifts.ts";
import { BENCH_APP_ID, BENCH_CREDENTIAL_ID, BENCH_SELLER_ID, type BenchPlace } from "./place.ts";
import { type Benchmark, type Measure, percentile } from "./report.ts";

const CLIENTS = [8, 64] as const;

/**
 * Signed provider notifications over HTTP → verified, confirmed, posted, outbox written; every gift to one
 * fund. Beside it, the same rows by plain SQL without anything around them.
 */
export const intake: Benchmark = async (place, { isFull, say }) => {
  const perRun = isFull ? 30_000 : 8_000;
  say(`laying out ${perRun * CLIENTS.length} pending gifts and signing their notifications`);
  await layOutPendingGifts(place.owner, perRun * (CLIENTS.length + 1));
  const messages = signedNotifications(place.providerPrivateKey, perRun * CLIENTS.length);
  await place.startSite();
  const measures: Measure[] = [];
  for (const [run, clients] of CLIENTS.entries()) {
    const batch = messages.slice(run * perRun, (run + 1) * perRun);
    const { seconds, latenciesMs } = await send(place.siteUrl, batch, clients);
    measures.push(
      {
        what: `gifts confirmed, ${clients} clients`,
        value: perRun / seconds,
        unit: "gifts/s",
        bar: "≥ 1,000 gifts/s",
      },
      { what: `p99 latency, ${clients} clients`, value: percentile(latenciesMs, 0.99), unit: "ms" },
    );
  }
  const bare = await bareInsert(place, perRun * CLIENTS.length, perRun);
  const [few, , many] = measures;
  if (few && many) {
    many.ratio = many.value / few.value;
    many.beside = "8 clients";
    many.bar = "no slower than with 8";
    few.ratio = few.value / bare;
    few.beside = "bare insert";
  }
  measures.push({ what: "bare insert of the same rows, batches of 500", value: bare, unit: "gifts/s" });
  await expectAllPosted(place, perRun * CLIENTS.length + perRun);
  return measures;
};

function signedNotifications(privateKeyPem: string, count: number): string[] {
  const key = createPrivateKey(privateKeyPem);
  return Array.from({ length: count }, (_, n) => {
    const amount = amountFenOf(n).toString().padStart(3, "0");
    const yuan = `${amount.slice(0, -2)}.${amount.slice(-2)}`;
    const at = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
    const fields: Record<string, string> = {
      app_id: BENCH_APP_ID,
      auth_app_id: BENCH_APP_ID,
      buyer_id: "2088000000009999",
      charset: "utf-8",
      gmt_create: at,
      gmt_payment: at,
      notify_id: `n${n}`,
      notify_time: at,
      notify_type: "trade_status_sync",
      out_trade_no: paymentIdOf(n),
      seller_id: BENCH_SELLER_ID,
      subject: "演示项目",
      total_amount: yuan,
      trade_no: `2026${String(n).padStart(24, "0")}`,
      trade_status: "TRADE_SUCCESS",
      version: "1.0",
    };
    const text = Object.keys(fields)
      .sort()
      .map((name) => `${name}=${fields[name]}`)
      .join("&");
    const signature = sign("sha256", Buffer.from(text), key).toString("base64");
    return new URLSearchParams({ ...fields, sign_type: "RSA2", sign: signature }).toString();
  });
}

async function send(
  siteUrl: string,
  bodies: readonly string[],
  clients: number,
): Promise<{ seconds: number; latenciesMs: number[] }> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
  const target = new URL(`/webhooks/alipay/${BENCH_CREDENTIAL_ID}`, siteUrl);
  const latenciesMs: number[] = [];
  let next = 0;
  const startedAt = performance.now();
  const client = async (): Promise<void> => {
    for (;;) {
      const body = bodies[next];
      next += 1;
      if (body === undefined) return;
      const sentAt = performance.now();
      const answer = await post(target, body, agent);
      if (answer !== "success") throw new Error(`a notification was answered ${JSON.stringify(answer)}`);
      latenciesMs.push(performance.now() - sentAt);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  agent.destroy();
  return { seconds: (performance.now() - startedAt) / 1000, latenciesMs };
}

function post(target: URL, body: string, agent: http.Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      target,
      {
        method: "POST",
        agent,
        headers: {
          "content-type": "application/x-www-form-urlencoded; charset=utf-8",
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

/** The rows that confirming writes, with nothing around them. */
async function bareInsert(place: BenchPlace, from: number, count: number): Promise<number> {
  const startedAt = performance.now();
  for (let start = from; start < from + count; start += 500) {
    const range = [start, Math.min(start + 500, from + count) - 1];
    const client = await place.owner.connect();
    try {
      await client.query("begin");
      await client.query(
        `insert into provider_event (book_id, credential_id, event_key, type, payment_id, object_id, amount_fen,
           currency, occurred_at, payload_sha256, origin, outcome)
         select fund_id, credential_id, 'T' || id || '|TRADE_SUCCESS||', 'paid', id, 'T' || id, amount_fen, currency,
                now(), repeat('0', 64), 'webhook', 'applied'
         from payment where reverse(right(id, 12))::bigint between $1 and $2 and paid_at is null`,
        range,
      );
      await client.query(
        `with made as (
           insert into transfer (book_id, id, fact_id, kind, debit_account_id, credit_account_id, amount_fen, currency,
                                 subject_id, occurred_at, accounting_day)
           select fund_id, gen_random_uuid(), id, 'gift-paid', 'clearing.' || credential_id || '.CNY',
                  'available.' || fund_id || '.CNY', amount_fen, currency, donation_id, now(), current_date
           from payment where reverse(right(id, 12))::bigint between $1 and $2 and paid_at is null
           returning book_id, id)
         insert into transfer_pending select * from made`,
        range,
      );
      await client.query(
        `update payment set paid_at = now(), counted_at = now(), paid_amount_fen = amount_fen, provider_object_id = 'T' || id
         where fund_id = 'bench001' and id = any(
           select ${giftIdSql("p")} from generate_series($1::int, $2::int) n)`,
        range,
      );
      await client.query("commit");
    } finally {
      client.release();
    }
  }
  return (count * 1000) / (performance.now() - startedAt);
}

async function expectAllPosted(place: BenchPlace, count: number): Promise<void> {
  const { rows } = await place.owner.query<{ n: string }>(
    "select count(*) as n from transfer where kind = 'gift-paid'",
  );
  if (rows[0]?.n !== String(count)) throw new Error(`${rows[0]?.n} of ${count} gifts were posted`);
}
