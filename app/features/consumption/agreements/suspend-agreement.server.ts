import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { announce } from "../webhooks/request-delivery.server.ts";
import { agreementAct, DRAFTER_ROLES, lockAgreements, SIGNER_ROLES } from "./locked-agreements.server.ts";

/** Why a badge is not shown. */
export const SUSPENSION_REASONS = ["overdue", "by-charity", "by-bureau"] as const;
export type SuspensionReason = (typeof SUSPENSION_REASONS)[number];

interface Suspension {
  agreementId: string;
  reason: SuspensionReason;
  /** What everybody may read about it. */
  note: string | null;
  /** Null: a worker, under the rule about overdue statements. */
  userId: string | null;
  now: Date;
}

/**
 * Takes the badge down, in the caller's transaction; orders go on counting, because what was promised stays promised.
 * One that is suspended already keeps its first reason.
 *
 * @returns whether it was not suspended before.
 */
export async function suspendIn(tx: Sql, suspension: Suspension): Promise<boolean> {
  const { agreementId, reason, note, userId, now } = suspension;
  const [changed] = await tx.rows<{ organizationId: string; merchantId: string }>(
    `update consumption_agreement set suspended_at = $2, suspended_reason = $3, suspended_note = $4
     where id = $1 and suspended_at is null and ended_at is null
     returning organization_id as "organizationId", merchant_id as "merchantId"`,
    [agreementId, now, reason, note],
  );
  if (!changed) return false;
  const by = { organizationId: changed.organizationId, userId, now };
  await recordAct(tx, agreementAct(by, "consumption-agreement-suspended", { id: agreementId }));
  await announce(tx, {
    organizationId: changed.merchantId,
    type: "agreement.suspended",
    subjectId: agreementId,
    at: now,
  });
  return true;
}

/** Shows the badge again, in the caller's transaction, if it was taken down for this reason. */
export async function resumeIn(tx: Sql, resumption: Omit<Suspension, "note">): Promise<boolean> {
  const { agreementId, reason, userId, now } = resumption;
  const [changed] = await tx.rows<{ organizationId: string }>(
    `update consumption_agreement set suspended_at = null, suspended_reason = null, suspended_note = null
     where id = $1 and suspended_reason = $2 returning organization_id as "organizationId"`,
    [agreementId, reason],
  );
  if (!changed) return false;
  const by = { organizationId: changed.organizationId, userId, now };
  await recordAct(tx, agreementAct(by, "consumption-agreement-resumed", { id: agreementId }));
  return true;
}

export type SuspendResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-found" | "ended" | "not-suspended" | "suspended-by-rule" };

interface Person {
  agreementId: string;
  organizationId: string;
  userId: string;
  now: Date;
}

/** The charity takes the badge down with a reason that everybody reads. One person may: it protects shoppers. */
export async function suspendAgreement(input: Person & { note: string }): Promise<SuspendResult> {
  return transaction(async (tx): Promise<SuspendResult> => {
    const [agreement] = await lockAgreements(
      tx,
      [input.agreementId],
      { ...input, side: "charity" },
      DRAFTER_ROLES,
    );
    if (!agreement) return { ok: false, reason: "not-found" };
    if (agreement.endedAt) return { ok: false, reason: "ended" };
    const isNew = await suspendIn(tx, { ...input, reason: "by-charity" });
    return { ok: true, repeated: !isNew };
  });
}

/** Shows the badge again. What the rule about overdue statements took down comes back when they are paid. */
export async function resumeAgreement(input: Person): Promise<SuspendResult> {
  return transaction(async (tx): Promise<SuspendResult> => {
    const [agreement] = await lockAgreements(
      tx,
      [input.agreementId],
      { ...input, side: "charity" },
      SIGNER_ROLES,
    );
    if (!agreement) return { ok: false, reason: "not-found" };
    if (!agreement.suspendedAt) return { ok: true, repeated: true };
    if (agreement.suspendedReason !== "by-charity") return { ok: false, reason: "suspended-by-rule" };
    await resumeIn(tx, { ...input, reason: "by-charity" });
    return { ok: true, repeated: false };
  });
}
