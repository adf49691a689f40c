import iconv from "iconv-lite";
import { shanghaiDay, shanghaiTime } from "./clock.ts";
import type { Merchant } from "./merchants.ts";
import { yuan } from "./money.ts";
import { randomDigits } from "./random.ts";
import type { SandboxState } from "./state.ts";

/** A row of a charity's account at the played China Construction Bank. `id` is the bank's reference. */
export type BankRow = {
  id: string;
  merchant: string;
  direction: "in" | "out";
  amountFen: bigint;
  at: string;
  counterparty: string;
  counterpartyAccount: string;
  counterpartyBank: string;
  summary: string;
  note: string;
  /** Whether the statement shows it yet; it does from the next settle on. */
  booked: boolean;
  /** The caller's own id of a payment made through /control/bank-payment, or the mark by which a settle may omit it. */
  mark: string | null;
};

const HEADER =
  "交易时间,借方发生额/元(支取),贷方发生额/元(收入),余额,币种,对方户名,对方账号,对方开户机构,记账日期,摘要,备注,账户明细编号-交易流水号,企业流水号,凭证种类,凭证号";
/** The charity's own money from before. */
export const BANK_OPENING_FEN = 100_000_000n;

export type NewBankRow = Omit<BankRow, "id" | "merchant" | "counterpartyBank" | "mark"> & {
  counterpartyBank?: string;
  mark?: string;
};

export function addBankRow(state: SandboxState, merchant: Merchant, row: NewBankRow): BankRow {
  const id = `${state.next(`bank:${merchant.key}`)}-${shanghaiDay(row.at).replaceAll("-", "")}${randomDigits(12)}`;
  const full: BankRow = { counterpartyBank: "", mark: null, ...row, id, merchant: merchant.key };
  return state.tables.bank.put(id, full);
}

export type StatementRow = BankRow & { balanceFen: bigint };

/** The booked rows from day to day (Asia/Shanghai, both included), in order, with the balance after each. */
export function statementRows(
  state: SandboxState,
  merchant: Merchant,
  from: string,
  to: string,
): StatementRow[] {
  const rows = state.tables.bank.inGroup(merchant.key).filter((row) => row.booked);
  rows.sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
  let balanceFen = BANK_OPENING_FEN;
  const result: StatementRow[] = [];
  for (const row of rows) {
    balanceFen += row.direction === "in" ? row.amountFen : -row.amountFen;
    const day = shanghaiDay(row.at);
    if (day >= from && day <= to) result.push({ ...row, balanceFen });
  }
  return result;
}

/** The statement file as the bank's site exports it: GBK, preamble, header, one line per row. */
export function statementCsv(state: SandboxState, merchant: Merchant, from: string, to: string): Buffer {
  const [first, last] = [from.replaceAll("-", ""), to.replaceAll("-", "")];
  const lines = [
    "中国建设银行",
    `账　　号,${merchant.bankAccountNo},账户名称,${cell(merchant.bankName)}`,
    `起始日期,${first},终止日期,${last}`,
    HEADER,
    ...statementRows(state, merchant, from, to).map(line),
  ];
  return iconv.encode(`${lines.join("\r\n")}\r\n`, "gb18030");
}

function line(row: StatementRow): string {
  const time = shanghaiTime(row.at);
  const day = time.slice(0, 10).replaceAll("-", "");
  return [
    `${day} ${time.slice(11)}`,
    row.direction === "out" ? yuan(row.amountFen) : "0.00",
    row.direction === "in" ? yuan(row.amountFen) : "0.00",
    yuan(row.balanceFen),
    "人民币元",
    cell(row.counterparty),
    row.counterpartyAccount,
    cell(row.counterpartyBank),
    day,
    cell(row.summary),
    cell(row.note),
    row.id,
    "",
    "",
    "",
  ].join(",");
}

function cell(text: string): string {
  const clean = text.replace(/[\r\n]+/g, " ");
  return /[",]/.test(clean) ? `"${clean.replaceAll('"', '""')}"` : clean;
}
