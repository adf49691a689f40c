import { transaction } from "#app/lib/db.server.ts";
import type { BreakReason } from "./break-reasons.ts";
import { isMember } from "./close-member.server.ts";

export type AssignOutcome =
  | { ok: true; count: number }
  | { ok: false; reason: "not-member" | "owner-not-member" | "none-chosen" };

/** As many as one page shows. */
const MOST_AT_ONCE = 500;

/**
 * Gives breaks that are not over to an owner, many at once, with or without a reason for their being there.
 * The same form sent twice acts once; breaks of others and those that are over stay as they are.
 */
export async function assignBreaks(given: {
  id: string;
  organizationId: string;
  breakIds: readonly string[];
  ownerId: string;
  reason: BreakReason | null;
  note: string;
  userId: string;
  now: Date;
}): Promise<AssignOutcome> {
  const { id, organizationId, ownerId, reason, userId, now } = given;
  const breakIds = [...new Set(given.breakIds)].slice(0, MOST_AT_ONCE);
  if (breakIds.length === 0) return { ok: false, reason: "none-chosen" };
  return transaction(async (tx): Promise<AssignOutcome> => {
    if (!(await isMember(tx, organizationId, userId))) return { ok: false, reason: "not-member" };
    if (!(await isMember(tx, organizationId, ownerId))) return { ok: false, reason: "owner-not-member" };
    const count = await tx.run(
      `with chosen as (
         select id from reconciliation_break
         where organization_id = $1 and id = any($2::uuid[]) and state <> 'resolved'
         order by id for update
       ), acted as (
         insert into break_act (id, organization_id, break_id, act, actor_id, owner_id, reason, note, acted_at)
         select $3, $1, id, 'assigned', $4, $5, $6, nullif($7, ''), $8 from chosen
         on conflict (id, break_id) do nothing
         returning break_id
       )
       update reconciliation_break b set owner_id = $5, reason = coalesce($6, b.reason)
       from acted a where b.id = a.break_id`,
      [organizationId, breakIds, id, userId, ownerId, reason, given.note.trim(), now],
    );
    return { ok: true, count };
  });
}
