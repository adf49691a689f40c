import { db } from "#app/lib/db.server.ts";
import { addDays, startOfShanghaiDay } from "#app/lib/time.ts";
import { type AgreementTerms, termsSchema } from "../rules/terms.ts";
import type { OrderFilters } from "./order-filters.ts";

/** An order or return as its enterprise sees it. */
export interface OrderRow {
  merchantId: string;
  orderNo: string;
  type: "order" | "return";
  returnOf: string | null;
  amountFen: bigint;
  discountFen: bigint;
  occurredAt: Date;
  day: string;
  source: "api" | "csv" | "till";
  agreementId: string;
  version: number;
  campaignSlug: string;
  campaignTitle: string;
  campaignTitleEn: string;
  /** By the rule, before the caps of day and campaign; negative for a return. */
  giftE4: bigint;
  /** After the caps; null until a posting took it up. */
  countedE4: bigint | null;
  /** The day whose posting took it up. */
  postedDay: string | null;
  statementId: string | null;
}

/** What became of an order: a return that its own day's posting netted has no line of its own. */
const BECAME = `
  left join consumption_posting_line l on l.agreement_id = e.agreement_id and l.order_no = e.order_no
  left join consumption_posting_line o
    on e.type = 'return' and l.order_no is null and o.agreement_id = e.agreement_id and o.order_no = e.return_of
  left join consumption_pending w on w.agreement_id = e.agreement_id and w.day = e.day and w.order_no = e.order_no
  left join consumption_posting p
    on p.agreement_id = e.agreement_id and p.day = coalesce(l.day, o.day) and p.kind = 'orders' and w.order_no is null`;

const COLUMNS = `
  e.merchant_id as "merchantId", e.order_no as "orderNo", e.type, e.return_of as "returnOf",
  e.amount_fen as "amountFen", e.discount_fen as "discountFen", e.occurred_at as "occurredAt", e.day::text as day,
  e.source, e.agreement_id as "agreementId", e.version, f.slug as "campaignSlug", f.title as "campaignTitle",
  f.title_en as "campaignTitleEn", e.gift_e4 as "giftE4", l.counted_e4 as "countedE4", p.day::text as "postedDay",
  p.statement_id as "statementId"`;

/**
 * $1 enterprises, $2 from, $3 before, $4 agreement, $5 source, $6 state. What waits is looked for from the first day
 * that waits on, not among all that was ever sold.
 */
const MATCHES = `
  ($2::timestamptz is null or e.occurred_at >= $2)
  and e.occurred_at >= case when $6::text = 'pending' then (
    select min(w.day)::timestamp at time zone 'Asia/Shanghai' from consumption_pending w where w.agreement_id = a.id
  ) else '-infinity'::timestamptz end and ($3::timestamptz is null or e.occurred_at < $3)
  and ($5::text is null or e.source = $5)
  and ($6::text is null or ($6 = 'pending') = exists (
    select from consumption_pending w where w.agreement_id = e.agreement_id and w.day = e.day and w.order_no = e.order_no))`;

function valuesOf(merchantIds: readonly string[], filters: OrderFilters): unknown[] {
  return [
    merchantIds,
    filters.from === null ? null : startOfShanghaiDay(filters.from),
    filters.to === null ? null : startOfShanghaiDay(addDays(filters.to, 1)),
    filters.agreement,
    filters.source,
    filters.state,
  ];
}

export interface OrderPlace {
  occurredAt: Date;
  orderNo: string;
}

/**
 * Orders and returns of these enterprises, the newest first: of each agreement the newest by its own index, then the
 * newest of those.
 *
 * @param after the last one of the page before
 */
export async function listOrders(
  merchantIds: readonly string[],
  filters: OrderFilters,
  page: { after: OrderPlace | null; limit: number },
): Promise<OrderRow[]> {
  return db.rows<OrderRow>(
    `select ${COLUMNS}
     from (
       select newest.* from consumption_agreement a
       cross join lateral (
         select e.* from consumption_event e
         where e.agreement_id = a.id and ${MATCHES}
           and ($7::timestamptz is null or (e.occurred_at, e.order_no) < ($7, $8))
         order by e.occurred_at desc, e.order_no desc limit $9
       ) newest
       where a.merchant_id = any($1) and ($4::text is null or a.id = $4)
       order by newest.occurred_at desc, newest.order_no desc limit $9
     ) e
     join consumption_agreement a on a.id = e.agreement_id
     join fund f on f.id = a.fund_id
     ${BECAME}
     order by e.occurred_at desc, e.order_no desc`,
    [
      ...valuesOf(merchantIds, filters),
      page.after?.occurredAt ?? null,
      page.after?.orderNo ?? null,
      page.limit,
    ],
  );
}

/** The same as one query of texts for a file, the oldest first. Its columns: `ORDER_FILE_HEAD`. */
export function orderFileQuery(
  merchantIds: readonly string[],
  filters: OrderFilters,
): { text: string; values: unknown[] } {
  return {
    text: `
      select e.order_no, e.type, e.return_of, to_char(e.occurred_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS'),
             e.amount_fen, e.discount_fen, e.source, f.slug, e.agreement_id, e.version, e.gift_e4, l.counted_e4,
             p.day, p.statement_id
      from consumption_agreement a
      join consumption_event e on e.agreement_id = a.id and ${MATCHES}
      join fund f on f.id = a.fund_id
      ${BECAME}
      where a.merchant_id = any($1) and ($4::text is null or a.id = $4)
      order by e.occurred_at, e.order_no`,
    values: valuesOf(merchantIds, filters),
  };
}

/** Amounts in fen; `gift_e4` and `counted_e4` in ten-thousandths of a fen. */
export const ORDER_FILE_HEAD = [
  "order_no",
  "type",
  "return_of",
  "occurred_at",
  "amount_fen",
  "discount_fen",
  "source",
  "campaign",
  "agreement_id",
  "rule_version",
  "gift_e4",
  "counted_e4",
  "posted_day",
  "statement_id",
] as const;

/** One order with the terms that it was computed by, and what its statement has come to. */
export interface OrderFound extends OrderRow {
  itemCount: number | null;
  items: { sku: string; quantity: number }[] | null;
  recordedAt: Date;
  terms: AgreementTerms;
  effectiveOn: string;
  statementNumber: number | null;
  statementState: string | null;
  statementPaidAt: Date | null;
  /** Of a return: the order that it belongs to. */
  original: { amountFen: bigint; giftE4: bigint } | null;
}

export async function findOrder(
  merchantIds: readonly string[],
  merchantId: string,
  orderNo: string,
): Promise<OrderFound | null> {
  if (!merchantIds.includes(merchantId)) return null;
  const [row] = await db.rows<
    Omit<OrderFound, "terms" | "original"> & {
      terms: unknown;
      originalAmountFen: bigint | null;
      originalGiftE4: bigint | null;
    }
  >(
    `select ${COLUMNS}, e.item_count as "itemCount", e.items, e.recorded_at as "recordedAt", v.terms,
            v.effective_on::text as "effectiveOn", s.number as "statementNumber", s.state as "statementState",
            s.paid_at as "statementPaidAt", b.amount_fen as "originalAmountFen", b.gift_e4 as "originalGiftE4"
     from consumption_event e
     join consumption_agreement a on a.id = e.agreement_id
     join consumption_agreement_version v on v.agreement_id = e.agreement_id and v.number = e.version
     join fund f on f.id = a.fund_id
     left join consumption_event b on b.merchant_id = e.merchant_id and b.order_no = e.return_of
     ${BECAME}
     left join consumption_statement s on s.id = p.statement_id
     where e.merchant_id = $1 and e.order_no = $2`,
    [merchantId, orderNo],
  );
  if (!row) return null;
  const { originalAmountFen, originalGiftE4, ...rest } = row;
  return {
    ...rest,
    terms: termsSchema.parse(row.terms),
    original:
      originalAmountFen === null || originalGiftE4 === null
        ? null
        : { amountFen: originalAmountFen, giftE4: originalGiftE4 },
  };
}

/** Returns of one order, the oldest first. */
export async function listReturnsOf(
  merchantId: string,
  orderNo: string,
): Promise<{ orderNo: string; occurredAt: Date; amountFen: bigint; giftE4: bigint }[]> {
  return db.rows(
    `select order_no as "orderNo", occurred_at as "occurredAt", amount_fen as "amountFen", gift_e4 as "giftE4"
     from consumption_event where merchant_id = $1 and return_of = $2 order by occurred_at, order_no`,
    [merchantId, orderNo],
  );
}
