import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { PROMISE_LIMITS } from "./answer-rules.ts";

export type PromiseDaysResult = { ok: true } | { ok: false; reason: "not-permitted" | "bad-days" };

/** A charity says within how many working days it answers, where no law says it. Enquiries under way keep theirs. */
export async function promiseDays(input: {
  organizationId: string;
  userId: string;
  workingDays: number;
  now: Date;
}): Promise<PromiseDaysResult> {
  const { organizationId, userId, workingDays, now } = input;
  const { least, most } = PROMISE_LIMITS;
  if (!Number.isInteger(workingDays) || workingDays < least || workingDays > most)
    return { ok: false, reason: "bad-days" };
  return transaction(async (tx): Promise<PromiseDaysResult> => {
    const held = await tx.rows(
      "select 1 from membership where organization_id = $1 and user_id = $2 and role = 'charity-approver' limit 1",
      [organizationId, userId],
    );
    if (held.length === 0) return { ok: false, reason: "not-permitted" };
    const changed = await tx.run(
      `insert into enquiry_promise as p (organization_id, working_days, set_by_id, set_at) values ($1, $2, $3, $4)
       on conflict (organization_id) do update set working_days = $2, set_by_id = $3, set_at = $4
         where p.working_days <> $2`,
      [organizationId, workingDays, userId, now],
    );
    if (changed === 1)
      await recordAct(tx, {
        organizationId,
        userId,
        act: "enquiry-days-promised",
        subjectKind: "enquiry",
        subjectId: organizationId,
        details: { workingDays },
        now,
      });
    return { ok: true };
  });
}
