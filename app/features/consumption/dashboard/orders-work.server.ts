import { CSV_BOM, CSV_MEDIA_TYPE, csvRecord } from "#app/lib/csv.ts";
import { decodeCursor, encodeCursor, instantOf } from "#app/lib/cursor.server.ts";
import { streamRows } from "#app/lib/stream-rows.server.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import { listAgreements } from "../agreements/queries.server.ts";
import { requireMerchantPerson } from "../agreements/sales-work.server.ts";
import { orderQuery, readOrderFilters } from "./order-filters.ts";
import {
  findOrder,
  listOrders,
  listReturnsOf,
  ORDER_FILE_HEAD,
  orderFileQuery,
} from "./order-queries.server.ts";

const PAGE_ROWS = 50;

/** An enterprise's orders and returns by the filters in the address. */
export async function loadOrders(request: Request, now: Date) {
  const { merchantIds } = await requireMerchantPerson(request);
  const query = new URL(request.url).searchParams;
  const filters = readOrderFilters(query);
  const [at, orderNo] = decodeCursor(query.get("cursor"), 2) ?? [];
  const occurredAt = instantOf(at);
  const after = occurredAt && orderNo ? { occurredAt, orderNo } : null;
  const [rows, agreements] = await Promise.all([
    listOrders(merchantIds, filters, { after, limit: PAGE_ROWS + 1 }),
    listAgreements({ merchantIds }, shanghaiDay(now)),
  ]);
  const last = rows.length > PAGE_ROWS ? rows[PAGE_ROWS - 1] : undefined;
  return {
    orders: rows.slice(0, PAGE_ROWS),
    filters,
    query: orderQuery(filters),
    agreements: agreements.map(({ id, campaignTitle, campaignTitleEn, merchantName, merchantNameEn }) => ({
      id,
      campaignTitle,
      campaignTitleEn,
      merchantName,
      merchantNameEn,
    })),
    isFirstPage: after === null,
    nextCursor: last ? encodeCursor([last.occurredAt.toISOString(), last.orderNo]) : null,
  };
}
export type OrdersData = Awaited<ReturnType<typeof loadOrders>>;

/** One order or return: how its gift was reckoned, and what became of it. */
export async function loadOrder(
  params: { merchantId?: string; orderNo?: string },
  request: Request,
  now: Date,
) {
  const { merchantIds } = await requireMerchantPerson(request);
  const order = await findOrder(merchantIds, params.merchantId ?? "", params.orderNo ?? "");
  if (!order) throw new Response(null, { status: 404 });
  return {
    order,
    returns: await listReturnsOf(order.merchantId, order.orderNo),
    /** The first day on which its own day can be posted. */
    postedFrom: addDays(order.day, order.terms.returnDays + 1),
    today: shanghaiDay(now),
  };
}
export type OrderData = Awaited<ReturnType<typeof loadOrder>>;

/** The same orders as CSV, all of one moment, the oldest first; memory stays the same, however many there are. */
export async function answerOrderFile(request: Request): Promise<Response> {
  const { merchantIds } = await requireMerchantPerson(request);
  const { text, values } = orderFileQuery(merchantIds, readOrderFilters(new URL(request.url).searchParams));
  const batches = streamRows(text, values);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(`${CSV_BOM}${csvRecord(ORDER_FILE_HEAD)}`));
    },
    async pull(controller) {
      const { value, done } = await batches.next();
      if (done) return controller.close();
      const lines = value.map((row) => csvRecord(row.map((cell) => cell ?? "")));
      controller.enqueue(encoder.encode(lines.join("")));
    },
    async cancel() {
      await batches.return();
    },
  });
  return new Response(body, {
    headers: {
      "Content-Type": CSV_MEDIA_TYPE,
      "Content-Disposition": 'attachment; filename="orders.csv"',
      "Cache-Control": "no-store",
    },
  });
}
