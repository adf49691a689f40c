import { randomUUID } from "node:crypto";
import { layOutPaidGifts } from "./gifts.ts";
import { runInOwnProcess, type Spent } from "./own-process.ts";
import { BENCH_FUND_ID, BENCH_ORGANIZATION_ID, type BenchPlace } from "./place.ts";
import type { Benchmark } from "./report.ts";

/**
 * A batch of donation certificates with the Chinese font embedded, made by the worker's own verb and stored; beside it
 * the same sheets with text in a font that every reader has, embedding none. Half-way the process is killed, and
 * the batch goes on where it was.
 */
export const receipts: Benchmark = async (place, { isFull, say }) => {
  const count = isFull ? 2_000 : 1_000;
  say(`laying out ${count} gifts`);
  await layOutPaidGifts(place.owner, count);
  await place.owner.query("update donation set donor_name = '欧阳' || right(id, 3), pseudonym = null");
  say("the same sheets with and without the font, by turns");
  const drawn = await runInOwnProcess<Drawn>(place, "certificates-once.ts", ["draw", String(count)]);
  say("a batch, killed half-way");
  const batch = await beginBatch(place);
  const first = await runInOwnProcess(place, "certificates-once.ts", ["batch", batch, String(count / 2)], {
    isKilled: true,
  });
  const half = await madeOf(place, batch);
  const rest = await runInOwnProcess(place, "certificates-once.ts", ["batch", batch]);
  await expectWhole(place, batch, { count, half });
  return [
    {
      what: `${count.toLocaleString("en")} certificates with the embedded font`,
      value: count / drawn.seconds,
      unit: "PDFs/s",
      beside: "the same without it",
      ratio: drawn.withoutSeconds / drawn.seconds,
      bar: "≥ 1/3 ×",
    },
    { what: "the same certificates without the font", value: count / drawn.withoutSeconds, unit: "PDFs/s" },
    {
      what: `a batch, read, drawn and stored; killed at ${half.count} and continued`,
      value: count / (first.seconds + rest.seconds),
      unit: "PDFs/s",
    },
    { what: "one certificate, on average", value: half.meanBytes / 1024, unit: "KB", bar: "< 150 KB" },
    {
      what: "peak memory of the process",
      value: Math.max(first.peakMegabytes, rest.peakMegabytes),
      unit: "MB",
    },
  ];
};

interface Drawn extends Spent {
  withoutSeconds: number;
}

async function beginBatch(place: BenchPlace): Promise<string> {
  const id = randomUUID();
  const userId = randomUUID();
  await place.owner.query(
    "insert into app_user (id, email, name) values ($1, 'bench@example.org', 'bench')",
    [userId],
  );
  await place.owner.query(
    "insert into membership (user_id, organization_id, role) values ($1, $2, 'charity-clerk')",
    [userId, BENCH_ORGANIZATION_ID],
  );
  const { beginCertificates } = await import("#app/features/receipts/begin-certificates.server.ts");
  const begun = await beginCertificates({
    id,
    fundId: BENCH_FUND_ID,
    organizationId: BENCH_ORGANIZATION_ID,
    userId,
    now: new Date(),
  });
  if (!begun.ok) throw new Error(`the batch was refused: ${begun.reason}`);
  return id;
}

interface Made {
  count: number;
  meanBytes: number;
  /** Of everything made so far, in order: what a second run must not touch. */
  digest: string;
}

async function madeOf(place: BenchPlace, batch: string, most = 1_000_000): Promise<Made> {
  const { rows } = await place.owner.query<Made>(
    `select count(*)::int as count, coalesce(avg(length(pdf)), 0)::float8 as "meanBytes",
            md5(string_agg(md5(pdf) || made_at::text, '' order by place)) as digest
     from certificate_batch_item where work_id = $1 and made_at is not null and place <= $2`,
    [batch, most],
  );
  const [made] = rows;
  if (!made) throw new Error("a count always comes back");
  return made;
}

async function expectWhole(
  place: BenchPlace,
  batch: string,
  { count, half }: { count: number; half: Made },
): Promise<void> {
  if (half.count < count / 2 || half.count >= count) throw new Error(`killed at ${half.count} of ${count}`);
  const before = await madeOf(place, batch, half.count);
  if (before.digest !== half.digest) throw new Error("the second run made again what was there");
  const all = await madeOf(place, batch);
  if (all.count !== count) throw new Error(`${all.count} of ${count} certificates were made`);
}
