import { referencesSql } from "#app/features/donations/gift-reference.ts";
import { accountId } from "#app/features/ledger/accounts.ts";
import { postTransfers } from "#app/features/ledger/post.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { Chunk } from "./match-rows.server.ts";

interface PaidBack {
  fundId: string;
  refundId: string;
  source: string;
  account: string;
  rowKey: string;
  amountFen: bigint;
  currency: string;
  occurredAt: Date;
}

/**
 * Matches outgoing bank rows to what was promised back of gifts that had come by hand or by transfer: the row
 * carries the gift's reference and the refund's amount to the fen. The refund is paid with it.
 */
export async function matchOfflineRefunds(tx: Sql, chunk: Chunk): Promise<void> {
  const found = await tx.rows<PaidBack>(
    `with written as materialized (
       select w.n, w.source, w.account, w.row_key, -w.amount_fen as amount_fen, w.currency, w.occurred_at, f.reference
       from reconciliation_work w
       cross join lateral ${referencesSql("concat_ws(' ', w.purpose, w.summary)")} f
       where w.n between $2 and $3 and w.amount_fen < 0 and w.source like 'bank-%'
     ), pair as (
       select distinct on (r.fund_id, r.id) w.*, r.fund_id, r.id as refund_id
       from written w
       join donation d on d.organization_id = $1 and d.reference = w.reference and d.provider = 'offline'
         and d.currency = w.currency
       join refund r on r.fund_id = d.fund_id and r.donation_id = d.id and r.paid_at is null and r.failed_at is null
         and r.amount_fen = w.amount_fen
       where not exists (select from reconciliation_match m where m.organization_id = $1 and m.source = w.source
                         and m.account = w.account and m.row_key = w.row_key)
       order by r.fund_id, r.id, w.n
     )
     select distinct on (source, account, row_key) fund_id as "fundId", refund_id as "refundId", source, account,
            row_key as "rowKey", amount_fen as "amountFen", currency, occurred_at as "occurredAt"
     from pair order by source, account, row_key, refund_id`,
    [chunk.organizationId, chunk.first, chunk.last],
  );
  if (found.length === 0) return;
  const column = <T>(pick: (paid: PaidBack) => T): T[] => found.map(pick);
  await tx.run(
    `update refund r set paid_at = g.at from unnest($1::text[], $2::text[], $3::timestamptz[]) as g(fund_id, id, at)
     where r.fund_id = g.fund_id and r.id = g.id and r.paid_at is null`,
    [column((p) => p.fundId), column((p) => p.refundId), column((p) => p.occurredAt)],
  );
  await tx.run(
    `insert into reconciliation_match (organization_id, source, account, row_key, subject_kind, subject_id,
                                       amount_fen, matched_at)
     select $1, g.source, g.account, g.row_key, 'refund', g.refund_id, -g.fen, $2
     from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::int8[])
       as g(source, account, row_key, refund_id, fen)`,
    [
      chunk.organizationId,
      chunk.now,
      column((p) => p.source),
      column((p) => p.account),
      column((p) => p.rowKey),
      column((p) => p.refundId),
      column((p) => p.amountFen),
    ],
  );
  const outcomes = await postTransfers(
    tx,
    found.map((paid) => ({
      bookId: paid.fundId,
      id: transferIdOf(paid.source, paid.account, paid.rowKey, "offline-refund"),
      factId: paid.refundId,
      kind: "refund-paid",
      debitAccountId: accountId("refund-payable", chunk.organizationId, paid.currency),
      creditAccountId: accountId("bank", chunk.organizationId, paid.currency),
      amountFen: paid.amountFen,
      currency: paid.currency,
      subjectId: paid.refundId,
      occurredAt: paid.occurredAt,
    })),
  );
  invariant(!outcomes.includes("conflicting"), "a bank row pays one refund back");
}
