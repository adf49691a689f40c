import type { GivingTarget } from "#app/features/funds/giving-queries.server.ts";
import { openForNewMoney } from "#app/features/payments/credentials.server.ts";
import { db } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { derivedFundScopedId } from "#app/lib/ids.ts";
import { invariant } from "#app/lib/invariant.ts";
import { hashOfToken } from "../donation-token.server.ts";
import type { Visibility } from "../schema.ts";
import { openAgreement } from "./open-agreement.server.ts";
import { readPlan } from "./plan-rows.server.ts";
import { planToken } from "./plan-token.server.ts";

export interface StartMonthlyPlanInput {
  target: GivingTarget;
  /** Names the caller's intention: the same one never makes a second plan. */
  intention: string;
  amountFen: bigint;
  dayOfMonth: number;
  provider: string;
  visibility: Visibility;
  name?: string;
  pseudonym?: string;
  /** Asked for, because failed deductions are told by mail and the plan is managed by a mailed link. */
  email: string;
  message?: string;
  userId: string | null;
  now: Date;
}

export type StartMonthlyPlanResult =
  | { ok: true; planId: string; token: string; signUrl: string }
  | { ok: false; reason: "closed" | "provider-not-offered" | "other-content" | "provider-unavailable" };

/** Starts a monthly plan: its row, then the provider's page on which the donor signs. Safe to call again. */
export async function startMonthlyPlan(input: StartMonthlyPlanInput): Promise<StartMonthlyPlanResult> {
  const { target } = input;
  if (!target.giving.open) return { ok: false, reason: "closed" };
  const credential = target.credentials.find((candidate) => candidate.provider === input.provider);
  const isOffered = target.giving.providers.some((provider) => provider === input.provider);
  const opened = credential && isOffered ? await openForNewMoney(credential.id) : null;
  if (!opened?.provider.recurring) return { ok: false, reason: "provider-not-offered" };
  const id = derivedFundScopedId("m", target.id, env().SESSION_SECRET, input.intention);
  await insertPlan(input, id, opened.credential.id);
  const plan = await readPlan(db, { fundId: target.id, id });
  invariant(plan, "a plan that was just written is there");
  const { amountFen, dayOfMonth, provider } = plan;
  if (amountFen !== input.amountFen || dayOfMonth !== input.dayOfMonth || provider !== input.provider)
    return { ok: false, reason: "other-content" };
  // Sent again after it was signed: there is nothing more to sign, and its own page says so.
  if (plan.acts.length > 0)
    return { ok: true, planId: id, token: planToken(id), signUrl: `${env().PUBLIC_URL}/monthly/${id}` };
  const page = await openAgreement(plan, { amountFen, dayOfMonth }, input.now);
  if (!page.ok) return page;
  return { ok: true, planId: id, token: planToken(id), signUrl: page.signUrl };
}

async function insertPlan(input: StartMonthlyPlanInput, id: string, credentialId: string): Promise<void> {
  await db.run(
    `insert into monthly_plan (fund_id, id, organization_id, credential_id, provider, amount_fen, day_of_month,
       currency, visibility, donor_name, pseudonym, email, message, user_id, token_hash, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
     on conflict (fund_id, id) do nothing`,
    [
      input.target.id,
      id,
      input.target.organizationId,
      credentialId,
      input.provider,
      input.amountFen,
      input.dayOfMonth,
      input.target.currency,
      input.visibility,
      input.name ?? null,
      input.pseudonym ?? null,
      input.email,
      input.message ?? null,
      input.userId,
      hashOfToken(planToken(id)),
      input.now,
    ],
  );
}
