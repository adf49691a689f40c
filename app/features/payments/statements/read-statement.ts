import { alipayBillReader } from "./alipay-bill.ts";
import { readCamtStatement } from "./camt-statement.ts";
import { readCcbStatement } from "./ccb-statement.ts";
import type { ColumnMapping } from "./column-mapping.ts";
import { genericReader } from "./generic-statement.ts";
import { readIcbcStatement } from "./icbc-statement.ts";
import { readMt940Statement } from "./mt940-statement.ts";
import type {
  StatementReader,
  StatementResult,
  StatementRow,
  StatementScan,
  StatementSource,
  StatementVerdict,
} from "./statement.ts";
import { readStripeBooksFile } from "./stripe-books-file.ts";

const READERS: Record<StatementSource, StatementReader> = {
  "alipay-trade": alipayBillReader("alipay-trade"),
  "alipay-signcustomer": alipayBillReader("alipay-signcustomer"),
  stripe: readStripeBooksFile,
  "bank-ccb": readCcbStatement,
  "bank-icbc": readIcbcStatement,
  "bank-generic": genericReader(null),
  "bank-camt053": readCamtStatement,
  "bank-mt940": readMt940Statement,
};

/** What a reader must know besides the file. */
export interface ReadOptions {
  /** For "bank-generic": which column is what. */
  mapping?: ColumnMapping | null;
}

function readerOf(source: StatementSource, { mapping }: ReadOptions): StatementReader {
  return source === "bank-generic" && mapping ? genericReader(mapping) : READERS[source];
}

/** Reads a whole file into memory. A file with any error is refused whole, with the lines and reasons. */
export function readStatement(
  source: StatementSource,
  bytes: Uint8Array,
  options: ReadOptions = {},
): StatementResult {
  return collect(readerOf(source, options)(bytes));
}

/** Alipay's bill of either kind, told by its content. */
export function readAlipayBill(bytes: Uint8Array): StatementResult {
  return collect(alipayBillReader()(bytes));
}

/**
 * Reads a large file twice: once to validate it, without keeping rows, and again, row by row, when `rows()` is
 * asked for. Memory stays at the size of the file. `see` is shown each row of the first reading, valid or not.
 */
export function scanStatement(
  source: StatementSource,
  bytes: Uint8Array,
  options: ReadOptions = {},
  see?: (row: StatementRow) => void,
): StatementScan {
  const reader = readerOf(source, options);
  const verdict = drain(reader(bytes), see);
  if (!verdict.ok) return verdict;
  return { ok: true, statement: verdict.summary, rows: () => rowsOf(reader(bytes)) };
}

/** The first rows of a file, without a verdict on the rest. Empty where the file is refused before its rows. */
export function firstRows(
  source: StatementSource,
  bytes: Uint8Array,
  options: ReadOptions,
  count: number,
): StatementRow[] {
  const rows: StatementRow[] = [];
  for (const row of readerOf(source, options)(bytes)) {
    rows.push(row);
    if (rows.length >= count) break;
  }
  return rows;
}

function collect(reading: Generator<StatementRow, StatementVerdict, undefined>): StatementResult {
  const rows: StatementRow[] = [];
  const verdict = drain(reading, (row) => rows.push(row));
  return verdict.ok ? { ok: true, statement: { ...verdict.summary, rows } } : verdict;
}

function drain(
  reading: Generator<StatementRow, StatementVerdict, undefined>,
  keep?: (row: StatementRow) => void,
): StatementVerdict {
  let step = reading.next();
  while (step.done !== true) {
    keep?.(step.value);
    step = reading.next();
  }
  return step.value;
}

function* rowsOf(
  reading: Generator<StatementRow, StatementVerdict, undefined>,
): Generator<StatementRow, void, undefined> {
  yield* reading;
}
