import { describe, expect, it, vi } from "vitest";
import { db } from "#app/lib/db.server.ts";
import { loader } from "#app/routes/metrics.ts";
import { makeFund, makeOrganization, makePendingGift } from "#tests/factories/books.ts";

const ask = async (address: string, headers: Record<string, string> = {}) => {
  const request = new Request("http://127.0.0.1:3000/metrics", { headers });
  return loader({ request, params: {}, context: { clientAddress: address } });
};
const textOf = async () => (await ask("127.0.0.1")).text();
const figure = (text: string, line: string) =>
  Number(new RegExp(`^${line.replace(/[{}".]/g, "\\$&")} (\\S+)$`, "m").exec(text)?.[1] ?? "nothing");

describe("/metrics", () => {
  it("tells of each state how much waits and since when, of each queue, worker and periodic job its age", async () => {
    const place = await makeOrganization();
    const fundId = await makeFund(place.organizationId);
    const openedAt = new Date(Date.now() - 3 * 3_600_000);
    await makePendingGift({ ...place, fundId }, 1n, { openedAt });
    await db.run(
      `insert into outbox (job, payload, created_at) values ('trace-fund', '{}', now() - interval '90 seconds')`,
    );
    await db.run(`insert into dead_letter (id, job, payload, error, attempts, failed_at)
                  values (gen_random_uuid(), 'send-mail', '{}', 'no', 8, now())`);
    await db.run(
      `insert into worker_heartbeat (worker, beat_at, detail) values ('w1', now() - interval '7 seconds', $1::jsonb)`,
      [
        JSON.stringify({
          startedAt: new Date().toISOString(),
          redis: "ready",
          ownsSchedule: true,
          queues: [],
          consumes: ["trace-fund"],
        }),
      ],
    );
    await db.run(
      `insert into job_run (job, last_started_at, last_finished_at, run_count) values ('check-ledger', now(), '2026-11-22T00:00:00Z', 1)`,
    );
    const text = await textOf();
    expect(figure(text, 'mingshan_waiting{state="payment-pending"}')).toBe(1);
    expect(figure(text, 'mingshan_waiting_overdue{state="payment-pending"}')).toBe(1);
    expect(figure(text, 'mingshan_waiting_oldest_seconds{state="payment-pending"}')).toBeCloseTo(10_800, -2);
    expect(figure(text, 'mingshan_waiting{state="break-open"}')).toBe(0);
    expect(figure(text, 'mingshan_queue_oldest_seconds{job="trace-fund"}')).toBeGreaterThanOrEqual(90);
    expect(figure(text, 'mingshan_queue_consumers{job="trace-fund"}')).toBe(1);
    expect(figure(text, 'mingshan_queue_consumers{job="send-mail"}')).toBe(0);
    expect(figure(text, 'mingshan_queue_dead_letters{job="send-mail"}')).toBe(1);
    expect(figure(text, 'mingshan_worker_heartbeat_age_seconds{worker="w1"}')).toBeGreaterThanOrEqual(7);
    expect(figure(text, 'mingshan_periodic_last_success_timestamp_seconds{job="check-ledger"}')).toBe(
      Date.parse("2026-11-22T00:00:00Z") / 1000,
    );
  });

  it("forgets workers that are gone, and answers without the database", async () => {
    await db.run(`insert into worker_heartbeat (worker, beat_at, detail) values ('gone', now(), '{}')`);
    expect(await textOf()).toContain('worker="gone"');
    await db.run("delete from worker_heartbeat");
    expect(await textOf()).not.toContain('worker="gone"');
    const broken = vi.spyOn(db, "rows").mockRejectedValue(new Error("no database"));
    const text = await textOf();
    broken.mockRestore();
    expect(figure(text, "mingshan_outbox_waiting")).toBeNaN();
    expect(text).toContain("process_cpu_seconds_total");
  });

  it("is not there for strangers", async () => {
    const thrown = await ask("192.0.2.1").catch((error: unknown) => error);
    expect(thrown).toMatchObject({ status: 404 });
  });
});
