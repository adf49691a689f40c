import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { MAX_GIFT_FEN } from "#app/lib/money.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { MIN_CARD_GIFT_FEN } from "../schema.ts";
import { writeLetters } from "./letters.server.ts";
import { openAgreement } from "./open-agreement.server.ts";
import { currentAgreement, lockPlan, type Plan, type PlanKey, readPlan } from "./plan-rows.server.ts";
import { type PlanNow, planNow } from "./plan-state.ts";
import { LATEST_DAY, nextPeriod, periodOf } from "./rules.ts";
import { cancelPlan } from "./take-agreement-fact.server.ts";
import { giveUpCharges, markAgreements, type NewAct, recordActs } from "./write-plan.server.ts";

export type PlanRefusal =
  | "no-such-plan"
  | "cancelled"
  | "not-started"
  | "already-charging"
  | "nothing-to-skip"
  | "bad-terms"
  | "fund-closed"
  | "provider-unavailable";

export type PlanChange = { ok: true; signUrl?: string } | { ok: false; reason: PlanRefusal };

type Decision = { acts: NewAct[]; work?: (tx: Sql, plan: Plan) => Promise<void> } | PlanRefusal | "repeated";

/** One act on a plan, under its lock; the provider is told afterwards, until it knows. */
async function act(
  key: PlanKey,
  now: Date,
  decide: (plan: Plan, state: PlanNow) => Decision,
): Promise<PlanChange> {
  return transaction(async (tx) => {
    const plan = await lockPlan(tx, key);
    if (!plan) return { ok: false, reason: "no-such-plan" };
    const state = planNow(plan, shanghaiDay(now));
    if (state.state === "cancelled") return { ok: false, reason: "cancelled" };
    if (state.state === "signing") return { ok: false, reason: "not-started" };
    const decided = decide(plan, state);
    if (decided === "repeated") return { ok: true };
    if (typeof decided === "string") return { ok: false, reason: decided };
    await recordActs(tx, plan, decided.acts, now);
    await decided.work?.(tx, plan);
    if (plan.billing === "provider") await markAgreements(tx, plan, "stale", now);
    return { ok: true };
  });
}

/**
 * Takes nothing until the donor resumes, or for a number of months from the next period on.
 *
 * @param months null: until further notice.
 */
export async function pausePlan(key: PlanKey, months: number | null, now: Date): Promise<PlanChange> {
  return act(key, now, (plan, state) => {
    if (months !== null && !(months >= 1 && months <= 12)) return "bad-terms";
    const open = planNow(
      { ...plan, acts: plan.acts.filter(({ kind }) => kind !== "paused") },
      shanghaiDay(now),
    );
    const from = periodOf(open.nextDueOn ?? shanghaiDay(now));
    const period = months === null ? null : nextPeriod(from, months);
    if (state.isPaused && state.pausedUntilPeriod === period) return "repeated";
    return {
      acts: [{ kind: "paused", actor: "donor", period }],
      work: (tx) => giveUpCharges(tx, plan, "paused", now),
    };
  });
}

export async function resumePlan(key: PlanKey, now: Date): Promise<PlanChange> {
  return act(key, now, (_, state) =>
    state.isPaused ? { acts: [{ kind: "resumed", actor: "donor" }] } : "repeated",
  );
}

/** Leaves one period out. The period is named, so that pressing twice does not skip two. */
export async function skipPeriod(key: PlanKey, period: string, now: Date): Promise<PlanChange> {
  return act(key, now, (plan, state) => {
    if (plan.acts.some((one) => one.kind === "skipped" && one.period === period)) return "repeated";
    const charge = plan.charges.find((one) => one.period === period);
    if (charge?.isOpen || charge?.paidAt) return "already-charging";
    const isNext = state.nextDueOn !== null && periodOf(state.nextDueOn) === period;
    if (!isNext && !charge?.nextTryOn) return "nothing-to-skip";
    return {
      acts: [{ kind: "skipped", actor: "donor", period }],
      work: (tx) => giveUpCharges(tx, plan, "skipped", now),
    };
  });
}

/** Stops for good, at once on our side whatever the provider answers; it is asked again until it is known. */
export async function cancelMonthlyPlan(key: PlanKey, reason: string | null, now: Date): Promise<PlanChange> {
  return transaction(async (tx) => {
    const plan = await lockPlan(tx, key);
    if (!plan) return { ok: false, reason: "no-such-plan" };
    await cancelPlan(tx, plan, { actor: "donor", reason }, now);
    return { ok: true };
  });
}

/**
 * Another amount or day. Where the signed agreement does not bear it (a higher amount than its cap, or an
 * earlier day: 周期扣款 only moves days later) it has to be signed anew: then `signUrl` says where, and
 * nothing changes before that is done.
 */
export async function changeTerms(
  key: PlanKey,
  terms: { amountFen: bigint; dayOfMonth: number },
  now: Date,
): Promise<PlanChange> {
  const plan = await readPlan(db, key);
  if (!plan) return { ok: false, reason: "no-such-plan" };
  const least = plan.provider === "stripe" ? MIN_CARD_GIFT_FEN : 1n;
  const { amountFen, dayOfMonth } = terms;
  if (amountFen < least || amountFen > MAX_GIFT_FEN) return { ok: false, reason: "bad-terms" };
  if (!Number.isInteger(dayOfMonth) || dayOfMonth < 1 || dayOfMonth > LATEST_DAY)
    return { ok: false, reason: "bad-terms" };
  const { state } = planNow(plan, shanghaiDay(now));
  if (state === "cancelled") return { ok: false, reason: "cancelled" };
  if (state === "signing") return { ok: false, reason: "not-started" };
  if (needsSigning(plan, terms)) return openAgreement(plan, terms, now);
  return act(key, now, (locked, before) => {
    const acts: NewAct[] = [];
    if (amountFen !== before.amountFen) acts.push({ kind: "amount-changed", actor: "donor", amountFen });
    if (dayOfMonth !== before.dayOfMonth) acts.push({ kind: "day-changed", actor: "donor", dayOfMonth });
    if (acts.length === 0) return "repeated";
    return { acts, work: (tx) => tellChanged(tx, locked, amountFen, now) };
  });
}

async function tellChanged(tx: Sql, key: PlanKey, amountFen: bigint, now: Date): Promise<void> {
  const plan = await readPlan(tx, key);
  if (!plan) return;
  const { nextDueOn } = planNow(plan, shanghaiDay(now));
  await writeLetters(tx, [{ plan, letter: { kind: "changed", amountFen, nextDueOn } }], now);
}

/** Whether these terms go beyond what was signed. A provider that bills by itself takes new terms from us. */
export function needsSigning(plan: Plan, terms: { amountFen: bigint; dayOfMonth: number }): boolean {
  if (plan.billing === "provider") return false;
  const signed = currentAgreement(plan);
  const day = plan.acts.findLast((one) => one.dayOfMonth !== null)?.dayOfMonth ?? plan.dayOfMonth;
  return signed === null || terms.amountFen > signed.amountFen || terms.dayOfMonth < day;
}
