import { parseTypedYuan } from "#app/lib/money.ts";
import { type PayeeInput, type PayeeRefusal, payeeRefusal } from "./payee.ts";

export type TypedPayees =
  | { ok: true; payees: PayeeInput[] }
  /** `line` counts from 1, as the person sees it. */
  | { ok: false; line: number; reason: PayeeRefusal | "payee-columns" };

const ALIPAY = /^(支付宝|alipay)$/i;
const MAX_LINE_FEN = 100_000_000_000n;

/**
 * Lines as a person types or pastes them out of a table: name, account, bank (or 支付宝), amount in yuan; parted
 * by tabs, commas or semicolons. Empty lines are passed over, and a heading whose amount is no number.
 */
export function readTypedPayees(text: string): TypedPayees {
  const payees: PayeeInput[] = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const read = readLine(line);
    if (read === "payee-columns" && payees.length === 0 && /户名|姓名|name/i.test(line)) continue;
    if (typeof read === "string") return { ok: false, line: at + 1, reason: read };
    payees.push(read);
  }
  return { ok: true, payees };
}

function readLine(line: string): PayeeInput | PayeeRefusal | "payee-columns" {
  const [name = "", account = "", way = "", ...rest] = line.split(/[\t，,；;]/).map((cell) => cell.trim());
  // A thousands separator parts an amount in two: the pieces belong together.
  const typed = rest.join("").replace(/[¥￥元"\s]/g, "");
  const amount = parseTypedYuan(typed, { minFen: 1n, maxFen: MAX_LINE_FEN });
  if (rest.length === 0 || (!amount.ok && /[^\d.]/.test(typed))) return "payee-columns";
  if (!amount.ok) return "payee-amount";
  const isAlipay = ALIPAY.test(way);
  const payee: PayeeInput = {
    name: name.normalize("NFKC").replace(/^"|"$/g, ""),
    account,
    bank: isAlipay ? "" : way,
    channel: isAlipay ? "alipay" : "bank",
    amountFen: amount.amountFen,
  };
  return payeeRefusal(payee) ?? payee;
}

/** The sum of the lines in fen. */
export const sumOf = (payees: readonly { amountFen: bigint }[]): bigint =>
  payees.reduce((sum, { amountFen }) => sum + amountFen, 0n);
