import type { Sql } from "#app/lib/db.server.ts";
import { addDays } from "#app/lib/time.ts";
import { atOneMoment, withCloseLock } from "./close-lock.server.ts";
import { isMember } from "./close-member.server.ts";
import { type CloseObstacle, closedThroughOf, closeObstacles } from "./close-obstacles.server.ts";
import { dayFigures } from "./day-figures.server.ts";
import { figuresRecord } from "./figures-record.server.ts";

export type CloseOutcome =
  | { ok: true; sha256: string }
  | {
      ok: false;
      reason: "not-approver" | "not-signed" | "same-person" | "figures-changed" | "busy";
    }
  | { ok: false; reason: "obstacles"; obstacles: CloseObstacle[] };

interface Closing {
  organizationId: string;
  day: string;
  userId: string;
  now: Date;
}

interface Signature {
  id: string;
  sha256: string;
  signedById: string;
  closedById: string | null;
}

/** How often the books are asked for, and how long gifts may have to wait for it each time. */
const ATTEMPTS = 6;
const LOCK_WAIT = "400ms";

/**
 * The second of the two people closes a day that another has signed. First the books stop taking entries for
 * the day: from that commit on, whatever comes is booked on the next one. Then the figures are summed once
 * more, with nobody waiting for it, and must be those that were signed; else the day is open again and has
 * to be signed anew. A crash between the two leaves a day that takes no entries and is closed by asking again.
 */
export async function closeDay(closing: Closing): Promise<CloseOutcome> {
  return withCloseLock(closing.organizationId, async (sql) => {
    const { organizationId, day, userId } = closing;
    if (!(await isMember(sql, organizationId, userId, ["charity-approver"])))
      return { ok: false, reason: "not-approver" };
    const signature = await liveSignature(sql, closing);
    if (!signature) return { ok: false, reason: "not-signed" };
    if (signature.closedById === userId) return { ok: true, sha256: signature.sha256 };
    if (signature.closedById !== null)
      return { ok: false, reason: "obstacles", obstacles: [{ reason: "already-closed" }] };
    if (signature.signedById === userId) return { ok: false, reason: "same-person" };
    const before = await closedThroughOf(sql, organizationId);
    if (before !== null && day !== addDays(before, 1))
      return { ok: false, reason: "obstacles", obstacles: [orderObstacle(day, before)] };
    if (!(await stopEntries(sql, closing))) return { ok: false, reason: "busy" };
    const outcome = await atOneMoment(sql, () => record(sql, closing, signature));
    if (!outcome.ok) await takeEntriesAgain(sql, closing, before);
    return outcome;
  });
}

const orderObstacle = (day: string, before: string): CloseObstacle =>
  day <= before ? { reason: "already-closed" } : { reason: "earlier-day-open", day: addDays(before, 1) };

async function liveSignature(sql: Sql, { organizationId, day }: Closing): Promise<Signature | null> {
  const [signature] = await sql.rows<Signature>(
    `select id, figures_sha256 as sha256, signed_by_id as "signedById", closed_by_id as "closedById"
     from day_closing
     where organization_id = $1 and day = $2::date and superseded_at is null and reopened_at is null`,
    [organizationId, day],
  );
  return signature ?? null;
}

/**
 * Waits until every posting that has begun is committed, then moves the books to the next day. The wait is
 * short, because gifts that come meanwhile wait behind it; a long posting makes it try again.
 */
async function stopEntries(sql: Sql, { organizationId, day, now }: Closing): Promise<boolean> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    await sql.run("begin");
    await sql.run(`set local lock_timeout = '${LOCK_WAIT}'`);
    if (await lockBooks(sql, organizationId)) {
      await sql.run(
        `insert into book_close (organization_id, closed_through, changed_at) values ($1, $2::date, $3)
         on conflict (organization_id) do update
           set closed_through = excluded.closed_through, changed_at = excluded.changed_at`,
        [organizationId, day, now],
      );
      await sql.run("commit");
      return true;
    }
    await sql.run("rollback");
  }
  return false;
}

const LOCK_NOT_AVAILABLE = "55P03";

async function lockBooks(sql: Sql, organizationId: string): Promise<boolean> {
  try {
    await sql.run("select pg_advisory_xact_lock(hashtextextended('book-close ' || $1, 0))", [organizationId]);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === LOCK_NOT_AVAILABLE) return false;
    throw error;
  }
}

async function record(sql: Sql, closing: Closing, signature: Signature): Promise<CloseOutcome> {
  const { figures } = await dayFigures(sql, closing.organizationId, closing.day);
  const obstacles = await closeObstacles(sql, figures, closing.now);
  if (obstacles.length > 0) return { ok: false, reason: "obstacles", obstacles };
  if (figuresRecord(figures).sha256 !== signature.sha256) return { ok: false, reason: "figures-changed" };
  await sql.run("update day_closing set closed_by_id = $2, closed_at = $3 where id = $1", [
    signature.id,
    closing.userId,
    closing.now,
  ]);
  return { ok: true, sha256: signature.sha256 };
}

/** Entries that came meanwhile stay on the next day; they keep their own date. */
async function takeEntriesAgain(
  sql: Sql,
  { organizationId, day, now }: Closing,
  before: string | null,
): Promise<void> {
  await sql.run(
    `update book_close set closed_through = $3::date, changed_at = $4
     where organization_id = $1 and closed_through = $2::date`,
    [organizationId, day, before, now],
  );
}
