import { statementAccountOf } from "#app/features/payments/statement-account.server.ts";
import type { Sql } from "#app/lib/db.server.ts";

/** A payment credential and the account that statements print for it; the enabled ones stand first. */
export interface AccountCredential {
  id: string;
  provider: string;
  account: string;
}

export interface DayToDo {
  source: string;
  account: string;
  day: string;
  rowCount: bigint;
}

export async function accountCredentials(sql: Sql, organizationId: string): Promise<AccountCredential[]> {
  const rows = await sql.rows<{ id: string; provider: string; providerAccount: string }>(
    `select id, provider, provider_account as "providerAccount" from payment_credential
     where organization_id = $1 order by disabled_at is not null, created_at, id`,
    [organizationId],
  );
  return rows.map(({ id, provider, providerAccount }) => ({
    id,
    provider,
    account: statementAccountOf(providerAccount),
  }));
}

/**
 * Days that need a look: never reconciled, with rows that came since, or with breaks that are not over. Counting is
 * sure where a time or a serial number would miss a slow transaction. Providers come before banks, because a
 * bank row is held against payouts; the rest in the order of days, in which money is settled.
 */
export async function daysToDo(sql: Sql, organizationId: string): Promise<DayToDo[]> {
  return sql.rows<DayToDo>(
    `with counted as (
       select source, account, day, count(*) as row_count from statement_row
       where organization_id = $1 group by source, account, day
     )
     select c.source, c.account, c.day, c.row_count as "rowCount"
     from counted c
     left join reconciliation_run r
       on r.organization_id = $1 and r.source = c.source and r.account = c.account and r.day = c.day
     where r.id is null or r.row_count <> c.row_count or r.open_count > 0 or r.state <> 'finished'
        or exists (
          select from reconciliation_break b where b.organization_id = $1 and b.state <> 'resolved'
            and b.source = c.source and b.account = c.account and b.day = c.day)
     order by c.source like 'bank-%', c.day, c.source = 'alipay-trade', c.source, c.account`,
    [organizationId],
  );
}

/**
 * Whether a statement row is of one of the days given: three arrays of one length from parameter `first` on
 * (sources, accounts, days). Said twice: the single columns let PostgreSQL guess how many rows there are, which it cannot from
 * the three together, and a wrong guess joins a million rows one by one.
 */
export const isOfDays = (row: string, first: number): string =>
  `${row}.source = any($${first}::text[]) and ${row}.account = any($${first + 1}::text[])
   and ${row}.day = any($${first + 2}::date[])
   and ((${row}.source, ${row}.account, ${row}.day) in (
     select * from unnest($${first}::text[], $${first + 1}::text[], $${first + 2}::date[]))) is true`;
