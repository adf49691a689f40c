import { db } from "#app/lib/db.server.ts";
import type { EventSource } from "../intake/event.ts";
import type { Signal } from "./queries.server.ts";

/** An order behind a finding, as the two sides of the agreement may see it. */
export interface EvidenceOrder {
  orderNo: string;
  agreementId: string;
  campaignSlug: string;
  campaignTitle: string;
  campaignTitleEn: string;
  occurredAt: Date;
  amountFen: bigint;
  giftE4: bigint;
  source: EventSource;
  /** What came back of it by now, in fen. */
  returnedFen: bigint;
  returnedAt: Date | null;
  /** The day's posting that has taken it; null while it waits. */
  postedDay: string | null;
}

export interface EvidencePayment {
  id: string;
  purpose: string;
  purposeEn: string;
  payee: string;
  amountFen: bigint;
  proposedAt: Date;
}

export interface EvidenceStatement {
  id: string;
  number: number;
  periodTo: string;
  amountFen: bigint;
  paidFen: bigint;
  payBy: string;
}

export interface EvidenceShop {
  id: string;
  name: string;
  nameEn: string;
  address: string;
}

export interface EvidenceRows {
  orders: EvidenceOrder[];
  payments: EvidencePayment[];
  statements: EvidenceStatement[];
  shops: EvidenceShop[];
}

/** The rows that a signal's findings name. The caller has found the signal by its reader's right. */
export async function evidenceRows({ evidence, merchantId, fundId }: Signal): Promise<EvidenceRows> {
  const named = (kind: string): string[] => [
    ...new Set(evidence.flatMap(({ links }) => links.flatMap((link) => (link.kind === kind ? link.id : [])))),
  ];
  const [orders, payments, statements, shops] = await Promise.all([
    ordersOf(merchantId, named("order")),
    db.rows<EvidencePayment>(
      `select id, purpose, purpose_en as "purposeEn", payee, amount_fen as "amountFen", proposed_at as "proposedAt"
       from disbursement where fund_id = $1 and id = any($2) order by proposed_at, id`,
      [fundId, named("disbursement")],
    ),
    db.rows<EvidenceStatement>(
      `select id, number, period_to::text as "periodTo", amount_fen as "amountFen", paid_fen as "paidFen",
              pay_by::text as "payBy"
       from consumption_statement where id = any($1) and merchant_id = $2 order by pay_by, number`,
      [named("statement"), merchantId],
    ),
    db.rows<EvidenceShop>(
      `select id::text, name, name_en as "nameEn", address from shop where id::text = any($1) and merchant_id = $2
       order by name, id`,
      [named("shop"), merchantId],
    ),
  ]);
  return { orders, payments, statements, shops };
}

function ordersOf(merchantId: string, orderNos: readonly string[]): Promise<EvidenceOrder[]> {
  return db.rows<EvidenceOrder>(
    `select e.order_no as "orderNo", e.agreement_id as "agreementId", f.slug as "campaignSlug",
            f.title as "campaignTitle", f.title_en as "campaignTitleEn", e.occurred_at as "occurredAt",
            e.amount_fen as "amountFen", e.gift_e4 as "giftE4", e.source, back.fen as "returnedFen",
            back.at as "returnedAt", l.day::text as "postedDay"
     from consumption_event e
     join consumption_agreement a on a.id = e.agreement_id
     join fund f on f.id = a.fund_id
     left join consumption_posting_line l on l.agreement_id = e.agreement_id and l.order_no = e.order_no
     cross join lateral (
       select coalesce(sum(r.amount_fen), 0)::bigint as fen, max(r.occurred_at) as at from consumption_event r
       where r.merchant_id = e.merchant_id and r.return_of = e.order_no
     ) back
     where e.merchant_id = $1 and e.order_no = any($2) order by e.occurred_at, e.order_no`,
    [merchantId, [...orderNos]],
  );
}
