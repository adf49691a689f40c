import type { Sql } from "#app/lib/db.server.ts";
import { atOneMoment, withCloseLock } from "./close-lock.server.ts";
import { isMember } from "./close-member.server.ts";

export type ReopenDayOutcome =
  | { ok: true; dayCount: number }
  | { ok: false; reason: "not-approver" | "not-closed" | "no-note" };

/**
 * Opens a closed day again, and with it every closed day after it, because their figures go on from its own.
 * The closings stay as they were, with who reopened them and why; entries that were booked on later days stay
 * there. Asking twice opens once.
 */
export async function reopenDay(given: {
  organizationId: string;
  day: string;
  userId: string;
  note: string;
  now: Date;
}): Promise<ReopenDayOutcome> {
  const note = given.note.trim();
  if (note === "") return { ok: false, reason: "no-note" };
  return withCloseLock(given.organizationId, (sql) =>
    atOneMoment(sql, () => reopen(sql, { ...given, note })),
  );
}

async function reopen(sql: Sql, given: Parameters<typeof reopenDay>[0]): Promise<ReopenDayOutcome> {
  const { organizationId, day, userId, note, now } = given;
  if (!(await isMember(sql, organizationId, userId, ["charity-approver"])))
    return { ok: false, reason: "not-approver" };
  const [live] = await sql.rows(
    `select 1 from day_closing where organization_id = $1 and day = $2::date and closed_at is not null
       and reopened_at is null`,
    [organizationId, day],
  );
  if (!live) {
    const done = await sql.rows(
      `select 1 from day_closing where organization_id = $1 and day = $2::date and reopened_by_id = $3
         and reopen_note = $4`,
      [organizationId, day, userId, note],
    );
    return done.length > 0 ? { ok: true, dayCount: 0 } : { ok: false, reason: "not-closed" };
  }
  const dayCount = await sql.run(
    `update day_closing set reopened_by_id = $3, reopened_at = $4, reopen_note = $5
     where organization_id = $1 and day >= $2::date and closed_at is not null and reopened_at is null`,
    [organizationId, day, userId, now, note],
  );
  // What was signed on top of it rests on figures that may change.
  await sql.run(
    `update day_closing set superseded_at = $3
     where organization_id = $1 and day > $2::date and closed_at is null and superseded_at is null`,
    [organizationId, day, now],
  );
  await sql.run(
    `update book_close set changed_at = $2, closed_through = (
       select max(day) from day_closing where organization_id = $1 and closed_at is not null and reopened_at is null)
     where organization_id = $1`,
    [organizationId, now],
  );
  return { ok: true, dayCount };
}
