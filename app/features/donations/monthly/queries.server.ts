import { db } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { type PlanKey, readPlans } from "./plan-rows.server.ts";
import { type PlanState, planNow } from "./plan-state.ts";

/** One of a signed-in donor's own plans, in short. */
export interface OwnPlan {
  id: string;
  title: string;
  titleEn: string;
  state: PlanState;
  amountFen: bigint;
  dayOfMonth: number;
  nextDueOn: string | null;
}

const MOST_SHOWN = 50;

/** A donor's own plans, newest first; those never signed are left out. */
export async function listOwnPlans(userId: string, now: Date): Promise<OwnPlan[]> {
  const keys = await db.rows<PlanKey>(
    `select p.fund_id as "fundId", p.id from monthly_plan p where p.user_id = $1
       and exists (select 1 from monthly_act a where a.fund_id = p.fund_id and a.plan_id = p.id)
     order by p.created_at desc limit $2`,
    [userId, MOST_SHOWN],
  );
  return (await readPlans(db, keys)).map((plan) => {
    const { state, amountFen, dayOfMonth, nextDueOn } = planNow(plan, shanghaiDay(now));
    const { title, titleEn } = plan.fund;
    return { id: plan.id, title, titleEn, state, amountFen, dayOfMonth, nextDueOn };
  });
}
