import type { DateForm } from "./bank-moment.ts";
import { normaliseHeader } from "./delimited-record.ts";

export type Delimiter = "," | "\t" | ";" | "|";

/** What a column of a bank's list may hold. */
export const COLUMN_ROLES = [
  "date",
  "time",
  "debit",
  "credit",
  "amount",
  "direction",
  "balance",
  "currency",
  "account",
  "name",
  "counterAccount",
  "purpose",
  "summary",
  "reference",
] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];

/** Where each column stands, from 0; a role that the file does not have is left out. */
export type ColumnPlaces = Partial<Record<ColumnRole, number>>;

/** How one list is read: which column is what, and how it writes dates and directions. */
export interface BankLayout {
  columns: ColumnPlaces;
  dateForm: DateForm;
  /** Words of the direction column; 借 is out of the account, 贷 into it. */
  inWords: readonly string[];
  outWords: readonly string[];
  /**
   * What a negative debit says. "reversal": a debit taken back, so money in. "sign": this bank prints all
   * debits with a minus.
   */
  negativeDebit: "reversal" | "sign";
  /** Whether the reference column names one movement and no other, so that it is the row's identity. */
  isReferenceUnique: boolean;
}

export const IN_WORDS = ["贷", "贷方", "收", "收入", "转入", "存入", "来账", "c", "cr", "credit", "+"];
export const OUT_WORDS = ["借", "借方", "支", "支出", "付", "转出", "支取", "往账", "d", "dr", "debit", "-"];

/** The names that banks give their columns, most telling first; compared after `plainName`. */
const ROLE_NAMES: Record<ColumnRole, readonly string[]> = {
  date: [
    "交易时间",
    "交易日期",
    "交易日",
    "发生日期",
    "记账时间",
    "记账日期",
    "入账日期",
    "会计日期",
    "日期",
    "date",
    "transactiondate",
    "bookingdate",
    "postingdate",
    "valuedate",
  ],
  time: ["交易时刻", "时刻", "入账时间", "时间", "time", "transactiontime"],
  debit: [
    "借方发生额",
    "借方金额",
    "借方交易金额",
    "支出金额",
    "转出金额",
    "付款金额",
    "取款金额",
    "借方",
    "支出",
    "debit",
    "debitamount",
    "withdrawal",
    "withdrawals",
    "paidout",
    "moneyout",
  ],
  credit: [
    "贷方发生额",
    "贷方金额",
    "贷方交易金额",
    "收入金额",
    "转入金额",
    "收款金额",
    "存款金额",
    "贷方",
    "收入",
    "credit",
    "creditamount",
    "deposit",
    "deposits",
    "paidin",
    "moneyin",
  ],
  amount: ["发生额", "交易金额", "发生金额", "金额", "amount", "transactionamount"],
  direction: [
    "借贷标志",
    "借/贷",
    "借贷",
    "借贷方向",
    "借贷标识",
    "收付标志",
    "收/支",
    "收支",
    "交易方向",
    "debit/credit",
    "dr/cr",
    "cr/dr",
    "direction",
  ],
  balance: [
    "余额",
    "账户余额",
    "账号余额",
    "当前余额",
    "本次余额",
    "交易后余额",
    "联机余额",
    "balance",
    "runningbalance",
    "closingbalance",
  ],
  currency: ["币种", "币别", "货币", "交易币种", "currency", "ccy"],
  account: ["本方账号", "我方账号", "账号", "查询账号", "account", "accountnumber"],
  name: [
    "对方户名",
    "对方单位",
    "对方单位名称",
    "对方账户名称",
    "对方账户名",
    "对方名称",
    "收/付方名称",
    "收付方名称",
    "交易对手",
    "交易对方",
    "counterparty",
    "payee",
    "name",
    "counterpartyname",
  ],
  counterAccount: [
    "对方账号",
    "对方账户",
    "收/付方账号",
    "收付方账号",
    "交易对手账号",
    "counterpartyaccount",
    "payeeaccount",
  ],
  purpose: ["用途", "附言", "交易附言", "备注", "purpose", "memo", "remark", "remarks", "details"],
  summary: ["摘要", "交易摘要", "交易类型", "业务类型", "description", "narrative", "type"],
  reference: [
    "账户明细编号-交易流水号",
    "交易流水号",
    "流水号",
    "核心流水号",
    "交易参考号",
    "交易编号",
    "reference",
    "transactionid",
    "transactionreference",
  ],
};

/** A header's name without width, spaces, units and the case of letters. */
export function plainName(cell: string): string {
  return normaliseHeader(cell).toLowerCase().replace(/[_"']/g, "").replace(/帐/g, "账");
}

/** The columns that the header's own words give away; a role goes to its most telling name. */
export function columnsByName(header: readonly string[]): ColumnPlaces {
  const names = header.map(plainName);
  const places: ColumnPlaces = {};
  const taken = new Set<number>();
  for (const role of COLUMN_ROLES) {
    const known = ROLE_NAMES[role]
      .map((name) => names.indexOf(name))
      .find((at) => at !== -1 && !taken.has(at));
    if (known === undefined) continue;
    places[role] = known;
    taken.add(known);
  }
  // Amounts on two sides say the direction by themselves.
  if (places.debit !== undefined && places.credit !== undefined) delete places.amount;
  return places;
}

/** Further columns of notes, beside the one that is the purpose. */
export function noteColumns(header: readonly string[], columns: ColumnPlaces): number[] {
  const used = new Set(Object.values(columns));
  const isNote = (name: string) => name === "个性化信息" || ROLE_NAMES.purpose.includes(name);
  return header.flatMap((cell, index) => (!used.has(index) && isNote(plainName(cell)) ? [index] : []));
}

/** How many of a line's cells are names of columns: the header is the line with most of them. */
export function headerScore(cells: readonly string[]): number {
  return Object.keys(columnsByName(cells)).length;
}

/** Whether a list can be read with these columns: a date, and an amount with a direction. */
export function isComplete(columns: ColumnPlaces): boolean {
  const hasSides = columns.debit !== undefined && columns.credit !== undefined;
  return columns.date !== undefined && (hasSides || columns.amount !== undefined);
}
