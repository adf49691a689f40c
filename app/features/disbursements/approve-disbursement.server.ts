import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { ruleInForce } from "./approval/rule-queries.server.ts";
import { approvalsMissing } from "./approval/rules.ts";
import { APPROVER_ROLES } from "./disbursement-state.ts";
import { holdsRole, type LockedDisbursement, lockDisbursement } from "./locked-disbursement.server.ts";
import { postDisbursementStep } from "./post-disbursement.server.ts";
import { spendableOf } from "./spendable.server.ts";

export type ApproveDisbursementResult =
  /** `missing`: so many more people must agree before money is committed. */
  | { ok: true; repeated: boolean; missing?: number }
  | {
      ok: false;
      reason:
        | "not-found"
        | "not-permitted"
        | "own-proposal"
        | "approved-by-another"
        | "already-rejected"
        | "already-withdrawn"
        | "board-decision-missing";
    }
  | { ok: false; reason: "above-available"; spendableFen: bigint };

interface Approving {
  id: string;
  organizationId: string;
  userId: string;
  now: Date;
}

/**
 * Another person than the proposer agrees to a payment. How many must, and whether the board's decision must
 * be named, follows from the organization's rules as they stand now. With the last of them, under the fund's
 * lock, the money moves from available to committed. Money that no statement has confirmed is not there to
 * be spent. Safe to call again by the same person.
 */
export async function approveDisbursement(input: Approving): Promise<ApproveDisbursementResult> {
  return transaction(async (tx) => {
    const disbursement = await lockDisbursement(tx, input.id, input.organizationId);
    if (!disbursement) return { ok: false, reason: "not-found" };
    // Said before anything about roles: it is the rule that the proposer should learn.
    if (disbursement.proposedById === input.userId) return { ok: false, reason: "own-proposal" };
    if (!(await holdsRole(tx, input.organizationId, input.userId, APPROVER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (disbursement.withdrawnAt) return { ok: false, reason: "already-withdrawn" };
    if (disbursement.rejectedAt) return { ok: false, reason: "already-rejected" };
    if (disbursement.approvedAt) {
      const isOwn =
        disbursement.approvedById === input.userId || disbursement.agreedByIds.includes(input.userId);
      return isOwn ? { ok: true, repeated: true } : { ok: false, reason: "approved-by-another" };
    }
    return agree(tx, disbursement, input);
  });
}

async function agree(
  tx: Sql,
  disbursement: LockedDisbursement,
  { id, organizationId, userId, now }: Approving,
): Promise<ApproveDisbursementResult> {
  const { fundId, amountFen, proposedById } = disbursement;
  const rule = await ruleInForce(organizationId, tx);
  const agreedByIds = [...new Set([...disbursement.agreedByIds, userId])];
  const isRepeated = agreedByIds.length === disbursement.agreedByIds.length;
  const missing = approvalsMissing(rule, { ...disbursement, agreedByIds });
  if (missing.board) return { ok: false, reason: "board-decision-missing" };
  // Somebody who agreed before completes it where the rules have been loosened since.
  if (isRepeated && missing.people > 0) return { ok: true, repeated: true, missing: missing.people };
  const { spendableFen } = await spendableOf(fundId, tx);
  if (amountFen > spendableFen) return { ok: false, reason: "above-available", spendableFen };
  await tx.run(
    `insert into disbursement_approval (fund_id, disbursement_id, user_id, proposed_by_id, rule_version, at)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [fundId, id, userId, proposedById, rule.version, now],
  );
  const details = { amountFen, rules: rule.version, missing: missing.people };
  const act = { organizationId, userId, act: "disbursement-approved", details, now } as const;
  await recordAct(tx, { ...act, subjectKind: "disbursement", subjectId: id });
  if (missing.people > 0) return { ok: true, repeated: false, missing: missing.people };
  await tx.run(
    "update disbursement set approved_by_id = $3, approved_at = $4 where fund_id = $1 and id = $2",
    [fundId, id, userId, now],
  );
  await postDisbursementStep(tx, disbursement, "approved", now);
  return { ok: true, repeated: false };
}
