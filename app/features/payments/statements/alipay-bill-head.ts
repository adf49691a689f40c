import { normaliseHeader, splitRecord } from "./delimited-record.ts";
import { readMoment } from "./printed-time.ts";
import { FileRefused } from "./refusal.ts";
import type { TextLine } from "./text-lines.ts";

export type AlipayBillSource = "alipay-trade" | "alipay-signcustomer";

/** Where the cells of one bill are: Alipay changes their order and adds columns, so names decide. */
export interface BillColumns {
  count: number;
  at(...names: string[]): number;
}

export interface BillHead {
  account: string | null;
  periodStart: Date | null;
  periodEnd: Date | null;
}

const REQUIRED: Record<AlipayBillSource, string[]> = {
  "alipay-trade": ["支付宝交易号", "商户订单号", "业务类型", "商家实收", "服务费"],
  "alipay-signcustomer": ["账务流水号", "发生时间", "收入金额", "支出金额", "业务类型"],
};

/** Reads up to the header row, filling `head`; what follows in `lines` are the rows. */
export function readHead(kind: AlipayBillSource, lines: Iterator<TextLine>, head: BillHead): BillColumns {
  for (let next = lines.next(); next.done !== true; next = lines.next()) {
    const { lineNo, text } = next.value;
    if (text.trim() === "") continue;
    if (!text.startsWith("#")) return readColumns(kind, lineNo, text);
    readHeadLine(text.normalize("NFKC"), head);
  }
  throw new FileRefused(null, "truncated", "ends before the list begins");
}

function readHeadLine(text: string, head: BillHead): void {
  head.account ??= /账号:\s*\[?\s*(\d+)/.exec(text)?.[1] ?? null;
  head.periodStart ??= headTime(/起始日期:\s*\[([^\]]*)\]/.exec(text)?.[1]);
  head.periodEnd ??= headTime(/终止日期:\s*\[([^\]]*)\]/.exec(text)?.[1]);
}

function headTime(text: string | undefined): Date | null {
  if (text === undefined) return null;
  const plain = text
    .trim()
    .replace(/(\d{4})年(\d{1,2})月(\d{1,2})日/, (_all, y: string, m: string, d: string) => {
      return `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`;
    });
  return readMoment(plain)?.at ?? null;
}

function readColumns(kind: AlipayBillSource, lineNo: number, text: string): BillColumns {
  const names = (splitRecord(text, ",") ?? text.split(",")).map(normaliseHeader);
  const missing = REQUIRED[kind].filter((name) => !names.includes(name));
  if (missing.length > 0) throw new FileRefused(lineNo, "missing-column", missing.join("、"));
  if (new Set(names).size !== names.length)
    throw new FileRefused(lineNo, "no-header", "a column occurs twice");
  const found = new Map<string, number>();
  return {
    count: names.length,
    at: (...wanted) => {
      const key = wanted[0] ?? "";
      const known = found.get(key);
      if (known !== undefined) return known;
      const index = wanted.map((name) => names.indexOf(name)).find((at) => at !== -1) ?? -1;
      found.set(key, index);
      return index;
    },
  };
}
