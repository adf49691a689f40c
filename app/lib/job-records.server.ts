import type { JobName } from "#app/jobs.ts";
import { db } from "#app/lib/db.server.ts";
import type { HeartbeatDetail } from "#app/lib/job-status.server.ts";

/** A worker says that it is alive, and what it sees. */
export async function recordHeartbeat(worker: string, detail: HeartbeatDetail, now: Date): Promise<void> {
  await db.run(
    `insert into worker_heartbeat (worker, beat_at, detail) values ($1, $2, $3::jsonb)
     on conflict (worker) do update set beat_at = excluded.beat_at, detail = excluded.detail`,
    [worker, now, JSON.stringify(detail)],
  );
}

/** A worker that ends in good order leaves the list. */
export async function removeHeartbeat(worker: string): Promise<void> {
  await db.run("delete from worker_heartbeat where worker = $1", [worker]);
}

export async function recordRunStarted(job: JobName, now: Date): Promise<void> {
  await db.run(
    `insert into job_run as r (job, last_started_at, run_count) values ($1, $2, 1)
     on conflict (job) do update set last_started_at = excluded.last_started_at, run_count = r.run_count + 1`,
    [job, now],
  );
}

/** @param error null when it went well; else one line without personal data. */
export async function recordRunEnded(job: JobName, error: string | null, now: Date): Promise<void> {
  await db.run(
    `update job_run set last_error = $2, last_finished_at = case when $2::text is null then $3 else last_finished_at end
     where job = $1`,
    [job, error, now],
  );
}

/** When each periodic job last began, so that a restart neither repeats nor forgets a daily one. */
export async function lastRunStarts(): Promise<Map<string, Date>> {
  const rows = await db.rows<{ job: string; lastStartedAt: Date }>(
    `select job, last_started_at as "lastStartedAt" from job_run where last_started_at is not null`,
  );
  return new Map(rows.map(({ job, lastStartedAt }) => [job, lastStartedAt]));
}

/** Requests that were met. */
export async function removeOutboxRows(ids: readonly bigint[]): Promise<void> {
  await db.run("delete from outbox where id = any($1::int8[])", [ids]);
}
