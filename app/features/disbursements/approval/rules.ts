/** From which amount more than one person must agree; null: from none. Amounts in fen. */
export interface ApprovalRule {
  /** 0: the organization has set no rules; one person beside the proposer agrees to any amount. */
  version: number;
  twoAboveFen: bigint | null;
  boardAboveFen: bigint | null;
}

export const NO_RULE: ApprovalRule = { version: 0, twoAboveFen: null, boardAboveFen: null };

export interface ApprovalsNeeded {
  /** Different people, none of them the proposer. */
  people: 1 | 2;
  /** The board's decision must be named (慈善组织的决策程序: 慈善法 Art. 12, 基金会管理条例 Art. 21). */
  board: boolean;
}

/** What a rule asks for an amount: "above" is more than, never equal. */
export function approvalsNeeded(rule: ApprovalRule, amountFen: bigint): ApprovalsNeeded {
  const isAbove = (limitFen: bigint | null): boolean => limitFen !== null && amountFen > limitFen;
  const board = isAbove(rule.boardAboveFen);
  return { people: board || isAbove(rule.twoAboveFen) ? 2 : 1, board };
}

export interface ApprovalsMissing {
  people: number;
  board: boolean;
}

/** What is still to come before a proposal counts as approved. */
export function approvalsMissing(
  rule: ApprovalRule,
  proposal: { amountFen: bigint; agreedByIds: readonly string[]; boardDecision: string | null },
): ApprovalsMissing {
  const needed = approvalsNeeded(rule, proposal.amountFen);
  return {
    people: Math.max(0, needed.people - proposal.agreedByIds.length),
    board: needed.board && proposal.boardDecision === null,
  };
}
