import { drawableFen, enterLedger } from "../alipay/ledger.ts";
import type { AlipayRefund, AlipayTransfer, BillRow, Trade } from "../alipay/records.ts";
import { alipayFee } from "../alipay/trade.ts";
import { addBankRow } from "../bank.ts";
import { fromShanghai, shanghaiDay } from "../clock.ts";
import type { Merchant } from "../merchants.ts";
import { randomDigits } from "../random.ts";
import type { SandboxState } from "../state.ts";
import { type Breaks, byDay, changeOf, omitted, type SettledDay } from "./breaks.ts";

type Fact =
  | { kind: "paid"; at: string; trade: Trade }
  | { kind: "back"; at: string; trade: Trade; refund: AlipayRefund }
  | { kind: "out"; at: string; transfer: AlipayTransfer };

/** Books what happened since the last settle into the bills of its days, and draws each day's net to the bank. */
export function settleAlipay(
  state: SandboxState,
  merchant: Merchant,
  only: string | null,
  breaks: Breaks,
): SettledDay[] {
  const today = shanghaiDay(state.now());
  const facts = openFacts(state, merchant.appId, breaks).filter((fact) => {
    const day = shanghaiDay(fact.at);
    return only === null ? day <= today : day === only;
  });
  const days = byDay(facts, (fact) => shanghaiDay(fact.at));
  const wanted = only ?? today;
  if (wanted <= today && !days.some(([day]) => day === wanted)) days.push([wanted, []]);
  return days.map(([day, list]) => settleDay(state, merchant, day, list, breaks));
}

function openFacts(state: SandboxState, appId: string, breaks: Breaks): Fact[] {
  const facts: Fact[] = [];
  for (const trade of state.tables.trades.inGroup(appId)) {
    if (trade.paidAt && !trade.settled && !omitted(breaks, trade.outTradeNo, trade.tradeNo)) {
      facts.push({ kind: "paid", at: trade.paidAt, trade });
    }
    for (const refund of trade.refunds) {
      if (refund.status === "SUCCESS" && !refund.settled && !omitted(breaks, refund.requestNo)) {
        facts.push({ kind: "back", at: refund.at, trade, refund });
      }
    }
  }
  for (const transfer of state.tables.transfers.inGroup(appId)) {
    if (!transfer.settled && !omitted(breaks, transfer.outBizNo))
      facts.push({ kind: "out", at: transfer.at, transfer });
  }
  return facts.sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
}

function settleDay(
  state: SandboxState,
  merchant: Merchant,
  day: string,
  facts: Fact[],
  breaks: Breaks,
): SettledDay {
  const totals = { grossFen: 0n, feeFen: 0n };
  for (const fact of facts) {
    const booked = book(state, merchant, day, fact, breaks);
    totals.grossFen += booked.grossFen;
    totals.feeFen += booked.feeFen;
  }
  const key = `${merchant.appId}:${day}`;
  state.tables.billDays.put(key, { appId: merchant.appId, day, settledAt: state.now().toISOString() });
  const withdrawal = withdraw(state, merchant, day, breaks);
  return {
    merchant: merchant.key,
    source: "alipay",
    day,
    rows: facts.length,
    ...totals,
    netFen: totals.grossFen - totals.feeFen,
    ...(withdrawal ? { withdrawal } : {}),
  };
}

type Booked = { grossFen: bigint; feeFen: bigint };

/** Ledger and bill rows of one fact; a payment and its fee are two ledger rows. */
function book(state: SandboxState, merchant: Merchant, day: string, fact: Fact, breaks: Breaks): Booked {
  if (fact.kind === "out") return bookTransfer(state, fact.transfer);
  const trade = state.tables.trades.get(fact.trade.key)!;
  const buyer = `*(${trade.buyerLogonId})`;
  const about = { tradeNo: trade.tradeNo, outTradeNo: trade.outTradeNo, subject: trade.subject, at: fact.at };
  const bill = { ...about, appId: merchant.appId, day, createdAt: trade.createdAt, buyer };
  if (fact.kind === "back") return bookRefund(state, trade, fact.refund, bill, breaks);
  const change = changeOf(breaks, trade.outTradeNo, trade.tradeNo);
  const amountFen = change?.amountFen ?? trade.paidFen;
  const feeFen = change ? (change.feeFen ?? alipayFee(amountFen)) : trade.feeFen;
  enterLedger(state, trade.appId, {
    ...about,
    counterparty: buyer,
    inFen: amountFen,
    type: "在线支付",
    note: "",
  });
  if (feeFen > 0n) {
    enterLedger(state, trade.appId, {
      ...about,
      counterparty: "支付宝",
      outFen: feeFen,
      type: "收费",
      note: "交易服务费",
    });
  }
  const id = `paid:${trade.key}`;
  state.tables.billRows.put(id, {
    ...bill,
    id,
    kind: "交易",
    amountFen,
    feeFen: -feeFen,
    requestNo: "",
    remark: "",
  });
  state.tables.trades.put(trade.key, { ...trade, settled: true });
  return { grossFen: amountFen, feeFen };
}

type BillBase = Omit<BillRow, "id" | "kind" | "amountFen" | "feeFen" | "requestNo" | "remark">;

function bookRefund(
  state: SandboxState,
  trade: Trade,
  refund: AlipayRefund,
  bill: BillBase,
  breaks: Breaks,
): Booked {
  const { requestNo, reason, feeReturnedFen } = refund;
  const amountFen = changeOf(breaks, requestNo)?.amountFen ?? refund.amountFen;
  const { tradeNo, outTradeNo, subject, at, buyer } = bill;
  const about = { tradeNo, outTradeNo, subject, at, note: requestNo };
  enterLedger(state, trade.appId, { ...about, counterparty: buyer, outFen: amountFen, type: "交易退款" });
  if (feeReturnedFen > 0n) {
    enterLedger(state, trade.appId, {
      ...about,
      counterparty: "支付宝",
      inFen: feeReturnedFen,
      type: "退费",
    });
  }
  const id = `back:${trade.key}:${requestNo}`;
  const row = {
    ...bill,
    id,
    kind: "退款" as const,
    amountFen: -amountFen,
    feeFen: feeReturnedFen,
    requestNo,
    remark: reason,
  };
  state.tables.billRows.put(id, row);
  const refunds = trade.refunds.map((item) =>
    item.requestNo === requestNo ? { ...item, settled: true } : item,
  );
  state.tables.trades.put(trade.key, { ...trade, refunds });
  return { grossFen: -amountFen, feeFen: -feeReturnedFen };
}

function bookTransfer(state: SandboxState, transfer: AlipayTransfer): Booked {
  enterLedger(state, transfer.appId, {
    tradeNo: transfer.orderId,
    outTradeNo: transfer.outBizNo,
    subject: transfer.title,
    at: transfer.at,
    counterparty: `${transfer.payeeName}(${transfer.payee})`,
    outFen: transfer.amountFen,
    type: "转账",
    note: transfer.title,
  });
  state.tables.transfers.put(transfer.key, { ...transfer, settled: true });
  return { grossFen: -transfer.amountFen, feeFen: 0n };
}

/** Draws what is above the opening balance; the bank row bears the mark by which a settle may leave it out. */
function withdraw(
  state: SandboxState,
  merchant: Merchant,
  day: string,
  breaks: Breaks,
): SettledDay["withdrawal"] {
  const amountFen = drawableFen(state, merchant.appId);
  if (amountFen <= 0n) return undefined;
  const now = state.now();
  const past = day < shanghaiDay(now);
  const at = (past ? fromShanghai(`${day} 23:40:00`)! : now).toISOString();
  const id = `${day.replaceAll("-", "")}${randomDigits(20)}`;
  const target = `${merchant.bankName}(建设银行 尾号${merchant.bankAccountNo.slice(-4)})`;
  enterLedger(state, merchant.appId, {
    tradeNo: id,
    outTradeNo: "",
    subject: "提现",
    at,
    counterparty: target,
    outFen: amountFen,
    type: "提现",
    note: "提现到银行卡",
  });
  const mark = `withdrawal:${merchant.key}`;
  const bankRow = addBankRow(state, merchant, {
    direction: "in",
    amountFen: changeOf(breaks, mark)?.amountFen ?? amountFen,
    at: (past ? fromShanghai(`${day} 23:50:00`)! : now).toISOString(),
    counterparty: "支付宝（中国）网络技术有限公司",
    counterpartyAccount: "215500690",
    counterpartyBank: "支付宝（中国）网络技术有限公司备付金",
    summary: "支付宝提现",
    note: id,
    booked: !omitted(breaks, mark),
    mark,
  });
  return { id, amountFen, bankReference: bankRow.id };
}
