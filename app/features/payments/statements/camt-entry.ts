import { shanghaiDay } from "#app/lib/time.ts";
import { readBankMoment } from "./bank-moment.ts";
import { bankRowKind } from "./bank-row.ts";
import { type Element, elementAt, listAt, textAt, textsAt } from "./camt-tree.ts";
import { readHundredths } from "./minor-units.ts";
import type { Moment } from "./printed-time.ts";
import type { Findings } from "./refusal.ts";
import type { StatementRow } from "./statement.ts";
import { hashKey, RowKeys } from "./statement-tally.ts";

const NOT_PROVIDED = /^(NOTPROVIDED|NONREF|NOREF)?$/i;

export interface CamtBalance {
  code: string;
  fen: bigint;
  currency: string;
  day: string | null;
}

/** A `Bal`: negative if the account is overdrawn. Null if the amount is no whole number of hundredths. */
export function readBalance(balance: Element): CamtBalance | null {
  const fen = readHundredths(textAt(balance, "Amt"), ".");
  if (fen === null) return null;
  return {
    code: textAt(balance, "Tp", "CdOrPrtry", "Cd"),
    fen: textAt(balance, "CdtDbtInd") === "DBIT" ? -fen : fen,
    currency: currencyOf(balance),
    day: readDate(elementAt(balance, "Dt"))?.day ?? null,
  };
}

function currencyOf(holder: Element, ...path: string[]): string {
  return textAt(holder, ...path, "Amt", "@Ccy").toUpperCase();
}

/** `Dt` or `DtTm`; a time without a zone is Beijing's. */
function readDate(holder: Element): Moment | null {
  const exact = textAt(holder, "DtTm");
  if (exact !== "") {
    const at = new Date(/(?:Z|[+-]\d\d:\d\d)$/.test(exact) ? exact : `${exact}+08:00`);
    // JavaScript makes 2 March of 30 February.
    if (readBankMoment(exact.slice(0, 10)) === null) return null;
    return Number.isNaN(at.getTime()) ? null : { at, day: shanghaiDay(at) };
  }
  return readBankMoment(textAt(holder, "Dt").slice(0, 10));
}

/** The day on which an entry was booked, to tell in which order a file is; "" where it says none. */
export function bookingDayOf(entry: Element): string {
  return (readDate(elementAt(entry, "BookgDt")) ?? readDate(elementAt(entry, "ValDt")))?.day ?? "";
}

/** Reads the entries of one account, one after the other. */
export class CamtEntries {
  private readonly keys = new RowKeys();

  constructor(
    private readonly account: string,
    private readonly currency: string,
    private readonly findings: Findings,
  ) {}

  /** The rows of one `Ntry`: its parts where they add up to it, else itself. Pending entries give none. */
  *read(entry: Element, lineNo: number, before: bigint | null): Generator<StatementRow, void, undefined> {
    const status = textAt(entry, "Sts", "Cd") || textAt(entry, "Sts");
    if (status !== "BOOK" && status !== "") return;
    const head = this.headOf(entry, lineNo);
    if (head === null) return;
    const details = listAt(entry, "NtryDtls").flatMap((one) => listAt(one, "TxDtls"));
    const parts = details.map((detail) => partOf(detail, head.currency));
    const isWhole = parts.length > 1 && parts.every((part): part is bigint => part !== null);
    const sumFen = isWhole ? parts.reduce<bigint>((sum, part) => sum + (part ?? 0n), 0n) : null;
    const isSplit = sumFen !== null && sumFen === head.fen;
    let balance = before;
    const rowFen = isSplit ? parts.map((part) => part ?? 0n) : [head.fen];
    for (const [index, fen] of rowFen.entries()) {
      const amountFen = head.sign * fen;
      balance = balance === null ? null : balance + amountFen;
      const detail = details[isSplit ? index : 0] ?? {};
      yield this.rowOf(entry, detail, { ...head, amountFen, balance, lineNo, part: isSplit ? index : null });
    }
    this.warn(entry, lineNo, head.moment.day, { sumFen, fen: head.fen });
  }

  private headOf(entry: Element, lineNo: number) {
    const fen = readHundredths(textAt(entry, "Amt"), ".");
    const indicator = textAt(entry, "CdtDbtInd");
    if (fen === null || (indicator !== "CRDT" && indicator !== "DBIT")) {
      this.findings.error(lineNo, "bad-amount", "Amt is not whole hundredths, or CdtDbtInd is missing");
      return null;
    }
    const currency = currencyOf(entry);
    if (currency !== this.currency) {
      this.findings.error(lineNo, "bad-currency", currency.slice(0, 3));
      return null;
    }
    const moment = readDate(elementAt(entry, "BookgDt")) ?? readDate(elementAt(entry, "ValDt"));
    if (moment === null) {
      this.findings.error(lineNo, "bad-time", "BookgDt");
      return null;
    }
    return { fen, currency, moment, sign: indicator === "CRDT" ? 1n : -1n };
  }

  private warn(
    entry: Element,
    lineNo: number,
    day: string,
    parts: { sumFen: bigint | null; fen: bigint },
  ): void {
    const about = { day, rowKey: "" };
    if (textAt(entry, "RvslInd") === "true") {
      this.findings.warn(lineNo, "reversal", "RvslInd: a movement that the bank took back", about);
    }
    if (parts.sumFen !== null && parts.sumFen !== parts.fen) {
      this.findings.warn(
        lineNo,
        "parts-differ",
        `parts give ${parts.sumFen} fen, the entry ${parts.fen}`,
        about,
      );
    }
  }

  private rowOf(
    entry: Element,
    detail: Element,
    of: {
      moment: Moment;
      currency: string;
      amountFen: bigint;
      balance: bigint | null;
      lineNo: number;
      part: number | null;
    },
  ): StatementRow {
    const { moment, amountFen, balance, lineNo, part } = of;
    const refs = elementAt(detail, "Refs");
    const bankRef = textAt(entry, "AcctSvcrRef") || textAt(refs, "AcctSvcrRef") || textAt(entry, "NtryRef");
    const endToEnd = textAt(refs, "EndToEndId");
    const counterparty = counterpartyOf(detail, amountFen);
    const notes = [...textsAt(elementAt(detail, "RmtInf"), "Ustrd"), ...structured(detail)];
    if (!NOT_PROVIDED.test(endToEnd)) notes.push(endToEnd);
    const summary = textAt(entry, "AddtlNtryInf") || textAt(detail, "AddtlTxInf");
    const content = [this.account, moment.at.toISOString(), amountFen] as const;
    // Some banks give an entry and its fee the same reference, so the amount belongs to the identity.
    const identity = NOT_PROVIDED.test(bankRef)
      ? hashKey([...content, counterparty ?? "", notes.join(" ")])
      : `${bankRef}|${moment.day}|${amountFen}${part === null ? "" : `|${part + 1}`}`;
    return {
      rowKey: this.keys.unique(identity),
      lineNo,
      kind: bankRowKind(amountFen, summary),
      providerKind: textAt(entry, "BkTxCd", "Prtry", "Cd") || null,
      occurredAt: moment.at,
      day: moment.day,
      amountFen,
      feeFen: 0n,
      currency: of.currency,
      providerObjectId: NOT_PROVIDED.test(bankRef) ? null : bankRef,
      paymentObjectId: null,
      merchantReference: null,
      refundReference: null,
      payoutId: null,
      balanceAfterFen: balance,
      counterparty,
      purpose: notes.join(" ") || null,
      summary: summary || null,
    };
  }
}

/** What one `TxDtls` is worth in the entry's currency; negative where it moves the other way. */
function partOf(detail: Element, currency: string): bigint | null {
  const at = textAt(detail, "Amt") === "" ? ["AmtDtls", "TxAmt"] : [];
  if (currencyOf(detail, ...at) !== currency) return null;
  return readHundredths(textAt(detail, ...at, "Amt"), ".");
}

function structured(detail: Element): string[] {
  return listAt(elementAt(detail, "RmtInf"), "Strd")
    .map((one) => textAt(one, "CdtrRefInf", "Ref"))
    .filter((text) => text !== "");
}

/** The other side: who paid if money came in, else who was paid. Versions from 8 on name a party one level deeper. */
function counterpartyOf(detail: Element, amountFen: bigint): string | null {
  const side = amountFen >= 0n ? "Dbtr" : "Cdtr";
  const parties = elementAt(detail, "RltdPties");
  const name = textAt(parties, side, "Nm") || textAt(parties, side, "Pty", "Nm");
  const account = elementAt(parties, `${side}Acct`, "Id");
  const number = textAt(account, "IBAN") || textAt(account, "Othr", "Id");
  return [name, number].filter(Boolean).join(" ") || null;
}
