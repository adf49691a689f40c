import { randomUUID } from "node:crypto";
import { db, transaction } from "#app/lib/db.server.ts";
import { singleton } from "#app/lib/singleton.server.ts";

/** The longest event, and how far ahead it may be registered. */
const LONGEST_MS = 3 * 24 * 60 * 60 * 1000;
const AHEAD_MS = 92 * 24 * 60 * 60 * 1000;
export const MOST_EXPECTED = 100_000;
/** How long a fund's answer is kept: an event that was just registered counts within it. */
const KEEP_MS = 10_000;
const MOST_KEPT = 10_000;

export interface GivingDay {
  id: string;
  fundId: string;
  fundTitle: string;
  fundTitleEn: string;
  startsAt: Date;
  endsAt: Date;
  expectedGifts: number;
  cancelledAt: Date | null;
}

type OpenDay = { id: string; expectedGifts: number };

const kept = singleton(
  "open-giving-days",
  () => new Map<string, { readAtMs: number; day: OpenDay | null }>(),
);

/** The event that runs for a fund now; where several do, the one that expects most. */
export async function openGivingDay(fundId: string, now: Date): Promise<OpenDay | null> {
  const known = kept.get(fundId);
  if (known && Math.abs(now.getTime() - known.readAtMs) < KEEP_MS) return known.day;
  const [day] = await db.rows<OpenDay>(
    `select id::text as id, expected_gifts as "expectedGifts" from giving_day
     where fund_id = $1 and cancelled_at is null and starts_at <= $2 and ends_at > $2
     order by expected_gifts desc limit 1`,
    [fundId, now],
  );
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(fundId, { readAtMs: now.getTime(), day: day ?? null });
  return day ?? null;
}

export type RegisterRefusal = "unknown-fund" | "over" | "too-long" | "too-far" | "expected";

/**
 * Registers a few hours in which many people give from one place, so that their office's one address is not
 * taken for a machine. The same window for the same fund twice is one.
 */
export async function registerGivingDay(input: {
  organizationId: string;
  fundId: string;
  startsAt: Date;
  endsAt: Date;
  expectedGifts: number;
  userId: string;
  now: Date;
}): Promise<{ ok: true; id: string } | { ok: false; reason: RegisterRefusal }> {
  const { organizationId, fundId, startsAt, endsAt, expectedGifts, userId, now } = input;
  if (!Number.isInteger(expectedGifts) || expectedGifts < 1 || expectedGifts > MOST_EXPECTED)
    return { ok: false, reason: "expected" };
  if (endsAt <= now || endsAt <= startsAt) return { ok: false, reason: "over" };
  if (endsAt.getTime() - startsAt.getTime() > LONGEST_MS) return { ok: false, reason: "too-long" };
  if (startsAt.getTime() - now.getTime() > AHEAD_MS) return { ok: false, reason: "too-far" };
  const answer = await transaction(async (tx) => {
    const [fund] = await tx.rows<{ id: string }>(
      "select id from fund where id = $1 and organization_id = $2 for share",
      [fundId, organizationId],
    );
    if (!fund) return null;
    // Two presses at once wait for each other here.
    await tx.rows("select pg_advisory_xact_lock(hashtextextended($1, 11))", [fundId]);
    const [same] = await tx.rows<{ id: string }>(
      `select id::text as id from giving_day
       where fund_id = $1 and starts_at = $2 and ends_at = $3 and expected_gifts = $4 and cancelled_at is null`,
      [fundId, startsAt, endsAt, expectedGifts],
    );
    if (same) return same.id;
    const id = randomUUID();
    await tx.run(
      `insert into giving_day (id, organization_id, fund_id, starts_at, ends_at, expected_gifts, created_by_id, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, organizationId, fundId, startsAt, endsAt, expectedGifts, userId, now],
    );
    return id;
  });
  if (answer === null) return { ok: false, reason: "unknown-fund" };
  kept.delete(fundId);
  return { ok: true, id: answer };
}

/** Ends an event early. Again is fine. */
export async function cancelGivingDay(input: {
  id: string;
  organizationIds: readonly string[];
  userId: string;
  now: Date;
}): Promise<{ ok: true } | { ok: false; reason: "unknown-day" }> {
  const rows = await db.rows<{ fundId: string }>(
    `update giving_day set cancelled_at = coalesce(cancelled_at, $3), cancelled_by_id = coalesce(cancelled_by_id, $4)
     where id::text = $1 and organization_id = any($2) returning fund_id as "fundId"`,
    [input.id, input.organizationIds, input.now, input.userId],
  );
  for (const { fundId } of rows) kept.delete(fundId);
  return rows.length > 0 ? { ok: true } : { ok: false, reason: "unknown-day" };
}

/** Events of these organizations that are not over yet or were in the last 90 days, newest first. */
export async function listGivingDays(organizationIds: readonly string[], now: Date): Promise<GivingDay[]> {
  return db.rows<GivingDay>(
    `select d.id::text as id, d.fund_id as "fundId", f.title as "fundTitle", f.title_en as "fundTitleEn",
            d.starts_at as "startsAt", d.ends_at as "endsAt", d.expected_gifts as "expectedGifts",
            d.cancelled_at as "cancelledAt"
     from giving_day d join fund f on f.id = d.fund_id
     where d.organization_id = any($1) and d.ends_at > $2::timestamptz - interval '90 days'
     order by d.starts_at desc, d.id limit 100`,
    [organizationIds, now],
  );
}
