import { findGivingTargets } from "#app/features/funds/giving-queries.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import { beginTries, claimOpenTries, type Try } from "./claim-tries.server.ts";
import { endTriesThatPaid, giveUpPassedWindows } from "./end-try.server.ts";
import { openCharges } from "./open-charges.server.ts";
import { type Plan, type PlanKey, readPlans } from "./plan-rows.server.ts";
import { planNow } from "./plan-state.ts";
import { periodOf } from "./rules.ts";
import { runTry, settleTry } from "./run-try.server.ts";
import { stopEndedFunds } from "./stop-ended-funds.server.ts";
import { tellAgreements } from "./tell-agreements.server.ts";

/** How many plans are opened, and how many deductions started, in one round. */
const ROUND_LIMIT = 200;
/** Calls at the provider at once. */
const AT_ONCE = 8;

export interface ChargeRound {
  opened: number;
  tried: number;
  asked: number;
  told: number;
}

/**
 * One round of monthly giving. What is due is chosen set-based; each deduction is written before the provider
 * is called, and one whose outcome is not known is asked about, never started a second time. Any number of
 * workers may run it at once, and a crash between any two steps leaves nothing but a question to ask.
 */
export async function chargeMonthlyPlans(now: Date): Promise<ChargeRound> {
  await endTriesThatPaid(now);
  await stopEndedFunds(now);
  const asked = await claimOpenTries(now, ROUND_LIMIT);
  await inGroups(asked, (one) => settleTry(one, now));
  await giveUpPassedWindows(now, ROUND_LIMIT);
  const opened = await openDuePeriods(now);
  const begun = await beginTries(now, ROUND_LIMIT);
  await inGroups(begun, (one) => runTry(one, now));
  const told = await tellAgreements(now);
  return { opened, tried: begun.length, asked: asked.length, told };
}

async function inGroups(tries: readonly Try[], work: (one: Try) => Promise<void>): Promise<void> {
  for (let start = 0; start < tries.length; start += AT_ONCE)
    await Promise.all(tries.slice(start, start + AT_ONCE).map(work));
}

/**
 * Opens the periods that are due: the plan's row says where to look, its acts and charges decide. A fund that
 * takes no gifts today (paused, its filing run out) is looked at again tomorrow, as long as the window is open.
 */
async function openDuePeriods(now: Date): Promise<number> {
  const today = shanghaiDay(now);
  return transaction(async (tx) => {
    const due = await tx.rows<PlanKey>(
      `select p.fund_id as "fundId", p.id from monthly_plan p where p.next_due_on <= $1
       order by p.next_due_on, p.fund_id, p.id limit $2 for update skip locked`,
      [today, ROUND_LIMIT],
    );
    const plans = await readPlans(tx, due);
    const takes = await fundsThatTake(plans, now);
    const charges = plans.flatMap((plan) => {
      const { state, nextDueOn, amountFen } = planNow(plan, today);
      if (state === "paused" || state === "cancelled" || nextDueOn === null || nextDueOn > today) return [];
      if (!takes.has(`${plan.fundId} ${plan.provider}`)) return [];
      return [{ plan, period: periodOf(nextDueOn), dueOn: nextDueOn, amountFen, nextTryOn: today }];
    });
    await openCharges(tx, charges, now);
    // Where the worker looks next, with what was just opened counted in.
    const next = (await readPlans(tx, due)).map((plan) => {
      const { nextDueOn } = planNow(plan, today);
      return { plan, on: nextDueOn !== null && nextDueOn <= today ? addDays(today, 1) : nextDueOn };
    });
    await tx.run(
      `update monthly_plan p set next_due_on = g.next_due_on
       from unnest($1::text[], $2::text[], $3::date[]) as g(fund_id, id, next_due_on)
       where p.fund_id = g.fund_id and p.id = g.id`,
      [next.map(({ plan }) => plan.fundId), next.map(({ plan }) => plan.id), next.map(({ on }) => on)],
    );
    return charges.length;
  });
}

/** Fund and provider through which a gift may be taken today, by the same rule as the giving form. */
async function fundsThatTake(plans: readonly Plan[], now: Date): Promise<Set<string>> {
  const targets = await findGivingTargets([...new Set(plans.map((plan) => plan.fundId))], now);
  return new Set(
    targets.flatMap(({ id, giving }) =>
      giving.open ? giving.providers.map((provider) => `${id} ${provider}`) : [],
    ),
  );
}
