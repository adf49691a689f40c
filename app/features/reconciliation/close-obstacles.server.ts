import type { Sql } from "#app/lib/db.server.ts";
import { addDays, shanghaiDay, startOfShanghaiDay } from "#app/lib/time.ts";
import { closedDayBefore } from "./day-figures.server.ts";
import { type DayFigures, isBlocking } from "./day-figures.ts";

/** Why a day cannot be closed yet. Accounts are named by their last four digits. */
export type CloseObstacle =
  | { reason: "day-not-over" }
  | { reason: "already-closed" }
  /** Days close in order, because each goes on from the figures of the one before. */
  | { reason: "earlier-day-open"; day: string }
  | { reason: "statement-missing"; source: string; accountTail: string }
  /** The statement's own balance moved by something that no row of ours says. */
  | { reason: "statement-gap"; source: string; accountTail: string; gapFen: bigint }
  | { reason: "not-reconciled"; count: number }
  | { reason: "breaks-open"; count: number };

/** Everything that stands in the way; empty when the day may be closed. */
export async function closeObstacles(sql: Sql, figures: DayFigures, now: Date): Promise<CloseObstacle[]> {
  const { organizationId, day } = figures;
  const obstacles: CloseObstacle[] = [];
  if (startOfShanghaiDay(addDays(day, 1)) > now) obstacles.push({ reason: "day-not-over" });
  const closedThrough = await closedThroughOf(sql, organizationId);
  if (closedThrough !== null && day <= closedThrough) return [{ reason: "already-closed" }];
  if (closedThrough !== null && day > addDays(closedThrough, 1))
    obstacles.push({ reason: "earlier-day-open", day: addDays(closedThrough, 1) });
  obstacles.push(...(await missingStatements(sql, organizationId, day)));
  obstacles.push(...(await statementGaps(sql, figures)));
  const waiting = await unreconciledDays(sql, figures);
  if (waiting > 0) obstacles.push({ reason: "not-reconciled", count: waiting });
  const count = figures.breaks.filter(isBlocking).length;
  if (count > 0) obstacles.push({ reason: "breaks-open", count });
  return obstacles;
}

/** The last closed day; null before the first. */
export async function closedThroughOf(sql: Sql, organizationId: string): Promise<string | null> {
  const [row] = await sql.rows<{ day: string | null }>(
    `select max(day) as day from day_closing
     where organization_id = $1 and closed_at is not null and reopened_at is null`,
    [organizationId],
  );
  return row?.day ?? null;
}

/** The day that may be closed next: after the last closed one; before the first close, yesterday. */
export async function nextDayToClose(sql: Sql, organizationId: string, now: Date): Promise<string> {
  const closedThrough = await closedThroughOf(sql, organizationId);
  return addDays(closedThrough ?? shanghaiDay(now), closedThrough === null ? -1 : 1);
}

/**
 * Accounts of which no file covers the day that was made after the day had ended. A Stripe file is cut by days
 * of UTC, and the day in China ends eight hours before.
 */
async function missingStatements(sql: Sql, organizationId: string, day: string): Promise<CloseObstacle[]> {
  const rows = await sql.rows<{ source: string; accountTail: string }>(
    `with expected as (
       select distinct case c.provider when 'stripe' then 'stripe' else 'alipay-signcustomer' end as source,
              substring(c.provider_account from '[^/]*$') as account
       from payment_credential c
       where c.organization_id = $1 and c.provider in ('alipay', 'stripe') and c.created_at < $3
         and (c.disabled_at is null or c.disabled_at >= $3)
       union
       select 'bank', b.account_no from bank_account b
       where b.organization_id = $1 and b.created_at < $3 and b.confirmed_at is not null
         and (b.closed_at is null or b.closed_at >= $4)
     )
     select e.source, right(e.account, 4) as "accountTail" from expected e
     where not exists (
       select from statement s
       where s.organization_id = $1 and s.account = e.account and s.created_at >= $3
         and (s.source = e.source or e.source = 'bank' and s.source like 'bank-%')
         and $2::date between s.period_start and s.period_end)
     order by 1, 2`,
    [organizationId, day, startOfShanghaiDay(addDays(day, 1)), startOfShanghaiDay(day)],
  );
  return rows.map((row) => ({ reason: "statement-missing", ...row }));
}

/** A statement's own balance less its rows must not change from one closed day to the next. */
async function statementGaps(sql: Sql, figures: DayFigures): Promise<CloseObstacle[]> {
  const base = await closedDayBefore(sql, figures.organizationId, figures.day);
  if (!base) return [];
  return figures.statements.flatMap(({ source, account, openingFen }): CloseObstacle[] => {
    const before = base.figures.statements.find(
      (figure) => figure.source === source && figure.account === account,
    )?.openingFen;
    if (openingFen === null || before === null || before === undefined || before === openingFen) return [];
    return [{ reason: "statement-gap", source, accountTail: account.slice(-4), gapFen: openingFen - before }];
  });
}

/** Days with rows that came after they were last held against the books. */
async function unreconciledDays(sql: Sql, { organizationId, day, fromDay }: DayFigures): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(
    `select count(*)::int as count from (
       select r.source, r.account, r.day, count(*) as n from statement_row r
       where r.organization_id = $1 and r.day <= $2::date and ($3::date is null or r.day >= $3::date)
       group by 1, 2, 3
     ) c
     left join reconciliation_run u on u.organization_id = $1 and u.source = c.source and u.account = c.account
       and u.day = c.day
     where u.id is null or u.row_count <> c.n or u.state <> 'finished'`,
    [organizationId, day, fromDay],
  );
  return row?.count ?? 0;
}
