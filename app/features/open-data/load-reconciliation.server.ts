import { db } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";

/** How far one organization is reconciled, and what of it is still open. Amounts in fen. */
export interface OrganizationReconciliation {
  slug: string;
  name: string;
  nameEn: string;
  /** The last day that a finished run covers; null before the first. */
  throughDay: string | null;
  openCount: bigint;
  openFen: bigint;
  oldestDay: string | null;
}

/** Every organization that receives money, the one with the most open differences first. */
export async function loadReconciliationOverview(now: Date) {
  const rows = await db.rows<OrganizationReconciliation>(
    `select o.slug, o.name, o.name_en as "nameEn", r.day as "throughDay", coalesce(b.n, 0)::int8 as "openCount",
            coalesce(b.fen, 0)::int8 as "openFen", b.day as "oldestDay"
     from organization o
     left join (select organization_id, max(day) as day from reconciliation_run
                where state = 'finished' group by organization_id) r on r.organization_id = o.id
     left join (select organization_id, count(*) as n, sum(abs(amount_fen)) as fen, min(day) as day
                from reconciliation_break where state = 'open' group by organization_id) b on b.organization_id = o.id
     where r.day is not null or b.n > 0 or exists (select from fund f where f.organization_id = o.id and f.state <> 'draft')
     order by coalesce(b.n, 0) desc, o.slug`,
  );
  return { rows, today: shanghaiDay(now), asOf: now };
}
export type ReconciliationOverviewData = Awaited<ReturnType<typeof loadReconciliationOverview>>;
