import { type ReadOptions, scanStatement } from "./read-statement.ts";
import type { StatementError, StatementRow, StatementSource, StatementSummary } from "./statement.ts";

/** Columns of `statement_row` that come from the file, with what each row gives for them. */
export const ROW_COLUMNS: readonly { name: string; type: string; pick(row: StatementRow): unknown }[] = [
  { name: "row_key", type: "text", pick: (row) => row.rowKey },
  { name: "line_no", type: "int", pick: (row) => row.lineNo },
  { name: "kind", type: "text", pick: (row) => row.kind },
  { name: "occurred_at", type: "timestamptz", pick: (row) => row.occurredAt.toISOString() },
  { name: "day", type: "date", pick: (row) => row.day },
  { name: "amount_fen", type: "bigint", pick: (row) => row.amountFen },
  { name: "fee_fen", type: "bigint", pick: (row) => row.feeFen },
  { name: "currency", type: "text", pick: (row) => row.currency },
  { name: "provider_object_id", type: "text", pick: objectIdOf },
  { name: "merchant_reference", type: "text", pick: (row) => row.merchantReference },
  { name: "refund_reference", type: "text", pick: (row) => row.refundReference },
  { name: "payout_id", type: "text", pick: (row) => row.payoutId },
  { name: "provider_kind", type: "text", pick: (row) => row.providerKind },
  { name: "balance_after_fen", type: "bigint", pick: (row) => row.balanceAfterFen },
  { name: "counterparty", type: "text", pick: (row) => row.counterparty },
  { name: "purpose", type: "text", pick: (row) => row.purpose },
  { name: "summary", type: "text", pick: (row) => row.summary },
];

/** Rows as one PostgreSQL array per column, so that a batch is one statement and crosses threads as texts. */
export interface RowBatch {
  count: number;
  /** In the order of `ROW_COLUMNS`. */
  arrays: string[];
}

/** Cuts rows into batches. */
export function* batchesOf(
  rows: Iterable<StatementRow>,
  batchRows: number,
): Generator<RowBatch, void, undefined> {
  let batch: StatementRow[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < batchRows) continue;
    yield encode(batch);
    batch = [];
  }
  if (batch.length > 0) yield encode(batch);
}

function encode(rows: readonly StatementRow[]): RowBatch {
  return { count: rows.length, arrays: ROW_COLUMNS.map(({ pick }) => arrayLiteral(rows, pick)) };
}

/**
 * The object that matching looks for: for payments and fees the payment (trade_no, PaymentIntent), for
 * refunds, disputes and payouts their own id.
 */
function objectIdOf(row: StatementRow): string | null {
  const isAboutPayment = row.kind === "payment" || row.kind === "fee";
  return isAboutPayment
    ? (row.paymentObjectId ?? row.providerObjectId)
    : (row.providerObjectId ?? row.paymentObjectId);
}

/** A PostgreSQL array as text. The driver's own conversion is general and several times slower. */
function arrayLiteral(rows: readonly StatementRow[], pick: (row: StatementRow) => unknown): string {
  let text = "";
  for (const row of rows) {
    const value = pick(row);
    if (text !== "") text += ",";
    if (value === null) text += "NULL";
    else if (typeof value === "string") text += quoted(value);
    else text += String(value);
  }
  return `{${text}}`;
}

const BARE = /^[A-Za-z0-9_:.+-]+$/;

function quoted(value: string): string {
  if (BARE.test(value) && (value.length !== 4 || value.toUpperCase() !== "NULL")) return value;
  const isPlain = !value.includes('"') && !value.includes("\\") && !value.includes("\u0000");
  return isPlain ? `"${value}"` : `"${value.replaceAll("\u0000", "").replace(/["\\]/g, "\\$&")}"`;
}

/** A file whose rows are kept encoded while it is validated, so that it need not be read again. */
export type BatchScan =
  | { ok: true; summary: StatementSummary; batches(): Iterable<RowBatch> }
  | { ok: false; errors: StatementError[] };

/**
 * Validates a file and makes its batches. Up to `keptCharacters` of them are kept from the validation; the batches
 * of a larger file are made in a second reading, so that memory stays bounded.
 */
export function scanBatches(
  source: StatementSource,
  bytes: Uint8Array,
  options: ReadOptions,
  limits: { batchRows: number; keptCharacters: number },
): BatchScan {
  const kept: RowBatch[] = [];
  let characters = 0;
  let isWhole = true;
  let batch: StatementRow[] = [];
  const keep = () => {
    const encoded = encode(batch);
    batch = [];
    for (const text of encoded.arrays) characters += text.length;
    isWhole = characters <= limits.keptCharacters;
    if (isWhole) kept.push(encoded);
    else kept.length = 0;
  };
  const scan = scanStatement(source, bytes, options, (row) => {
    if (!isWhole) return;
    batch.push(row);
    if (batch.length >= limits.batchRows) keep();
  });
  if (!scan.ok) return scan;
  if (isWhole && batch.length > 0) keep();
  const { statement: summary, rows } = scan;
  return { ok: true, summary, batches: () => (isWhole ? kept : batchesOf(rows(), limits.batchRows)) };
}
