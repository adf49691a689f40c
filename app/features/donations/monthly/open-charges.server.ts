import { randomBytes } from "node:crypto";
import type { Sql } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { derivedFundScopedId, derivedText } from "#app/lib/ids.ts";
import { donationToken, hashOfToken } from "../donation-token.server.ts";
import type { Plan } from "./plan-rows.server.ts";

export interface NewCharge {
  plan: Plan;
  period: string;
  dueOn: string;
  amountFen: bigint;
  /** When it is tried first; null where the provider bills by itself. */
  nextTryOn: string | null;
}

export interface OpenedCharge {
  plan: Plan;
  period: string;
  donationId: string;
  /** Of the first try, or the only one where the provider bills. */
  paymentId: string;
}

/** The gift of a plan's period always has this id, and each try of it one that follows from its number. */
export const donationIdOf = (plan: Pick<Plan, "fundId" | "id">, period: string): string =>
  derivedFundScopedId("d", plan.fundId, env().SESSION_SECRET, "monthly", plan.id, period);

export const paymentIdOf = (fundId: string, donationId: string, attempt: number): string =>
  derivedFundScopedId("p", fundId, env().SESSION_SECRET, donationId, String(attempt));

/**
 * Writes the periods given: the charge, its gift and, where the provider bills, the payment that the bill is.
 * What is there stays as it is, so a period is never opened twice.
 */
export async function openCharges(
  tx: Sql,
  charges: readonly NewCharge[],
  now: Date,
): Promise<OpenedCharge[]> {
  if (charges.length === 0) return [];
  const opened = charges.map(({ plan, period }) => {
    const donationId = donationIdOf(plan, period);
    return { plan, period, donationId, paymentId: paymentIdOf(plan.fundId, donationId, 1) };
  });
  await insertGifts(tx, charges, opened, now);
  await tx.run(
    `insert into monthly_charge (fund_id, plan_id, period, donation_id, amount_fen, due_on, next_try_on, created_at)
     select fund_id, plan_id, period, donation_id, amount_fen, due_on, next_try_on, $8
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int8[], $6::date[], $7::date[])
       as g(fund_id, plan_id, period, donation_id, amount_fen, due_on, next_try_on)
     on conflict (fund_id, plan_id, period) do nothing`,
    [
      charges.map(({ plan }) => plan.fundId),
      charges.map(({ plan }) => plan.id),
      charges.map(({ period }) => period),
      opened.map(({ donationId }) => donationId),
      charges.map(({ amountFen }) => amountFen),
      charges.map(({ dueOn }) => dueOn),
      charges.map(({ nextTryOn }) => nextTryOn),
      now,
    ],
  );
  const billed = opened.filter(({ plan }) => plan.billing === "provider");
  await insertPayments(tx, billed, now);
  return opened;
}

async function insertGifts(
  tx: Sql,
  charges: readonly NewCharge[],
  opened: readonly OpenedCharge[],
  now: Date,
): Promise<void> {
  const secret = env().SESSION_SECRET;
  await tx.run(
    `insert into donation (fund_id, id, organization_id, amount_fen, currency, provider, visibility, donor_name,
       pseudonym, email, message, user_id, reference, token_hash, salt, created_at)
     select p.fund_id, g.id, p.organization_id, g.amount_fen, p.currency, p.provider, p.visibility, p.donor_name,
            p.pseudonym, p.email, null, p.user_id, g.reference, g.token_hash, g.salt, $7
     from unnest($1::text[], $2::text[], $3::text[], $4::int8[], $5::text[], $6::text[], $8::bytea[])
       as g(fund_id, plan_id, id, amount_fen, reference, token_hash, salt)
     join monthly_plan p on p.fund_id = g.fund_id and p.id = g.plan_id
     on conflict (fund_id, id) do nothing`,
    [
      charges.map(({ plan }) => plan.fundId),
      charges.map(({ plan }) => plan.id),
      opened.map(({ donationId }) => donationId),
      charges.map(({ amountFen }) => amountFen),
      opened.map(({ donationId }) => `MS${derivedText(8, secret, "reference", donationId).toUpperCase()}`),
      opened.map(({ donationId }) => hashOfToken(donationToken(donationId))),
      now,
      charges.map(() => randomBytes(16)),
    ],
  );
}

/** The payment of each gift that is asked for now, by its own id. */
export async function insertPayments(
  tx: Sql,
  payments: readonly Pick<OpenedCharge, "donationId" | "paymentId">[],
  now: Date,
): Promise<void> {
  if (payments.length === 0) return;
  await tx.run(
    `insert into payment (fund_id, id, donation_id, organization_id, credential_id, provider, amount_fen, currency, opened_at)
     select d.fund_id, g.id, d.id, d.organization_id, m.credential_id, d.provider, d.amount_fen, d.currency, $3
     from unnest($1::text[], $2::text[]) as g(donation_id, id)
     join donation d on d.fund_id = substr(g.donation_id, 2, 8) and d.id = g.donation_id
     join monthly_charge c on c.fund_id = d.fund_id and c.donation_id = d.id
     join monthly_plan m on m.fund_id = c.fund_id and m.id = c.plan_id
     on conflict (fund_id, id) do nothing`,
    [payments.map((one) => one.donationId), payments.map((one) => one.paymentId), now],
  );
}
