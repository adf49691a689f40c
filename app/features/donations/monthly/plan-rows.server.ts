import type { FundKind } from "#app/features/funds/kinds.ts";
import type { ProviderName } from "#app/features/payments/providers/provider.ts";
import type { Sql } from "#app/lib/db.server.ts";
import type { PlanAct, PlanCharge, PlanFacts } from "./plan-state.ts";

export interface PlanKey {
  fundId: string;
  id: string;
}

export interface PlanAgreement {
  number: number;
  reference: string;
  amountFen: bigint;
  dayOfMonth: number;
  signUrl: string | null;
  providerOrderId: string | null;
  agreementId: string | null;
  openedAt: Date;
  expiresAt: Date;
  signedAt: Date | null;
  staleSince: Date | null;
  endWantedAt: Date | null;
  endedAt: Date | null;
}

/** A plan with everything that its state follows from. */
export interface Plan extends PlanFacts, PlanKey {
  organizationId: string;
  credentialId: string;
  provider: ProviderName;
  currency: string;
  visibility: string;
  donorName: string | null;
  pseudonym: string | null;
  email: string;
  message: string | null;
  userId: string | null;
  tokenHash: string;
  agreements: PlanAgreement[];
  fund: {
    kind: FundKind;
    slug: string;
    title: string;
    titleEn: string;
    state: string;
    endsOn: string | null;
  };
  organization: { name: string; nameEn: string; slug: string };
}

/** Providers that start a deduction when we say so; the others bill by themselves. */
const OURS = new Set<string>(["alipay"]);

type PlanRow = Omit<Plan, "acts" | "charges" | "agreements" | "billing">;

/** Reads plans in four statements, however many. In the order of the keys; unknown ones are left out. */
export async function readPlans(sql: Sql, keys: readonly PlanKey[]): Promise<Plan[]> {
  if (keys.length === 0) return [];
  const given = [keys.map((key) => key.fundId), keys.map((key) => key.id)];
  const rows = await sql.rows<PlanRow>(PLANS_SQL, given);
  const acts = await sql.rows<PlanAct & { planId: string }>(ACTS_SQL, given);
  const charges = await sql.rows<PlanCharge & { planId: string }>(CHARGES_SQL, given);
  const agreements = await sql.rows<PlanAgreement & { planId: string }>(AGREEMENTS_SQL, given);
  const plans = new Map<string, Plan>(
    rows.map((row) => [
      row.id,
      {
        ...row,
        billing: OURS.has(row.provider) ? "ours" : "provider",
        acts: acts.filter((act) => act.planId === row.id),
        charges: charges.filter((charge) => charge.planId === row.id),
        agreements: agreements.filter((agreement) => agreement.planId === row.id),
      },
    ]),
  );
  return keys.flatMap((key) => plans.get(key.id) ?? []);
}

export async function readPlan(sql: Sql, key: PlanKey): Promise<Plan | null> {
  return (await readPlans(sql, [key]))[0] ?? null;
}

/** Locks a plan for an act, then reads it in a new statement. Null if there is none. */
export async function lockPlan(tx: Sql, key: PlanKey): Promise<Plan | null> {
  await tx.rows("select 1 from monthly_plan where fund_id = $1 and id = $2 for update", [key.fundId, key.id]);
  return readPlan(tx, key);
}

/** The agreement that deductions are made under: the newest signed one that is not over. */
export function currentAgreement(plan: Plan): PlanAgreement | null {
  return plan.agreements.findLast((one) => one.signedAt && !one.endedAt && !one.endWantedAt) ?? null;
}

const GIVEN = "unnest($1::text[], $2::text[]) as g(fund_id, id)";

const PLANS_SQL = `
  select p.fund_id as "fundId", p.id, p.organization_id as "organizationId", p.credential_id as "credentialId",
         p.provider, p.amount_fen as "amountFen", p.day_of_month as "dayOfMonth", p.currency, p.visibility,
         p.donor_name as "donorName", p.pseudonym, p.email, p.message, p.user_id as "userId",
         p.token_hash as "tokenHash", p.created_at as "createdAt",
         json_build_object('kind', f.kind, 'slug', f.slug, 'title', f.title, 'titleEn', f.title_en,
                           'state', f.state, 'endsOn', f.ends_on) as fund,
         json_build_object('name', o.name, 'nameEn', o.name_en, 'slug', o.slug) as organization
  from ${GIVEN} join monthly_plan p on p.fund_id = g.fund_id and p.id = g.id
  join fund f on f.id = p.fund_id join organization o on o.id = p.organization_id`;

const ACTS_SQL = `
  select a.plan_id as "planId", a.kind, a.amount_fen as "amountFen", a.day_of_month as "dayOfMonth", a.period,
         a.actor, a.reason, a.at
  from ${GIVEN} join monthly_act a on a.fund_id = g.fund_id and a.plan_id = g.id order by a.plan_id, a.number`;

const CHARGES_SQL = `
  select c.plan_id as "planId", c.period, c.donation_id as "donationId", c.amount_fen as "amountFen",
         c.due_on as "dueOn", c.next_try_on as "nextTryOn", c.given_up_at as "givenUpAt",
         c.give_up_reason as "giveUpReason",
         (select max(p.paid_at) from payment p where p.fund_id = c.fund_id and p.donation_id = c.donation_id
          and p.counted_at is not null) as "paidAt",
         exists (select 1 from monthly_attempt t where t.fund_id = c.fund_id and t.plan_id = c.plan_id
                 and t.period = c.period and t.ended_at is null) as "isOpen",
         (select count(*)::int from monthly_attempt t where t.fund_id = c.fund_id and t.plan_id = c.plan_id
          and t.period = c.period and t.outcome = 'failed') as "failedCount"
  from ${GIVEN} join monthly_charge c on c.fund_id = g.fund_id and c.plan_id = g.id order by c.plan_id, c.period`;

const AGREEMENTS_SQL = `
  select a.plan_id as "planId", a.number, a.reference, a.amount_fen as "amountFen",
         a.day_of_month as "dayOfMonth", a.sign_url as "signUrl", a.provider_order_id as "providerOrderId",
         a.agreement_id as "agreementId", a.opened_at as "openedAt", a.expires_at as "expiresAt",
         a.signed_at as "signedAt", a.stale_since as "staleSince", a.end_wanted_at as "endWantedAt",
         a.ended_at as "endedAt"
  from ${GIVEN} join monthly_agreement a on a.fund_id = g.fund_id and a.plan_id = g.id order by a.plan_id, a.number`;
