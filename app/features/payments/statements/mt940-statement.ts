import { addDays, startOfShanghaiDay } from "#app/lib/time.ts";
import { bareBytes } from "./bank-text.ts";
import { type Mt940Balance, Mt940Lines, readMt940Balance } from "./mt940-line.ts";
import { asReader, FileRefused, Findings } from "./refusal.ts";
import type { StatementReader, StatementRow, StatementVerdict } from "./statement.ts";
import { Tally } from "./statement-tally.ts";
import { type TextLine, textLines } from "./text-lines.ts";

/** A tag with its lines: `:86:` and others go on until the next tag. */
interface Field {
  tag: string;
  lineNo: number;
  lines: string[];
}

/**
 * SWIFT MT940, with or without its envelope, several statements of one account in one file. Amounts have a
 * comma; the opening balance (60) and the lines (61) of each statement must give its closing one (62).
 */
export const readMt940Statement: StatementReader = asReader(function* (bytes) {
  const file = new Mt940File();
  let isMt940 = false;
  let line: Field | null = null;
  for (const field of fields(textLines(bareBytes(bytes)(), "latin1"))) {
    if (!isMt940 && field.tag !== "20")
      throw new FileRefused(field.lineNo, "wrong-source", "no :20: at the beginning");
    isMt940 = true;
    if (line !== null) {
      const info = field.tag === "86" ? field.lines : [];
      yield* file.movement(line, info);
      line = null;
      if (field.tag === "86") continue;
    }
    if (field.tag === "61") line = field;
    else file.field(field);
  }
  if (!isMt940) throw new FileRefused(null, "wrong-source", "not an MT940 file");
  if (line !== null) yield* file.movement(line, []);
  return file.verdict();
});

function* fields(lines: Iterable<TextLine>): Generator<Field, void, undefined> {
  let open: Field | null = null;
  for (const { lineNo, text } of lines) {
    // {1:F01…}{2:I940…}{4: stands before the first tag, -} after the last.
    const plain = text.replace(/^(?:\{[123]:[^}]*\})*\{4:/, "");
    const tag = /^:(\d\d[A-Z]?):(.*)$/.exec(plain);
    if (tag !== null) {
      if (open !== null) yield open;
      open = { tag: tag[1] ?? "", lineNo, lines: [tag[2] ?? ""] };
    } else if (/^-\}?/.test(plain) && /^-\}?\s*(\{5:.*)?$/.test(plain)) {
      if (open !== null) yield open;
      open = null;
    } else if (open !== null) open.lines.push(plain);
    else if (lineNo > 20) throw new FileRefused(lineNo, "bad-row", "text outside of any field");
  }
  if (open !== null) yield open;
}

class Mt940File {
  private readonly findings = new Findings();
  private readonly tally = new Tally();
  private readonly lines = new Mt940Lines(this.findings);
  private account: string | null = null;
  private opening: Mt940Balance | null = null;
  private first: bigint | null = null;
  private closed: bigint | null = null;
  private balance: bigint | null = null;
  private isOpen = false;
  private currency: string | null = null;
  private firstDay: string | null = null;
  private lastDay: string | null = null;

  field({ tag, lineNo, lines: [text = ""] }: Field): void {
    if (tag === "20") this.begin(lineNo);
    else if (tag === "25") this.readAccount(lineNo, text);
    else if (tag === "60F" || tag === "60M") this.open(lineNo, text);
    else if (tag === "62F" || tag === "62M") this.close(lineNo, text);
  }

  private begin(lineNo: number): void {
    if (this.isOpen) this.findings.error(lineNo, "truncated", "a statement without its closing balance (62)");
    this.isOpen = true;
    this.opening = null;
    this.balance = null;
  }

  /** "44001234", "BANKCODE/44001234", with the currency behind: "44001234CNY". */
  private readAccount(lineNo: number, text: string): void {
    const account = (text.split("/").at(-1) ?? "")
      .trim()
      .replace(/[\s-]/g, "")
      .replace(/(?<=\d)[A-Z]{3}$/, "");
    if (account === "" || (this.account !== null && this.account !== account)) {
      const reason = account === "" ? "no-header" : "several-accounts";
      throw new FileRefused(lineNo, reason, "statements of several accounts, or of none");
    }
    this.account = account;
  }

  private open(lineNo: number, text: string): void {
    const balance = this.readBalance(lineNo, text);
    this.opening = balance;
    this.balance = balance.fen;
    this.first ??= balance.fen;
    if (this.closed !== null && this.closed !== balance.fen) {
      this.findings.warn(lineNo, "balance-gap", "does not begin where the statement before it ended");
    }
  }

  private readBalance(lineNo: number, text: string): Mt940Balance {
    const balance = readMt940Balance(text);
    if (balance === null) throw new FileRefused(lineNo, "bad-amount", "a balance that cannot be read");
    this.currency ??= balance.currency;
    if (this.currency !== balance.currency)
      throw new FileRefused(lineNo, "bad-currency", "several currencies");
    this.widen(balance.day);
    return balance;
  }

  *movement(field: Field, info: readonly string[]): Generator<StatementRow, void, undefined> {
    const about = {
      account: this.account ?? "",
      currency: this.currency ?? "CNY",
      before: this.balance,
      day: this.opening?.day ?? null,
    };
    const row = this.lines.read(field.lineNo, field.lines, info, about);
    if (row === null) return;
    if (this.balance !== null) this.balance += row.amountFen;
    this.tally.add(row);
    this.widen(row.day);
    yield row;
  }

  private close(lineNo: number, text: string): void {
    const balance = this.readBalance(lineNo, text);
    if (this.balance === null)
      this.findings.error(lineNo, "truncated", "a statement without its opening balance (60)");
    else if (this.balance !== balance.fen) {
      const detail = `opening balance and lines give ${this.balance} fen, the closing balance says ${balance.fen}`;
      this.findings.error(lineNo, "balance-break", detail);
    }
    this.closed = balance.fen;
    this.isOpen = false;
  }

  private widen(day: string | null): void {
    if (day === null) return;
    if (this.firstDay === null || day < this.firstDay) this.firstDay = day;
    if (this.lastDay === null || day > this.lastDay) this.lastDay = day;
  }

  verdict(): StatementVerdict {
    const { findings, firstDay, lastDay, currency } = this;
    if (this.isOpen) findings.error(null, "truncated", "ends before the closing balance (62)");
    if (this.account === null) findings.error(null, "no-header", "no account (25)");
    if (findings.errors.length > 0 || firstDay === null || lastDay === null) {
      return { ok: false, errors: findings.errors };
    }
    if (currency !== null && currency !== "CNY")
      findings.warn(null, "other-currency", `the account is in ${currency}`);
    return {
      ok: true,
      summary: {
        source: "bank-mt940",
        account: this.account,
        accountName: null,
        currency: currency ?? "CNY",
        periodStart: startOfShanghaiDay(firstDay),
        periodEnd: startOfShanghaiDay(addDays(lastDay, 1)),
        totals: { ...this.tally.totals(), openingBalanceFen: this.first, closingBalanceFen: this.closed },
        payouts: [],
        warnings: findings.warnings,
      },
    };
  }
}
