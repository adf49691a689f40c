import { postSelected, postTransfers, type TransferInput } from "#app/features/ledger/post.server.ts";
import { transferIdOf, transferIdSql } from "#app/features/ledger/transfer-id.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { PAYS_OUT, rowText } from "./bank-words.ts";
import { PAYOUT_DAYS } from "./breaks.ts";
import type { Chunk } from "./match-rows.server.ts";

/** The transfer by which a bank row `w` went into suspense. */
export const SUSPENSE_ID = transferIdSql("w.source", "w.account", "w.row_key", "'suspense'");

/**
 * The bank's statement may come before what explains it: what was unexplained then is turned back, on the same
 * day while that is open, so that no day holds the money twice.
 *
 * @param table a temporary table with the rows' source, account and row_key
 */
export async function takeOutOfSuspense(
  tx: Sql,
  chunk: Pick<Chunk, "organizationId">,
  table: string,
): Promise<void> {
  const held = await tx.rows<TransferInput>(
    `select t.book_id as "bookId", t.id, t.fact_id as "factId", t.kind,
            t.credit_account_id as "debitAccountId", t.debit_account_id as "creditAccountId",
            t.amount_fen as "amountFen", t.currency, t.subject_id as "subjectId",
            t.occurred_at as "occurredAt"
     from (select distinct source, account, row_key from ${table}) w
     join transfer t on t.book_id = $1 and t.id = ${SUSPENSE_ID}`,
    [chunk.organizationId],
  );
  await postTransfers(
    tx,
    held.map((transfer) => ({
      ...transfer,
      id: transferIdOf(transfer.id, "explained"),
      reversesId: transfer.id,
    })),
  );
}

/**
 * What came in and is still unexplained. A row that reads like a payout waits a few days for the
 * provider's own statement before it is called unexplained.
 */
export async function postSuspense(tx: Sql, chunk: Chunk): Promise<void> {
  await postSelected(
    tx,
    "suspense-received",
    `select $1::text as book_id, ${SUSPENSE_ID} as id, w.row_key as fact_id,
            'bank.' || $1 || '.' || w.currency as debit_account_id,
            'suspense.' || $1 || '.' || w.currency as credit_account_id, w.amount_fen, w.currency,
            w.row_key as subject_id, w.occurred_at
     from reconciliation_work w
     where w.n between $2 and $3 and w.amount_fen > 0
       and (${rowText("w")} !~* ${PAYS_OUT}
            or w.occurred_at < $4::timestamptz - make_interval(days => $5::int))
       and not exists (
         select from reconciliation_match m where m.organization_id = $1 and m.source = w.source
           and m.account = w.account and m.row_key = w.row_key)`,
    [chunk.organizationId, chunk.first, chunk.last, chunk.now, PAYOUT_DAYS],
  );
}
