import { db, transaction } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { lockPlan, type PlanKey } from "./plan-rows.server.ts";
import { cancelPlan } from "./take-agreement-fact.server.ts";

const ROUND_LIMIT = 200;

/** A fund that is over takes no more: its plans stop for good, and each donor is told. */
export async function stopEndedFunds(now: Date): Promise<void> {
  const plans = await db.rows<PlanKey>(
    `select p.fund_id as "fundId", p.id from fund f join monthly_plan p on p.fund_id = f.id
     where (f.state = 'ended' or f.ends_on < $1)
       and not exists (select 1 from monthly_act a where a.fund_id = p.fund_id and a.plan_id = p.id
                       and a.kind = 'cancelled')
     limit $2`,
    [shanghaiDay(now), ROUND_LIMIT],
  );
  for (const key of plans) {
    await transaction(async (tx) => {
      const plan = await lockPlan(tx, key);
      if (plan) await cancelPlan(tx, plan, { actor: "platform", reason: "fund-ended" }, now);
    });
  }
}
