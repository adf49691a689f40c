import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { advanceWork, beginWork, finishWork } from "#app/lib/long-work.server.ts";
import { requestJob } from "#app/lib/outbox.server.ts";
import { acceptEventsIn } from "../accept-events.server.ts";
import { MOST_EVENTS } from "../event.ts";
import { readEvent } from "../schema.ts";

/** What one request takes while the person waits; more is a worker's, with progress. */
export const MOST_ROWS_AT_ONCE = 2_000;

export type BeginTakingResult = { ok: true; isLong: boolean } | { ok: false; reason: "not-found" };

/**
 * Begins to take an uploaded list: a short one is taken here and now, a long one by a worker. Begun twice, it is taken
 * once.
 */
export async function beginTaking(
  given: { id: string; organizationIds: readonly string[]; userId: string },
  now: Date,
): Promise<BeginTakingResult> {
  const begun = await transaction(async (tx) => {
    const [upload] = await tx.rows<{ merchantId: string; rowCount: number; begunAt: Date | null }>(
      `select merchant_id as "merchantId", row_count as "rowCount", begun_at as "begunAt"
       from consumption_upload where id::text = $1 and merchant_id = any($2) for update`,
      [given.id, [...given.organizationIds]],
    );
    if (!upload) return null;
    const isLong = upload.rowCount > MOST_ROWS_AT_ONCE;
    if (upload.begunAt) return { isLong };
    await tx.run("update consumption_upload set begun_at = $2 where id = $1", [given.id, now]);
    if (!isLong) return { isLong };
    const { merchantId: organizationId, rowCount: total } = upload;
    const kind = "take-order-list";
    await beginWork(tx, {
      id: given.id,
      organizationId,
      kind,
      subjectId: given.id,
      userId: given.userId,
      total,
      now,
    });
    await requestJob(tx, kind, { uploadId: given.id });
    return { isLong };
  });
  if (!begun) return { ok: false, reason: "not-found" };
  if (!begun.isLong) await takeUpload(given.id, now);
  return { ok: true, ...begun };
}

/**
 * Takes what of a list is not taken yet, a thousand rows in a transaction, orders before returns. Rows and their
 * outcomes commit together, so it may be begun again after a crash, or run twice at once.
 */
export async function takeUpload(id: string, now: Date, signal?: AbortSignal): Promise<void> {
  for (;;) {
    signal?.throwIfAborted();
    const isAll = await transaction((tx) => takeSome(tx, id, now));
    const [taken] = await db.rows<{ n: bigint }>(
      "select count(*) as n from consumption_upload_row where upload_id = $1 and outcome is not null",
      [id],
    );
    await advanceWork(id, Number(taken?.n ?? 0n), now);
    if (isAll) return;
  }
}

/** @returns true when nothing is left. */
async function takeSome(tx: Sql, id: string, now: Date): Promise<boolean> {
  const [upload] = await tx.rows<{ merchantId: string }>(
    `select merchant_id as "merchantId" from consumption_upload
     where id = $1 and begun_at is not null and finished_at is null for update`,
    [id],
  );
  if (!upload) return true;
  const rows = await tx.rows<{ line: number; event: unknown }>(
    `select line, event from consumption_upload_row where upload_id = $1 and outcome is null
     order by is_return, line limit $2`,
    [id, MOST_EVENTS],
  );
  const events = rows.map(({ event }) => {
    const read = readEvent(event);
    invariant(read.ok, "an uploaded row was read when it came");
    return read.event;
  });
  const { merchantId } = upload;
  const { results } = await acceptEventsIn(tx, { merchantId, events, source: "csv", now });
  await tx.run(
    `update consumption_upload_row r set outcome = t.outcome, reason = t.reason, gift_e4 = t.gift_e4
     from unnest($2::int4[], $3::text[], $4::text[], $5::int8[]) as t (line, outcome, reason, gift_e4)
     where r.upload_id = $1 and r.line = t.line`,
    [
      id,
      rows.map(({ line }) => line),
      results.map(({ outcome }) => outcome),
      results.map(({ reason }) => reason ?? null),
      results.map(({ donationFenE4 }) => donationFenE4),
    ],
  );
  if (rows.length === MOST_EVENTS) return false;
  await tx.run("update consumption_upload set finished_at = $2 where id = $1", [id, now]);
  await finishWork(id, now, tx);
  return true;
}

/** For how long a list and its answers can be looked up. */
const KEPT_DAYS = 92;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Forgets old lists: what was taken of them stands in the enterprise's orders. */
export async function pruneUploads(now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_DAYS * DAY_MS);
  await db.run("delete from consumption_upload where uploaded_at < $1", [before]);
}
