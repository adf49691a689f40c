import type {
  StatementError,
  StatementErrorReason,
  StatementReader,
  StatementRow,
  StatementVerdict,
  StatementWarning,
} from "./statement.ts";

const MOST_SHOWN = 50;

/** Thrown inside a reader where reading on makes no sense; `asReader` turns it into a verdict. */
export class FileRefused extends Error {
  readonly errors: StatementError[];
  constructor(line: number | null, reason: StatementErrorReason, detail: string) {
    super(`${reason}${line === null ? "" : ` at line ${line}`}: ${detail}`);
    this.name = "FileRefused";
    this.errors = [{ line, reason, detail }];
  }
}

type DoubtfulRow = Pick<StatementRow, "day" | "rowKey">;

/** What a reader has to say about a file besides its rows; long lists are cut, the first ones matter. */
export class Findings {
  readonly errors: StatementError[] = [];
  readonly warnings: StatementWarning[] = [];

  error(line: number | null, reason: StatementErrorReason, detail: string): void {
    if (this.errors.length < MOST_SHOWN) this.errors.push({ line, reason, detail });
  }

  warn(line: number | null, reason: StatementWarning["reason"], detail: string, row?: DoubtfulRow): void {
    if (this.warnings.length >= MOST_SHOWN) return;
    const about = row === undefined ? {} : { day: row.day, rowKey: row.rowKey };
    this.warnings.push({ line, reason, detail, ...about });
  }
}

/** A reader whose body may throw `FileRefused`. */
export function asReader(
  body: (bytes: Uint8Array) => Generator<StatementRow, StatementVerdict, undefined>,
): StatementReader {
  return function* read(bytes) {
    try {
      if (bytes.length === 0) throw new FileRefused(null, "empty-file", "the file is empty");
      return yield* body(bytes);
    } catch (error) {
      if (error instanceof FileRefused) return { ok: false, errors: error.errors };
      throw error;
    }
  };
}
