export type TradeStatus = "WAIT_BUYER_PAY" | "TRADE_SUCCESS" | "TRADE_FINISHED" | "TRADE_CLOSED";

export type AlipayRefund = {
  requestNo: string;
  amountFen: bigint;
  feeReturnedFen: bigint;
  reason: string;
  at: string;
  status: "SUCCESS" | "FAILED";
  settled: boolean;
};

/** An order. `key` is `${appId}:${outTradeNo}`; the second payment of a double payment carries "#2" after it. */
export type Trade = {
  key: string;
  appId: string;
  outTradeNo: string;
  tradeNo: string;
  token: string;
  method: string;
  subject: string;
  body: string | null;
  passback: string | null;
  amountFen: bigint;
  /** What was paid; differs from the order only when a wrong amount was injected. */
  paidFen: bigint;
  feeFen: bigint;
  status: TradeStatus;
  /** The payer was sent back or pressed cancel; the order itself stays open. */
  lastFailure: string | null;
  notifyUrl: string | null;
  returnUrl: string | null;
  quitUrl: string | null;
  buyerId: string;
  buyerLogonId: string;
  currency: string | null;
  createdAt: string;
  expiresAt: string | null;
  paidAt: string | null;
  closedAt: string | null;
  settled: boolean;
  refunds: AlipayRefund[];
  agreementNo: string | null;
};

/** A row of the trade bill (业务明细). */
export type BillRow = {
  id: string;
  appId: string;
  day: string;
  kind: "交易" | "退款";
  tradeNo: string;
  outTradeNo: string;
  subject: string;
  createdAt: string;
  at: string;
  buyer: string;
  amountFen: bigint;
  /** Signed as in the file: negative is a cost. */
  feeFen: bigint;
  requestNo: string;
  remark: string;
};

/** A row of the account ledger (账务明细); exactly one of inFen and outFen is above zero. */
export type LedgerRow = {
  id: string;
  appId: string;
  day: string;
  tradeNo: string;
  outTradeNo: string;
  subject: string;
  at: string;
  counterparty: string;
  inFen: bigint;
  outFen: bigint;
  type: "在线支付" | "收费" | "交易退款" | "退费" | "提现" | "转账";
  note: string;
};

export type AlipayTransfer = {
  key: string;
  appId: string;
  outBizNo: string;
  orderId: string;
  fundOrderId: string;
  amountFen: bigint;
  title: string;
  payee: string;
  payeeName: string;
  at: string;
  settled: boolean;
};

export type Agreement = {
  agreementNo: string;
  appId: string;
  token: string;
  externalNo: string | null;
  status: "TEMP" | "NORMAL" | "STOP";
  productCode: string;
  signScene: string;
  periodType: string;
  period: number;
  executeTime: string;
  singleFen: bigint;
  notifyUrl: string | null;
  returnUrl: string | null;
  buyerId: string;
  signedAt: string | null;
  unsignedAt: string | null;
};
