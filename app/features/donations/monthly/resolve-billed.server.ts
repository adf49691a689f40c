import { openCredential } from "#app/features/payments/credentials.server.ts";
import type { ProviderFact } from "#app/features/payments/providers/provider.ts";
import type { Billed, ProviderBilling } from "#app/features/payments/providers/recurring.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import type { Inbox, InboxAnswer } from "../inbox.server.ts";
import type { ReceivedFact } from "../provider-event.ts";
import { openCharges } from "./open-charges.server.ts";
import { lockPlan, type Plan, type PlanKey } from "./plan-rows.server.ts";
import { planNow } from "./plan-state.ts";
import { periodOf } from "./rules.ts";
import { findByAgreement } from "./take-agreement-fact.server.ts";
import { markAgreements } from "./write-plan.server.ts";

/**
 * A payment that the provider took by itself carries no number of ours: asks it what the payment was billed
 * for, opens that period of the plan, and gives the fact with the period's own payment id, so that it is
 * confirmed like every gift. Null: the provider did not say; the message has to come again.
 */
export async function resolveBilled(received: ReceivedFact, now: Date): Promise<ReceivedFact | null> {
  const { billedObjectId } = received.fact;
  if (billedObjectId === undefined) return received;
  const opened = await openCredential(received.credentialId);
  const recurring = opened?.provider.recurring;
  if (recurring?.billing !== "provider") return received;
  const found = await recurring.findBilled(billedObjectId);
  if (!found.ok) return null;
  // Of no plan of ours: money without a known gift goes on to suspense, a bill without money is nothing.
  if (found.state !== "billed") return received;
  const paymentId = await openBilledPeriod(found.billed, received.credentialId, now);
  if (paymentId === null) return received;
  return (await label(recurring, found.billed, paymentId))
    ? { ...received, fact: paidFact(received.fact, found.billed, paymentId) }
    : null;
}

/** Gives a fact to the inbox; what was billed under a monthly agreement is first given the payment that it is. */
export async function submitFact(inbox: Inbox, received: ReceivedFact, now: Date): Promise<InboxAnswer> {
  const resolved = await resolveBilled(received, now);
  return resolved === null ? { ok: false, reason: "failed" } : inbox.submit(resolved);
}

async function label(recurring: ProviderBilling, billed: Billed, paymentId: string): Promise<boolean> {
  return (await recurring.labelBilled(billed, paymentId)).ok;
}

function paidFact(fact: ProviderFact, billed: Billed, paymentId: string): ProviderFact {
  const { billedObjectId: _, ...rest } = fact;
  return {
    ...rest,
    type: "paid",
    paymentId,
    objectId: billed.paymentObjectId,
    paymentObjectId: billed.paymentObjectId,
    amountFen: billed.amountFen,
    currency: billed.currency,
    occurredAt: billed.paidAt,
  };
}

/** The period's payment id; null where no plan of this credential stands for it, or it had been stopped before. */
async function openBilledPeriod(billed: Billed, credentialId: string, now: Date): Promise<string | null> {
  const key = await planOfBilled(billed, credentialId);
  if (!key) return null;
  return transaction(async (tx) => {
    const plan = await lockPlan(tx, key);
    if (!plan || plan.credentialId !== credentialId) return null;
    const { amountFen, cancelled } = planNow(plan, shanghaiDay(now));
    if (cancelled && cancelled.at < billed.paidAt) return null;
    const dueOn = shanghaiDay(billed.periodStart);
    const agreed = amountsOf(plan).has(billed.amountFen) ? billed.amountFen : amountFen;
    const charge = { plan, period: periodOf(dueOn), dueOn, amountFen: agreed, nextTryOn: null };
    const [opened] = await openCharges(tx, [charge], now);
    // Month by month the provider's next day and amount are held against the plan's.
    await markAgreements(tx, plan, "stale", now);
    return opened?.paymentId ?? null;
  });
}

/** Amounts that the donor agreed to at some time: a bill made just before a change is right as well. */
function amountsOf(plan: Plan): Set<bigint> {
  return new Set([plan.amountFen, ...plan.acts.flatMap((act) => act.amountFen ?? [])]);
}

async function planOfBilled(billed: Billed, credentialId: string): Promise<PlanKey | null> {
  const id = /^(m[0-9a-z]{20})a\d{1,6}$/.exec(billed.reference ?? "")?.[1];
  const fundId = id ? fundIdOf(id, "m") : null;
  if (id && fundId) {
    const rows = await db.rows("select 1 from monthly_plan where fund_id = $1 and id = $2", [fundId, id]);
    if (rows.length > 0) return { fundId, id };
  }
  return findByAgreement(billed.agreementId, credentialId);
}
