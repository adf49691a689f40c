import { bankRowKind } from "./bank-row.ts";
import { readHundredths } from "./minor-units.ts";
import { type Moment, readMoment } from "./printed-time.ts";
import type { Findings } from "./refusal.ts";
import type { StatementRow } from "./statement.ts";
import { hashKey, RowKeys } from "./statement-tally.ts";

export interface Mt940Balance {
  fen: bigint;
  currency: string;
  day: string | null;
}

const BALANCE = /^([CD])(\d\d)(\d\d)(\d\d)([A-Z]{3})([\d,]+)\s*$/;
/** Value date, entry date, mark, letter of the funds, amount, kind, the customer's and the bank's reference. */
const LINE =
  /^(\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d))?(RC|RD|EC|ED|C|D)([A-Z])?(\d{1,15}(?:,\d{0,5})?)([A-Z][A-Z0-9]{3})(.*)$/;

/** ":60F:C261121CNY1000,00"; D is an overdrawn account. Null if it cannot be read to the hundredth. */
export function readMt940Balance(text: string): Mt940Balance | null {
  const parts = BALANCE.exec(text.trim());
  if (parts === null) return null;
  const fen = readHundredths(parts[6] ?? "", ",");
  if (fen === null) return null;
  const day = momentOf(yearOf(parts[2]), parts[3], parts[4])?.day ?? null;
  return { fen: parts[1] === "D" ? -fen : fen, currency: parts[5] ?? "", day };
}

function yearOf(two = ""): number {
  const year = Number(two);
  return year >= 80 ? 1900 + year : 2000 + year;
}

function momentOf(year: number, month = "", date = ""): Moment | null {
  return readMoment(`${year}-${month}-${date}`);
}

/** Reads the lines of one file. */
export class Mt940Lines {
  private readonly keys = new RowKeys();

  constructor(private readonly findings: Findings) {}

  /** A `:61:` with the `:86:` behind it. Null after an error was noted. */
  read(
    lineNo: number,
    [first = "", ...supplement]: readonly string[],
    info: readonly string[],
    of: { account: string; currency: string; before: bigint | null; day: string | null },
  ): StatementRow | null {
    const parts = LINE.exec(first);
    const unsigned = parts === null ? null : readHundredths(parts[8] ?? "", ",");
    if (parts === null || unsigned === null) {
      this.findings.error(lineNo, "bad-amount", "a :61: that cannot be read, or an amount below a hundredth");
      return null;
    }
    const mark = parts[6] ?? "";
    if (mark.startsWith("E")) {
      this.findings.error(lineNo, "bad-row", "an expected movement, not a booked one");
      return null;
    }
    const dated = dateOf(parts, of.day);
    if (dated === null) {
      this.findings.error(lineNo, "bad-time", "neither value date nor entry date is a day");
      return null;
    }
    // RC takes a credit back, RD a debit.
    const amountFen = mark === "C" || mark === "RD" ? unsigned : -unsigned;
    const balance = of.before === null ? null : of.before + amountFen;
    const [customerRef = "", bankRef = ""] = (parts[10] ?? "").split("//").map((text) => text.trim());
    const told = readInfo(info);
    const notes = [told.purpose, ...supplement.map((text) => text.trim())].filter(Boolean);
    if (!/^NONREF$/i.test(customerRef) && customerRef !== "") notes.push(customerRef);
    const { at, day } = dated.moment;
    const identity =
      bankRef === ""
        ? hashKey([of.account, day, amountFen, balance ?? "", told.counterparty, notes.join(" ")])
        : `${bankRef}|${day}|${amountFen}`;
    const row: StatementRow = {
      rowKey: this.keys.unique(identity),
      lineNo,
      kind: bankRowKind(amountFen, told.summary),
      providerKind: parts[9] ?? null,
      occurredAt: at,
      day,
      amountFen,
      feeFen: 0n,
      currency: of.currency,
      providerObjectId: bankRef || (/^(NONREF)?$/i.test(customerRef) ? null : customerRef),
      paymentObjectId: null,
      merchantReference: null,
      refundReference: null,
      payoutId: null,
      balanceAfterFen: balance,
      counterparty: told.counterparty || null,
      purpose: notes.join(" ") || null,
      summary: told.summary || null,
    };
    if (dated.isDoubtful) this.findings.warn(lineNo, "doubtful-date", "a day that no calendar has", row);
    if (mark.startsWith("R")) this.findings.warn(lineNo, "reversal", `${mark}: a movement taken back`, row);
    return row;
  }
}

/**
 * The day it was booked: the entry date, whose year is the one that lies nearest to the value date; the value
 * date if there is none. Banks do write 30 February as a value date: then the other date, or the statement's.
 */
function dateOf(
  parts: RegExpExecArray,
  statementDay: string | null,
): { moment: Moment; isDoubtful: boolean } | null {
  const year = yearOf(parts[1]);
  const value = momentOf(year, parts[2], parts[3]);
  const isPlausible =
    Number(parts[2]) >= 1 && Number(parts[2]) <= 12 && Number(parts[3]) >= 1 && Number(parts[3]) <= 31;
  if (parts[4] === undefined) {
    if (value !== null) return { moment: value, isDoubtful: false };
    const moment = isPlausible && statementDay !== null ? readMoment(statementDay) : null;
    return moment === null ? null : { moment, isDoubtful: true };
  }
  const turn = Number(parts[2]) - Number(parts[4]);
  const entry = momentOf(turn > 6 ? year + 1 : turn < -6 ? year - 1 : year, parts[4], parts[5]);
  if (entry !== null) return { moment: entry, isDoubtful: value === null };
  return value === null ? null : { moment: value, isDoubtful: true };
}

/** `:86:` as text, or in its parts where the bank numbers them (?20 purpose, ?31 account, ?32 name). */
function readInfo(lines: readonly string[]): { purpose: string; counterparty: string; summary: string } {
  const joined = lines.join("");
  if (!/^\d{3}\?\d\d/.test(joined)) return { purpose: lines.join(" ").trim(), counterparty: "", summary: "" };
  const parts = joined
    .slice(3)
    .split(/\?(?=\d\d)/)
    .slice(1);
  const of = (isWanted: (code: number) => boolean) =>
    parts
      .filter((part) => isWanted(Number(part.slice(0, 2))))
      .map((part) => part.slice(2))
      .join("")
      .trim();
  const name = of((code) => code === 32 || code === 33);
  return {
    purpose: of((code) => (code >= 20 && code <= 29) || (code >= 60 && code <= 63)),
    counterparty: [name, of((code) => code === 31)].filter(Boolean).join(" "),
    summary: of((code) => code === 0),
  };
}
