import { db } from "#app/lib/db.server.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import { aidRule } from "./rules.ts";
import { emptyExpiredStories } from "./stories.server.ts";

/** How long the officers' lists of hits are kept; the counts of a run stay. */
const KEPT_HITS_DAYS = 180;

/**
 * Forgets who a case was about when its time is over (个人信息保护法 Art. 19): what was sealed, the fingerprint and
 * the private notes. The case stays without a person: when it came, what was decided, what was paid.
 */
export async function pruneAid(now: Date): Promise<number> {
  const today = shanghaiDay(now);
  const before = (name: "keep-paid-days" | "keep-refused-days") =>
    addDays(today, -aidRule(name, today).value);
  await emptyExpiredStories(now);
  await db.run(
    `delete from duplicate_check_hit h using duplicate_check k where k.id = h.check_id and k.run_at < $1::date`,
    [addDays(today, -KEPT_HITS_DAYS)],
  );
  const pruned = await db.rows<{ id: string }>(
    `update aid_case c set person_key_id = null, person_sealed = null, person_hash = null, pruned_at = $1
     where c.pruned_at is null and (
       c.delivered_at < $2::date
       or (c.decision = 'refuse' and c.decided_at < $3::date)
       or (c.stopped_at < $3::date and not exists (select from aid_recovery r where r.case_id = c.id and r.linked_at is null)))
     returning c.id`,
    [now, before("keep-paid-days"), before("keep-refused-days")],
  );
  await db.run(
    "update aid_decision set note_key_id = null, note_sealed = null where case_id = any($1::uuid[]) and note_sealed is not null",
    [pruned.map(({ id }) => id)],
  );
  return pruned.length;
}
