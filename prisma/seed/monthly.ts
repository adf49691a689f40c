import { readPlan } from "#app/features/donations/monthly/plan-rows.server.ts";
import { startMonthlyPlan } from "#app/features/donations/monthly/start-monthly-plan.server.ts";
import { tellAgreements } from "#app/features/donations/monthly/tell-agreements.server.ts";
import { findGivingTarget } from "#app/features/funds/giving-queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { SeedClock } from "./clock.ts";
import { LEADING, personId } from "./people.ts";
import { askSandbox } from "./sandbox.ts";

const SLUG = "hot-meals";
/** The demo's donor first; the others are only ever counted. */
const AMOUNTS_FEN = [3_000n, 1_200n, 5_000n, 1_200n, 10_000n, 2_000n, 3_600n] as const;

/**
 * Some people who give monthly, signed at the sandbox like everybody's. Their day is two weeks away, so that
 * none of them is charged while somebody looks on; the donor's own plan shows gifts of the past months.
 */
export async function giveMonthly(clock: SeedClock): Promise<number> {
  const donor = LEADING[0]?.email ?? "";
  const emails = AMOUNTS_FEN.map((_, nth) => (nth === 0 ? donor : `monthly${nth}@demo.mingshan.example`));
  for (const [nth, amountFen] of AMOUNTS_FEN.entries()) {
    const planId = await sign(clock, emails[nth] ?? donor, amountFen, nth === 0 ? personId(donor) : null);
    if (nth === 0) await tieToPastGifts(planId, personId(donor));
  }
  // Nobody reads the letters of those who are only counted.
  const others = emails.slice(1);
  await db.run(
    `delete from outbox where job = 'send-mail' and payload->>'mailId' in
       (select id::text from outgoing_mail where recipient = any($1))`,
    [others],
  );
  await db.run("delete from outgoing_mail where recipient = any($1)", [others]);
  return AMOUNTS_FEN.length;
}

async function sign(
  clock: SeedClock,
  email: string,
  amountFen: bigint,
  userId: string | null,
): Promise<string> {
  const now = new Date();
  const target = await findGivingTarget("project", SLUG, now);
  invariant(target, "the fund is published");
  const started = await startMonthlyPlan({
    target,
    intention: `seed:monthly:${email}`,
    amountFen,
    dayOfMonth: dayFarAway(clock.today),
    provider: "alipay",
    visibility: "anonymous",
    email,
    userId,
    now,
  });
  invariant(started.ok, `a monthly plan was refused: ${JSON.stringify(started)}`);
  const key = { fundId: target.id, id: started.planId };
  const plan = await readPlan(db, key);
  if (plan && plan.acts.length === 0) {
    await askSandbox("/control/pay", { payUrl: started.signUrl, outcome: "paid" });
    await tellAgreements(now, key);
  }
  return started.planId;
}

/** Fourteen days from a day, on a day that every month has. */
const dayFarAway = (today: string): number => ((Number(today.slice(8)) + 13) % 28) + 1;

/** What the donor gave by Alipay in the months before this one, one gift a month, becomes the plan's past. */
async function tieToPastGifts(planId: string, userId: string): Promise<void> {
  await db.run(
    `insert into monthly_charge (fund_id, plan_id, period, donation_id, amount_fen, due_on, created_at)
     select fund_id, $1, period, id, amount_fen, day, paid_at from (
       select distinct on (period) d.fund_id, d.id, d.amount_fen, p.paid_at, t.period, t.day
       from donation d
       join payment p on p.fund_id = d.fund_id and p.donation_id = d.id and p.counted_at is not null
       cross join lateral (
         select to_char(p.paid_at at time zone 'Asia/Shanghai', 'YYYY-MM') as period,
                (p.paid_at at time zone 'Asia/Shanghai')::date as day) t
       where d.user_id = $2 and d.fund_id = substr($1, 2, 8) and d.provider = 'alipay'
       order by t.period, p.paid_at) g
     where period < to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM')
     order by period desc limit 6 on conflict do nothing`,
    [planId, userId],
  );
  await db.run(
    `update monthly_plan p set created_at = coalesce(
       (select min(c.created_at) from monthly_charge c where c.fund_id = p.fund_id and c.plan_id = p.id), p.created_at)
     where p.fund_id = substr($1, 2, 8) and p.id = $1`,
    [planId],
  );
}
