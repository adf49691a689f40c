import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { findChange } from "./change-rows.server.ts";
import { keepsRecord } from "./correct-organization.server.ts";

export type WithdrawResult = { ok: true } | { ok: false; reason: "not-permitted" | "decided" };

/** Takes back a correction that waits for the bureau. Safe to call again. */
export async function withdrawChange(withdrawing: {
  changeId: string;
  organizationId: string;
  userId: string;
  now: Date;
}): Promise<WithdrawResult> {
  const { changeId, organizationId, userId, now } = withdrawing;
  return transaction(async (tx): Promise<WithdrawResult> => {
    await tx.rows("select id from organization where id = $1 for update", [organizationId]);
    const change = await findChange(tx, changeId);
    if (change?.organizationId !== organizationId || change.kind !== "correction")
      return { ok: false, reason: "not-permitted" };
    if (!(await keepsRecord(tx, organizationId, userId))) return { ok: false, reason: "not-permitted" };
    if (change.state === "withdrawn") return { ok: true };
    if (change.state !== "waiting") return { ok: false, reason: "decided" };
    await tx.run(
      `update organization_change set state = 'withdrawn', decided_by_id = $2, decided_at = $3 where id = $1`,
      [changeId, userId, now],
    );
    await recordAct(tx, {
      organizationId,
      userId,
      act: "change-withdrawn",
      subjectKind: "organization",
      subjectId: organizationId,
      now,
    });
    return { ok: true };
  });
}
