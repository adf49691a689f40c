import { db, type Sql } from "#app/lib/db.server.ts";

/**
 * Work that takes longer than a request: what it is, how far it has come, how it ended. The rows of the
 * work itself say where it goes on after a crash; this one is for the people who wait.
 */
export interface LongWork {
  id: string;
  organizationId: string;
  /** Named by the feature that does it, "issue-receipts"; the page's words are in the namespace `work`. */
  kind: string;
  /** What it is about: a drive, an export, a list. */
  subjectId: string;
  requestedById: string;
  requestedAt: Date;
  total: number;
  done: number;
  progressedAt: Date | null;
  finishedAt: Date | null;
  failedAt: Date | null;
  failureCode: string | null;
}

export type LongWorkState = "waiting" | "running" | "finished" | "failed";

export function longWorkState(
  work: Pick<LongWork, "finishedAt" | "failedAt" | "progressedAt">,
): LongWorkState {
  if (work.finishedAt) return "finished";
  if (work.failedAt) return "failed";
  return work.progressedAt ? "running" : "waiting";
}

export interface BeginWorkInput {
  /** Drawn when the form was shown: sent twice, it is one work. */
  id: string;
  organizationId: string;
  kind: string;
  subjectId: string;
  userId: string;
  /** How many steps; 0 where it is not known yet (see `setWorkTotal`). */
  total: number;
  now: Date;
}

/** Writes the work down in the caller's transaction, beside its job. Gives false if it was there already. */
export async function beginWork(tx: Sql, input: BeginWorkInput): Promise<boolean> {
  const inserted = await tx.run(
    `insert into long_work (id, organization_id, kind, subject_id, requested_by_id, requested_at, total)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing`,
    [input.id, input.organizationId, input.kind, input.subjectId, input.userId, input.now, input.total],
  );
  return inserted === 1;
}

/** How many steps there are, once it is known; never fewer than are done. */
export async function setWorkTotal(id: string, total: number, sql: Sql = db): Promise<void> {
  await sql.run("update long_work set total = greatest($2, done) where id = $1 and finished_at is null", [
    id,
    total,
  ]);
}

/** So many steps are done. Counts only forwards, so that two workers or a repeat do no harm. */
export async function advanceWork(id: string, done: number, now: Date, sql: Sql = db): Promise<void> {
  await sql.run(
    `update long_work set done = greatest(done, least($2, total)), progressed_at = $3,
                          failed_at = null, failure_code = null
     where id = $1 and finished_at is null`,
    [id, done, now],
  );
}

/** All is done. */
export async function finishWork(id: string, now: Date, sql: Sql = db): Promise<void> {
  await sql.run(
    `update long_work set done = total, progressed_at = $2, finished_at = $2, failed_at = null, failure_code = null
     where id = $1 and finished_at is null`,
    [id, now],
  );
}

/** It stopped and will not go on by itself; `code` has a sentence in the namespace `work`. */
export async function failWork(id: string, code: string, now: Date, sql: Sql = db): Promise<void> {
  await sql.run(
    "update long_work set failed_at = $3, failure_code = $2 where id = $1 and finished_at is null",
    [id, code, now],
  );
}

const COLUMNS = `id, organization_id as "organizationId", kind, subject_id as "subjectId",
  requested_by_id as "requestedById", requested_at as "requestedAt", total, done,
  progressed_at as "progressedAt", finished_at as "finishedAt", failed_at as "failedAt",
  failure_code as "failureCode"`;

/** One work of these organizations; null also for somebody else's. */
export async function findWork(id: string, organizationIds: readonly string[]): Promise<LongWork | null> {
  const [work] = await db.rows<LongWork>(
    `select ${COLUMNS} from long_work where id = $1 and organization_id = any($2)`,
    [id, organizationIds],
  );
  return work ?? null;
}

/** The newest works of these organizations, at most `limit`. */
export async function listWork(organizationIds: readonly string[], limit: number): Promise<LongWork[]> {
  return db.rows<LongWork>(
    `select ${COLUMNS} from long_work where organization_id = any($1) order by requested_at desc, id limit $2`,
    [organizationIds, limit],
  );
}
