import { openForNewMoney } from "#app/features/payments/credentials.server.ts";
import { db } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import type { Plan, PlanAgreement } from "./plan-rows.server.ts";
import { planNow } from "./plan-state.ts";
import { executeDay } from "./rules.ts";

/** Stripe's page lives 30 minutes to 24 hours. */
const SIGN_LIFETIME_MS = 60 * 60 * 1000;

/**
 * The provider's page on which these terms are signed. A page that was opened for the same terms and is not
 * over yet is given again; what the provider did not answer is followed by another number.
 */
export async function openAgreement(
  plan: Plan,
  terms: { amountFen: bigint; dayOfMonth: number },
  now: Date,
): Promise<{ ok: true; signUrl: string } | { ok: false; reason: "provider-unavailable" }> {
  const waiting = plan.agreements.findLast(
    (one) =>
      !one.signedAt &&
      !one.endedAt &&
      !one.endWantedAt &&
      one.expiresAt > now &&
      one.amountFen === terms.amountFen &&
      one.dayOfMonth === terms.dayOfMonth,
  );
  if (waiting?.signUrl) return { ok: true, signUrl: waiting.signUrl };
  const agreement = waiting ?? (await insertAgreement(plan, terms, now));
  const asked = await askForSignUrl(plan, agreement, terms, now);
  if (asked.ok) return asked;
  // Nobody has the address to sign it at.
  await db.run(
    `update monthly_agreement set ended_at = $4
     where fund_id = $1 and plan_id = $2 and number = $3 and sign_url is null and signed_at is null`,
    [plan.fundId, plan.id, agreement.number, now],
  );
  return { ok: false, reason: "provider-unavailable" };
}

type Opened = Pick<PlanAgreement, "number" | "reference" | "expiresAt">;

async function insertAgreement(
  plan: Plan,
  terms: { amountFen: bigint; dayOfMonth: number },
  now: Date,
): Promise<Opened> {
  const expiresAt = new Date(now.getTime() + SIGN_LIFETIME_MS);
  // Two at once come to the same number; the second takes the first one's.
  const number = Math.max(0, ...plan.agreements.map((one) => one.number)) + 1;
  const reference = `${plan.id}a${number}`;
  await db.run(
    `insert into monthly_agreement (fund_id, plan_id, number, reference, amount_fen, day_of_month, opened_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (fund_id, plan_id, number) do nothing`,
    [plan.fundId, plan.id, number, reference, terms.amountFen, terms.dayOfMonth, now, expiresAt],
  );
  return { number, reference, expiresAt };
}

async function askForSignUrl(
  plan: Plan,
  agreement: Opened,
  terms: { amountFen: bigint; dayOfMonth: number },
  now: Date,
): Promise<{ ok: true; signUrl: string } | { ok: false }> {
  const opened = await openForNewMoney(plan.credentialId);
  if (!opened?.provider.recurring) return { ok: false };
  const act = {
    kind: "day-changed" as const,
    ...terms,
    period: null,
    actor: "donor" as const,
    reason: null,
    at: now,
  };
  const isNew = plan.acts.length === 0;
  const next = planNow(isNew ? plan : { ...plan, acts: [...plan.acts, act] }, shanghaiDay(now)).nextDueOn;
  const firstDueOn = next ?? shanghaiDay(now);
  const site = env().PUBLIC_URL;
  const made = await opened.provider.recurring.createAgreement({
    reference: agreement.reference,
    amountFen: terms.amountFen,
    currency: plan.currency,
    subject: `月捐 ${plan.fund.title}`,
    firstDueOn,
    executeOn: executeDay(firstDueOn),
    returnUrl: `${site}/monthly/${plan.id}`,
    cancelUrl: `${site}/monthly/${plan.id}`,
    notifyUrl: `${site}/webhooks/${plan.provider}/${plan.credentialId}`,
    expiresAt: agreement.expiresAt,
    now,
  });
  if (!made.ok) return { ok: false };
  await db.run(
    `update monthly_agreement set sign_url = $4, provider_order_id = $5
     where fund_id = $1 and plan_id = $2 and number = $3 and sign_url is null`,
    [plan.fundId, plan.id, agreement.number, made.signUrl, made.providerOrderId],
  );
  return { ok: true, signUrl: made.signUrl };
}
