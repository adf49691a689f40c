import { zipSync } from "fflate";
import iconv from "iconv-lite";

export function gb18030(text: string): Uint8Array {
  return new Uint8Array(iconv.encode(text, "gb18030"));
}

export const TRADE_HEADER =
  "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注";

/** A trade row in the documented order, with Alipay's TABs. */
export function tradeRow(row: {
  tradeNo: string;
  orderNo: string;
  type?: string;
  subject?: string;
  amount: string;
  fee: string;
  refundNo?: string;
}): string {
  const { tradeNo, orderNo, type = "交易", subject = "希望小学 捐赠", amount, fee, refundNo = "" } = row;
  return `${tradeNo}\t,${orderNo}\t,${type}\t,${subject},2026-11-21 10:00:00,2026-11-21 10:00:30,\t,\t,\t,\t,*杨(137****2600)\t,${amount},${amount},0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,${refundNo}\t,${fee},0.00,`;
}

export const TRADE_ROWS = [
  tradeRow({
    tradeNo: "2026112122001400000000000001",
    orderNo: "pfund0001a",
    amount: "100.50",
    fee: "-0.60",
  }),
  tradeRow({ tradeNo: "2026112122001400000000000002", orderNo: "pfund0001b", amount: "20.00", fee: "-0.12" }),
  tradeRow({
    tradeNo: "2026112122001400000000000001",
    orderNo: "pfund0001a",
    type: "退款",
    amount: "-50.00",
    fee: "0.30",
    refundNo: "rf_1",
  }),
];

export function tradeBill(
  rows: string[] = TRADE_ROWS,
  change: { header?: string; footer?: string[] } = {},
): string {
  const footer = change.footer ?? [
    "#-----------------------------------------业务明细列表结束------------------------------------",
    "#交易合计：2笔，商家实收共120.50元，商家优惠共0.00元",
    "#退款合计：1笔，商家实收退款共-50.00元，商家优惠退款共0.00元",
    "#导出时间：[2026年11月22日 09:00:00]",
  ];
  return `${[
    "#支付宝业务明细查询",
    "#账号：[20880000000000010156]",
    "#起始日期：[2026年11月21日 00:00:00]   终止日期：[2026年11月22日 00:00:00]",
    "#-----------------------------------------业务明细列表----------------------------------------",
    change.header ?? TRADE_HEADER,
    ...rows,
    ...footer,
  ].join("\r\n")}\r\n`;
}

export const SUMMARY_BILL = `${[
  "#支付宝业务汇总查询",
  "#账号：[20880000000000010156]",
  "#-----------------------------------------业务汇总列表----------------------------------------",
  "门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）",
  "合计,,2,1,120.50,70.50",
  "#-----------------------------------------业务汇总列表结束------------------------------------",
].join("\r\n")}\r\n`;

export const LEDGER_HEADER =
  "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注";

export const LEDGER_ROWS = [
  "180010000001\t,2026112122001400000000000001\t,pfund0001a\t,希望小学 捐赠,2026-11-21 10:00:30,*杨\t,100.50,0.00,1100.50,支付宝,在线支付,",
  "180010000002\t,88001\t,pfund0001a\t,,2026-11-21 10:00:31,\t,0.00,-0.60,1099.90,支付宝,收费,收单服务费[2026112122001400000000000001]",
  "180010000003\t,2026112122001400000000000001\t,pfund0001a\t,希望小学 捐赠,2026-11-21 11:00:00,*杨\t,,50.00,1049.90,支付宝,交易退款,",
  "180010000004\t,88002\t,pfund0001a\t,,2026-11-21 11:00:01,\t,0.30,,1050.20,支付宝,退费,[2026112122001400000000000001]",
  "180010000005\t,99001\t,\t,,2026-11-21 23:50:00,\t,,1050.20,0.00,支付宝,提现,",
];

export function ledgerBill(
  rows: string[] = LEDGER_ROWS,
  change: { header?: string; footer?: string[] } = {},
): string {
  const footer = change.footer ?? [
    "#-----------------------------------------账务明细列表结束------------------------------------",
    "#支出合计：3笔，共1100.80元",
    "#收入合计：2笔，共100.80元",
    "#导出时间：[2026年11月22日 09:00:00]",
  ];
  return `${[
    "#支付宝账务明细查询",
    "#账号：[20880000000000010156]",
    "#起始日期：[2026年11月21日 00:00:00]   终止日期：[2026年11月22日 00:00:00]",
    "#-----------------------------------------账务明细列表----------------------------------------",
    change.header ?? LEDGER_HEADER,
    ...rows,
    ...footer,
  ].join("\r\n")}\r\n`;
}

/** Entry names in GBK bytes without the UTF-8 flag, as Alipay writes them. */
export function zipOf(files: [name: string, text: string | Uint8Array][]): Uint8Array {
  return zipSync(
    Object.fromEntries(
      files.map(([name, text]) => [
        Buffer.from(gb18030(name)).toString("latin1"),
        typeof text === "string" ? gb18030(text) : text,
      ]),
    ),
  );
}

export const CCB_HEADER =
  "交易时间,借方发生额/元(支取),贷方发生额/元(收入),余额,币种,对方户名,对方账号,对方开户机构,记账日期,摘要,备注,账户明细编号-交易流水号,企业流水号,凭证种类,凭证号";

export const CCB_ROWS = [
  '20260801 15:24:03,0.00,"1,000.00","11,000.00",人民币元,支付宝（中国）网络技术有限公司,21500001,某支行,20260801,支付宝提现,w1,1-100001,,,',
  '20260801 16:00:00,250.55,-,"10,749.45",人民币元,希望小学,62220001,某支行,20260801,转账,拨款,2-100002,,,',
  '20260802 09:00:00,,0.10,"10,749.55",人民币元,,,,20260802,结息,,3-100003,,,',
];

export function ccbStatement(rows: string[] = CCB_ROWS, header = CCB_HEADER): string {
  return `${[
    "中国建设银行",
    "账　　号,44001234567890123456,账户名称,明善公益基金会",
    "币　　种,人民币元,开户机构,某支行",
    header,
    ...rows,
  ].join("\r\n")}\r\n`;
}
