import { holdsRole } from "#app/features/disbursements/locked-disbursement.server.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { type Decision, REGISTER_APPROVER_ROLES, REGISTER_ROLES } from "./register-rules.ts";

export interface DecideCostInput {
  id: string;
  organizationId: string;
  userId: string;
  decision: Decision;
  now: Date;
}

export type DecideRefusal = "not-found" | "not-permitted" | "same-person" | "decided-otherwise";

/**
 * Confirms or sends back a cost that another person entered; sending back one's own is withdrawing it. Only
 * what is confirmed counts. Safe to call again with the same decision.
 */
export async function decideCost(
  input: DecideCostInput,
): Promise<{ ok: true; repeated: boolean } | { ok: false; reason: DecideRefusal }> {
  const { organizationId, userId, id, decision, now } = input;
  return transaction(async (tx) => {
    const entry = await lockCost(tx, organizationId, id);
    if (!entry) return { ok: false, reason: "not-found" };
    const isOwn = entry.enteredById === userId;
    const roles = isOwn ? REGISTER_ROLES : REGISTER_APPROVER_ROLES;
    if (!(await holdsRole(tx, organizationId, userId, roles))) return { ok: false, reason: "not-permitted" };
    if (isOwn && decision === "confirmed") return { ok: false, reason: "same-person" };
    if (entry.decision)
      return entry.decision === decision
        ? { ok: true, repeated: true }
        : { ok: false, reason: "decided-otherwise" };
    await tx.run(
      `update cost_entry set decision = $3, decided_by_id = $4, decided_at = $5
       where organization_id = $1 and id = $2`,
      [organizationId, id, decision, userId, now],
    );
    await recordAct(tx, {
      organizationId,
      userId,
      act: decision === "confirmed" ? "cost-confirmed" : "cost-rejected",
      subjectKind: "cost",
      subjectId: id,
      now,
    });
    return { ok: true, repeated: false };
  });
}

interface LockedCost {
  enteredById: string;
  decision: Decision | null;
  reversesId: string | null;
}

async function lockCost(tx: Sql, organizationId: string, id: string): Promise<LockedCost | null> {
  const [entry] = await tx.rows<LockedCost>(
    `select entered_by_id as "enteredById", decision, reverses_id as "reversesId" from cost_entry
     where organization_id = $1 and id = $2 for update`,
    [organizationId, id],
  );
  return entry ?? null;
}

/**
 * Asks to reverse a confirmed cost: an entry of the same figures that counts off, on the same day and so in the
 * same year. Another person confirms it like any entry. Safe to call again.
 */
export async function askCostReversal(input: {
  /** The reversal's own id. */
  id: string;
  costId: string;
  organizationId: string;
  userId: string;
  why: string;
  now: Date;
}): Promise<
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-found" | "not-permitted" | "not-confirmed" | "already-asked" | "is-reversal" }
> {
  const { id, costId, organizationId, userId, why, now } = input;
  return transaction(async (tx) => {
    const entry = await lockCost(tx, organizationId, costId);
    if (!entry) return { ok: false, reason: "not-found" };
    if (!(await holdsRole(tx, organizationId, userId, REGISTER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (entry.reversesId) return { ok: false, reason: "is-reversal" };
    if (entry.decision !== "confirmed") return { ok: false, reason: "not-confirmed" };
    const [open] = await tx.rows<{ id: string }>(
      `select id from cost_entry where organization_id = $1 and reverses_id = $2
         and decision is distinct from 'rejected'`,
      [organizationId, costId],
    );
    if (open) return open.id === id ? { ok: true, repeated: true } : { ok: false, reason: "already-asked" };
    await tx.run(
      `insert into cost_entry (organization_id, id, incurred_on, type, method, amount_fen, administration_weight,
         fundraising_weight, project_weight, administration_fen, fundraising_fen, project_fen, note, reverses_id,
         entered_by_id, entered_at)
       select organization_id, $3, incurred_on, type, method, amount_fen, administration_weight,
         fundraising_weight, project_weight, administration_fen, fundraising_fen, project_fen, $4, id, $5, $6
       from cost_entry where organization_id = $1 and id = $2`,
      [organizationId, costId, id, why, userId, now],
    );
    await recordAct(tx, {
      organizationId,
      userId,
      act: "cost-reversal-asked",
      subjectKind: "cost",
      subjectId: costId,
      details: { reversal: id },
      now,
    });
    return { ok: true, repeated: false };
  });
}
