import type { CredentialSummary } from "#app/features/payments/credentials.server.ts";
import type { BillSource } from "#app/features/payments/providers/provider.ts";
import { statementAccountOf } from "#app/features/payments/statement-account.server.ts";
import { daysWithoutItems, unfetchedDays } from "#app/features/payments/statement-fetches.server.ts";
import { db } from "#app/lib/db.server.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import { BREAK_DAY_PAUSE_MS, isDue } from "./pacing.server.ts";

/** Days that are looked back for bills that never came. */
const RECENT_DAYS = 7;
/** Days that are asked for again while a break of theirs is open, and how many of them at once. */
const BREAK_DAYS = 62;
const MOST_BREAK_DAYS = 10;

/** Days in which a provider is asked again for the parts of a payout. */
const ITEM_DAYS = 14;

/**
 * The days whose bill is worth asking for, oldest first: recent days without a bill that was made after they
 * ended, days that failed or whose payouts had no parts yet, days with open breaks (the provider may have
 * corrected its books) and, in the sandbox, today.
 * Days of Asia/Shanghai for Alipay, of UTC for Stripe.
 */
export async function billDays(
  credential: CredentialSummary,
  source: BillSource,
  when: { now: Date; withToday: boolean },
): Promise<string[]> {
  const today = source === "stripe" ? when.now.toISOString().slice(0, 10) : shanghaiDay(when.now);
  const account = statementAccountOf(credential.providerAccount);
  const zone = source === "stripe" ? "UTC" : "Asia/Shanghai";
  const recent = await db.rows<{ day: string }>(
    `select d::date as day from generate_series($4::date, $5::date, '1 day') d
     where not exists (
       select from statement s
       where s.organization_id = $1 and s.source = $2 and s.account = $3
         and d::date between s.period_start and s.period_end
         and s.created_at >= (d::date + 1)::timestamp at time zone $6)`,
    [credential.organizationId, source, account, addDays(today, -RECENT_DAYS), addDays(today, -1), zone],
  );
  const broken = await db.rows<{ day: string }>(
    `select distinct day from reconciliation_break
     where organization_id = $1 and source = $2 and account = $3 and state = 'open' and day >= $4::date
     order by day desc limit ${MOST_BREAK_DAYS}`,
    [credential.organizationId, source, account, addDays(today, -BREAK_DAYS)],
  );
  const days = new Set(recent.map((row) => row.day));
  // What failed longer ago, and payouts that the provider had not itemised yet: asked for again, but not at every turn.
  const bill = { organizationId: credential.organizationId, source, account };
  const later = [
    ...(await unfetchedDays(bill, addDays(today, -BREAK_DAYS), MOST_BREAK_DAYS)),
    ...(await daysWithoutItems(bill, addDays(today, -ITEM_DAYS), MOST_BREAK_DAYS)),
  ];
  for (const day of later) {
    if (day < today && isDue(`${credential.id} ${source} ${day}`, when.now, BREAK_DAY_PAUSE_MS))
      days.add(day);
  }
  for (const { day } of broken) {
    if (!isDue(`${credential.id} ${source} ${day}`, when.now, BREAK_DAY_PAUSE_MS)) continue;
    if (day < today) days.add(day);
    // A day of Asia/Shanghai begins in the UTC day before.
    if (source === "stripe") days.add(addDays(day, -1));
  }
  if (when.withToday) days.add(today);
  return [...days].sort();
}
