import { db, type Sql } from "#app/lib/db.server.ts";

/** Sums of one account and kind, at one moment. Amounts in fen. */
export interface AccountKindSum {
  accountId: string;
  kind: string;
  debitFen: bigint;
  creditFen: bigint;
  debitCount: bigint;
  creditCount: bigint;
}

/**
 * The common part of every balance: the snapshot, plus the rows indexed after it, plus the rows without
 * an index, read in one statement and so at one moment. A row is never looked for by id or time: a slow
 * transaction commits behind a fast one and would be missed.
 */
export const CURRENT_LEGS_SQL = `
  head as materialized (select snapshot_index from ledger_head where id = 1),
  fresh as materialized (
    select t.kind, t.debit_account_id, t.credit_account_id, t.amount_fen
    from transfer_index i join transfer t on t.book_id = i.book_id and t.id = i.transfer_id
    where i.public_index >= (select snapshot_index from head)
    union all
    select t.kind, t.debit_account_id, t.credit_account_id, t.amount_fen
    from transfer_pending p join transfer t on t.book_id = p.book_id and t.id = p.transfer_id
  ),
  legs as (
    select account_id, kind, debit_fen, credit_fen, debit_count, credit_count from balance_snapshot
    union all
    select debit_account_id, kind, amount_fen, 0, 1, 0 from fresh
    union all
    select credit_account_id, kind, 0, amount_fen, 0, 1 from fresh
  )`;

/** The sums per kind of the accounts named, at one moment. */
export async function accountKindSums(
  accountIds: readonly string[],
  sql: Sql = db,
): Promise<AccountKindSum[]> {
  return sql.rows<AccountKindSum>(
    `with ${CURRENT_LEGS_SQL}
     select account_id as "accountId", kind, sum(debit_fen)::int8 as "debitFen",
            sum(credit_fen)::int8 as "creditFen", sum(debit_count)::int8 as "debitCount",
            sum(credit_count)::int8 as "creditCount"
     from legs where account_id = any($1) group by account_id, kind`,
    [accountIds],
  );
}

/** Debits less credits of each account named, in fen; accounts without rows are 0. */
export async function accountBalances(
  accountIds: readonly string[],
  sql: Sql = db,
): Promise<Map<string, bigint>> {
  const balances = new Map<string, bigint>(accountIds.map((id) => [id, 0n]));
  for (const sum of await accountKindSums(accountIds, sql)) {
    balances.set(sum.accountId, (balances.get(sum.accountId) ?? 0n) + sum.debitFen - sum.creditFen);
  }
  return balances;
}
