import { accountMark } from "#app/features/disbursements/payees/sealed-payee.server.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { rowText } from "./bank-words.ts";
import { postReturns } from "./match-returns.server.ts";
import type { Chunk } from "./match-rows.server.ts";
import { takeOutOfSuspense } from "./suspense.server.ts";

/** Words of a bank for a payment that could not be credited. */
const CAME_BACK = "'退汇|退票|退回|冲正|return'";

interface Incoming {
  n: number;
  batchId: string | null;
  number: string | null;
  counterparty: string | null;
}

/**
 * Lines of payment batches that the bank gave back (退汇): an incoming row of the line's amount that names the
 * line (batch and number, as the file's 用途 has it), or says that it came back and carries the line's account.
 * Its money is available to the fund again, and the line goes back to the queue. Comes before returns of whole
 * payments, which know no lines.
 */
export async function matchLineReturns(tx: Sql, chunk: Chunk): Promise<void> {
  const rows = await tx.rows<Incoming>(
    `select w.n, m.said[1] as "batchId", m.said[2] as number, w.counterparty
     from reconciliation_work w
     cross join lateral (select regexp_match(${rowText("w")}, '(PB[0-9A-Z]{8})[ _-]?([0-9]{4})?') as said) m
     where w.n between $2 and $3 and w.amount_fen > 0 and w.source like 'bank-%'
       and (m.said is not null or ${rowText("w")} ~* ${CAME_BACK})
       and exists (select from payment_batch where organization_id = $1 and sent_at is not null)
       and not exists (select from reconciliation_match x where x.organization_id = $1 and x.source = w.source
                       and x.account = w.account and x.row_key = w.row_key)`,
    [chunk.organizationId, chunk.first, chunk.last],
  );
  if (rows.length === 0) return;
  await tx.run("drop table if exists reconciliation_return");
  const count = await tx.run(
    `create temp table reconciliation_return on commit drop as
     with said as (
       select * from unnest($2::int[], $3::text[], $4::int[], $5::bytea[]) as g(n, batch_id, number, mark)
     ), fits as (
       select s.n, l.fund_id, l.id, l.disbursement_id
       from said s
       join reconciliation_work w on w.n = s.n
       join disbursement_payee l on l.organization_id = $1 and l.amount_fen = w.amount_fen
       join payment_batch_line b on b.fund_id = l.fund_id and b.payee_id = l.id and b.dropped_at is null
       join disbursement d on d.fund_id = l.fund_id and d.id = l.disbursement_id and d.currency = w.currency
       where l.channel = 'bank' and l.paid_at is not null and l.returned_at is null and d.paid_at is not null
         and w.occurred_at >= d.paid_at - interval '1 day'
         and ((b.batch_id = s.batch_id and b.number = s.number) or (s.number is null and l.account_mark = s.mark))
     ), alone as (
       select *, count(*) over (partition by n) as of_row, row_number() over (partition by id order by n) as of_line
       from fits
     )
     select w.source, w.account, w.row_key, w.amount_fen, w.currency, w.occurred_at, a.fund_id, a.disbursement_id,
            a.id as payee_id
     from alone a join reconciliation_work w on w.n = a.n where a.of_row = 1 and a.of_line = 1`,
    [
      chunk.organizationId,
      rows.map(({ n }) => n),
      rows.map(({ batchId }) => batchId),
      rows.map(({ number }) => (number === null ? null : Number(number))),
      rows.map(({ counterparty }) => markOf(chunk.organizationId, counterparty)),
    ],
  );
  if (count === 0) return;
  await takeOutOfSuspense(tx, chunk, "reconciliation_return");
  await postReturns(tx, chunk);
  await tx.run(
    `update disbursement_payee l set returned_at = r.occurred_at, failure_code = 'bank-returned'
     from reconciliation_return r where l.fund_id = r.fund_id and l.id = r.payee_id and l.returned_at is null`,
  );
}

/** Statements print the account behind the name on the other side. */
function markOf(organizationId: string, counterparty: string | null): Buffer | null {
  const account = /(\d{8,32})\s*$/.exec(counterparty ?? "")?.[1];
  return account === undefined ? null : accountMark(organizationId, { channel: "bank", account });
}
