import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { APPROVER_ROLES, PROPOSER_ROLES } from "../disbursement-state.ts";
import { holdsRole } from "../locked-disbursement.server.ts";

export interface ProposeRulesInput {
  organizationId: string;
  userId: string;
  /** Above this two people agree; null: never. */
  twoAboveFen: bigint | null;
  /** Above this the board's decision is named as well; null: never. Not below `twoAboveFen`. */
  boardAboveFen: bigint | null;
  /** Why, for the colleagues. */
  note: string;
  now: Date;
}

export type ProposeRulesResult =
  | { ok: true; version: number; repeated: boolean }
  | { ok: false; reason: "not-permitted" | "out-of-order" | "change-waits" };

/**
 * Proposes another version of the rules by which payments are approved; it counts once a second person has
 * confirmed it. One change waits at a time. Safe to call again with the same content.
 */
export async function proposeRules(input: ProposeRulesInput): Promise<ProposeRulesResult> {
  const { organizationId, userId, twoAboveFen, boardAboveFen, note, now } = input;
  if (boardAboveFen !== null && boardAboveFen < (twoAboveFen ?? 0n))
    return { ok: false, reason: "out-of-order" };
  return transaction(async (tx): Promise<ProposeRulesResult> => {
    if (!(await holdsRole(tx, organizationId, userId, PROPOSER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    await lockRules(tx, organizationId);
    const [open] = await tx.rows<{ version: number; isSame: boolean }>(
      `select version, proposed_by_id = $2 and two_above_fen is not distinct from $3
                and board_above_fen is not distinct from $4 as "isSame"
       from approval_rule where organization_id = $1 and confirmed_at is null and refused_at is null`,
      [organizationId, userId, twoAboveFen, boardAboveFen],
    );
    if (open) {
      return open.isSame
        ? { ok: true, version: open.version, repeated: true }
        : { ok: false, reason: "change-waits" };
    }
    const [added] = await tx.rows<{ version: number }>(
      `insert into approval_rule (organization_id, version, two_above_fen, board_above_fen, note, proposed_by_id,
                                  proposed_at)
       select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6 from approval_rule where organization_id = $1
       returning version`,
      [organizationId, twoAboveFen, boardAboveFen, note, userId, now],
    );
    const version = added?.version ?? 0;
    await recordAct(tx, {
      organizationId,
      userId,
      act: "approval-rules-proposed",
      subjectKind: "approval-rules",
      subjectId: String(version),
      details: { twoAboveFen, boardAboveFen },
      now,
    });
    return { ok: true, version, repeated: false };
  });
}

export type AnswerRulesResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-permitted" | "not-found" | "own-proposal" | "answered-otherwise" };

/** A second person confirms or turns down a proposed version. Safe to call again with the same answer. */
export async function answerRules(input: {
  organizationId: string;
  userId: string;
  version: number;
  answer: "confirm" | "refuse";
  now: Date;
}): Promise<AnswerRulesResult> {
  const { organizationId, userId, version, answer, now } = input;
  return transaction(async (tx): Promise<AnswerRulesResult> => {
    await lockRules(tx, organizationId);
    const [rule] = await tx.rows<{ proposedById: string; confirmedAt: Date | null; refusedAt: Date | null }>(
      `select proposed_by_id as "proposedById", confirmed_at as "confirmedAt", refused_at as "refusedAt"
       from approval_rule where organization_id = $1 and version = $2`,
      [organizationId, version],
    );
    if (rule?.proposedById === userId) return { ok: false, reason: "own-proposal" };
    if (!(await holdsRole(tx, organizationId, userId, APPROVER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (!rule) return { ok: false, reason: "not-found" };
    if (rule.confirmedAt || rule.refusedAt) {
      return (rule.confirmedAt !== null) === (answer === "confirm")
        ? { ok: true, repeated: true }
        : { ok: false, reason: "answered-otherwise" };
    }
    const column = answer === "confirm" ? "confirmed_at" : "refused_at";
    await tx.run(
      `update approval_rule set answered_by_id = $3, ${column} = $4 where organization_id = $1 and version = $2`,
      [organizationId, version, userId, now],
    );
    await recordAct(tx, {
      organizationId,
      userId,
      act: answer === "confirm" ? "approval-rules-confirmed" : "approval-rules-refused",
      subjectKind: "approval-rules",
      subjectId: String(version),
      now,
    });
    return { ok: true, repeated: false };
  });
}

/** One change at a time, so that versions follow each other. */
async function lockRules(tx: Sql, organizationId: string): Promise<void> {
  await tx.rows("select pg_advisory_xact_lock(hashtextextended($1, 0))", [
    `approval-rules ${organizationId}`,
  ]);
}
