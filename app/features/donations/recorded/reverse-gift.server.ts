import { accountId } from "#app/features/ledger/accounts.ts";
import { postTransfers, type TransferInput } from "#app/features/ledger/post.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { settlePayments } from "#app/features/payments/settle-payments.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { derivedFundScopedId } from "#app/lib/ids.ts";
import { invariant } from "#app/lib/invariant.ts";
import { requestJobs } from "#app/lib/outbox.server.ts";
import { MONEY_APPROVER_ROLES, MONEY_ASKER_ROLES, mayAct } from "../refund-roles.ts";
import { lockRefundable } from "../refundable.server.ts";
import { ownFreeFen } from "../take-from-fund.ts";

export const LEAST_REASON = 4;
export const MOST_REASON = 200;

interface Act {
  organizationId: string;
  userId: string;
  id: string;
  now: Date;
}

type Refusal<Reason extends string> = { ok: false; reason: Reason };
export type WithdrawResult =
  | { ok: true; repeated: boolean }
  | Refusal<"not-found" | "not-permitted" | "counted-already">;
export type AskReversalResult =
  | { ok: true; repeated: boolean }
  | Refusal<"not-found" | "not-permitted" | "not-counted" | "reason-missing">;
export type ReverseResult =
  | { ok: true; repeated: boolean }
  | Refusal<"not-found" | "not-permitted" | "not-asked" | "own-request" | "used">;

interface Entry {
  fundId: string;
  kind: "cash" | "transfer";
  donationId: string | null;
  amountFen: bigint;
  currency: string;
  countedAt: Date | null;
  withdrawnAt: Date | null;
  bankedAt: Date | null;
  reversalAskedById: string | null;
  reversedAt: Date | null;
}

async function lockEntry(tx: Sql, act: Act): Promise<Entry | undefined> {
  const [entry] = await tx.rows<Entry>(
    `select fund_id as "fundId", kind, donation_id as "donationId", amount_fen as "amountFen", currency,
            counted_at as "countedAt", withdrawn_at as "withdrawnAt", banked_at as "bankedAt",
            reversal_asked_by_id as "reversalAskedById", reversed_at as "reversedAt"
     from recorded_gift where organization_id = $1 and id = $2 for update`,
    [act.organizationId, act.id],
  );
  return entry;
}

/** Takes back an entry that nobody has counted; it stays in the list as withdrawn. Safe to call again. */
export async function withdrawEntry(act: Act): Promise<WithdrawResult> {
  return transaction(async (tx) => {
    const entry = await lockEntry(tx, act);
    if (!entry) return { ok: false, reason: "not-found" };
    if (!(await mayAct(tx, act.organizationId, act.userId, MONEY_ASKER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (entry.withdrawnAt) return { ok: true, repeated: true };
    if (entry.countedAt) return { ok: false, reason: "counted-already" };
    await tx.run(
      "update recorded_gift set withdrawn_by_id = $3, withdrawn_at = $4 where organization_id = $1 and id = $2",
      [act.organizationId, act.id, act.userId, act.now],
    );
    return { ok: true, repeated: false };
  });
}

/** Asks for a counted gift to be reversed, with the reason. Moves nothing before a second person agrees. */
export async function askReversal(act: Act & { reason: string }): Promise<AskReversalResult> {
  const reason = act.reason.replaceAll("\0", "").trim();
  if (reason.length < LEAST_REASON || reason.length > MOST_REASON)
    return { ok: false, reason: "reason-missing" };
  return transaction(async (tx) => {
    const entry = await lockEntry(tx, act);
    if (!entry) return { ok: false, reason: "not-found" };
    if (!(await mayAct(tx, act.organizationId, act.userId, MONEY_ASKER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (!entry.countedAt) return { ok: false, reason: "not-counted" };
    if (entry.reversalAskedById) return { ok: true, repeated: true };
    await tx.run(
      `update recorded_gift set reversal_reason = $3, reversal_asked_by_id = $4, reversal_asked_at = $5
       where organization_id = $1 and id = $2`,
      [act.organizationId, act.id, reason, act.userId, act.now],
    );
    return { ok: true, repeated: false };
  });
}

/**
 * A second person reverses a counted gift. It goes back as a refund of the gift's own fen, so the trace stays
 * right; refused where any of it was used. Cash in hand is paid out of the cash box at once; what the bank has is
 * promised back and waits for the bank's row with the gift's reference (match-offline-refunds). Safe to call again.
 */
export async function reverseGift(act: Act): Promise<ReverseResult> {
  return transaction(async (tx) => {
    const entry = await lockEntry(tx, act);
    if (!entry) return { ok: false, reason: "not-found" };
    if (!(await mayAct(tx, act.organizationId, act.userId, MONEY_APPROVER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (entry.reversedAt) return { ok: true, repeated: true };
    if (!entry.reversalAskedById || !entry.donationId) return { ok: false, reason: "not-asked" };
    if (entry.reversalAskedById === act.userId) return { ok: false, reason: "own-request" };
    const subject = await lockRefundable(tx, entry.donationId, act.organizationId);
    invariant(subject, "a counted entry is a gift that counts");
    const { payment, availableFen } = subject;
    if (ownFreeFen(payment) < entry.amountFen || availableFen < entry.amountFen)
      return { ok: false, reason: "used" };
    await giveBack(tx, act, entry, { paymentId: payment.id, donationId: entry.donationId });
    await tx.run(
      "update recorded_gift set reversed_by_id = $3, reversed_at = $4 where organization_id = $1 and id = $2",
      [act.organizationId, act.id, act.userId, act.now],
    );
    return { ok: true, repeated: false };
  });
}

async function giveBack(
  tx: Sql,
  act: Act,
  entry: Entry,
  gift: { paymentId: string; donationId: string },
): Promise<void> {
  const { organizationId, now } = act;
  const refundId = derivedFundScopedId("r", entry.fundId, env().SESSION_SECRET, "recorded", gift.donationId);
  const isCash = entry.kind === "cash" && !entry.bankedAt;
  await tx.run(
    `insert into refund (fund_id, id, donation_id, payment_id, amount_fen, provider_refund_id, promised_at, paid_at)
     values ($1, $2, $3, $4, $5, $2, $6, $7)`,
    [entry.fundId, refundId, gift.donationId, gift.paymentId, entry.amountFen, now, isCash ? now : null],
  );
  const common = {
    bookId: entry.fundId,
    factId: refundId,
    amountFen: entry.amountFen,
    currency: entry.currency,
    subjectId: refundId,
    occurredAt: now,
  };
  const payable = accountId("refund-payable", organizationId, entry.currency);
  const legs: TransferInput[] = [
    {
      ...common,
      id: transferIdOf("recorded-gift", organizationId, act.id, "reversal-promised"),
      kind: "refund-promised",
      debitAccountId: accountId("available", entry.fundId, entry.currency),
      creditAccountId: payable,
    },
  ];
  if (isCash)
    legs.push({
      ...common,
      id: transferIdOf("recorded-gift", organizationId, act.id, "reversal-paid"),
      kind: "refund-paid",
      debitAccountId: payable,
      creditAccountId: accountId("cash", organizationId, entry.currency),
    });
  const outcomes = await postTransfers(tx, legs);
  invariant(!outcomes.includes("conflicting"), "a gift is reversed once");
  // Cash that never reached the bank has nothing to wait for any more: its place in the line is taken by the refund.
  if (isCash)
    await settlePayments(
      tx,
      "select $1::text as fund_id, $2::text as payment_id",
      [entry.fundId, gift.paymentId],
      now,
    );
  await requestJobs(tx, "trace-fund", [{ fundId: entry.fundId }]);
}
