import type { AgreementFact } from "#app/features/payments/providers/recurring.ts";
import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { type Letter, writeLetters } from "./letters.server.ts";
import { openCharges } from "./open-charges.server.ts";
import {
  currentAgreement,
  lockPlan,
  type Plan,
  type PlanAgreement,
  type PlanKey,
} from "./plan-rows.server.ts";
import { planNow } from "./plan-state.ts";
import { periodOf } from "./rules.ts";
import { giveUpCharges, markAgreements, type NewAct, recordActs } from "./write-plan.server.ts";

export type AgreementOutcome = "applied" | "repeated" | "unknown";

/**
 * Takes what a provider says of an agreement: signed, ended, or that a deduction of its own failed. Whoever
 * tells it (notification or question), in any order and however often.
 */
export async function takeAgreementFact(
  fact: AgreementFact,
  credentialId: string,
  now: Date,
): Promise<AgreementOutcome> {
  const key = await planOfFact(fact, credentialId);
  if (!key) return "unknown";
  return transaction(async (tx) => {
    const plan = await lockPlan(tx, key);
    // The number inside a message is believed only from the credential that the plan was made with.
    if (!plan || plan.credentialId !== credentialId) return "unknown";
    const agreement = plan.agreements.find(
      (one) => one.reference === fact.reference || one.agreementId === fact.agreementId,
    );
    if (!agreement) return "unknown";
    if (fact.kind === "signed") return takeSigned(tx, plan, agreement, fact, now);
    if (fact.kind === "ended") return takeEnded(tx, plan, agreement, fact, now);
    return takeFailedBill(tx, plan, fact, now);
  });
}

/** By our reference ("<plan>a<number>"), else by the provider's own number. */
async function planOfFact(fact: AgreementFact, credentialId: string): Promise<PlanKey | null> {
  const id = /^(m[0-9a-z]{20})a\d{1,6}$/.exec(fact.reference ?? "")?.[1];
  const fundId = id ? fundIdOf(id, "m") : null;
  if (id && fundId) return { fundId, id };
  return findByAgreement(fact.agreementId, credentialId);
}

export async function findByAgreement(agreementId: string, credentialId: string): Promise<PlanKey | null> {
  const [row] = await db.rows<PlanKey>(
    `select p.fund_id as "fundId", p.id from monthly_plan p
     join monthly_agreement a on a.fund_id = p.fund_id and a.plan_id = p.id
     where p.credential_id = $2 and a.agreement_id = $1 limit 1`,
    [agreementId, credentialId],
  );
  return row ?? null;
}

async function takeSigned(
  tx: Sql,
  plan: Plan,
  agreement: PlanAgreement,
  fact: AgreementFact,
  now: Date,
): Promise<AgreementOutcome> {
  if (agreement.signedAt) return "repeated";
  const before = planNow(plan, shanghaiDay(now));
  await tx.run(
    `update monthly_agreement set agreement_id = $4, signed_at = $5, ended_at = null,
       stale_since = case when $6 then $7::timestamptz end, asked_at = null
     where fund_id = $1 and plan_id = $2 and number = $3`,
    [
      plan.fundId,
      plan.id,
      agreement.number,
      fact.agreementId,
      fact.occurredAt,
      plan.billing === "provider",
      now,
    ],
  );
  if (before.state === "cancelled") {
    // Signed after it was stopped: it is ended again, and nothing is taken under it.
    await markAgreements(tx, plan, "end", now);
    return "applied";
  }
  await markAgreements(tx, plan, "end", now, agreement.number);
  const { amountFen, dayOfMonth } = agreement;
  const acts: NewAct[] =
    before.state === "signing"
      ? [{ kind: "started", actor: "donor", amountFen, dayOfMonth }]
      : [
          ...(amountFen === before.amountFen
            ? []
            : [{ kind: "amount-changed", actor: "donor", amountFen } as const]),
          ...(dayOfMonth === before.dayOfMonth
            ? []
            : [{ kind: "day-changed", actor: "donor", dayOfMonth } as const]),
        ];
  const after = await recordActs(tx, plan, acts, now);
  const { nextDueOn } = planNow(after, shanghaiDay(now));
  const kind = before.state === "signing" ? "started" : "changed";
  await writeLetters(tx, [{ plan, letter: { kind, amountFen, nextDueOn } }], now);
  return "applied";
}

async function takeEnded(
  tx: Sql,
  plan: Plan,
  agreement: PlanAgreement,
  fact: AgreementFact,
  now: Date,
): Promise<AgreementOutcome> {
  if (agreement.endedAt) return "repeated";
  const wasCurrent = currentAgreement(plan)?.number === agreement.number;
  await tx.run(
    `update monthly_agreement set ended_at = $4, stale_since = null
     where fund_id = $1 and plan_id = $2 and number = $3`,
    [plan.fundId, plan.id, agreement.number, fact.occurredAt],
  );
  if (wasCurrent) await cancelPlan(tx, plan, { actor: "provider", reason: "agreement-ended" }, now);
  return "applied";
}

/** Ends a locked plan for good: no further try, the provider is told until it knows, the donor once. */
export async function cancelPlan(
  tx: Sql,
  plan: Plan,
  by: { actor: NewAct["actor"]; reason: string | null },
  now: Date,
): Promise<void> {
  if (planNow(plan, shanghaiDay(now)).state === "cancelled") return;
  await recordActs(tx, plan, [{ kind: "cancelled", ...by }], now);
  await giveUpCharges(tx, plan, "cancelled", now);
  await markAgreements(tx, plan, "end", now);
  const isStarted = plan.acts.length > 0;
  const reason = by.reason === "agreement-ended" || by.reason === "fund-ended" ? by.reason : "donor";
  if (isStarted) await writeLetters(tx, [{ plan, letter: { kind: "cancelled", reason } }], now);
}

/** A bill of the provider's own was not paid: the period is there, with a failed try. */
async function takeFailedBill(
  tx: Sql,
  plan: Plan,
  fact: AgreementFact,
  now: Date,
): Promise<AgreementOutcome> {
  const { failed } = fact;
  if (!failed) return "unknown";
  const { amountFen } = planNow(plan, shanghaiDay(now));
  const dueOn = shanghaiDay(failed.periodStart);
  const [charge] = await openCharges(
    tx,
    [{ plan, period: periodOf(dueOn), dueOn, amountFen, nextTryOn: null }],
    now,
  );
  if (!charge) return "unknown";
  const isNew = await tx.run(
    `insert into monthly_attempt (fund_id, plan_id, period, number, payment_id, started_at, outcome, reason, ended_at)
     values ($1, $2, $3, $4, $5, $6, 'failed', 'declined', $6) on conflict do nothing`,
    [plan.fundId, plan.id, periodOf(dueOn), failed.attempt, charge.paymentId, fact.occurredAt],
  );
  if (isNew === 0) return "repeated";
  // It waits for nothing: should the provider be paid after all, a closed payment is taken all the same.
  await tx.run(
    "update payment set closed_at = $3 where fund_id = $1 and id = $2 and paid_at is null and closed_at is null",
    [plan.fundId, charge.paymentId, now],
  );
  const period = periodOf(dueOn);
  const nextTryOn = failed.nextTryAt ? shanghaiDay(failed.nextTryAt) : null;
  if (nextTryOn === null) await giveUpCharges(tx, plan, "failed", now);
  const letter: Letter = nextTryOn
    ? { kind: "failed", amountFen, period, nextTryOn }
    : { kind: "given-up", amountFen, period };
  await writeLetters(tx, [{ plan, letter }], now);
  return "applied";
}
