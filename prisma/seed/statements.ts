import { listTellingCredentials, providerOfCredential } from "#app/features/payments/credentials.server.ts";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import type { BillSource } from "#app/features/payments/providers/provider.ts";
import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import { db } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import type { SeedClock } from "./clock.ts";
import { groupBy } from "./group-by.ts";
import { ORGANIZATIONS } from "./organization-list.ts";
import type { PlannedGift } from "./plan-gifts.ts";
import { stableId } from "./random.ts";
import { askSandbox, fileOfSandbox } from "./sandbox.ts";
import { eachAtOnce } from "./steps.ts";

export interface SettledDay {
  merchant: string;
  source: "alipay" | "stripe" | "bank";
  day: string;
  rows: number;
}

/** Closes every open day at the played providers and the bank. */
export async function closeDays(change: { id: string; amountFen: bigint }[] = []): Promise<SettledDay[]> {
  const answer = await askSandbox<{ days: SettledDay[] }>("/control/settle", { change });
  return answer.days;
}

interface Bill {
  organization: string;
  credentialId: string;
  source: BillSource;
  /** A day or a month that is over. */
  period: string;
}

/** Where something happened: "organization/provider/day", a day of Asia/Shanghai for Alipay, of UTC for Stripe. */
export function busyDays(
  gifts: readonly Pick<PlannedGift, "organization" | "provider" | "paidAt" | "refundedAt">[],
): Set<string> {
  return new Set(
    gifts.flatMap(({ provider, organization, paidAt, refundedAt }) =>
      [paidAt, refundedAt ?? paidAt].map((at) => {
        const day = provider === "stripe" ? at.toISOString().slice(0, 10) : shanghaiDay(at);
        return `${organization}/${provider}/${day}`;
      }),
    ),
  );
}

/**
 * The bills that tell of the year: Alipay's by month where the month is over, else by day; Stripe's books by day;
 * the trade bill, which moves no money, for the last week alone. Days on which nothing happened are passed over,
 * but for the last week, which the workers would ask for.
 */
export async function billsOfTheYear(clock: SeedClock, busy: ReadonlySet<string>): Promise<Bill[]> {
  const thisMonth = clock.today.slice(0, 7);
  const lastWeek = [-7, -6, -5, -4, -3, -2, -1].map((offset) => clock.day(offset));
  const slugs = new Map(ORGANIZATIONS.map(({ slug }) => [stableId.organization(slug), slug]));
  const credentials = await listTellingCredentials(new Date());
  return credentials.flatMap(({ id, organizationId, provider }) => {
    const organization = slugs.get(organizationId) ?? "";
    const owner = `${organization}/${provider}/`;
    const days = [...busy].filter((key) => key.startsWith(owner)).map((key) => key.slice(owner.length));
    const all = [...new Set([...days, ...lastWeek])].sort();
    const bill = (source: BillSource, period: string): Bill => ({
      organization,
      credentialId: id,
      source,
      period,
    });
    if (provider === "stripe") return all.map((day) => bill("stripe", day));
    const periods = all.map((day) => (day.startsWith(thisMonth) ? day : day.slice(0, 7)));
    return [
      ...[...new Set(periods)].map((period) => bill("alipay-signcustomer", period)),
      ...lastWeek.map((day) => bill("alipay-trade", day)),
    ];
  });
}

/** Fetches and takes in bills; several at once, each account in its own order. */
export async function takeBills(
  bills: readonly Bill[],
  clock: SeedClock,
): Promise<{ files: number; rows: number }> {
  const queues = [...groupBy(bills, ({ credentialId }) => credentialId).values()];
  const counts = await eachAtOnce(queues, 6, async (queue) => {
    let rows = 0;
    for (const bill of queue) rows += await takeBill(bill, clock);
    return rows;
  });
  return { files: bills.length, rows: counts.reduce((sum, count) => sum + count, 0) };
}

async function takeBill(
  { organization, credentialId, source, period }: Bill,
  clock: SeedClock,
): Promise<number> {
  const provider = await providerOfCredential(credentialId);
  const bill = await provider.fetchBill({ source, day: period, now: new Date() });
  invariant(
    bill.ok,
    `${source} of ${organization}, ${period}: ${bill.ok ? "" : `${bill.reason} ${bill.detail}`}`,
  );
  return takeFile(organization, source, bill.fileName, bill.bytes, clock);
}

/** Takes in the played bank's statement of the whole year. */
export async function takeBankStatements(clock: SeedClock): Promise<number> {
  const banked = ORGANIZATIONS.filter(({ kind }) => kind === "charity" || kind === "trustee");
  const rows = await eachAtOnce(banked, 4, async ({ slug }) => {
    const query = new URLSearchParams({ merchant: slug, from: clock.day(-400), to: clock.today });
    const bytes = await fileOfSandbox(`/control/bank-statement?${query}`);
    return takeFile(slug, "bank-ccb", `ccb-${slug}.csv`, bytes, clock);
  });
  return rows.reduce((sum, count) => sum + count, 0);
}

async function takeFile(
  organization: string,
  source: BillSource | "bank-ccb",
  fileName: string,
  bytes: Uint8Array,
  clock: SeedClock,
): Promise<number> {
  const taken = await importStatement({
    organizationId: stableId.organization(organization),
    source,
    account: null,
    fileName,
    bytes,
    origin: "fetched",
    userId: null,
    now: clock.now,
  });
  invariant(taken.ok, `${fileName} of ${organization}: ${taken.ok ? "" : JSON.stringify(taken)}`);
  return taken.newRowCount;
}

/** Holds every organization's statements against its books. */
export async function reconcileEverybody(clock: SeedClock): Promise<number> {
  const banked = ORGANIZATIONS.filter(({ kind }) => kind === "charity" || kind === "trustee");
  const done = await eachAtOnce(banked, 3, ({ slug }) =>
    reconcileOrganization(stableId.organization(slug), clock.now),
  );
  return done.reduce((sum, { rowCount }) => sum + rowCount, 0);
}

/**
 * A year is told in seconds: what was matched just now is dated as the morning after, when the bill of that day
 * would have come. Only rows that say when something was noticed; the ledger keeps its own times.
 */
export async function dateTheMorningAfter(clock: SeedClock): Promise<void> {
  const morning = (moment: string): string =>
    `least($1::timestamptz, date_trunc('day', ${moment} at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai'
       + interval '1 day 10 hours 2 minutes')`;
  await db.run(
    `update settlement e set settled_at = ${morning("p.paid_at")} from payment p
     where p.fund_id = e.fund_id and p.id = e.payment_id and e.settled_at >= $1`,
    [clock.now],
  );
  await db.run(
    `update reconciliation_run set started_at = t.at, finished_at = t.at + interval '2 seconds'
     from (select id, least($1::timestamptz, (day + 1)::timestamp at time zone 'Asia/Shanghai' + interval '10 hours 2 minutes') as at
           from reconciliation_run) t
     where t.id = reconciliation_run.id and started_at >= $1`,
    [clock.now],
  );
  await db.run(
    `update reconciliation_break set opened_at =
       least($1::timestamptz, (day + 1)::timestamp at time zone 'Asia/Shanghai' + interval '10 hours 2 minutes')
     where opened_at >= $1`,
    [clock.now],
  );
}
