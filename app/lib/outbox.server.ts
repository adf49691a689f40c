import type { JobName, JobPayload } from "#app/jobs.ts";
import type { Sql } from "#app/lib/db.server.ts";

/**
 * Asks for background work in the caller's transaction: the outbox row commits with the fact, and the
 * relay hands it to the queue afterwards. Losing the queue loses nothing.
 */
export async function requestJob<Name extends JobName>(
  tx: Sql,
  job: Name,
  payload: JobPayload<Name>,
): Promise<void> {
  await requestJobs(tx, job, [payload]);
}

/** The same for many payloads in one statement. */
export async function requestJobs<Name extends JobName>(
  tx: Sql,
  job: Name,
  payloads: readonly JobPayload<Name>[],
): Promise<void> {
  if (payloads.length === 0) return;
  await tx.run(
    `insert into outbox (job, payload)
     select $1, payload from unnest($2::jsonb[]) as given(payload)`,
    [job, payloads.map((payload) => JSON.stringify(payload))],
  );
}
