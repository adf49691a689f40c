import type { Sql } from "#app/lib/db.server.ts";
import { type PostOutcome, postTransfers, type TransferInput } from "./post.server.ts";

export type ReverseOutcome =
  | { ok: true; outcome: PostOutcome }
  | { ok: false; reason: "unknown-transfer" | "is-a-reversal" };

/**
 * Corrects a transfer by its opposite: same kind and amount, sides swapped, `reversesId` set. The unique
 * key on it allows one reversal; a second call with the same id succeeds again, with another id it throws.
 */
export async function reverseTransfer(
  tx: Sql,
  reversal: { bookId: string; transferId: string; reversalId: string; now: Date },
): Promise<ReverseOutcome> {
  const [original] = await tx.rows<TransferInput>(
    `select book_id as "bookId", id, fact_id as "factId", kind, debit_account_id as "debitAccountId",
            credit_account_id as "creditAccountId", amount_fen as "amountFen", currency,
            subject_id as "subjectId", occurred_at as "occurredAt", reverses_id as "reversesId"
     from transfer where book_id = $1 and id = $2`,
    [reversal.bookId, reversal.transferId],
  );
  if (!original) return { ok: false, reason: "unknown-transfer" };
  if (original.reversesId) return { ok: false, reason: "is-a-reversal" };
  const [outcome = "conflicting"] = await postTransfers(tx, [
    {
      ...original,
      id: reversal.reversalId,
      debitAccountId: original.creditAccountId,
      creditAccountId: original.debitAccountId,
      occurredAt: reversal.now,
      reversesId: original.id,
    },
  ]);
  return { ok: true, outcome };
}
