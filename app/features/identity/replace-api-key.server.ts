import { transaction } from "#app/lib/db.server.ts";
import { addDays, dayOf, shanghaiDay, startOfShanghaiDay } from "#app/lib/time.ts";
import type { KeyMode } from "./api-key.server.ts";
import { createApiKey } from "./create-api-key.server.ts";
import { recordAct } from "./record-act.server.ts";

/** For how long the former key may go on working, at most. */
export const LONGEST_OVERLAP_DAYS = 90;

export type ReplaceApiKeyResult =
  | { ok: true; key: string }
  | { ok: false; reason: "not-found" | "already-replaced" | "already-made" | "bad-day" | "not-a-member" };

/**
 * Makes a key in the place of another, for the same purpose and with the rights of the member who asks. The former one
 * goes on working to the end of a chosen day in China, so that every till can be given the new one meanwhile.
 *
 * @param given.newId chosen by the form, so that sending it twice makes one key
 * @param given.until the last day of the former key, "2026-11-30": today or at most 90 days from now
 */
export async function replaceApiKey(
  given: { id: string; newId: string; organizationId: string; userId: string; until: string },
  now: Date,
): Promise<ReplaceApiKeyResult> {
  const today = shanghaiDay(now);
  if (!isDay(given.until) || given.until < today || given.until > addDays(today, LONGEST_OVERLAP_DAYS))
    return { ok: false, reason: "bad-day" };
  return transaction(async (tx): Promise<ReplaceApiKeyResult> => {
    const [former] = await tx.rows<{ id: string; name: string; mode: KeyMode; replacedById: string | null }>(
      `select id, name, mode, replaced_by_id as "replacedById" from api_key
       where id::text = $1 and organization_id = $2 and revoked_at is null and (expires_at is null or expires_at > $3)
       for update`,
      [given.id, given.organizationId, now],
    );
    if (!former) return { ok: false, reason: "not-found" };
    if (former.replacedById === given.newId) return { ok: false, reason: "already-made" };
    if (former.replacedById !== null) return { ok: false, reason: "already-replaced" };
    const { newId: id, organizationId, userId } = given;
    const made = await createApiKey(
      { id, organizationId, userId, name: former.name, mode: former.mode },
      now,
      tx,
    );
    if (!made.ok) return made;
    await tx.run("update api_key set expires_at = $2, replaced_by_id = $3 where id = $1", [
      former.id,
      startOfShanghaiDay(addDays(given.until, 1)),
      id,
    ]);
    await recordAct(tx, {
      organizationId,
      userId,
      act: "api-key-replaced",
      subjectKind: "api-key",
      subjectId: former.id,
      details: { until: given.until },
      now,
    });
    return made;
  });
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(date.getTime()) && dayOf(date) === text;
}
