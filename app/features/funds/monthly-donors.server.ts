import { db } from "#app/lib/db.server.ts";

/** Below this nobody is told how many give monthly: fewer could be guessed at. */
const LEAST_SHOWN_DONORS = 5;

/** How many people give to a fund every month now; null where they are too few to be told. */
export async function countMonthlyDonors(fundId: string): Promise<number | null> {
  const [row] = await db.rows<{ count: number }>(
    `select count(distinct p.email)::int as count from monthly_plan p
     where p.fund_id = $1
       and exists (select 1 from monthly_act a where a.fund_id = p.fund_id and a.plan_id = p.id and a.kind = 'started')
       and not exists (select 1 from monthly_act a where a.fund_id = p.fund_id and a.plan_id = p.id
                       and a.kind = 'cancelled')`,
    [fundId],
  );
  const count = row?.count ?? 0;
  return count >= LEAST_SHOWN_DONORS ? count : null;
}
