import { addDays, shanghaiDay, startOfShanghaiDay } from "#app/lib/time.ts";
import { bareBytes } from "./bank-text.ts";
import { bookingDayOf, CamtEntries, readBalance } from "./camt-entry.ts";
import { type Element, elementAt, listAt, parseXml, textAt } from "./camt-tree.ts";
import { asReader, FileRefused, Findings } from "./refusal.ts";
import type { StatementReader, StatementRow, StatementVerdict } from "./statement.ts";
import { Tally } from "./statement-tally.ts";

/**
 * ISO 20022 camt.053 (BankToCustomerStatement) in any of its versions: what differs between 2, 4 and 8 (status,
 * names of parties) is read in either place. The opening balance and every booked entry must give the closing one.
 */
export const readCamtStatement: StatementReader = asReader(function* (bytes) {
  const text = decoded(bytes);
  const root = elementAt(parseXml(text), "Document");
  const statements = listAt(elementAt(root, "BkToCstmrStmt"), "Stmt");
  if (statements.length === 0) {
    throw new FileRefused(null, "wrong-source", "not a camt.053 statement (BkToCstmrStmt)");
  }
  const lines = entryLines(text);
  const file = new CamtFile();
  for (const statement of statements) yield* file.read(statement, lines);
  return file.verdict();
});

function decoded(bytes: Uint8Array): string {
  const whole = Buffer.concat([...bareBytes(bytes)()]);
  const named = /^[^>]{0,200}encoding=["']([\w-]+)["']/.exec(whole.subarray(0, 300).toString("latin1"))?.[1];
  try {
    return new TextDecoder(named ?? "utf-8", { fatal: true }).decode(whole);
  } catch {
    throw new FileRefused(null, "bad-encoding", `not ${named ?? "utf-8"}`);
  }
}

/** The line of each entry, in the order of the file; the parsed tree does not know. */
function* entryLines(text: string): Generator<number, void, undefined> {
  const pattern = /<(?:[\w.-]+:)?Ntry[\s>]/g;
  let line = 1;
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    for (let at = text.indexOf("\n", from); at !== -1 && at < match.index; at = text.indexOf("\n", at + 1))
      line += 1;
    from = match.index;
    yield line;
  }
}

/** Entries from the oldest on, so that the balance after each is right: some banks begin with the newest. */
function inOrder(entries: readonly Element[], lines: Iterator<number>): { entry: Element; lineNo: number }[] {
  const numbered = entries.map((entry) => {
    const line = lines.next();
    return { entry, lineNo: line.done === true ? 0 : line.value };
  });
  const [first, last] = [entries.at(0), entries.at(-1)];
  const isNewestFirst = first !== undefined && last !== undefined && bookingDayOf(first) > bookingDayOf(last);
  return isNewestFirst ? numbered.reverse() : numbered;
}

class CamtFile {
  private readonly findings = new Findings();
  private readonly tally = new Tally();
  private account: string | null = null;
  private accountName: string | null = null;
  private currency: string | null = null;
  private firstDay: string | null = null;
  private lastDay: string | null = null;
  private opening: bigint | null = null;
  private closing: bigint | null = null;
  private entries: CamtEntries | null = null;

  *read(statement: Element, lines: Iterator<number>): Generator<StatementRow, void, undefined> {
    const account = elementAt(statement, "Acct");
    const number = textAt(account, "Id", "IBAN") || textAt(account, "Id", "Othr", "Id");
    if (number === "") throw new FileRefused(null, "no-header", "a statement without an account");
    if (this.account !== null && this.account !== number) {
      throw new FileRefused(null, "several-accounts", "statements of several accounts in one file");
    }
    this.account = number;
    this.accountName ??= textAt(account, "Nm") || textAt(account, "Ownr", "Nm") || null;
    const { opening, closing } = this.balances(statement, textAt(account, "Ccy"));
    this.entries ??= new CamtEntries(number, this.currency ?? "CNY", this.findings);
    const entries = this.entries;
    if (this.closing !== null && opening !== null && this.closing !== opening) {
      this.findings.warn(null, "balance-gap", "a statement does not begin where the one before it ended");
    }
    this.opening ??= opening;
    let balance = opening;
    for (const { entry, lineNo } of inOrder(listAt(statement, "Ntry"), lines)) {
      for (const row of entries.read(entry, lineNo, balance)) {
        if (balance !== null) balance += row.amountFen;
        this.tally.add(row);
        this.widen(row.day);
        yield row;
      }
    }
    if (balance !== null && closing !== null && balance !== closing) {
      const detail = `opening balance and entries give ${balance} fen, the closing balance says ${closing}`;
      this.findings.error(null, "balance-break", detail);
    }
    if (opening === null || closing === null) {
      this.findings.warn(
        null,
        "no-balance",
        "no opening or no closing balance: nothing proves that no row is missing",
      );
    }
    this.closing = closing;
    this.widenByPeriod(statement);
  }

  private balances(statement: Element, ccy: string): { opening: bigint | null; closing: bigint | null } {
    const found = new Map<string, bigint>();
    for (const balance of listAt(statement, "Bal")) {
      const read = readBalance(balance);
      if (read === null)
        throw new FileRefused(null, "bad-amount", "a balance is not a whole number of hundredths");
      this.currency ??= read.currency;
      if (!found.has(read.code)) found.set(read.code, read.fen);
      if (read.code === "OPBD" || read.code === "CLBD") this.widen(read.day);
    }
    if (ccy !== "") this.currency ??= ccy;
    if (ccy !== "" && this.currency !== ccy)
      throw new FileRefused(null, "bad-currency", "balances in several currencies");
    return {
      opening: found.get("OPBD") ?? found.get("PRCD") ?? null,
      closing: found.get("CLBD") ?? null,
    };
  }

  private widenByPeriod(statement: Element): void {
    for (const name of ["FrDtTm", "ToDtTm"]) {
      const text = textAt(statement, "FrToDt", name);
      const at = new Date(/(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}+08:00`);
      if (text === "" || Number.isNaN(at.getTime())) continue;
      // "until midnight" still means the day before it.
      this.widen(shanghaiDay(name === "ToDtTm" ? new Date(at.getTime() - 1) : at));
    }
  }

  private widen(day: string | null): void {
    if (day === null) return;
    if (this.firstDay === null || day < this.firstDay) this.firstDay = day;
    if (this.lastDay === null || day > this.lastDay) this.lastDay = day;
  }

  verdict(): StatementVerdict {
    const { findings, firstDay, lastDay, currency } = this;
    if (firstDay === null || lastDay === null) findings.error(null, "truncated", "no rows and no period");
    if (findings.errors.length > 0 || firstDay === null || lastDay === null) {
      return { ok: false, errors: findings.errors };
    }
    if (currency !== null && currency !== "CNY")
      findings.warn(null, "other-currency", `the account is in ${currency}`);
    return {
      ok: true,
      summary: {
        source: "bank-camt053",
        account: this.account,
        accountName: this.accountName,
        currency: currency ?? "CNY",
        periodStart: startOfShanghaiDay(firstDay),
        periodEnd: startOfShanghaiDay(addDays(lastDay, 1)),
        totals: { ...this.tally.totals(), openingBalanceFen: this.opening, closingBalanceFen: this.closing },
        payouts: [],
        warnings: findings.warnings,
      },
    };
  }
}
