import { type ColumnRole, noteColumns } from "./bank-layout.ts";
import { readBankMoment } from "./bank-moment.ts";
import type { BankList } from "./bank-rows.ts";
import { readAmountOrBlank } from "./printed-amount.ts";
import type { Moment } from "./printed-time.ts";
import type { Findings } from "./refusal.ts";
import type { StatementErrorReason, StatementRow, StatementRowKind } from "./statement.ts";
import { hashKey, RowKeys } from "./statement-tally.ts";

const YUAN = /^(人民币元?|cny|rmb|156|01|001)$/i;
/** Columns in which no comma can stand: money, dates and numbers. All others may hold text. */
const PLAIN_ROLES: readonly ColumnRole[] = [
  "date",
  "time",
  "debit",
  "credit",
  "amount",
  "direction",
  "balance",
  "currency",
  "account",
  "counterAccount",
  "reference",
];
/** What must be certain in a row with too many cells. */
const MONEY_ROLES: readonly ColumnRole[] = [
  "date",
  "time",
  "debit",
  "credit",
  "amount",
  "direction",
  "balance",
];

/** One row after another of a bank's list. */
export class BankRowReader {
  account: string | null;
  private readonly keys = new RowKeys();
  private readonly count: number;
  /** First and last column that may hold text. */
  private readonly text: { first: number; last: number };
  private readonly notes: readonly number[];
  private readonly inWords: ReadonlySet<string>;
  private readonly outWords: ReadonlySet<string>;
  private cells: readonly string[] = [];
  /** What is odd about the row that is being read. */
  private doubt: string | null = null;

  constructor(
    private readonly list: BankList,
    private readonly findings: Findings,
  ) {
    const { layout, header, head } = list;
    this.account = head.account;
    this.count = header.cells.length;
    const plain = new Set(PLAIN_ROLES.map((role) => layout.columns[role]));
    const texts = header.cells.flatMap((_, index) => (plain.has(index) ? [] : [index]));
    this.text = { first: texts[0] ?? this.count, last: texts.at(-1) ?? -1 };
    this.notes = noteColumns(header.cells, layout.columns);
    this.inWords = new Set(layout.inWords.map((word) => word.toLowerCase()));
    this.outWords = new Set(layout.outWords.map((word) => word.toLowerCase()));
  }

  /** The row, or null after an error was noted. */
  read(cells: readonly string[], lineNo: number): StatementRow | null {
    const isExact = cells.length === this.count;
    const whole = isExact ? cells : this.withoutDoubt(cells);
    if (whole === null) {
      this.findings.error(lineNo, "bad-row", `${cells.length} cells, the header has ${this.count}`);
      return null;
    }
    this.doubt = isExact ? null : `${cells.length} cells, the header has ${this.count}`;
    const row = this.rowOf(whole, lineNo);
    if (row !== null && this.doubt !== null) {
      if (row.balanceAfterFen === null) {
        this.findings.error(lineNo, "bad-row", `${this.doubt}, and no balance proves the amount`);
        return null;
      }
      this.findings.warn(lineNo, "column-count", `${this.doubt}: names and notes left out`, row);
    }
    return row;
  }

  /**
   * A row with too many cells: an unquoted comma in a name or a note. Money left of the first text column is
   * where it should be, money right of the last one counts from the end; every cell between is unsure and left
   * empty. The running balance has to prove the amount. Null where money itself would be a guess.
   */
  private withoutDoubt(cells: readonly string[]): string[] | null {
    const extra = cells.length - this.count;
    if (extra <= 0) return null;
    const { columns } = this.list.layout;
    const isSure = (place: number) => place < this.text.first || place > this.text.last;
    if (MONEY_ROLES.some((role) => columns[role] !== undefined && !isSure(columns[role]))) return null;
    return Array.from({ length: this.count }, (_, index) => {
      if (index < this.text.first) return cells[index] ?? "";
      return index > this.text.last ? (cells[index + extra] ?? "") : UNSURE;
    });
  }

  /** A cell of the row that is being read; "" where there is none. A method, because a closure per row costs. */
  private cell(role: ColumnRole): string {
    const text = this.cells[this.list.layout.columns[role] ?? -1] ?? "";
    return text === UNSURE ? "" : text;
  }

  private rowOf(cells: readonly string[], lineNo: number): StatementRow | null {
    this.cells = cells;
    const moment = this.momentOf(this.cell("date"), this.cell("time"));
    if (moment === null) return this.refuse(lineNo, "bad-time", "the date or time is none");
    const amount = this.amountOf();
    const balanceText = this.cell("balance");
    const balance = readAmountOrBlank(balanceText);
    if (amount === null || balance === null) {
      return this.refuse(lineNo, "bad-amount", "an amount, its direction or the balance");
    }
    const currency = this.cell("currency");
    if (currency !== "" && !YUAN.test(currency))
      return this.refuse(lineNo, "bad-currency", currency.slice(0, 12));
    if (!this.isOwnAccount(this.cell("account"))) {
      return this.refuse(lineNo, "several-accounts", "rows of several accounts in one file");
    }
    const hasBalance = balanceText !== "" && balanceText !== "-" && balanceText !== "--";
    const row = this.assemble(lineNo, {
      ...moment,
      amountFen: amount.fen,
      balance: hasBalance ? balance : null,
    });
    if (row !== null && amount.isReversal) {
      this.findings.warn(
        lineNo,
        "reversal",
        "a negative amount: taken as a movement the bank took back",
        row,
      );
    }
    return row;
  }

  private refuse(lineNo: number, reason: StatementErrorReason, detail: string): null {
    if (this.doubt === null) this.findings.error(lineNo, reason, detail);
    else this.findings.error(lineNo, "bad-row", this.doubt);
    return null;
  }

  private momentOf(date: string, time: string): Moment | null {
    const { dateForm } = this.list.layout;
    if (time === "") return readBankMoment(date, dateForm);
    // Where both columns are whole moments, as in "20260801" beside "20260801 10:00:00", the second one is finer.
    const clock = /^\d{6}$/.test(time) ? time.replace(/(\d\d)(\d\d)(\d\d)/, "$1:$2:$3") : time;
    return readBankMoment(`${date} ${clock}`, dateForm) ?? readBankMoment(time, dateForm);
  }

  /** Signed: in is positive. Null unless it is certain. */
  private amountOf(): { fen: bigint; isReversal: boolean } | null {
    const { columns, negativeDebit } = this.list.layout;
    const word = this.cell("direction").toLowerCase();
    const sign = this.inWords.has(word) ? 1n : this.outWords.has(word) ? -1n : null;
    if (columns.debit !== undefined && columns.credit !== undefined) {
      const printed = readAmountOrBlank(this.cell("debit"));
      const credit = readAmountOrBlank(this.cell("credit"));
      if (printed === null || credit === null || (printed !== 0n && credit !== 0n)) return null;
      const debit = negativeDebit === "sign" && printed < 0n ? -printed : printed;
      // A flag beside two columns must agree with the column that is filled.
      if (columns.direction !== undefined && word !== "") {
        if (sign === null || (sign === 1n && debit !== 0n) || (sign === -1n && credit !== 0n)) return null;
      }
      return { fen: credit - debit, isReversal: debit < 0n || credit < 0n };
    }
    const text = this.cell("amount");
    const amount = text === "" ? null : readAmountOrBlank(text);
    if (amount === null) return null;
    if (columns.direction === undefined) return { fen: amount, isReversal: false };
    if (sign === null) return amount === 0n ? { fen: 0n, isReversal: false } : null;
    if (sign === -1n && amount < 0n && negativeDebit === "sign") return { fen: amount, isReversal: false };
    return { fen: sign * amount, isReversal: amount < 0n };
  }

  private isOwnAccount(printed: string): boolean {
    const account = printed.replace(/\D/g, "");
    if (account === "") return true;
    this.account ??= account;
    return this.account === account;
  }

  /** 用途, 附言 and 备注 together: a donor's reference may stand in any of them. */
  private purposeOf(purpose: string): string {
    if (this.notes.length === 0) return purpose;
    const notes = this.notes
      .map((place) => this.cells[place] ?? "")
      .filter((text) => text !== "" && text !== UNSURE);
    return [purpose, ...notes].filter(Boolean).join(" ");
  }

  private assemble(
    lineNo: number,
    sure: Moment & { amountFen: bigint; balance: bigint | null },
  ): StatementRow | null {
    const { at, day, amountFen, balance } = sure;
    const reference = this.cell("reference");
    const isKey = this.list.layout.isReferenceUnique && reference !== "";
    if (isKey && this.keys.has(reference)) {
      this.findings.error(lineNo, "duplicate-row", "the serial number occurs twice");
      return null;
    }
    const [name, counterAccount, summary] = [
      this.cell("name"),
      this.cell("counterAccount"),
      this.cell("summary"),
    ];
    const content = () =>
      hashKey([this.account ?? "", at.toISOString(), amountFen, balance ?? "", name, counterAccount]);
    return {
      rowKey: this.keys.unique(isKey ? reference : content()),
      lineNo,
      kind: bankRowKind(amountFen, summary),
      providerKind: summary || null,
      occurredAt: at,
      day,
      amountFen,
      feeFen: 0n,
      currency: "CNY",
      providerObjectId: reference || null,
      paymentObjectId: null,
      merchantReference: null,
      refundReference: null,
      payoutId: null,
      balanceAfterFen: balance,
      counterparty:
        (name === "" || counterAccount === "" ? name + counterAccount : `${name} ${counterAccount}`) || null,
      purpose: this.purposeOf(this.cell("purpose")) || null,
      summary: summary || null,
    };
  }
}

/** Stands in a cell whose content could be another column's. */
const UNSURE = "\u0000";

/** A bank's row by its sign and its own word. */
export function bankRowKind(amountFen: bigint, summary: string): StatementRowKind {
  if (/手续费|工本费|管理费|服务费|年费/.test(summary)) return "fee";
  if (/结息|利息/.test(summary)) return "other";
  return amountFen >= 0n ? "transfer-in" : "transfer-out";
}
