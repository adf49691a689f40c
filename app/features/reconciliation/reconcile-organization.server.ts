import { type Sql, session } from "#app/lib/db.server.ts";
import { closeRuns, openEmptyRuns, reopenedRuns, reopenRuns } from "./close-runs.server.ts";
import { findAbsences, findFeeMismatches } from "./find-absences.server.ts";
import { createOpenTable, noteOpenRows, openRowBreaks, resolveRowBreaks } from "./find-row-breaks.server.ts";
import { matchBankRows } from "./match-bank-rows.server.ts";
import { matchGroups } from "./match-groups.server.ts";
import { matchPayeeTransfers } from "./match-payee-transfers.server.ts";
import { matchRows } from "./match-rows.server.ts";
import { matchWalletTransfers } from "./match-wallet-transfers.server.ts";
import { accountCredentials, type DayToDo, daysToDo } from "./reconciliation-scope.server.ts";
import { buildWorkTable, dropWorkTables } from "./work-table.server.ts";

/** Rows in one transaction, and rows in one work table. */
const CHUNK_ROWS = 100_000;
const BATCH_ROWS = 1_000_000n;
/** From so many rows on, what PostgreSQL knows of the tables is renewed before they are read again. */
const MANY_ROWS = 10_000;

export interface Reconciliation {
  dayCount: number;
  rowCount: number;
}

/**
 * Holds the statements of one organization against its books: provider rows against gifts, refunds and
 * disputes, payouts against the bank, bank rows against disbursements. Posts fees and payouts, settles gifts,
 * names every difference and writes the sums of each day.
 *
 * Only days with something new or open are looked at. Safe to call again and from several processes: one
 * reconciliation per organization at a time, and every step gives the same result when repeated. Work is
 * committed in chunks, so that a crash costs the last chunk.
 */
export async function reconcileOrganization(organizationId: string, now: Date): Promise<Reconciliation> {
  return session(async (sql) => {
    const lock = `reconcile ${organizationId}`;
    await sql.run("select pg_advisory_lock(hashtextextended($1, 0))", [lock]);
    // Sorts and joins of a quarter of a million rows stay in memory; PostgreSQL's own default is 4 MB.
    await sql.run("set work_mem = '64MB'");
    const result = await reconcile(sql, organizationId, now);
    // Reached only after success: an error closes the session, and with it the lock and the work tables.
    await dropWorkTables(sql);
    await sql.run("reset work_mem");
    await sql.run("select pg_advisory_unlock(hashtextextended($1, 0))", [lock]);
    return result;
  });
}

async function reconcile(sql: Sql, organizationId: string, now: Date): Promise<Reconciliation> {
  const credentials = await accountCredentials(sql, organizationId);
  const days = await daysToDo(sql, organizationId);
  await createOpenTable(sql);
  let rowCount = 0;
  for (const batch of batchesOf(days)) {
    const isBank = batch[0]?.source.startsWith("bank-") ?? false;
    const count = await buildWorkTable(sql, organizationId, batch, credentials);
    for (let first = 1; first <= count; first += CHUNK_ROWS) {
      const chunk = { organizationId, first, last: first + CHUNK_ROWS - 1, now };
      await inTransaction(sql, async () => {
        await (isBank ? matchBankRows(sql, chunk) : matchRows(sql, chunk));
        if (isBank) await reopenRuns(sql, organizationId, now);
      });
    }
    if (count >= MANY_ROWS) await sql.run("select refresh_reconciliation_statistics()");
    await inTransaction(sql, async () => {
      if (count > 0 && !isBank) await matchWalletTransfers(sql, organizationId, now);
      if (count > 0 && !isBank) await matchPayeeTransfers(sql, organizationId, now);
      if (count > 0) await noteOpenRows(sql, organizationId, now);
      if (count > 0 && !isBank) await findFeeMismatches(sql, organizationId, now);
      await closeRuns(sql, organizationId, batch, now);
    });
    rowCount += count;
  }
  await inTransaction(sql, async () => {
    const touched = await matchGroups(sql, organizationId, now);
    await openRowBreaks(sql, organizationId, now);
    await resolveRowBreaks(sql, organizationId, now);
    await findAbsences(sql, organizationId, now);
    await closeRuns(sql, organizationId, [...(await reopenedRuns(sql, organizationId)), ...touched], now);
    await openEmptyRuns(sql, organizationId, now);
  });
  return { dayCount: days.length, rowCount };
}

/** Whole days together up to a size; bank days apart, because they come after all providers. */
function batchesOf(days: readonly DayToDo[]): DayToDo[][] {
  const batches: DayToDo[][] = [];
  let size = 0n;
  for (const day of days) {
    const last = batches.at(-1);
    const isBank = day.source.startsWith("bank-");
    const fits = last && size + day.rowCount <= BATCH_ROWS && last[0]?.source.startsWith("bank-") === isBank;
    if (fits) last.push(day);
    else batches.push([day]);
    size = fits ? size + day.rowCount : day.rowCount;
  }
  return batches;
}

async function inTransaction(sql: Sql, work: () => Promise<void>): Promise<void> {
  await sql.run("begin");
  await work();
  await sql.run("commit");
}
