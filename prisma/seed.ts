import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { settleStatements } from "#app/features/consumption/statements/settle-statements.server.ts";
import { buildCredibilityReports } from "#app/features/credibility/build-report.server.ts";
import { traceFund } from "#app/features/disbursements/trace-fund.server.ts";
import { recordLedgerCheck } from "#app/features/ledger/check-ledger.server.ts";
import { indexTransfers } from "#app/features/ledger/index-transfers.server.ts";
import { snapshotBalances } from "#app/features/ledger/snapshot-balances.server.ts";
import { checkFunds } from "#app/features/reconciliation/check-funds.server.ts";
import { closeDatabase, db } from "#app/lib/db.server.ts";
import { env, loadEnvOrExit } from "#app/lib/env.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { giveAid, linkReturnedAid } from "./seed/aid.ts";
import { payInOtherShapes } from "./seed/bank-shapes.ts";
import { keptClock, type SeedClock } from "./seed/clock.ts";
import { closeBooks } from "./seed/closings.ts";
import { planConsumption } from "./seed/consumption.ts";
import { writeAgreements, writeShops } from "./seed/consumption-agreements.ts";
import { writeSales, writeStatements } from "./seed/consumption-books.ts";
import { findOddSales } from "./seed/consumption-signals.ts";
import { keepCosts } from "./seed/costs.ts";
import { discloseEverything } from "./seed/disclosures.ts";
import { askQuestions } from "./seed/enquiries.ts";
import { writeFilings } from "./seed/filings.ts";
import { FUNDS, fundIdOfSpec, writeFunds } from "./seed/funds.ts";
import { confirmGifts, tellProviders, writeGifts } from "./seed/gifts.ts";
import { keepGoods } from "./seed/goods.ts";
import { GUIDE_FUND } from "./seed/guide-fund.ts";
import { giveByHand } from "./seed/hand-gifts.ts";
import { giveMonthly } from "./seed/monthly.ts";
import { openDispute, writeOddGifts } from "./seed/odd-gifts.ts";
import { writeRecords } from "./seed/organization-records.ts";
import { openPaymentChannels, writeOrganizations } from "./seed/organizations.ts";
import { payInBatches } from "./seed/payouts.ts";
import { DEMO_PASSWORD, LEADING, type SeededKey, writeApiKeys, writePeople } from "./seed/people.ts";
import { writePlaces } from "./seed/places.ts";
import { type PlannedGift, planGifts } from "./seed/plan-gifts.ts";
import { planSpending } from "./seed/plan-spending.ts";
import { writeProjects } from "./seed/projects.ts";
import { issueSomeReceipts } from "./seed/receipts.ts";
import { askForRefund } from "./seed/refunds.ts";
import { planGuideSpending, planTrustSpending } from "./seed/special-spending.ts";
import { spend } from "./seed/spending.ts";
import {
  billsOfTheYear,
  busyDays,
  closeDays,
  dateTheMorningAfter,
  reconcileEverybody,
  takeBankStatements,
  takeBills,
} from "./seed/statements.ts";
import { eachAtOnce, step } from "./seed/steps.ts";
import { fundTrusts } from "./seed/trusts.ts";

/**
 * Fills an empty database with an invented year: the five places, their organizations, funds, gifts, statements
 * and payments, all through the verbs that the site itself uses. May be started again after it was cut off.
 */
async function seed(): Promise<void> {
  const { DATA_DIR } = env();
  const clock = keptClock(DATA_DIR);
  await step("places", writePlaces, (count) => `${count} divisions`);
  await step(
    "organizations",
    () => writeOrganizations(clock),
    (count) => `${count}`,
  );
  const [, , keys] = await step(
    "people, funds, payment channels",
    async () =>
      Promise.all([
        writeFunds(clock),
        openPaymentChannels(clock),
        writePeople(clock).then(() => writeApiKeys(clock)),
      ]),
    ([funds, channels]) => `${funds} funds, ${channels} organizations known to the providers`,
  );
  await step(
    "records",
    () => writeRecords(clock),
    (count) => `${count} boards`,
  );
  await step(
    "filings",
    () => writeFilings(clock),
    (count) => `${count} versions of plans`,
  );
  await step(
    "enquiries",
    () => askQuestions(clock),
    (count) => `${count} asked`,
  );
  const gifts = planGifts(clock, await sell(clock));
  await giveAndSettle(gifts, clock);
  await spendAndTrace(gifts, clock);
  await step(
    "odd sales",
    () => findOddSales(clock),
    (count) => `${count} found`,
  );
  await step(
    "projects",
    () => writeProjects(clock),
    (count) => `${count} with promises and progress`,
  );
  await step(
    "refund",
    () => askForRefund(clock),
    (fen) => `${fen / 100n} yuan asked for`,
  );
  await step(
    "receipts",
    () => issueSomeReceipts(clock),
    (count) => `${count} issued`,
  );
  await step(
    "monthly gifts",
    () => giveMonthly(clock),
    (count) => `${count} people`,
  );
  await step(
    "costs",
    () => keepCosts(clock),
    (count) => `${count} entered`,
  );
  await step(
    "goods",
    () => keepGoods(clock),
    (count) => `${count} batches`,
  );
  await step(
    "disclosures",
    () => discloseEverything(clock),
    (count) => `${count} duties due`,
  );
  await finish(clock);
  writeSeedFile(DATA_DIR, keys);
}

/** What enterprises sold under their agreements; gives what they paid for it. */
async function sell(clock: SeedClock): Promise<PlannedGift[]> {
  const { campaigns, statements, gifts } = planConsumption(clock);
  await step(
    "consumption agreements",
    async () => [await writeAgreements(campaigns, clock), await writeShops(campaigns, clock)] as const,
    ([agreements, shops]) => `${agreements} agreements, ${shops} shops`,
  );
  await step(
    "orders",
    () => writeSales(campaigns),
    (count) => `${count} orders and returns`,
  );
  await step(
    "consumption statements",
    () => writeStatements(statements),
    (count) => `${count}`,
  );
  return gifts;
}

async function giveAndSettle(gifts: readonly PlannedGift[], clock: SeedClock): Promise<void> {
  await step(
    "gifts",
    () => writeGifts(gifts),
    (count) => `${count} written`,
  );
  const side = await step(
    "providers",
    () => tellProviders(gifts),
    (known) => `${known.size} payments told`,
  );
  await step(
    "confirmations",
    () => confirmGifts(gifts, side, clock),
    (count) => `${count} gifts paid`,
  );
  const { change, known } = await step(
    "odd gifts",
    () => writeOddGifts(clock),
    () => "one of each kind",
  );
  await step(
    "gifts by hand",
    () => giveByHand(clock),
    (count) => `${count} by transfer and in cash`,
  );
  await step(
    "dispute",
    () => openDispute(gifts, clock),
    () => "1 opened",
  );
  await step(
    "trusts",
    () => fundTrusts(clock),
    (fen) => `principal of ${fen / 100n} yuan`,
  );
  await step(
    "closing the days",
    () => closeDays(change),
    (days) => `${days.length} days`,
  );
  const busy = busyDays([...gifts, ...known]);
  busy.add(`fuchun-education/stripe/${clock.now.toISOString().slice(0, 10)}`);
  await step(
    "statements",
    async () => takeBills(await billsOfTheYear(clock, busy), clock),
    ({ files, rows }) => `${files} files, ${rows} rows`,
  );
  await step(
    "matching",
    () => reconcileEverybody(clock),
    (rows) => `${rows} rows`,
  );
  await dateTheMorningAfter(clock);
  await step(
    "statements of sales",
    () => settleStatements(clock.now),
    (count) => `${count} found paid`,
  );
}

async function spendAndTrace(gifts: readonly PlannedGift[], clock: SeedClock): Promise<void> {
  await step(
    "spending",
    async () =>
      spend(
        [...planSpending(gifts, clock), ...planTrustSpending(clock), ...(await planGuideSpending(clock))],
        clock,
      ),
    (count) => `${count} payments`,
  );
  await step(
    "payments in other shapes",
    () => payInOtherShapes(clock),
    (count) => `${count} payments`,
  );
  await step(
    "payment batches",
    () => payInBatches(clock),
    (count) => `${count} batches`,
  );
  await step(
    "aid",
    () => giveAid(clock),
    (count) => `${count} applications`,
  );
  await step(
    "bank",
    async () => {
      await closeDays();
      return takeBankStatements(clock);
    },
    (rows) => `${rows} rows`,
  );
  await step(
    "matching",
    () => reconcileEverybody(clock),
    (rows) => `${rows} rows`,
  );
  await dateTheMorningAfter(clock);
  await step(
    "aid paid back",
    () => linkReturnedAid(clock),
    (fen) => `${fen / 100n} yuan`,
  );
  await step(
    "tracing",
    () => eachAtOnce(FUNDS, 4, (spec) => traceFund(fundIdOfSpec(spec), clock.now)),
    (traced) => `${traced.reduce((sum, { spansCut }) => sum + spansCut, 0)} spans`,
  );
}

async function finish(clock: SeedClock): Promise<void> {
  await step(
    "closing the books",
    () => closeBooks(clock),
    (count) => `${count} days closed by two people`,
  );
  // What these jobs would do is done above.
  await db.run(
    "update outbox set dispatched_at = $1 where dispatched_at is null and job in ('reconcile-organization', 'trace-fund')",
    [clock.now],
  );
  await step(
    "credibility",
    () => buildCredibilityReports(new Date()),
    ({ charities, built }) => `${built} reports of ${charities} charities`,
  );
  await step(
    "index",
    () => indexTransfers(),
    (count) => `${count} transfers`,
  );
  await step(
    "snapshot",
    () => snapshotBalances(new Date()),
    (reached) => `up to ${reached}`,
  );
  await step(
    "fund checks",
    () => checkFunds(new Date()),
    ({ fundCount, closedCount }) => `${closedCount} of ${fundCount} funds closed`,
  );
  const report = await step(
    "self-check",
    () => recordLedgerCheck(new Date()),
    ({ ok }) => (ok ? "all right" : "WRONG"),
  );
  invariant(
    report.ok,
    `the seeded books do not hold: ${JSON.stringify(report.results.filter(({ ok }) => !ok))}`,
  );
}

function writeSeedFile(dataDir: string, keys: readonly SeededKey[]): void {
  const users = LEADING.map(({ role, email }) => ({ role, email, password: DEMO_PASSWORD }));
  const seeded = { users, apiKeys: keys, guide: { project: GUIDE_FUND.slug } };
  writeFileSync(join(dataDir, "seed.json"), `${JSON.stringify(seeded, null, 2)}\n`, { mode: 0o600 });
}

loadEnvOrExit();
try {
  await seed();
} finally {
  await closeDatabase();
}
