import { randomUUID } from "node:crypto";
import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { requestJob } from "#app/lib/outbox.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { accountsOfSource, matchAccount } from "./statement-account.server.ts";
import { withReading } from "./statement-reading.server.ts";
import { type ChangedRow, insertRows } from "./statement-rows.server.ts";
import type { ColumnMapping } from "./statements/column-mapping.ts";
import {
  isBankSource,
  type StatementError,
  type StatementErrorReason,
  type StatementSource,
  type StatementSummary,
  type StatementWarning,
} from "./statements/statement.ts";
import type { RowBatch } from "./statements/statement-batch.ts";
import { storePayouts } from "./store-payouts.server.ts";

/** The largest file that is taken, in bytes. */
export const MAX_STATEMENT_BYTES = 50 * 1024 * 1024;
/** Errors and changed rows that are kept and shown; a file with more has one cause. */
const MOST_NAMED = 200;

export interface StatementUpload {
  organizationId: string;
  source: StatementSource;
  /** What the uploader says the file is about; null: taken from the file. */
  account: string | null;
  fileName: string;
  bytes: Uint8Array;
  /** For "bank-generic": which column is what. */
  mapping?: ColumnMapping | null;
  origin: "upload" | "api" | "fetched" | "seed";
  userId: string | null;
  now: Date;
  /** Told after every batch. */
  onProgress?: (rowsDone: number) => void;
}

export type ImportRefusal = "bad-file" | "wrong-account" | "too-large";

export interface ImportError {
  line: number | null;
  reason: StatementErrorReason | "wrong-account" | "account-unnamed" | "other-format";
  detail: string;
}

export type ImportOutcome =
  | {
      ok: true;
      statementId: string;
      account: string;
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
  const fileSha256 = await sha256Of(upload.bytes);
  const known = await findStatement(db, upload, fileSha256);
  if (known) return known;
  return withReading(upload.source, upload.bytes, { mapping: upload.mapping ?? null }, async (reading) => {
    if (!reading.ok) return { ok: false, reason: "bad-file", errors: namedErrors(reading.errors) };
    const { summary, batches } = reading;
    if (summary.currency !== "CNY" && isBankSource(upload.source)) {
      const detail = `the account is in ${summary.currency}`;
      return { ok: false, reason: "bad-file", errors: [{ line: null, reason: "bad-currency", detail }] };
    }
    const found = await accountOf(upload, summary.account);
    if (typeof found !== "string") return found;
    return storeLocked(upload, { account: found, fileSha256, summary, batches });
  });
}

/** Off the event loop: 50 MiB take a tenth of a second. */
async function sha256Of(bytes: Uint8Array): Promise<string> {
  return Buffer.from(await crypto.subtle.digest("SHA-256", Uint8Array.from(bytes))).toString("hex");
}

/**
 * The account that a file is about: what it prints, else what the uploader says, else the only one that there
 * is. Always one of the organization's own.
 */
async function accountOf(
  upload: StatementUpload,
  printed: string | null,
): Promise<string | Extract<ImportOutcome, { ok: false }>> {
  const accounts = await accountsOfSource(upload.organizationId, upload.source);
  if (printed !== null) {
    const account = matchAccount(printed, accounts);
    return account !== null && isAsked(upload, account) ? account : wrongAccount(printed);
  }
  if (upload.account !== null) return matchAccount(upload.account, accounts) ?? wrongAccount(upload.account);
  const [only, ...others] = accounts;
  if (only !== undefined && others.length === 0) return only;
  const detail = "the file names no account";
  return { ok: false, reason: "wrong-account", errors: [{ line: null, reason: "account-unnamed", detail }] };
}

interface ReadFile {
  account: string;
  fileSha256: string;
  summary: StatementSummary;
  batches: AsyncIterable<RowBatch>;
}

async function storeLocked(upload: StatementUpload, file: ReadFile): Promise<ImportOutcome> {
  return transaction(async (tx) => {
    // One import at a time for each account, so that a row's first content is plain to see.
    await tx.run("select pg_advisory_xact_lock(hashtextextended($1, 0))", [
      `statement ${upload.organizationId} ${file.account}`,
    ]);
    const meanwhile = await findStatement(tx, upload, file.fileSha256);
    if (meanwhile) return meanwhile;
    if (isBankSource(upload.source) && (await hasOtherFormat(tx, upload, file))) {
      const detail = "these days of the account have come in another format";
      return { ok: false, reason: "bad-file", errors: [{ line: null, reason: "other-format", detail }] };
    }
    return store(tx, upload, file);
  });
}

/**
 * Two formats of one account name their rows differently, so the same movement would land twice. Each day of
 * an account is therefore taken in one format.
 */
async function hasOtherFormat(tx: Sql, upload: StatementUpload, file: ReadFile): Promise<boolean> {
  const { start, end } = periodOf(file.summary);
  const rows = await tx.rows(
    `select 1 from statement where organization_id = $1 and account = $2 and source <> $3 and source like 'bank-%'
       and period_start <= $5::date and period_end >= $4::date and row_count > 0 limit 1`,
    [upload.organizationId, file.account, upload.source, start, end],
  );
  return rows.length > 0;
}

async function store(tx: Sql, upload: StatementUpload, file: ReadFile): Promise<ImportOutcome> {
  const { account, fileSha256, summary } = file;
  const statementId = randomUUID();
  const period = periodOf(summary);
  await tx.run(
    `insert into statement (id, organization_id, source, account, file_name, file_sha256, period_start,
                            period_end, row_count, new_row_count, origin, created_by_id, created_at,
                            opening_fen, closing_fen)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, $12, $13, $14)`,
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
      summary.totals.openingBalanceFen,
      summary.totals.closingBalanceFen,
    ],
  );
  const owner = { organizationId: upload.organizationId, source: upload.source, account, statementId };
  const { newRowCount, changed } = await insertRows(tx, owner, {
    batches: file.batches,
    mostChanged: MOST_NAMED,
    onProgress: upload.onProgress,
  });
  await storePayouts(tx, owner, summary.payouts);
  if (upload.origin === "fetched" && newRowCount === 0 && changed.length === 0) {
    const earlier = await dropRepeatedFetch(tx, statementId, summary);
    if (earlier !== null) {
      const { rowCount } = summary.totals;
      const counts = { rowCount, newRowCount: 0, duplicateCount: rowCount, changedCount: 0 };
      return { ok: true, statementId: earlier, account, ...counts };
    }
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
    account,
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
  summary: StatementSummary,
): Promise<string | null> {
  const [earlier] = await tx.rows<{ id: string }>(
    `select o.id from statement s
     join statement o on o.organization_id = s.organization_id and o.source = s.source and o.account = s.account
       and o.period_start = s.period_start and o.period_end = s.period_end and o.id <> s.id
     where s.id = $1 and (o.created_at >= $2 or s.created_at < $2) order by o.created_at limit 1`,
    [statementId, summary.periodEnd],
  );
  if (!earlier) return null;
  // What the reader notices may have changed: a payout has its parts by now.
  await tx.run(
    `update statement o set warnings = $2::jsonb || coalesce(
       (select jsonb_agg(w) from jsonb_array_elements(o.warnings) w where w ->> 'reason' = 'row-changed'), '[]')
     where o.id = $1`,
    [earlier.id, JSON.stringify(summary.warnings.slice(0, MOST_NAMED))],
  );
  await tx.run("delete from statement where id = $1", [statementId]);
  return earlier.id;
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
  const { id: statementId, account, rowCount } = known;
  return {
    ok: true,
    statementId,
    account,
    rowCount,
    newRowCount: 0,
    duplicateCount: rowCount,
    changedCount: 0,
  };
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

function wrongAccount(printed: string | null): Extract<ImportOutcome, { ok: false }> {
  const detail = `the file is about account ${maskedAccount(printed)}`;
  return { ok: false, reason: "wrong-account", errors: [{ line: null, reason: "wrong-account", detail }] };
}

/** Enough to recognise one's own account by, too little to learn another's. */
function maskedAccount(account: string | null): string {
  if (account === null) return "(none)";
  return account.length <= 4 ? account : `…${account.slice(-4)}`;
}
