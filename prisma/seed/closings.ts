import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { assignBreaks } from "#app/features/reconciliation/assign-breaks.server.ts";
import type { BreakReason } from "#app/features/reconciliation/break-reasons.ts";
import { closeDay } from "#app/features/reconciliation/close-day.server.ts";
import { requestWriteOff } from "#app/features/reconciliation/request-write-off.server.ts";
import { signDay } from "#app/features/reconciliation/sign-day.server.ts";
import { db } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { addDays } from "#app/lib/time.ts";
import type { SeedClock } from "./clock.ts";
import { ORGANIZATIONS } from "./organization-list.ts";
import { personId, spendersOf } from "./people.ts";
import { stableId } from "./random.ts";
import { eachAtOnce } from "./steps.ts";

/** The guide's charity closes a week day by day, the others begin a few days ago; yesterday is left to people. */
const FIRST_DAYS = { guide: -7, others: -3 } as const;
const GUIDE = "tonglu-charity";

/** Why the differences of the played year are there. */
const REASONS: Readonly<Record<string, BreakReason>> = {
  "amount-mismatch": "provider-error",
  "payout-not-in-bank": "timing",
  "missing-at-bank": "timing",
};

/** Gives the year's differences to people and closes most days, as clerk and approver would have. */
export async function closeBooks(clock: SeedClock): Promise<number> {
  const charities = ORGANIZATIONS.filter(({ kind }) => kind === "charity");
  const counts = await eachAtOnce(charities, 3, ({ slug }) => closeCharity(slug, clock));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function closeCharity(slug: string, clock: SeedClock): Promise<number> {
  const organizationId = stableId.organization(slug);
  const { clerk, approver } = spendersOf(slug);
  const people = { clerkId: personId(clerk), approverId: personId(approver) };
  await giveOwners(organizationId, people, clock);
  if (slug === GUIDE) await askForWriteOff(organizationId, people.clerkId, clock);
  let closed = 0;
  for (let offset = slug === GUIDE ? FIRST_DAYS.guide : FIRST_DAYS.others; offset <= -2; offset += 1) {
    const day = clock.day(offset);
    if (!(await closeOne(organizationId, day, people, clock))) break;
    closed += 1;
  }
  invariant(slug !== GUIDE || closed > 0, `the books of ${slug} cannot be closed`);
  return closed;
}

interface People {
  clerkId: string;
  approverId: string;
}

/** Those of yesterday and today have no owner yet. */
async function giveOwners(organizationId: string, people: People, clock: SeedClock): Promise<void> {
  const rows = await db.rows<{ id: string; kind: string; day: string }>(
    `select id, kind, day from reconciliation_break
     where organization_id = $1 and state = 'open' and day <= $2::date order by day, id`,
    [organizationId, clock.day(-2)],
  );
  for (const reason of new Set(rows.map(({ kind }) => REASONS[kind] ?? "under-inquiry"))) {
    const own = rows.filter(({ kind }) => (REASONS[kind] ?? "under-inquiry") === reason);
    await assignBreaks({
      id: transferIdOf("mingshan-demo", "assign", organizationId, reason),
      organizationId,
      breakIds: own.map(({ id }) => id),
      ownerId: reason === "timing" ? people.clerkId : people.approverId,
      reason,
      note: "",
      userId: people.clerkId,
      now: clock.at(clock.day(-1), 9, 30),
    });
  }
}

/** One write-off waits for the second person. */
async function askForWriteOff(organizationId: string, userId: string, clock: SeedClock): Promise<void> {
  const rows = await db.rows<{ id: string }>(
    `select id from reconciliation_break where organization_id = $1 and state = 'open'
       and kind in ('amount-mismatch', 'fee-unexplained', 'missing-in-ledger') order by amount_fen, id limit 20`,
    [organizationId],
  );
  for (const { id: breakId } of rows) {
    const asked = await requestWriteOff({
      id: transferIdOf("mingshan-demo", "write-off", breakId),
      organizationId,
      breakId,
      userId,
      note: "和渠道核对过，金额很小，由机构承担",
      now: clock.at(clock.day(-1), 9, 40),
    });
    if (asked.ok) return;
  }
}

async function closeOne(
  organizationId: string,
  day: string,
  { clerkId, approverId }: People,
  clock: SeedClock,
): Promise<boolean> {
  const morning = addDays(day, 1);
  const signed = await signDay({
    id: transferIdOf("mingshan-demo", "sign", organizationId, day),
    organizationId,
    day,
    userId: clerkId,
    now: clock.at(morning, 10, 20),
  });
  if (!signed.ok) return false;
  const closed = await closeDay({
    organizationId,
    day,
    userId: approverId,
    now: clock.at(morning, 11, 5),
  });
  return closed.ok;
}
