import { transaction } from "#app/lib/db.server.ts";
import { lockQuarantine } from "./locked-quarantine.server.ts";
import { possibleDecisions, type QuarantineDecision } from "./quarantine-choices.ts";
import { MONEY_ASKER_ROLES, mayAct } from "./refund-roles.ts";

export interface ProposeQuarantineInput {
  organizationId: string;
  id: string;
  userId: string;
  decision: QuarantineDecision;
  /** For a gift of its own, out of money that names no fund. */
  targetFundId: string | null;
  note: string;
  now: Date;
}

export type ProposeQuarantineResult =
  | { ok: true; repeated: boolean }
  | {
      ok: false;
      reason:
        | "not-found"
        | "not-permitted"
        | "already-decided"
        | "not-possible"
        | "waits-for-another"
        | "no-fund";
    };

/** A person proposes what becomes of something in quarantine. Nothing is posted before another one agrees. */
export async function proposeQuarantine(input: ProposeQuarantineInput): Promise<ProposeQuarantineResult> {
  return transaction(async (tx) => {
    const locked = await lockQuarantine(tx, input.organizationId, input.id, input.now);
    if (!locked) return { ok: false, reason: "not-found" };
    if (!(await mayAct(tx, input.organizationId, input.userId, MONEY_ASKER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const { item, situation, waiting, lastStep } = locked;
    if (item.decidedAt) return { ok: false, reason: "already-decided" };
    if (waiting)
      return waiting.byId === input.userId && waiting.decision === input.decision
        ? { ok: true, repeated: true }
        : { ok: false, reason: "waits-for-another" };
    if (!possibleDecisions(situation).includes(input.decision)) return { ok: false, reason: "not-possible" };
    const needsFund = input.decision === "new-gift" && !situation.isOwnPayment;
    if (needsFund) {
      const [fund] = await tx.rows(
        `select 1 as found from fund where id = $1 and organization_id = $2 and state <> 'draft' and currency = $3`,
        [input.targetFundId, input.organizationId, item.currency],
      );
      if (!fund) return { ok: false, reason: "no-fund" };
    }
    await tx.run(
      `insert into quarantine_act (organization_id, quarantine_id, step, kind, decision, target_fund_id, note, by_id, at)
       values ($1, $2, $3, 'proposed', $4, $5, $6, $7, $8)`,
      [
        input.organizationId,
        input.id,
        lastStep + 1,
        input.decision,
        needsFund ? input.targetFundId : null,
        input.note,
        input.userId,
        input.now,
      ],
    );
    return { ok: true, repeated: false };
  });
}
