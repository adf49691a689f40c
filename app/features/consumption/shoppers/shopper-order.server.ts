import { type AgreementTerms, termsSchema } from "#app/features/consumption/rules/terms.ts";
import { placeCodeIn, placeCodeOf } from "#app/features/consumption/till/order-no.ts";
import { db } from "#app/lib/db.server.ts";
import type { StatementState } from "../statements/statement-state.ts";

/** What the holder of an order may see of it. Amounts in fen, gifts in ten-thousandths of a fen. */
export interface ShopperOrder {
  merchantId: string;
  orderNo: string;
  occurredAt: Date;
  /** In China, YYYY-MM-DD. */
  day: string;
  amountFen: bigint;
  discountFen: bigint;
  giftE4: bigint;
  merchantName: string;
  merchantNameEn: string;
  merchantSlug: string;
  /** Where the order's number names a shop. */
  shop: { name: string; nameEn: string; address: string } | null;
  fundId: string;
  campaignSlug: string;
  campaignTitle: string;
  campaignTitleEn: string;
  charityName: string;
  charityNameEn: string;
  charitySlug: string;
  agreementId: string;
  /** Of the version that it was computed with. */
  terms: AgreementTerms;
  returns: { occurredAt: Date; amountFen: bigint; giftE4: bigint }[];
  /** The posting of its day, once the time to return is over. */
  posted: { day: string; at: Date; netE4: bigint; countedE4: bigint } | null;
  statement: OrderStatement | null;
}

export interface OrderStatement {
  id: string;
  number: number;
  state: StatementState;
  drawnAt: Date;
  payBy: string;
  paidAt: Date | null;
  reconciledAt: Date | null;
  donationId: string | null;
}

type Row = Omit<ShopperOrder, "shop" | "terms" | "returns" | "posted" | "statement"> & {
  terms: unknown;
  postedDay: string | null;
  postedAt: Date | null;
  netE4: bigint | null;
  countedE4: bigint | null;
  statementId: string | null;
  statementNumber: number | null;
  state: StatementState | null;
  drawnAt: Date | null;
  payBy: string | null;
  paidAt: Date | null;
  reconciledAt: Date | null;
  donationId: string | null;
};

/** An order with everything that came of it so far; null if it has not arrived (an offline till sends later). */
export async function findShopperOrder(merchantId: string, orderNo: string): Promise<ShopperOrder | null> {
  const [[row], returns, shops] = await Promise.all([
    db.rows<Row>(ORDER_SQL, [merchantId, orderNo]),
    db.rows<ShopperOrder["returns"][number]>(
      `select occurred_at as "occurredAt", amount_fen as "amountFen", gift_e4 as "giftE4"
       from consumption_event where merchant_id = $1 and return_of = $2 order by occurred_at, order_no`,
      [merchantId, orderNo],
    ),
    db.rows<{ id: string; name: string; nameEn: string; address: string }>(
      `select id::text, name, coalesce(nullif(name_en, ''), name) as "nameEn", address from shop where merchant_id = $1`,
      [merchantId],
    ),
  ]);
  if (!row) return null;
  const code = placeCodeIn(orderNo);
  const shop = shops.find(({ id }) => placeCodeOf(id) === code) ?? null;
  return { ...orderOf(row), returns, shop };
}

function orderOf(row: Row): Omit<ShopperOrder, "returns" | "shop"> {
  const {
    postedDay,
    postedAt,
    netE4,
    countedE4,
    statementId,
    statementNumber,
    state,
    drawnAt,
    payBy,
    ...order
  } = row;
  const { paidAt, reconciledAt, donationId, terms, ...own } = order;
  const isPosted = postedDay !== null && postedAt !== null && netE4 !== null && countedE4 !== null;
  const isStated = statementId !== null && statementNumber !== null && state !== null && drawnAt !== null;
  return {
    ...own,
    terms: termsSchema.parse(terms),
    posted: isPosted ? { day: postedDay, at: postedAt, netE4, countedE4 } : null,
    statement:
      isStated && payBy !== null
        ? {
            id: statementId,
            number: statementNumber,
            state,
            drawnAt,
            payBy,
            paidAt,
            reconciledAt,
            donationId,
          }
        : null,
  };
}

const ORDER_SQL = `
  select e.merchant_id as "merchantId", e.order_no as "orderNo", e.occurred_at as "occurredAt", e.day::text as day,
         e.amount_fen as "amountFen", e.discount_fen as "discountFen", e.gift_e4 as "giftE4",
         m.name as "merchantName", m.name_en as "merchantNameEn", m.slug as "merchantSlug",
         a.fund_id as "fundId", f.slug as "campaignSlug", f.title as "campaignTitle", f.title_en as "campaignTitleEn",
         o.name as "charityName", o.name_en as "charityNameEn", o.slug as "charitySlug",
         a.id as "agreementId", v.terms,
         p.day::text as "postedDay", p.posted_at as "postedAt", l.net_e4 as "netE4", l.counted_e4 as "countedE4",
         s.id as "statementId", s.number as "statementNumber", s.state, s.drawn_at as "drawnAt",
         s.pay_by::text as "payBy", s.paid_at as "paidAt", s.reconciled_at as "reconciledAt",
         s.donation_id as "donationId"
  from consumption_event e
  join consumption_agreement a on a.id = e.agreement_id
  join consumption_agreement_version v on v.agreement_id = a.id and v.number = e.version
  join fund f on f.id = a.fund_id
  join organization o on o.id = a.organization_id
  join organization m on m.id = e.merchant_id
  left join consumption_posting_line l on l.agreement_id = e.agreement_id and l.order_no = e.order_no
  left join consumption_posting p on p.agreement_id = l.agreement_id and p.day = l.day and p.kind = 'orders'
  left join consumption_statement s on s.id = p.statement_id
  where e.merchant_id = $1 and e.order_no = $2 and e.type = 'order'`;
