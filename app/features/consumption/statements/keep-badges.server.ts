import type { Sql } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { resumeIn, suspendIn } from "../agreements/suspend-agreement.server.ts";

/** Days past its last day to pay after which an enterprise's badge is no longer shown. A rule of this site, not of law. */
export const DAYS_UNTIL_SUSPENDED = 30;

const OWING_SQL = `
  select from consumption_statement s
  where s.agreement_id = a.id and s.amount_fen > s.paid_fen and s.pay_by < $1::date - $2::int
    and (s.disputed_at is null or s.answered_at is not null)`;

/**
 * Takes down the badges of agreements that owe a statement for too long, and shows them again once all of those are
 * paid. What was suspended for another reason is left alone.
 */
export async function keepBadges(tx: Sql, now: Date): Promise<{ suspended: number; resumed: number }> {
  const values = [shanghaiDay(now), DAYS_UNTIL_SUSPENDED];
  const owing = await tx.rows<{ id: string }>(
    `select a.id from consumption_agreement a
     where a.suspended_at is null and a.ended_at is null and exists (${OWING_SQL}) order by a.id`,
    values,
  );
  const clear = await tx.rows<{ id: string }>(
    `select a.id from consumption_agreement a
     where a.suspended_reason = 'overdue' and not exists (${OWING_SQL}) order by a.id`,
    values,
  );
  const by = { reason: "overdue", userId: null, now } as const;
  for (const { id } of owing) await suspendIn(tx, { ...by, agreementId: id, note: null });
  for (const { id } of clear) await resumeIn(tx, { ...by, agreementId: id });
  return { suspended: owing.length, resumed: clear.length };
}
