import { lockFunds } from "#app/features/funds/open-fund.server.ts";
import { accountId } from "#app/features/ledger/accounts.ts";
import { postTransfers } from "#app/features/ledger/post.server.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { requestJobs } from "#app/lib/outbox.server.ts";
import { spendableOf } from "./spendable.server.ts";

export interface FundMoveInput {
  /** The transfer's id, drawn before the first attempt: the same one moves once. */
  id: string;
  organizationId: string;
  fromFundId: string;
  toFundId: string;
  amountFen: bigint;
  /** Two people, never one. */
  proposedById: string;
  approvedById: string;
  now: Date;
}

export type FundMoveResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "same-person" | "fund-not-found" | "not-the-same-kind" | "other-content" }
  | { ok: false; reason: "above-available"; spendableFen: bigint };

/**
 * Moves money from one fund to another of the same organization, in the caller's transaction: one transfer
 * "available of A → available of B", a use at the front of A's line and an interval at the end of B's, which names it,
 * so that the way of each gift goes on in B. Money that no statement has confirmed is not there to be moved.
 * Whether the purposes agree (慈善法 Arts. 56, 58) is for the caller's two people to judge. Safe to call again.
 */
export async function moveBetweenFunds(tx: Sql, input: FundMoveInput): Promise<FundMoveResult> {
  if (input.proposedById === input.approvedById) return { ok: false, reason: "same-person" };
  await lockFunds(tx, [input.fromFundId, input.toFundId]);
  const known = await findMove(tx, input);
  if (known) return known;
  const refusal = await refusalOf(tx, input);
  if (refusal) return refusal;
  await tx.run(
    `insert into fund_move (id, organization_id, from_fund_id, to_fund_id, amount_fen, currency, proposed_by_id,
       approved_by_id, moved_at)
     values ($1, $2, $3, $4, $5, 'CNY', $6, $7, $8)`,
    [
      input.id,
      input.organizationId,
      input.fromFundId,
      input.toFundId,
      input.amountFen,
      input.proposedById,
      input.approvedById,
      input.now,
    ],
  );
  const [outcome] = await postTransfers(tx, [
    {
      bookId: input.fromFundId,
      id: input.id,
      factId: `fund-move.${input.id}`,
      kind: "fund-move",
      debitAccountId: accountId("available", input.fromFundId, "CNY"),
      creditAccountId: accountId("available", input.toFundId, "CNY"),
      amountFen: input.amountFen,
      currency: "CNY",
      subjectId: input.id,
      occurredAt: input.now,
    },
  ]);
  invariant(outcome === "posted", `the move ${input.id} was posted before it was made`);
  await requestJobs(tx, "trace-fund", [{ fundId: input.fromFundId }, { fundId: input.toFundId }]);
  return { ok: true, repeated: false };
}

async function findMove(tx: Sql, input: FundMoveInput): Promise<FundMoveResult | null> {
  const [known] = await tx.rows<{ isSame: boolean }>(
    `select (organization_id, from_fund_id, to_fund_id, amount_fen) = ($2, $3, $4, $5::int8) as "isSame"
     from fund_move where id = $1`,
    [input.id, input.organizationId, input.fromFundId, input.toFundId, input.amountFen],
  );
  if (!known) return null;
  return known.isSame ? { ok: true, repeated: true } : { ok: false, reason: "other-content" };
}

async function refusalOf(tx: Sql, input: FundMoveInput): Promise<FundMoveResult | null> {
  const funds = await tx.rows<{ id: string; kind: string; state: string; currency: string }>(
    "select id, kind, state, currency from fund where id = any($1) and organization_id = $2",
    [[input.fromFundId, input.toFundId], input.organizationId],
  );
  const from = funds.find(({ id }) => id === input.fromFundId);
  const to = funds.find(({ id }) => id === input.toFundId);
  // A draft has no public page yet that could say where the money came from; an ended fund spends no more.
  if (!from || !to || from === to || to.state === "draft" || to.state === "ended")
    return { ok: false, reason: "fund-not-found" };
  // A trust's property follows its deed (信托法 Art. 72), never a charity's decision.
  if (from.kind === "trust" || to.kind === "trust" || from.currency !== "CNY" || to.currency !== "CNY")
    return { ok: false, reason: "not-the-same-kind" };
  const { spendableFen } = await spendableOf(input.fromFundId, tx);
  return input.amountFen > 0n && input.amountFen <= spendableFen
    ? null
    : { ok: false, reason: "above-available", spendableFen };
}
