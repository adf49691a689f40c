import type { Sql } from "#app/lib/db.server.ts";
import type { BridgeItem, OpenRow } from "./day-figures.ts";
import { bookOfAccountSql, STATEMENT_ROWS } from "./statement-days.server.ts";

interface ItemSpan {
  organizationId: string;
  day: string;
  base: { id: string; day: string } | null;
}

/**
 * What a statement row and an entry of the books have in common: the gift, payout or disbursement that the row
 * was matched to, else the payment it names, else itself. A row that was matched to several things is one part
 * for each.
 */
const KEY = (alias: string): string => `coalesce(
  rf.donation_id, dp.donation_id, p.donation_id,
  case when n.kind not in ('write-off', 'money-record') then split_part(n.id, '/', 1) end,
  case when ${alias}.book <> 'bank' then ${alias}.provider_object_id end, ${alias}.row_key)`;
const PART_FEN = (alias: string): string => `coalesce(mp.amount_fen, ${alias}.fen)`;

const MATCH = (alias: string): string => `
  left join reconciliation_match m on m.organization_id = $1 and m.source = ${alias}.source
    and m.account = ${alias}.account and m.row_key = ${alias}.row_key
  left join reconciliation_match_part mp on m.subject_kind = 'batch' and mp.organization_id = $1
    and mp.source = m.source and mp.account = m.account and mp.row_key = m.row_key
  cross join lateral (
    select coalesce(mp.subject_kind, m.subject_kind) as kind, coalesce(mp.subject_id, m.subject_id) as id
  ) n
  cross join lateral (
    select case when m.row_key is null or n.kind = 'write-off' then ${alias}.merchant_reference
                when n.kind in ('payment', 'fee') then n.id end as payment_id
  ) named
  left join payment p on p.organization_id = $1 and p.fund_id = substr(named.payment_id, 2, 8)
    and p.id = named.payment_id
  left join refund rf on n.kind = 'refund' and rf.id = split_part(n.id, '/', 1) and rf.fund_id = substr(n.id, 2, 8)
  left join dispute dp on n.kind = 'dispute' and dp.id = split_part(n.id, '/', 1) and dp.fund_id = substr(n.id, 2, 8)`;

/**
 * Everything that stands in the statements and not in the books up to a day, or the other way, or on both
 * sides with different amounts. Goes on from the items of the last closed day: what was unmatched then and is
 * matched now moves to the item of its match. Sorted by book, day and key.
 */
export async function bridgeItems(sql: Sql, { organizationId, day, base }: ItemSpan): Promise<BridgeItem[]> {
  const found = await sql.rows<Omit<BridgeItem, "openRows"> & { openRows: OpenRow[] | null }>(
    `with ${STATEMENT_ROWS}, carried as materialized (
       select * from day_closing_item where closing_id = $4::uuid
     ), was_open as materialized (
       select i.book, i.item_key, i.day, o.source, o.account, o."rowKey" as row_key, o.fen::int8 as fen,
              r.merchant_reference, r.provider_object_id
       from carried i
       cross join lateral jsonb_to_recordset(i.open_rows) as o(source text, account text, "rowKey" text, fen text)
       join statement_row r on r.organization_id = $1 and r.source = o.source and r.account = o.account
         and r.row_key = o."rowKey"
     ), looked_up as (
       select w.book, w.item_key, w.day, w.source, w.account, w.row_key, ${PART_FEN("w")} as fen,
              m.row_key is not null and m.subject_kind <> 'money-record' as is_matched, ${KEY("w")} as key
       from was_open w ${MATCH("w")}
     ), own as materialized (
       select a.id, ${bookOfAccountSql} as book from account a
       left join payment_credential c on c.id = a.credential_id
       where a.organization_id = $1 and a.kind in ('bank', 'clearing') and a.currency = 'CNY'
     ), entry as (
       select o.book, coalesce(t.subject_id, t.fact_id) as key, t.accounting_day as day, t.amount_fen as fen
       from transfer t join own o on o.id = t.debit_account_id
       where t.accounting_day <= $2::date and ($3::date is null or t.accounting_day > $3::date)
       union all
       select o.book, coalesce(t.subject_id, t.fact_id), t.accounting_day, -t.amount_fen
       from transfer t join own o on o.id = t.credit_account_id
       where t.accounting_day <= $2::date and ($3::date is null or t.accounting_day > $3::date)
     ), part as (
       select r.book, ${KEY("r")} as key, r.day, ${PART_FEN("r")} as statement_fen, 0::int8 as ledger_fen,
              case when m.row_key is null
                then jsonb_build_object('source', r.source, 'account', r.account, 'rowKey', r.row_key, 'fen', r.fen::text)
              end as open_row
       from row r ${MATCH("r")}
       union all
       select book, key, day, 0, fen, null from entry
       union all
       select book, item_key, day, statement_fen, ledger_fen, null from carried
       union all
       select book, item_key, day, -fen, 0, null from looked_up where is_matched
       union all
       select book, case when is_matched then key else item_key end, day, case when is_matched then fen else 0 end, 0,
              case when is_matched then null
                else jsonb_build_object('source', source, 'account', account, 'rowKey', row_key, 'fen', fen::text) end
       from looked_up
     )
     select book, key, min(day) as day, sum(statement_fen)::int8 as "statementFen",
            sum(ledger_fen)::int8 as "ledgerFen",
            jsonb_agg(open_row order by open_row ->> 'rowKey') filter (where open_row is not null) as "openRows"
     from part group by book, key
     having sum(statement_fen) <> sum(ledger_fen) or count(open_row) > 0
     order by book, min(day), key`,
    [organizationId, day, base?.day ?? null, base?.id ?? null],
  );
  return found.map((item) => ({ ...item, openRows: item.openRows ?? [] }));
}

/** Keeps the items of a closing, for the next day to go on from. Called once per closing. */
export async function keepItems(sql: Sql, closingId: string, items: readonly BridgeItem[]): Promise<void> {
  await sql.run(
    `insert into day_closing_item (closing_id, book, item_key, day, statement_fen, ledger_fen, open_rows)
     select $1, * from unnest($2::text[], $3::text[], $4::date[], $5::int8[], $6::int8[], $7::jsonb[])
     on conflict do nothing`,
    [
      closingId,
      items.map((item) => item.book),
      items.map((item) => item.key),
      items.map((item) => item.day),
      items.map((item) => item.statementFen),
      items.map((item) => item.ledgerFen),
      items.map((item) => JSON.stringify(item.openRows)),
    ],
  );
}
