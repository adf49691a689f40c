import type { Sql } from "#app/lib/db.server.ts";

/**
 * Transfers to single payees out of a provider's account (转账): a row of the work table that carries the line's
 * number, with its amount, once the disbursement is booked. A disbursement counts as matched when its rows are
 * its whole amount.
 *
 * @returns how many rows were matched.
 */
export async function matchPayeeTransfers(tx: Sql, organizationId: string, now: Date): Promise<number> {
  const matched = await tx.rows<{ disbursementId: string }>(
    `with named as (
       select w.source, w.account, w.row_key, w.amount_fen, l.disbursement_id,
              row_number() over (partition by l.id order by w.n) as of_line
       from reconciliation_work w
       join disbursement_payee l on l.fund_id = substr(w.merchant_reference, 2, 8) and l.id = w.merchant_reference
         and l.organization_id = $1 and l.amount_fen = -w.amount_fen and l.paid_at is not null
       join disbursement d on d.fund_id = l.fund_id and d.id = l.disbursement_id and d.paid_at is not null
         and d.currency = w.currency
       where w.kind = 'transfer-out' and w.amount_fen < 0 and w.source not like 'bank-%' and w.source <> 'alipay-trade'
         and not exists (select from reconciliation_match m where m.organization_id = $1 and m.source = w.source
                         and m.account = w.account and m.row_key = w.row_key)
     )
     insert into reconciliation_match (organization_id, source, account, row_key, subject_kind, subject_id,
                                       amount_fen, matched_at)
     select $1, source, account, row_key, 'disbursement', disbursement_id, amount_fen, $2
     from named where of_line = 1 on conflict do nothing
     returning subject_id as "disbursementId"`,
    [organizationId, now],
  );
  if (matched.length === 0) return 0;
  const ids = [...new Set(matched.map(({ disbursementId }) => disbursementId))];
  await tx.run(
    `update disbursement d set bank_matched_at = $2
     where d.fund_id = any($4) and d.id = any($3) and d.bank_matched_at is null
       and d.amount_fen = (select -sum(m.amount_fen) from reconciliation_match m
                           where m.organization_id = $1 and m.subject_kind = 'disbursement' and m.subject_id = d.id)`,
    [organizationId, now, ids, ids.map((id) => id.slice(1, 9))],
  );
  return matched.length;
}
