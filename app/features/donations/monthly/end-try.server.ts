import { db, transaction } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import type { Try } from "./claim-tries.server.ts";
import { type Letter, writeLetters } from "./letters.server.ts";
import { lockPlan, type PlanKey, readPlans } from "./plan-rows.server.ts";
import { nextTryDay } from "./rules.ts";
import { cancelPlan } from "./take-agreement-fact.server.ts";

type TryKey = Pick<Try, "fundId" | "planId" | "period" | "number">;

const keyOf = (one: TryKey) => [one.fundId, one.planId, one.period, one.number];

/** Keeps why a try was refused while its order is being closed. */
export async function keepRefusal(one: TryKey, reason: string): Promise<void> {
  await db.run(
    `update monthly_attempt set reason = $5
     where fund_id = $1 and plan_id = $2 and period = $3 and number = $4 and ended_at is null`,
    [...keyOf(one), reason],
  );
}

/**
 * Ends a try once. "paid" ends the period's tries; a failure plans the next one or gives the period up, and
 * tells the donor, in one transaction.
 */
export async function endTry(one: Try, result: "paid" | (string & {}), now: Date): Promise<void> {
  if (result === "paid") {
    await endTriesThatPaid(now);
    return;
  }
  await transaction(async (tx) => {
    const plan = await lockPlan(tx, { fundId: one.fundId, id: one.planId });
    const ended = await tx.run(
      `update monthly_attempt set ended_at = $5, outcome = 'failed', reason = $6
       where fund_id = $1 and plan_id = $2 and period = $3 and number = $4 and ended_at is null`,
      [...keyOf(one), now, result],
    );
    if (ended === 0 || !plan) return;
    await tx.run(
      `update payment set closed_at = $3 where fund_id = $1 and id = $2 and paid_at is null and closed_at is null`,
      [one.fundId, one.paymentId, now],
    );
    const charge = plan.charges.find(({ period }) => period === one.period);
    if (!charge || charge.givenUpAt || charge.paidAt) return;
    if (result === "agreement-ended") {
      await endAgreements(tx, plan, now);
      return cancelPlan(tx, plan, { actor: "provider", reason: "agreement-ended" }, now);
    }
    const nextTryOn = nextTryDay(charge.dueOn, shanghaiDay(now));
    await tx.run(
      `update monthly_charge set next_try_on = $4::date, given_up_at = case when $4::date is null then $5::timestamptz end,
         give_up_reason = case when $4::date is null then 'failed' end
       where fund_id = $1 and plan_id = $2 and period = $3`,
      [one.fundId, one.planId, one.period, nextTryOn, now],
    );
    const { amountFen, period } = charge;
    const letter: Letter = nextTryOn
      ? { kind: "failed", amountFen, period, nextTryOn }
      : { kind: "given-up", amountFen, period };
    await writeLetters(tx, [{ plan, letter }], now);
  });
}

/** The provider said itself that the agreement is over: there is nothing left to tell it. */
async function endAgreements(tx: Parameters<typeof lockPlan>[0], key: PlanKey, now: Date): Promise<void> {
  await tx.run(
    `update monthly_agreement set ended_at = $3
     where fund_id = $1 and plan_id = $2 and signed_at is not null and ended_at is null and end_wanted_at is null`,
    [key.fundId, key.id, now],
  );
}

/** Ends the tries whose payment came in, whoever told it, and stops further ones of those periods. */
export async function endTriesThatPaid(now: Date): Promise<void> {
  await db.run(
    `with ended as (
       update monthly_attempt t set ended_at = $1, outcome = 'paid' from payment p
       where t.ended_at is null and p.fund_id = t.fund_id and p.id = t.payment_id and p.paid_at is not null
       returning t.fund_id, t.plan_id, t.period)
     update monthly_charge c set next_try_on = null from ended e
     where c.fund_id = e.fund_id and c.plan_id = e.plan_id and c.period = e.period`,
    [now],
  );
  // An earlier try that was paid after all.
  await db.run(
    `update monthly_charge c set next_try_on = null
     where c.next_try_on is not null
       and exists (select 1 from payment p where p.fund_id = c.fund_id and p.donation_id = c.donation_id
                   and p.paid_at is not null)`,
  );
}

/** Periods that no day of the window is left for: given up, and the donor told once. */
export async function giveUpPassedWindows(now: Date, limit: number): Promise<void> {
  await transaction(async (tx) => {
    const passed = await tx.rows<PlanKey & { period: string; amountFen: bigint }>(
      `with passed as (
         select c.fund_id, c.plan_id, c.period from monthly_charge c
         where c.next_try_on is not null and c.given_up_at is null
           and c.due_on + least(4, 28 - extract(day from c.due_on)::int) < $1::date
           and not exists (select 1 from monthly_attempt t where t.fund_id = c.fund_id and t.plan_id = c.plan_id
                           and t.period = c.period and t.ended_at is null)
         limit $2 for update skip locked)
       update monthly_charge c set next_try_on = null, given_up_at = $3, give_up_reason = 'window-passed'
       from passed w where c.fund_id = w.fund_id and c.plan_id = w.plan_id and c.period = w.period
       returning c.fund_id as "fundId", c.plan_id as id, c.period, c.amount_fen as "amountFen"`,
      [shanghaiDay(now), limit, now],
    );
    const plans = new Map((await readPlans(tx, passed)).map((plan) => [plan.id, plan]));
    const letters = passed.flatMap(({ id, period, amountFen }) => {
      const plan = plans.get(id);
      return plan ? [{ plan, letter: { kind: "given-up" as const, amountFen, period } }] : [];
    });
    await writeLetters(tx, letters, now);
  });
}
