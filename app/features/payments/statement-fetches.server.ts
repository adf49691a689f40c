import { db } from "#app/lib/db.server.ts";

/** One bill of one day, as a provider is asked for it. */
export interface BillDay {
  organizationId: string;
  source: string;
  account: string;
  /** Of Asia/Shanghai for Alipay, of UTC for Stripe. */
  day: string;
}

export type FetchState = "fetched" | "not-ready" | "failed";

/** Notes how asking for a day's bill went. Tries are counted from the last time that it came. */
export async function noteFetch(
  bill: BillDay,
  state: FetchState,
  reason: string | null,
  now: Date,
): Promise<void> {
  await db.run(
    `insert into statement_fetch as f (organization_id, source, account, day, state, reason, attempts, tried_at)
     values ($1, $2, $3, $4, $5, $6, 1, $7)
     on conflict (organization_id, source, account, day) do update
     set state = excluded.state, reason = excluded.reason, tried_at = excluded.tried_at,
         attempts = case when f.state = 'fetched' then 1 else f.attempts + 1 end`,
    [bill.organizationId, bill.source, bill.account, bill.day, state, reason, now],
  );
}

/** Days since `from` whose bill has not come yet, oldest first. */
export async function unfetchedDays(of: Omit<BillDay, "day">, from: string, most: number): Promise<string[]> {
  const rows = await db.rows<{ day: string }>(
    `select day from statement_fetch
     where organization_id = $1 and source = $2 and account = $3 and state <> 'fetched' and day >= $4::date
     order by day limit $5`,
    [of.organizationId, of.source, of.account, from, most],
  );
  return rows.map((row) => row.day);
}

/** Days since `from` with a payout whose parts the provider could not name yet when it was asked. */
export async function daysWithoutItems(
  of: Omit<BillDay, "day">,
  from: string,
  most: number,
): Promise<string[]> {
  const rows = await db.rows<{ day: string }>(
    `select distinct period_start as day from statement
     where organization_id = $1 and source = $2 and account = $3 and period_start >= $4::date
       and period_end = period_start and warnings @> '[{"reason": "payout-not-itemised"}]'
     order by day limit $5`,
    [of.organizationId, of.source, of.account, from, most],
  );
  return rows.map((row) => row.day);
}
