import { randomInt } from "node:crypto";
import { confirmDonations } from "#app/features/donations/confirm-donations.server.ts";
import { type BooksHead, stripeBooksFile } from "#app/features/payments/statements/stripe-books-file.ts";
import { db } from "#app/lib/db.server.ts";
import { fenToYuan } from "#app/lib/money.ts";
import {
  makeFund,
  makeOrganization,
  makePendingGift,
  type PendingGift,
  paidFact,
} from "#tests/factories/books.ts";
import { gb18030 } from "../payments/statements/statement-fixtures.ts";

/** The day most statements here are about, and moments of it. */
export const DAY = "2026-11-21";
export const at = (time: string): Date => new Date(`${DAY}T${time}+08:00`);
/** The morning after, when bills of the day are there. */
export const NEXT_MORNING = new Date("2026-11-22T09:00:00+08:00");

export interface Charity {
  organizationId: string;
  credentialId: string;
  fundId: string;
  sellerId: string;
  bankAccountNo: string;
}

/** A charity whose accounts have the numbers that real statements print. */
export async function makeCharity(over: { bearsFees?: boolean } = {}): Promise<Charity> {
  const { organizationId, credentialId } = await makeOrganization(over);
  const fundId = await makeFund(organizationId);
  const digits = Array.from({ length: 12 }, () => randomInt(10)).join("");
  const sellerId = `2088${digits}`;
  const bankAccountNo = `4400${digits}0000`;
  await db.run("update payment_credential set provider_account = $2 where id = $1", [
    credentialId,
    `2021000000000001/${sellerId}`,
  ]);
  await db.run(
    `insert into bank_account (id, organization_id, bank, account_name, account_no, confirmed_at)
     values (gen_random_uuid(), $1, 'CCB', '演示慈善会', $2, now())`,
    [organizationId, bankAccountNo],
  );
  return { organizationId, credentialId, fundId, sellerId, bankAccountNo };
}

export interface PaidGift extends PendingGift {
  tradeNo: string;
}

let tradeCounter = 0;
const newTradeNo = (): string => {
  tradeCounter += 1;
  return `2026112122001${String(tradeCounter).padStart(15, "0")}`;
};

/** A gift that its notification has confirmed. */
export async function makePaidGift(
  charity: Charity,
  amountFen: bigint,
  paidAt = at("10:00:00"),
): Promise<PaidGift> {
  const gift = await makePendingGift(charity, amountFen);
  const tradeNo = newTradeNo();
  await confirmDonations(
    [paidFact(gift, { objectId: tradeNo, paymentObjectId: tradeNo, occurredAt: paidAt })],
    paidAt,
  );
  return { ...gift, tradeNo };
}

/** A gift whose notification never came. */
export async function makeUnheardGift(charity: Charity, amountFen: bigint): Promise<PaidGift> {
  return { ...(await makePendingGift(charity, amountFen)), tradeNo: newTradeNo() };
}

export interface LedgerLine {
  id: string;
  type: "在线支付" | "收费" | "交易退款" | "退费" | "提现" | "转账";
  amountFen: bigint;
  tradeNo?: string;
  orderNo?: string;
  time?: string;
  note?: string;
}

let lineCounter = 0;
const newLineId = (): string => {
  lineCounter += 1;
  return `20261121${String(lineCounter).padStart(16, "0")}`;
};

/** The rows Alipay writes for a gift: the money, and its fee. */
export function giftLines(
  gift: PaidGift,
  over: { amountFen?: bigint; feeFen?: bigint; time?: string } = {},
): LedgerLine[] {
  const { amountFen = gift.amountFen, feeFen = (amountFen * 6n) / 1000n, time = "10:00:00" } = over;
  const about = { tradeNo: gift.tradeNo, orderNo: gift.paymentId, time };
  const lines: LedgerLine[] = [{ ...about, id: newLineId(), type: "在线支付", amountFen }];
  if (feeFen > 0n) lines.push({ ...about, id: newLineId(), type: "收费", amountFen: -feeFen });
  return lines;
}

export function withdrawalLine(id: string, amountFen: bigint, time = "23:40:00"): LedgerLine {
  return { id: newLineId(), type: "提现", amountFen: -amountFen, tradeNo: id, time };
}

export function otherLine(line: Omit<LedgerLine, "id">): LedgerLine {
  return { id: newLineId(), ...line };
}

/** 账务明细 of one day as text, before encoding. */
export function ledgerText(charity: Charity, lines: readonly LedgerLine[], day = DAY): string {
  let balanceFen = 10_000_000n;
  const rows = lines.map((line) => {
    balanceFen += line.amountFen;
    const [inFen, outFen] = line.amountFen > 0n ? [line.amountFen, 0n] : [0n, line.amountFen];
    return [
      line.id,
      line.tradeNo ?? "",
      line.orderNo ?? "",
      "捐赠",
      `${day} ${line.time ?? "10:00:00"}`,
      "a***@example.com",
      fenToYuan(inFen),
      fenToYuan(outFen),
      fenToYuan(balanceFen),
      "支付宝",
      line.type,
      line.note ?? "",
    ].join(",");
  });
  const into = lines.filter((line) => line.amountFen > 0n);
  const out = lines.filter((line) => line.amountFen < 0n);
  const sum = (some: readonly LedgerLine[]) =>
    fenToYuan(some.reduce((all, line) => all + line.amountFen, 0n));
  const shown = (text: string) => text.replace(/(\d{4})-(\d{2})-(\d{2})/, "$1年$2月$3日");
  return [
    "#支付宝账务明细查询",
    `#账号：[${charity.sellerId}0156]`,
    `#起始日期：[${shown(day)} 00:00:00]   终止日期：[${shown(day)} 23:59:59]`,
    "#-----------------------------------------账务明细列表----------------------------------------",
    "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注",
    ...rows,
    "#-----------------------------------------账务明细列表结束------------------------------------",
    `#支出合计：${out.length}笔，共${sum(out)}元`,
    `#收入合计：${into.length}笔，共${sum(into)}元`,
    "#导出时间：[2026年11月22日 09:00:00]",
    "",
  ].join("\r\n");
}

export const ledgerFile = (charity: Charity, lines: readonly LedgerLine[], day = DAY): Uint8Array =>
  gb18030(ledgerText(charity, lines, day));

export interface BankLine {
  id: string;
  amountFen: bigint;
  time?: string;
  name?: string;
  summary?: string;
  note?: string;
}

/** A CCB export of one day. */
export function bankText(charity: Charity, lines: readonly BankLine[], day = DAY): string {
  const plain = day.replaceAll("-", "");
  let balanceFen = 100_000_000n;
  const rows = lines.map((line) => {
    balanceFen += line.amountFen;
    const [debit, credit] = line.amountFen < 0n ? [-line.amountFen, 0n] : [0n, line.amountFen];
    return `${plain} ${line.time ?? "23:50:00"},${fenToYuan(debit)},${fenToYuan(credit)},${fenToYuan(balanceFen)},人民币元,${line.name ?? "某人"},62220001,某行,${plain},${line.summary ?? "转账"},${line.note ?? ""},${line.id},,,`;
  });
  return [
    "中国建设银行",
    `账　　号,${charity.bankAccountNo},账户名称,演示慈善会`,
    `起始日期,${plain},终止日期,${plain}`,
    "交易时间,借方发生额/元(支取),贷方发生额/元(收入),余额,币种,对方户名,对方账号,对方开户机构,记账日期,摘要,备注,账户明细编号-交易流水号,企业流水号,凭证种类,凭证号",
    ...rows,
    "",
  ].join("\r\n");
}

export const bankFile = (charity: Charity, lines: readonly BankLine[], day = DAY): Uint8Array =>
  gb18030(bankText(charity, lines, day));

export const alipayArrival = (id: string, withdrawalId: string, amountFen: bigint): BankLine => ({
  id,
  amountFen,
  name: "支付宝（中国）网络技术有限公司",
  summary: "支付宝提现",
  note: withdrawalId,
});

/** Stripe's books of one UTC day. */
export function stripeFile(
  account: string,
  transactions: Parameters<typeof stripeBooksFile>[1],
  payouts: Parameters<typeof stripeBooksFile>[2] = [],
  day = DAY,
): Uint8Array {
  const start = new Date(`${day}T00:00:00Z`).getTime() / 1000;
  const head: Omit<BooksHead, "object"> = {
    account,
    livemode: false,
    period_start: start,
    period_end: start + 86_400,
  };
  return stripeBooksFile(head, transactions, payouts);
}
