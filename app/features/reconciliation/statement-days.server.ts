/**
 * The rows of an organization's statements on days of the books: a row's own day, or the first day that was
 * open when its file came, whichever is later. The trade bill of Alipay moves no money and is left out.
 *
 * `row` of source, account, book, row_key, own_day, day, fen (after fees), merchant_reference and
 * provider_object_id. Values: $1 organization, $2 last day, $3 the day before the first, or null. A file that
 * came after a close is looked through for its earlier days alone, so that a day costs what the day holds.
 */
export const STATEMENT_ROWS = `
  row as materialized (
    select r.source, r.account, case when r.source like 'bank-%' then 'bank' else r.account end as book, r.row_key,
           r.day as own_day, greatest(r.day, r.open_day) as day, r.amount_fen - r.fee_fen as fen,
           r.merchant_reference, r.provider_object_id
    from (
      select r.*, s.open_day from statement_row r join statement s on s.id = r.statement_id
      where r.organization_id = $1 and r.source <> 'alipay-trade' and r.day <= $2::date
        and ($3::date is null or r.day > $3::date) and coalesce(s.open_day, r.day) <= $2::date
      union all
      select r.*, s.open_day from statement s
      join statement_row r on r.organization_id = $1 and r.source = s.source and r.statement_id = s.id
        and r.day between s.period_start - 1 and $3::date
      where s.organization_id = $1 and s.source <> 'alipay-trade' and s.open_day > $3::date
        and s.open_day <= $2::date
    ) r
    where r.currency = 'CNY'
  )`;

/** The book that an account of the ledger belongs to: all banks are one, a provider's is its account's number. */
export const bookOfAccountSql =
  "case a.kind when 'bank' then 'bank' else substring(c.provider_account from '[^/]*$') end";
