import type { ProviderName } from "#app/features/payments/providers/provider.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { insertPayments, paymentIdOf } from "./open-charges.server.ts";

/** One try to deduct a period, with what the provider has to know. */
export interface Try {
  fundId: string;
  planId: string;
  period: string;
  number: number;
  paymentId: string;
  donationId: string;
  amountFen: bigint;
  currency: string;
  dueOn: string;
  startedAt: Date;
  /** A definite refusal that was heard before; the order only had to be closed. */
  reason: string | null;
  provider: ProviderName;
  credentialId: string;
  organizationId: string;
  fundTitle: string;
  reference: string | null;
  agreementId: string | null;
  /** The donor or the charity stopped it meanwhile. */
  isGivenUp: boolean;
}

const TRY_COLUMNS = `
  c.fund_id as "fundId", c.plan_id as "planId", c.period, c.donation_id as "donationId",
  c.amount_fen as "amountFen", c.due_on as "dueOn", p.currency, p.provider, p.credential_id as "credentialId",
  p.organization_id as "organizationId", f.title as "fundTitle", a.reference, a.agreement_id as "agreementId",
  c.given_up_at is not null as "isGivenUp"`;

const TRY_JOINS = `
  join monthly_plan p on p.fund_id = c.fund_id and p.id = c.plan_id
  join fund f on f.id = c.fund_id
  left join lateral (
    select reference, agreement_id from monthly_agreement a
    where a.fund_id = c.fund_id and a.plan_id = c.plan_id and a.signed_at is not null and a.ended_at is null
      and a.end_wanted_at is null
    order by a.number desc limit 1) a on true`;

/**
 * Writes the tries that begin now, before any provider is called. The charge's row is locked while it is
 * chosen and an open try keeps out every other one, so however many workers look, one of them charges.
 */
export async function beginTries(now: Date, limit: number): Promise<Try[]> {
  return transaction(async (tx) => {
    const due = await tx.rows<Omit<Try, "paymentId" | "startedAt" | "reason">>(
      `with due as (
         select c.fund_id, c.plan_id, c.period from monthly_charge c
         where c.next_try_on <= $1 and c.given_up_at is null
           and not exists (select 1 from monthly_attempt t where t.fund_id = c.fund_id and t.plan_id = c.plan_id
                           and t.period = c.period and t.ended_at is null)
           and not exists (select 1 from payment y where y.fund_id = c.fund_id and y.donation_id = c.donation_id
                           and y.paid_at is not null)
         order by c.next_try_on, c.fund_id, c.plan_id limit $2 for update skip locked)
       select ${TRY_COLUMNS},
              (select count(*)::int + 1 from monthly_attempt t where t.fund_id = c.fund_id and t.plan_id = c.plan_id
               and t.period = c.period) as number
       from due join monthly_charge c using (fund_id, plan_id, period) ${TRY_JOINS}`,
      [shanghaiDay(now), limit],
    );
    const tries: Try[] = due.map((one) => ({
      ...one,
      paymentId: paymentIdOf(one.fundId, one.donationId, one.number),
      startedAt: now,
      reason: null,
    }));
    await insertPayments(tx, tries, now);
    await tx.run(
      `insert into monthly_attempt (fund_id, plan_id, period, number, payment_id, started_at)
       select fund_id, plan_id, period, number, payment_id, $6
       from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[])
         as g(fund_id, plan_id, period, number, payment_id)`,
      [
        tries.map((one) => one.fundId),
        tries.map((one) => one.planId),
        tries.map((one) => one.period),
        tries.map((one) => one.number),
        tries.map((one) => one.paymentId),
        now,
      ],
    );
    return tries;
  });
}

/** A call that still runs in another worker ends well within this. */
const ASK_AFTER_SECONDS = 60;
const DEMO_ASK_AFTER_SECONDS = 15;

/** Tries whose outcome is not known, to be asked about; marked in the statement that chooses them. */
export async function claimOpenTries(now: Date, limit: number): Promise<Try[]> {
  const wait = env().DEMO ? DEMO_ASK_AFTER_SECONDS : ASK_AFTER_SECONDS;
  return db.rows<Try>(
    `with waiting as (
       select t.fund_id, t.plan_id, t.period, t.number from monthly_attempt t
       where t.ended_at is null
         and coalesce(t.asked_at, t.started_at) <= $1::timestamptz - $2 * interval '1 second'
       order by t.started_at limit $3 for update skip locked),
     asked as (
       update monthly_attempt t set asked_at = $1 from waiting w
       where t.fund_id = w.fund_id and t.plan_id = w.plan_id and t.period = w.period and t.number = w.number
       returning t.*)
     select ${TRY_COLUMNS}, t.number, t.payment_id as "paymentId", t.started_at as "startedAt", t.reason
     from asked t join monthly_charge c on c.fund_id = t.fund_id and c.plan_id = t.plan_id and c.period = t.period
     ${TRY_JOINS}`,
    [now, wait, limit],
  );
}
