import type { Sql } from "#app/lib/db.server.ts";
import { keepItems } from "./bridge-items.server.ts";
import { atOneMoment, withCloseLock } from "./close-lock.server.ts";
import { isMember } from "./close-member.server.ts";
import { type CloseObstacle, closeObstacles } from "./close-obstacles.server.ts";
import { dayFigures } from "./day-figures.server.ts";
import { figuresRecord } from "./figures-record.server.ts";

export type SignOutcome =
  | { ok: true; sha256: string }
  | { ok: false; reason: "not-member" }
  | { ok: false; reason: "obstacles"; obstacles: CloseObstacle[] };

/**
 * The first of the two people puts their name to the figures of a day as they are now. Signing the same figures
 * again changes nothing; other figures, or another signer, take the place of the former signature.
 *
 * @param id drawn when the form was shown; the same id signs once.
 */
export async function signDay(given: {
  id: string;
  organizationId: string;
  day: string;
  userId: string;
  now: Date;
}): Promise<SignOutcome> {
  return withCloseLock(given.organizationId, (sql) => atOneMoment(sql, () => sign(sql, given)));
}

async function sign(sql: Sql, given: Parameters<typeof signDay>[0]): Promise<SignOutcome> {
  const { id, organizationId, day, userId, now } = given;
  if (!(await isMember(sql, organizationId, userId))) return { ok: false, reason: "not-member" };
  const repeated = await signatureNamed(sql, given);
  if (repeated) return { ok: true, sha256: repeated };
  const { figures, items } = await dayFigures(sql, organizationId, day);
  const obstacles = await closeObstacles(sql, figures, now);
  if (obstacles.length > 0) return { ok: false, reason: "obstacles", obstacles };
  const record = figuresRecord(figures);
  const [live] = await sql.rows<{ id: string; sha256: string; signedById: string }>(
    `select id, figures_sha256 as sha256, signed_by_id as "signedById" from day_closing
     where organization_id = $1 and day = $2::date and superseded_at is null and reopened_at is null`,
    [organizationId, day],
  );
  if (live?.sha256 === record.sha256 && live.signedById === userId)
    return { ok: true, sha256: record.sha256 };
  if (live) await sql.run("update day_closing set superseded_at = $2 where id = $1", [live.id, now]);
  await sql.run(
    `insert into day_closing (id, organization_id, day, version, from_day, figures, figures_sha256, signed_by_id, signed_at)
     select $1, $2, $3::date, coalesce(max(version), 0) + 1, $4::date, $5, $6, $7, $8
     from day_closing where organization_id = $2 and day = $3::date`,
    [id, organizationId, day, figures.fromDay, record.text, record.sha256, userId, now],
  );
  await keepItems(sql, id, items);
  return { ok: true, sha256: record.sha256 };
}

async function signatureNamed(sql: Sql, given: Parameters<typeof signDay>[0]): Promise<string | null> {
  const [row] = await sql.rows<{ sha256: string }>(
    `select figures_sha256 as sha256 from day_closing
     where id = $1 and organization_id = $2 and day = $3::date and signed_by_id = $4`,
    [given.id, given.organizationId, given.day, given.userId],
  );
  return row?.sha256 ?? null;
}
