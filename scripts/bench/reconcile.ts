import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { projectRoot } from "../services/place.ts";
import { layOutPaidGifts } from "./gifts.ts";
import {
  BENCH_APP_ID,
  BENCH_CREDENTIAL_ID,
  BENCH_FUND_ID,
  BENCH_ORGANIZATION_ID,
  type BenchPlace,
} from "./place.ts";
import type { Benchmark, Measure } from "./report.ts";

const STATEMENT_ID = "00000000-0000-8000-8000-000000000001";

/**
 * N provider rows against N gifts: matched by reference, settled, fees posted, days summed. Beside it, a
 * plain full outer join of the same tables. Memory is that of the process that reconciles.
 */
export const reconcile: Benchmark = async (place, { isFull, say }) => {
  const gifts = isFull ? 1_000_000 : 100_000;
  say(`laying out ${gifts} gifts and their rows`);
  await layOutPaidGifts(place.owner, gifts);
  await indexAll();
  await layOutStatementRows(place, gifts);
  const floorSeconds = await fullOuterJoin(place);
  say("reconciling");
  const { seconds, peakMegabytes } = await reconcileInProcess(place);
  await expectAllMatched(place, gifts);
  const measures: Measure[] = [
    {
      what: `${gifts.toLocaleString("en")} rows against as many gifts`,
      value: seconds,
      unit: "s",
      beside: "full outer join",
      ratio: seconds / floorSeconds,
      bar: isFull ? "≤ 60 s" : "≤ 6 s",
    },
    { what: "rows a second", value: gifts / seconds, unit: "rows/s" },
    { what: "peak memory of the process", value: peakMegabytes, unit: "MB", bar: "< 500 MB" },
    { what: "plain full outer join of the same tables", value: floorSeconds, unit: "s" },
  ];
  return measures;
};

export async function indexAll(): Promise<void> {
  const { snapshotBalances } = await import("#app/features/ledger/snapshot-balances.server.ts");
  await snapshotBalances(new Date());
}

/** Rows as the importer leaves them: one payment row a gift and one fee row, over the gifts' days. */
export async function layOutStatementRows(place: BenchPlace, gifts: number): Promise<void> {
  const { statementAccountOf } = await import("#app/features/payments/statement-account.server.ts");
  const { db } = await import("#app/lib/db.server.ts");
  const [credential] = await db.rows<{ account: string }>(
    `select provider_account as account from payment_credential where id = $1`,
    [BENCH_CREDENTIAL_ID],
  );
  const account = statementAccountOf(credential?.account ?? BENCH_APP_ID);
  await place.owner.query(
    `insert into statement (id, organization_id, source, account, file_name, file_sha256, period_start, period_end,
                            row_count, new_row_count, origin)
     values ($1, $2, 'alipay-trade', $3, 'bench', 'bench', current_date - 30, current_date, $4, $4, 'upload')`,
    [STATEMENT_ID, BENCH_ORGANIZATION_ID, account, gifts],
  );
  await place.owner.query(
    `insert into statement_row (organization_id, source, account, row_key, statement_id, line_no, kind, occurred_at, day,
                                amount_fen, fee_fen, currency, provider_object_id, merchant_reference)
     select p.organization_id, 'alipay-signcustomer', $2, 'S' || p.provider_object_id, $3,
            reverse(right(p.id, 12))::int, 'payment', p.paid_at, (p.paid_at at time zone 'Asia/Shanghai')::date,
            p.amount_fen, 0, 'CNY', p.provider_object_id, p.id
     from payment p where p.fund_id = $1 order by p.paid_at`,
    [BENCH_FUND_ID, account, STATEMENT_ID],
  );
  await place.owner.query("vacuum analyze");
}

async function fullOuterJoin(place: BenchPlace): Promise<number> {
  const startedAt = performance.now();
  await place.owner.query(
    `select count(*), sum(r.amount_fen), sum(p.amount_fen) from statement_row r
     full outer join payment p on p.id = r.merchant_reference and p.amount_fen = r.amount_fen`,
  );
  return (performance.now() - startedAt) / 1000;
}

/** Runs the verb in a process of its own and watches how much memory that takes. */
async function reconcileInProcess(place: BenchPlace): Promise<{ seconds: number; peakMegabytes: number }> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "scripts/bench/reconcile-once.ts", BENCH_ORGANIZATION_ID],
    {
      cwd: projectRoot,
      env: { ...process.env, ...place.env },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) lines.push(line);
  if (child.exitCode !== 0 && child.exitCode !== null) throw new Error("the reconciling process failed");
  return JSON.parse(lines.at(-1) ?? "{}") as { seconds: number; peakMegabytes: number };
}

async function expectAllMatched(place: BenchPlace, gifts: number): Promise<void> {
  const { rows } = await place.owner.query<{ settled: string; open: string }>(
    `select (select count(*) from settlement) as settled,
            (select coalesce(sum(open_fen), 0) from reconciliation_run) as open`,
  );
  if (rows[0]?.settled !== String(gifts) || rows[0].open !== "0")
    throw new Error(`${rows[0]?.settled} of ${gifts} gifts settled, ${rows[0]?.open} fen open`);
}
