import { db, type Sql } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { FilingPlan } from "./plan.ts";
import type { CheckFacts } from "./plan-checks.ts";

/** What the checks of a plan need to know beyond the plan itself, as it is now. */
export async function checkFactsOf(sql: Sql, organizationId: string, plan: FilingPlan): Promise<CheckFacts> {
  const [facts] = await sql.rows<CheckFacts>(
    `select o.division_code as "divisionCode",
            exists (select from bank_account b where b.id = $2 and b.organization_id = o.id
                      and b.account_name = o.name and b.confirmed_at is not null and b.closed_at is null) as "isOwnAccount"
     from organization o where o.id = $1`,
    [organizationId, plan.bankAccountId],
  );
  invariant(facts, "a filing belongs to an organization");
  return facts;
}

/** What the charity raised in the year before, for the person who judges whether a target fits its capacity. */
export async function raisedLastYearFen(organizationId: string, now: Date): Promise<bigint> {
  const [sum] = await db.rows<{ fen: bigint }>(
    `select coalesce(sum(p.amount_fen), 0)::int8 as fen from payment p
     where p.organization_id = $1 and p.counted_at > $2::timestamptz - interval '1 year' and p.counted_at <= $2`,
    [organizationId, now],
  );
  return sum?.fen ?? 0n;
}
