import { db, type Sql } from "#app/lib/db.server.ts";
import type { MonthSpend } from "./forecast.ts";

/** What reached beneficiaries in the year, by the day of the batch; every month of the year, in fen. */
export async function reachedByMonth(
  organizationId: string,
  year: number,
  sql: Sql = db,
): Promise<MonthSpend[]> {
  return sql.rows<MonthSpend>(
    `select m.month, coalesce(sum(b.fen), 0)::int8 as fen
     from generate_series(1, 12) as m(month)
     left join (
       select extract(month from b.delivered_on)::int as month, b.delivered_fen as fen
       from disbursement d
       join fund f on f.id = d.fund_id and f.kind <> 'trust'
       join beneficiary_batch b on b.fund_id = d.fund_id and b.disbursement_id = d.id
       where d.organization_id = $1 and d.currency = 'CNY'
         and b.delivered_on between make_date($2, 1, 1) and make_date($2, 12, 31)
     ) b on b.month = m.month
     group by m.month order by m.month`,
    [organizationId, year],
  );
}

/** Money that left the charity and has not reached anybody yet, at one executor. */
export interface InTransit {
  /** Of colleagues' eyes only: a payee may be a person. */
  payee: string;
  payments: number;
  fen: bigint;
  oldestPaidAt: Date;
}

/**
 * `inTransitToBeneficiary` by payee: paid, less what came back, less what batches confirm (民发〔2026〕12号 Art. 12:
 * money with a partner or executor is not spent). At the end of `untilDay`.
 */
export async function inTransit(
  organizationId: string,
  untilDay: string,
  sql: Sql = db,
): Promise<InTransit[]> {
  return sql.rows<InTransit>(
    `with open as (
       select d.payee, d.paid_at,
              d.amount_fen
              - coalesce((select sum(case when t.reverses_id is null then t.amount_fen else -t.amount_fen end)
                          from transfer t where t.book_id = d.fund_id and t.subject_id = d.id
                            and t.kind = 'disbursement-returned' and t.accounting_day <= $2::date), 0)
              - coalesce((select sum(b.delivered_fen) from beneficiary_batch b where b.fund_id = d.fund_id
                            and b.disbursement_id = d.id and b.delivered_on <= $2::date), 0) as fen
       from disbursement d join fund f on f.id = d.fund_id and f.kind <> 'trust'
       where d.organization_id = $1 and d.currency = 'CNY' and d.withdrawn_at is null
         and d.paid_at < (($2::date + 1)::timestamp at time zone 'Asia/Shanghai')
     )
     select payee, count(*)::int as payments, sum(fen)::int8 as fen, min(paid_at) as "oldestPaidAt"
     from open where fen > 0 group by payee order by fen desc, payee`,
    [organizationId, untilDay],
  );
}

/** Confirmed costs of the year, by purpose; a reversal counts off. */
export interface CostSums {
  administrationFen: bigint;
  fundraisingFen: bigint;
  projectFen: bigint;
  entries: number;
  /** Entered and not confirmed yet: they do not count. */
  waiting: number;
}

export async function costSums(organizationId: string, year: number, sql: Sql = db): Promise<CostSums> {
  const signed = (column: string) =>
    `coalesce(sum(case when reverses_id is null then ${column} else -${column} end)
       filter (where decision = 'confirmed'), 0)::int8`;
  const [sums] = await sql.rows<CostSums>(
    `select ${signed("administration_fen")} as "administrationFen", ${signed("fundraising_fen")} as "fundraisingFen",
            ${signed("project_fen")} as "projectFen", (count(*) filter (where decision = 'confirmed'))::int as entries,
            (count(*) filter (where decision is null))::int as waiting
     from cost_entry where organization_id = $1
       and incurred_on between make_date($2, 1, 1) and make_date($2, 12, 31)`,
    [organizationId, year],
  );
  return sums ?? { administrationFen: 0n, fundraisingFen: 0n, projectFen: 0n, entries: 0, waiting: 0 };
}

/** Approved and not paid yet, out of funds that are no trusts. */
export async function approvedFen(organizationId: string, sql: Sql = db): Promise<bigint> {
  const [row] = await sql.rows<{ fen: bigint }>(
    `select coalesce(sum(d.amount_fen), 0)::int8 as fen
     from disbursement d join fund f on f.id = d.fund_id and f.kind <> 'trust'
     where d.organization_id = $1 and d.currency = 'CNY' and d.approved_at is not null and d.paid_at is null
       and d.withdrawn_at is null and d.rejected_at is null`,
    [organizationId],
  );
  return row?.fen ?? 0n;
}
