import { parseTypedYuan } from "#app/lib/money.ts";
import { rowsOfSheet, textOfSheet } from "#app/lib/sheet-rows.ts";
import { parseShanghaiDateTime } from "#app/lib/time.ts";
import { MOST_FEN, type RejectReason } from "../event.ts";
import { readEvent } from "../schema.ts";

export const MOST_LIST_BYTES = 10 * 1024 * 1024;
export const MOST_LIST_ROWS = 100_000;

export const LIST_COLUMNS = [
  "orderNo",
  "type",
  "amount",
  "discount",
  "occurredAt",
  "campaign",
  "items",
  "returnOf",
] as const;
export type ListColumn = (typeof LIST_COLUMNS)[number];
const NEEDED = ["orderNo", "amount", "occurredAt"] as const satisfies readonly ListColumn[];

/** What the columns may be called, after spaces and brackets are gone. */
const HEADS: Record<ListColumn, readonly string[]> = {
  orderNo: ["单号", "订单号", "订单编号", "流水号", "orderno", "ordernumber"],
  type: ["类型", "type"],
  amount: ["金额元", "金额", "订单金额", "amountyuan", "amount"],
  discount: ["优惠元", "优惠", "折扣", "discountyuan", "discount"],
  occurredAt: ["时间", "下单时间", "交易时间", "occurredat", "time"],
  campaign: ["活动", "campaign"],
  items: ["商品", "件数", "items"],
  returnOf: ["退哪一单", "原单号", "returnof"],
};
const RETURNS = ["return", "退货", "退款", "退"];
const ORDERS = ["", "order", "订单", "销售"];

export interface ListRow {
  /** In the file, from 1. */
  line: number;
  orderNo: string;
  isReturn: boolean;
  /** As the API takes it; null where it cannot be read. */
  event: Record<string, unknown> | null;
  reason: RejectReason | null;
}

export type OrderList =
  | { ok: true; rows: ListRow[] }
  | { ok: false; reason: "unreadable" | "empty" | "too-many" | "columns-missing" };

/** Reads a spreadsheet's list of orders and returns. What is wrong with a row is said of that row alone. */
export function readOrderList(bytes: Uint8Array): OrderList {
  const rows = rowsOfSheet(textOfSheet(bytes));
  if (rows === null) return { ok: false, reason: "unreadable" };
  const [head, ...body] = rows;
  if (!head || body.length === 0) return { ok: false, reason: "empty" };
  if (body.length > MOST_LIST_ROWS) return { ok: false, reason: "too-many" };
  const heads = head.cells.map(plainHead);
  const placeOf = (column: ListColumn) => heads.findIndex((name) => HEADS[column].includes(name));
  const places = new Map(LIST_COLUMNS.map((column) => [column, placeOf(column)]));
  if (NEEDED.some((column) => (places.get(column) ?? -1) < 0))
    return { ok: false, reason: "columns-missing" };
  return {
    ok: true,
    rows: body.map(({ line, cells }) => {
      // A spreadsheet writes a leading apostrophe to keep digits as text.
      const cell = (column: ListColumn) => (cells[places.get(column) ?? -1] ?? "").trim().replace(/^'/, "");
      return readRow(line, cell);
    }),
  };
}

function readRow(line: number, cell: (column: ListColumn) => string): ListRow {
  const type = typeOf(cell("type"));
  const event = {
    orderNo: cell("orderNo"),
    type,
    amountFen: fenOf(cell("amount")),
    discountFen: cell("discount") === "" ? 0 : fenOf(cell("discount")),
    occurredAt: timeOf(cell("occurredAt")),
    campaign: cell("campaign") || null,
    items: itemsOf(cell("items")),
    returnOf: cell("returnOf") || null,
  };
  const read = readEvent(event);
  const isReturn = type === "return";
  return read.ok
    ? { line, orderNo: read.event.orderNo, isReturn, event, reason: null }
    : { line, orderNo: read.orderNo, isReturn, event: null, reason: read.reason };
}

function typeOf(text: string): string {
  if (ORDERS.includes(text.toLowerCase())) return "order";
  return RETURNS.includes(text.toLowerCase()) ? "return" : text;
}

/** Yuan to fen; null where it is no amount. Exact: never through a float. */
function fenOf(text: string): number | null {
  const read = parseTypedYuan(text, { minFen: 0n, maxFen: MOST_FEN });
  return read.ok ? Number(read.amountFen) : null;
}

/** "2026-11-22 10:00:00", also without seconds or with slashes, is China's time; a time with a zone is taken as it is. */
function timeOf(text: string): string {
  const plain = text.replaceAll("/", "-").replace(/-(\d)(?=\D|$)/g, "-0$1");
  const withSeconds = /\d{2}:\d{2}$/.test(plain) && !/\d{2}:\d{2}:\d{2}$/.test(plain) ? `${plain}:00` : plain;
  return parseShanghaiDateTime(withSeconds)?.toISOString() ?? text;
}

/** "3" pieces, or "tea*2;cup*1". */
function itemsOf(text: string): unknown {
  if (text === "") return null;
  if (/^\d{1,5}$/.test(text)) return Number(text);
  return text.split(/[;；]/).map((part) => {
    const [sku = "", quantity = "1"] = part.trim().split(/[*×x](?=\d+$)/);
    return { sku: sku.trim(), quantity: Number(quantity) };
  });
}

function plainHead(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s()_.*]/g, "");
}
