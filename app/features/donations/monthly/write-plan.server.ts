import type { Sql } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { type Plan, type PlanKey, readPlan } from "./plan-rows.server.ts";
import { type PlanAct, planNow } from "./plan-state.ts";

export type NewAct = Pick<PlanAct, "kind" | "actor"> &
  Partial<Pick<PlanAct, "amountFen" | "dayOfMonth" | "period" | "reason">>;

/**
 * Records acts of a plan that the caller has locked, in order, and with them where the worker looks next.
 * Gives the plan as it is afterwards.
 */
export async function recordActs(tx: Sql, plan: Plan, acts: readonly NewAct[], now: Date): Promise<Plan> {
  const first = plan.acts.length + 1;
  await tx.run(
    `insert into monthly_act (fund_id, plan_id, number, kind, amount_fen, day_of_month, period, actor, reason, at)
     select $1, $2, number, kind, amount_fen, day_of_month, period, actor, reason, $9
     from unnest($3::int[], $4::text[], $5::int8[], $6::int[], $7::text[], $8::text[], $10::text[])
       as g(number, kind, amount_fen, day_of_month, period, actor, reason)`,
    [
      plan.fundId,
      plan.id,
      acts.map((_, index) => first + index),
      acts.map((act) => act.kind),
      acts.map((act) => act.amountFen ?? null),
      acts.map((act) => act.dayOfMonth ?? null),
      acts.map((act) => act.period ?? null),
      acts.map((act) => act.actor),
      now,
      acts.map((act) => act.reason ?? null),
    ],
  );
  return keepNextDue(tx, plan, now);
}

/** Writes where the worker looks next, as it follows from the plan's rows now. */
export async function keepNextDue(tx: Sql, key: PlanKey, now: Date): Promise<Plan> {
  const plan = await readPlan(tx, key);
  if (!plan) throw new Error(`monthly plan ${key.id} is gone`);
  const { state, nextDueOn } = planNow(plan, shanghaiDay(now));
  const isOurs = plan.billing === "ours" && state !== "signing";
  await tx.run("update monthly_plan set next_due_on = $3 where fund_id = $1 and id = $2", [
    plan.fundId,
    plan.id,
    isOurs ? nextDueOn : null,
  ]);
  return plan;
}

export type GiveUpReason =
  | "skipped"
  | "paused"
  | "cancelled"
  | "failed"
  | "window-passed"
  | "agreement-ended"
  | "fund-closed";

/** Stops further tries of the periods that are still being tried. A try under way is left to its outcome. */
export async function giveUpCharges(tx: Sql, key: PlanKey, reason: GiveUpReason, now: Date): Promise<void> {
  await tx.run(
    `update monthly_charge c set next_try_on = null, given_up_at = $4, give_up_reason = $3
     where c.fund_id = $1 and c.plan_id = $2 and c.given_up_at is null
       and not exists (select 1 from payment p where p.fund_id = c.fund_id and p.donation_id = c.donation_id
                       and p.counted_at is not null)`,
    [key.fundId, key.id, reason, now],
  );
}

/** The provider has to be told: of new terms, or that the agreement is over. */
export async function markAgreements(
  tx: Sql,
  key: PlanKey,
  what: "stale" | "end",
  now: Date,
  beforeNumber = 2_147_483_647,
): Promise<void> {
  const change = what === "end" ? "end_wanted_at = coalesce(end_wanted_at, $3)" : "stale_since = $3";
  await tx.run(
    `update monthly_agreement set ${change}, asked_at = null
     where fund_id = $1 and plan_id = $2 and ended_at is null and number < $4
       ${what === "stale" ? "and signed_at is not null and end_wanted_at is null" : ""}`,
    [key.fundId, key.id, now, beforeNumber],
  );
}
