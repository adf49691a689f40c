import type { Sql } from "#app/lib/db.server.ts";
import { upsertBreaks } from "./find-row-breaks.server.ts";
import { ACCOUNT, isCovered, REACH } from "./statement-reach.ts";

/** Whether the provider's money record shows that a refund or dispute (`g.id`) went out, and that it came back. */
const shown = (id: string): string => `exists (
  select from reconciliation_match m where m.organization_id = $1 and m.subject_kind = g.kind and m.subject_id = ${id})`;

/**
 * Refunds and disputes of which one side says that the money came back and the other does not: a refund that
 * failed, a dispute that was won. What the books say is believed missing only where a statement reaches past it.
 */
const MISMATCHES = `
  with ${REACH}, g as (
    select 'refund' as kind, r.id, r.amount_fen, r.failed_at as back_at, r.fund_id, r.payment_id from refund r
    join payment p on p.fund_id = r.fund_id and p.id = r.payment_id where p.organization_id = $1
    union all
    select 'dispute', x.id, x.amount_fen, x.won_at, x.fund_id, x.payment_id from dispute x
    join payment p on p.fund_id = x.fund_id and p.id = x.payment_id where p.organization_id = $1
  ), known as (
    select g.*, c.provider_account, c.provider, p.currency from g
    join payment p on p.fund_id = g.fund_id and p.id = g.payment_id
    join payment_credential c on c.id = p.credential_id
    where c.provider in ('alipay', 'stripe') and ${shown("g.id")}
      and (g.back_at is not null) <> ${shown("g.id || '/returned'")}
  )
  select case c.provider when 'stripe' then 'stripe' else 'alipay-signcustomer' end as source,
         ${ACCOUNT} as account, c.id as subject_key, 'status-mismatch' as kind, c.amount_fen, c.currency,
         (coalesce(c.back_at, $2::timestamptz) at time zone 'Asia/Shanghai')::date as day
  from known c
  where c.back_at is null or ${isCovered("c.back_at")}`;

/** Opens a break for each, and resolves those that agree again. */
export async function findStateMismatches(sql: Sql, organizationId: string, now: Date): Promise<void> {
  const some = await sql.rows(
    `select 1 from refund r join payment p on p.fund_id = r.fund_id and p.id = r.payment_id
     where p.organization_id = $1
     union all
     select 1 from dispute x join payment p on p.fund_id = x.fund_id and p.id = x.payment_id
     where p.organization_id = $1 limit 1`,
    [organizationId],
  );
  if (some.length === 0) return;
  await sql.run("drop table if exists reconciliation_mismatch");
  await sql.run(`create temp table reconciliation_mismatch on commit drop as ${MISMATCHES}`, [
    organizationId,
    now,
  ]);
  await upsertBreaks(sql, organizationId, now, "select * from reconciliation_mismatch");
  await sql.run(
    `update reconciliation_break b set state = 'resolved', resolved_at = $2
     where b.organization_id = $1 and b.kind = 'status-mismatch' and b.state <> 'resolved'
       and exists (select from reconciliation_match m where m.organization_id = $1
                   and m.subject_kind in ('refund', 'dispute') and m.subject_id = b.subject_key)
       and not exists (select from reconciliation_mismatch m where m.subject_key = b.subject_key)`,
    [organizationId, now],
  );
}
