import { postSelected } from "#app/features/ledger/post.server.ts";
import { transferIdSql } from "#app/features/ledger/transfer-id.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { requestJobs } from "#app/lib/outbox.server.ts";
import { rowReferences } from "./bank-words.ts";
import type { Chunk } from "./match-rows.server.ts";
import { takeOutOfSuspense } from "./suspense.server.ts";

/** What came back of a disbursement so far, over the columns of `d`. */
export const RETURNED_FEN = `coalesce((
  select sum(case when t.reverses_id is null then t.amount_fen else -t.amount_fen end) from transfer t
  where t.subject_id = d.id and t.book_id = d.fund_id and t.kind = 'disbursement-returned'), 0)`;

/**
 * Money that a payee gave back (追回, 退汇): an incoming bank row that names one paid disbursement, by its id
 * or by the bank's reference of the payment, and no more than is still out. It is available to the fund
 * again; the trace gives it an interval of its own that names the return. Whoever gives back without naming
 * the payment is suggested to a person instead.
 */
export async function matchReturns(tx: Sql, chunk: Chunk): Promise<void> {
  await tx.run("drop table if exists reconciliation_return");
  const count = await tx.run(
    `create temp table reconciliation_return on commit drop as
     with said as materialized (
       select w.n, r.reference from reconciliation_work w cross join lateral ${rowReferences("w")} r
       where w.n between $2 and $3 and w.amount_fen > 0 and not exists (
         select from reconciliation_match m where m.organization_id = $1 and m.source = w.source
           and m.account = w.account and m.row_key = w.row_key)
     ), named as (
       select s.n, d.fund_id, d.id from said s join disbursement d
         on d.fund_id = substr(s.reference, 2, 8) and d.id = s.reference
       where d.organization_id = $1 and d.paid_at is not null and s.reference like 'b%'
       union
       select s.n, d.fund_id, d.id from said s join disbursement d on d.bank_reference = s.reference
       where d.organization_id = $1 and d.paid_at is not null
     ), alone as (
       select n, min(fund_id) as fund_id, min(id) as id from named group by n having count(*) = 1
     ), summed as (
       select a.*, w.amount_fen,
              sum(w.amount_fen) over (partition by a.id order by a.n rows unbounded preceding) as sofar_fen
       from alone a join reconciliation_work w on w.n = a.n
     )
     select w.source, w.account, w.row_key, w.amount_fen, w.currency, w.occurred_at, s.fund_id, s.id as disbursement_id
     from summed s join reconciliation_work w on w.n = s.n
     join disbursement d on d.fund_id = s.fund_id and d.id = s.id
     where d.currency = w.currency and w.occurred_at >= d.paid_at - interval '1 day'
       and s.sofar_fen + ${RETURNED_FEN} <= d.amount_fen`,
    [chunk.organizationId, chunk.first, chunk.last],
  );
  if (count === 0) return;
  await takeOutOfSuspense(tx, chunk, "reconciliation_return");
  await postReturns(tx, chunk);
}

/** Books the rows of `reconciliation_return` and asks for the trace of their funds. */
export async function postReturns(
  tx: Sql,
  { organizationId, now }: Pick<Chunk, "organizationId" | "now">,
): Promise<void> {
  await postSelected(
    tx,
    "disbursement-returned",
    `select w.fund_id as book_id,
            ${transferIdSql("w.source", "w.account", "w.row_key", "'disbursement-returned'")} as id,
            w.disbursement_id || '.returned.' || w.row_key as fact_id,
            'bank.' || $1 || '.' || w.currency as debit_account_id,
            'available.' || w.fund_id || '.' || w.currency as credit_account_id, w.amount_fen, w.currency,
            w.disbursement_id as subject_id, w.occurred_at
     from reconciliation_return w`,
    [organizationId],
  );
  await tx.run(
    `insert into reconciliation_match (organization_id, source, account, row_key, subject_kind, subject_id,
                                       amount_fen, matched_at)
     select $1, source, account, row_key, 'disbursement-return', disbursement_id, amount_fen, $2
     from reconciliation_return
     on conflict do nothing`,
    [organizationId, now],
  );
  const funds = await tx.rows<{ fundId: string }>(
    `select distinct fund_id as "fundId" from reconciliation_return order by 1`,
  );
  await requestJobs(tx, "trace-fund", funds);
}
