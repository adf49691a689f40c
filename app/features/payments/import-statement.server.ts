import { createHash, randomUUID } from "node:crypto";
import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { requestJob } from "#app/lib/outbox.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { accountsOfSource, matchAccount } from "./statement-account.server.ts";
import { type ChangedRow, insertRows } from "./statement-rows.server.ts";
import { scanStatement } from "./statements/read-statement.ts";
import type {
  StatementError,
  StatementErrorReason,
  StatementSource,
  StatementSummary,
  StatementWarning,
} from "./statements/statement.ts";

/** The largest file that is taken, in bytes. */
export const MAX_STATEMENT_BYTES = 50 * 1024 * 1024;
/** Rows per statement of SQL: enough to be quick, little enough for memory. */
const BATCH_ROWS = 5_000;
/** Errors and changed rows that are kept and shown; a file with more has one cause. */
const MOST_NAMED = 200;

export interface StatementUpload {
  organizationId: string;
  source: StatementSource;
  /** What the uploader says the file is about; null: taken from the file. */
  account: string | null;
  fileName: string;
  bytes: Uint8Array;
  origin: "upload" | "api" | "fetched" | "seed";
  userId: string | null;
  now: Date;
}

export type ImportRefusal = "bad-file" | "wrong-account" | "too-large";

export interface ImportError {
  line: number | null;
  reason: StatementErrorReason | "wrong-account";
  detail: string;
}

export type ImportOutcome =
  | {
      ok: true;
      statementId: string;
      rowCount: number;
      newRowCount: number;
      duplicateCount: number;
      /** Rows that came again with another content: not taken over, named as breaks. */
      changedCount: number;
    }
  | { ok: false; reason: ImportRefusal; errors: ImportError[] };

/** A stored warning: what the reader noticed, or a row whose content differs from the one that came first. */
export type StoredWarning = StatementWarning | ChangedRow;

/**
 * Takes a provider's or bank's statement in: the whole file or nothing. A row lands once, however often and
 * in however many files it comes; the same row with another content never replaces the first one. In the same
 * transaction the organization's reconciliation is asked for.
 */
export async function importStatement(upload: StatementUpload): Promise<ImportOutcome> {
  if (upload.bytes.length > MAX_STATEMENT_BYTES) {
    return { ok: false, reason: "too-large", errors: [] };
  }
  const fileSha256 = createHash("sha256").update(upload.bytes).digest("hex");
  const known = await findStatement(db, upload, fileSha256);
  if (known) return known;
  const scan = scanStatement(upload.source, upload.bytes);
  if (!scan.ok) return { ok: false, reason: "bad-file", errors: namedErrors(scan.errors) };
  const accounts = await accountsOfSource(upload.organizationId, upload.source);
  const account = matchAccount(scan.statement.account, accounts);
  if (account === null || !isAsked(upload, account)) return wrongAccount(scan.statement.account);
  return transaction(async (tx) => {
    // One import at a time for each account, so that a row's first content is plain to see.
    await tx.run("select pg_advisory_xact_lock(hashtextextended($1, 0))", [
      `statement ${upload.organizationId} ${upload.source} ${account}`,
    ]);
    const meanwhile = await findStatement(tx, upload, fileSha256);
    if (meanwhile) return meanwhile;
    return store(tx, upload, { account, fileSha256, summary: scan.statement, rows: scan.rows() });
  });
}

interface ReadFile {
  account: string;
  fileSha256: string;
  summary: StatementSummary;
  rows: Parameters<typeof insertRows>[2]["rows"];
}

async function store(tx: Sql, upload: StatementUpload, file: ReadFile): Promise<ImportOutcome> {
  const { account, fileSha256, summary } = file;
  const statementId = randomUUID();
  const period = periodOf(summary);
  await tx.run(
    `insert into statement (id, organization_id, source, account, file_name, file_sha256, period_start,
                            period_end, row_count, new_row_count, origin, created_by_id, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, $12)`,
    [
      statementId,
      upload.organizationId,
      upload.source,
      account,
      upload.fileName.slice(0, 200),
      fileSha256,
      period.start,
      period.end,
      summary.totals.rowCount,
      upload.origin,
      upload.userId,
      upload.now,
    ],
  );
  const owner = { organizationId: upload.organizationId, source: upload.source, account, statementId };
  const { newRowCount, changed } = await insertRows(tx, owner, {
    rows: file.rows,
    batchRows: BATCH_ROWS,
    mostChanged: MOST_NAMED,
  });
  if (upload.origin === "fetched" && newRowCount === 0 && changed.length === 0) {
    const earlier = await dropRepeatedFetch(tx, statementId, summary.periodEnd);
    if (earlier)
      return { ...earlier, rowCount: summary.totals.rowCount, duplicateCount: summary.totals.rowCount };
  }
  const warnings: StoredWarning[] = [...summary.warnings.slice(0, MOST_NAMED), ...changed];
  await tx.run("update statement set new_row_count = $2, warnings = $3 where id = $1", [
    statementId,
    newRowCount,
    JSON.stringify(warnings),
  ]);
  await requestJob(tx, "reconcile-organization", { organizationId: upload.organizationId });
  const rowCount = summary.totals.rowCount;
  return {
    ok: true,
    statementId,
    rowCount,
    newRowCount,
    duplicateCount: rowCount - newRowCount - changed.length,
    changedCount: changed.length,
  };
}

/**
 * A file that was fetched again and says nothing new (only its time of export differs) is not kept, unless it
 * is the first one made after its period had ended: that one proves that the period is whole.
 */
async function dropRepeatedFetch(
  tx: Sql,
  statementId: string,
  periodEnd: Date,
): Promise<Extract<ImportOutcome, { ok: true }> | null> {
  const [earlier] = await tx.rows<{ id: string }>(
    `select o.id from statement s
     join statement o on o.organization_id = s.organization_id and o.source = s.source and o.account = s.account
       and o.period_start = s.period_start and o.period_end = s.period_end and o.id <> s.id
     where s.id = $1 and (o.created_at >= $2 or s.created_at < $2) order by o.created_at limit 1`,
    [statementId, periodEnd],
  );
  if (!earlier) return null;
  await tx.run("delete from statement where id = $1", [statementId]);
  return {
    ok: true,
    statementId: earlier.id,
    rowCount: 0,
    newRowCount: 0,
    duplicateCount: 0,
    changedCount: 0,
  };
}

/** The same file again: nothing to do, and the first one's id. */
async function findStatement(
  sql: Sql,
  upload: StatementUpload,
  fileSha256: string,
): Promise<ImportOutcome | null> {
  const [known] = await sql.rows<{ id: string; account: string; rowCount: number }>(
    `select id, account, row_count as "rowCount" from statement
     where organization_id = $1 and source = $2 and file_sha256 = $3`,
    [upload.organizationId, upload.source, fileSha256],
  );
  if (!known) return null;
  if (!isAsked(upload, known.account)) return wrongAccount(known.account);
  const { id: statementId, rowCount } = known;
  return { ok: true, statementId, rowCount, newRowCount: 0, duplicateCount: rowCount, changedCount: 0 };
}

/**
 * First and last day that the file covers, both included: days of Asia/Shanghai, for Stripe of UTC, because
 * that is how each provider cuts its books.
 */
function periodOf(summary: StatementSummary): { start: string; end: string } {
  const lastMoment = new Date(summary.periodEnd.getTime() - 1);
  if (summary.source === "stripe") {
    return {
      start: summary.periodStart.toISOString().slice(0, 10),
      end: lastMoment.toISOString().slice(0, 10),
    };
  }
  const start = shanghaiDay(summary.periodStart);
  // A head that gives the same midnight twice still covers that day.
  const isEmpty = lastMoment < summary.periodStart;
  return { start, end: isEmpty ? start : shanghaiDay(lastMoment) };
}

function namedErrors(errors: readonly StatementError[]): ImportError[] {
  return errors.slice(0, MOST_NAMED);
}

/** Whether the file's account is the one that the uploader named, if any was. */
function isAsked(upload: StatementUpload, account: string): boolean {
  return upload.account === null || matchAccount(upload.account, [account]) !== null;
}

function wrongAccount(printed: string | null): ImportOutcome {
  const detail = `the file is about account ${maskedAccount(printed)}`;
  return { ok: false, reason: "wrong-account", errors: [{ line: null, reason: "wrong-account", detail }] };
}

/** Enough to recognise one's own account by, too little to learn another's. */
function maskedAccount(account: string | null): string {
  if (account === null) return "(none)";
  return account.length <= 4 ? account : `…${account.slice(-4)}`;
}
