import { openCredential } from "#app/features/payments/credentials.server.ts";
import type { AgreementReference, RecurringPayments } from "#app/features/payments/providers/recurring.ts";
import { db } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { log } from "#app/lib/log.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { type PlanKey, readPlan } from "./plan-rows.server.ts";
import { planNow } from "./plan-state.ts";
import { executeDay } from "./rules.ts";
import { takeAgreementFact } from "./take-agreement-fact.server.ts";

const ROUND_LIMIT = 100;
const AT_ONCE = 8;
/** A page that was opened and never signed is asked about this long after it ran out, then forgotten. */
const FORGET_AFTER_MS = 24 * 60 * 60 * 1000;
const ASK_EVERY_SECONDS = 60;
const DEMO_ASK_EVERY_SECONDS = 10;

interface AgreementWork {
  fundId: string;
  planId: string;
  number: number;
  reference: string;
  providerOrderId: string | null;
  agreementId: string | null;
  credentialId: string;
  signedAt: Date | null;
  staleSince: Date | null;
  endWantedAt: Date | null;
  expiresAt: Date;
}

/**
 * Brings provider and plan together: ends what the donor stopped, passes on new terms, and asks whether a
 * page was signed whose message never came. What the provider does not answer is asked again.
 *
 * @param only one plan, right after its donor changed it; otherwise whatever is waiting.
 */
export async function tellAgreements(now: Date, only: PlanKey | null = null): Promise<number> {
  if (only === null) await markDailyLook(now);
  const work = await claimAgreements(now, only);
  for (let start = 0; start < work.length; start += AT_ONCE)
    await Promise.all(work.slice(start, start + AT_ONCE).map((one) => tell(one, now)));
  return work.length;
}

/**
 * Where the provider bills by itself, each agreement is held against its plan once a day: that it was ended
 * there and nobody heard, or that its fund takes no gifts for a while, is found within that day. A channel
 * that was disabled charges nobody again: its agreements are looked at right away.
 */
async function markDailyLook(now: Date): Promise<void> {
  await db.run(
    `update monthly_agreement a set stale_since = $1
     from (select a.fund_id, a.plan_id, a.number from monthly_agreement a
           join monthly_plan p on p.fund_id = a.fund_id and p.id = a.plan_id
           join payment_credential c on c.id = p.credential_id
           where p.provider = 'stripe' and a.signed_at is not null and a.ended_at is null
             and a.end_wanted_at is null and a.stale_since is null
             and coalesce(a.asked_at, a.signed_at) < greatest($1::timestamptz - interval '1 day', c.disabled_at)
           order by a.asked_at nulls first limit $2 for update of a skip locked) due
     where a.fund_id = due.fund_id and a.plan_id = due.plan_id and a.number = due.number`,
    [now, ROUND_LIMIT],
  );
}

async function claimAgreements(now: Date, only: PlanKey | null): Promise<AgreementWork[]> {
  const wait = env().DEMO ? DEMO_ASK_EVERY_SECONDS : ASK_EVERY_SECONDS;
  return db.rows<AgreementWork>(
    `with waiting as (
       select a.fund_id, a.plan_id, a.number from monthly_agreement a
       where a.ended_at is null and (a.signed_at is null or a.stale_since is not null or a.end_wanted_at is not null)
         and (a.sign_url is not null or a.end_wanted_at is not null)
         and case when $4::text is null then
           coalesce(a.asked_at, case when a.signed_at is null and a.end_wanted_at is null then a.opened_at end,
                    '-infinity') <= $1::timestamptz - $2 * interval '1 second'
           else a.fund_id = $4 and a.plan_id = $5 end
       order by a.asked_at nulls first limit $3 for update skip locked)
     update monthly_agreement a set asked_at = $1 from waiting w, monthly_plan p
     where a.fund_id = w.fund_id and a.plan_id = w.plan_id and a.number = w.number
       and p.fund_id = a.fund_id and p.id = a.plan_id
     returning a.fund_id as "fundId", a.plan_id as "planId", a.number, a.reference,
               a.provider_order_id as "providerOrderId", a.agreement_id as "agreementId",
               p.credential_id as "credentialId", a.signed_at as "signedAt", a.stale_since as "staleSince",
               a.end_wanted_at as "endWantedAt", a.expires_at as "expiresAt"`,
    [now, wait, ROUND_LIMIT, only?.fundId ?? null, only?.id ?? null],
  );
}

async function tell(one: AgreementWork, now: Date): Promise<void> {
  const opened = await openCredential(one.credentialId);
  const recurring = opened?.provider.recurring;
  if (!recurring) return;
  const { reference, providerOrderId, agreementId } = one;
  const named: AgreementReference = { reference, providerOrderId, agreementId, now };
  if (one.endWantedAt) return end(recurring, one, named, now);
  if (!one.signedAt) return askWhetherSigned(recurring, one, named, now);
  return adjust(recurring, one, { named, isDisabled: opened.isDisabled, now });
}

async function end(
  recurring: RecurringPayments,
  one: AgreementWork,
  named: AgreementReference,
  now: Date,
): Promise<void> {
  const answer = await recurring.cancelAgreement(named);
  if (!answer.ok) return note(one, "an agreement could not be ended", answer.detail);
  await db.run(
    `update monthly_agreement set ended_at = $4, stale_since = null
     where fund_id = $1 and plan_id = $2 and number = $3 and ended_at is null`,
    [one.fundId, one.planId, one.number, now],
  );
}

async function askWhetherSigned(
  recurring: RecurringPayments,
  one: AgreementWork,
  named: AgreementReference,
  now: Date,
): Promise<void> {
  const found = await recurring.queryAgreement(named);
  if (!found.ok) return note(one, "an agreement could not be asked about", found.detail);
  if (found.state === "signed" && found.agreementId) {
    const { reference } = one;
    const fact = { kind: "signed" as const, reference, agreementId: found.agreementId, occurredAt: now };
    await takeAgreementFact(fact, one.credentialId, now);
    return;
  }
  const isForgotten = now.getTime() - one.expiresAt.getTime() > FORGET_AFTER_MS;
  if (found.state !== "ended" && !isForgotten) return;
  await db.run(
    `update monthly_agreement set ended_at = $4
     where fund_id = $1 and plan_id = $2 and number = $3 and signed_at is null and ended_at is null`,
    [one.fundId, one.planId, one.number, now],
  );
}

async function adjust(
  recurring: RecurringPayments,
  one: AgreementWork,
  { named, isDisabled, now }: { named: AgreementReference; isDisabled: boolean; now: Date },
): Promise<void> {
  const plan = await readPlan(db, { fundId: one.fundId, id: one.planId });
  if (!plan) return;
  const { amountFen, nextDueOn: planned } = planNow(plan, shanghaiDay(now));
  // A fund or a channel that takes no gifts for a while takes none of these either.
  const nextDueOn = plan.fund.state === "open" && !isDisabled ? planned : null;
  const executeOn = nextDueOn === null ? null : executeDay(nextDueOn);
  const terms = { amountFen, currency: plan.currency, nextDueOn, executeOn };
  const answer = await recurring.adjustAgreement(named, terms);
  if (!answer.ok) return note(one, "new terms could not be passed on", answer.detail);
  if (answer.state === "ended") {
    const { reference, agreementId } = one;
    const fact = { kind: "ended" as const, reference, agreementId: agreementId ?? "", occurredAt: now };
    await takeAgreementFact(fact, one.credentialId, now);
    return;
  }
  await db.run(
    `update monthly_agreement set stale_since = null
     where fund_id = $1 and plan_id = $2 and number = $3 and stale_since = $4`,
    [one.fundId, one.planId, one.number, one.staleSince],
  );
}

function note(one: AgreementWork, what: string, detail: string): void {
  log.warn({ planId: one.planId, detail }, what);
}
