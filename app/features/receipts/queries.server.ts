import { db } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { isPunctual, receiptDueOn } from "./receipt-rules.ts";
import type { VoidReason } from "./schema.ts";

/** A receipt with all its fields (财综〔2024〕1号 Art. 6). Amounts in fen, days of China. */
export interface Receipt {
  id: string;
  organizationId: string;
  organizationName: string;
  requestId: string | null;
  replacesId: string | null;
  replacedById: string | null;
  kind: "money" | "goods";
  billName: string;
  supervisedBy: string;
  billCode: string;
  billNo: string;
  checkCode: string;
  payer: string;
  payerUscc: string | null;
  issuedOn: string;
  qrText: string;
  itemCode: string;
  itemName: string;
  unit: string;
  quantity: number;
  standard: string;
  amountFen: bigint;
  note: string;
  other: string;
  payee: string;
  reviewer: string;
  cashier: string;
  recordedAt: Date;
  voidedOn: string | null;
  voidReason: VoidReason | null;
  voidBillCode: string | null;
  voidBillNo: string | null;
  /** What its gifts are worth now, after refunds: must be the amount while the receipt is live. */
  validFen: bigint;
  gifts: { id: string; amountFen: string; title: string; titleEn: string }[];
}

const RECEIPT_SQL = `
  select r.id, r.organization_id as "organizationId", o.name as "organizationName", r.request_id as "requestId",
         r.replaces_id as "replacesId", next.id as "replacedById", r.kind, r.bill_name as "billName",
         r.supervised_by as "supervisedBy", r.bill_code as "billCode", r.bill_no as "billNo",
         r.check_code as "checkCode", r.payer, r.payer_uscc as "payerUscc", r.issued_on as "issuedOn",
         r.qr_text as "qrText", r.item_code as "itemCode", r.item_name as "itemName", r.unit, r.quantity, r.standard,
         r.amount_fen as "amountFen", r.note, r.other, r.payee, r.reviewer, r.cashier, r.recorded_at as "recordedAt",
         r.voided_on as "voidedOn", r.void_reason as "voidReason", r.void_bill_code as "voidBillCode",
         r.void_bill_no as "voidBillNo", lines.gifts, lines.valid_fen as "validFen"
  from receipt r join organization o on o.id = r.organization_id
  left join receipt next on next.replaces_id = r.id
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'amountFen', g.amount_fen::text, 'title', f.title,
                                                 'titleEn', f.title_en) order by d.id), '[]') as gifts,
           coalesce(sum(greatest(d.amount_fen - coalesce(back.fen, 0), 0)), 0)::int8 as valid_fen
    from receipt_gift g join donation d on d.fund_id = g.fund_id and d.id = g.donation_id
    join fund f on f.id = d.fund_id
    left join lateral (
      select sum(fen) as fen from (
        select x.amount_fen as fen from refund x join payment p on p.fund_id = x.fund_id and p.id = x.payment_id
        where x.fund_id = d.fund_id and x.donation_id = d.id and x.failed_at is null and p.counted_at is not null
        union all
        select x.amount_fen from dispute x
        where x.fund_id = d.fund_id and x.donation_id = d.id and x.lost_at is not null
      ) gone) back on true
    where g.receipt_id = r.id
  ) lines`;

/** One receipt of these organizations; null also for somebody else's. */
export async function findReceipt(id: string, organizationIds: readonly string[]): Promise<Receipt | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null;
  const [receipt] = await db.rows<Receipt>(`${RECEIPT_SQL} where r.id = $1 and r.organization_id = any($2)`, [
    id,
    organizationIds,
  ]);
  return receipt ?? null;
}

/** The receipts of these organizations by day of issue, the last first, or those whose number or payer holds a text; at most `limit`. */
export async function listReceipts(
  organizationIds: readonly string[],
  { search, limit }: { search: string; limit: number },
): Promise<Receipt[]> {
  return db.rows<Receipt>(
    `${RECEIPT_SQL} where r.organization_id = any($1)
       and ($2 = '' or r.bill_no like '%' || $2 || '%' or r.payer like '%' || $2 || '%'
            or exists (select 1 from receipt_gift s where s.receipt_id = r.id and s.donation_id = $2))
     order by r.issued_on desc, r.recorded_at desc, r.id limit $3`,
    [organizationIds, search, limit],
  );
}

/** All receipts that ever stood for a gift, oldest first: the voided ones too. */
export async function receiptsOfGift(fundId: string, donationId: string): Promise<Receipt[]> {
  return db.rows<Receipt>(
    `${RECEIPT_SQL} where exists (select 1 from receipt_gift s where s.receipt_id = r.id and s.fund_id = $1
                                  and s.donation_id = $2)
     order by r.recorded_at, r.voided_at nulls last, r.id`,
    [fundId, donationId],
  );
}

/** Live receipts that say more than their gifts are worth: money went back, so the receipt has to be voided. */
export async function receiptsToVoid(organizationIds: readonly string[]): Promise<Receipt[]> {
  return db.rows<Receipt>(
    `${RECEIPT_SQL} where r.organization_id = any($1) and r.voided_at is null
       and lines.valid_fen <> r.amount_fen order by r.recorded_at, r.id`,
    [organizationIds],
  );
}

/** A request that waits for its receipt. */
export interface OpenRequest {
  id: string;
  organizationId: string;
  donationIds: string[];
  payerKind: "person" | "organization";
  payer: string;
  payerUscc: string | null;
  email: string | null;
  isMerged: boolean;
  requestedAt: Date;
  dueOn: string;
  validFen: bigint;
  fundTitle: string;
  fundTitleEn: string;
  /** The voided receipt that the next one replaces. */
  replacesId: string | null;
}

const REQUEST_SQL = `
  select q.id, q.organization_id as "organizationId", q.payer_kind as "payerKind", q.payer,
         q.payer_uscc as "payerUscc", q.email, q.is_merged as "isMerged", q.requested_at as "requestedAt",
         f.title as "fundTitle", f.title_en as "fundTitleEn", lines.ids as "donationIds",
         lines.valid_fen as "validFen", gone.id as "replacesId"
  from receipt_request q join fund f on f.id = q.fund_id
  cross join lateral (
    select array_agg(d.id order by d.id) as ids,
           coalesce(sum(greatest(d.amount_fen - coalesce((
             select sum(x.amount_fen) from refund x join payment p on p.fund_id = x.fund_id and p.id = x.payment_id
             where x.fund_id = d.fund_id and x.donation_id = d.id and x.failed_at is null and p.counted_at is not null
           ), 0), 0)), 0)::int8 as valid_fen
    from receipt_request_gift g join donation d on d.fund_id = g.fund_id and d.id = g.donation_id
    where g.request_id = q.id and g.withdrawn_at is null
  ) lines
  left join lateral (
    select r.id from receipt r where r.request_id = q.id and r.voided_at is not null
      and not exists (select 1 from receipt n where n.replaces_id = r.id)
    order by r.voided_at desc limit 1
  ) gone on true
  where q.organization_id = any($1) and q.kind = 'asked' and q.withdrawn_at is null and lines.valid_fen > 0
    and not exists (select 1 from receipt r where r.request_id = q.id and r.voided_at is null)`;

/** What waits for its receipt, the oldest first. */
export async function listOpenRequests(organizationIds: readonly string[]): Promise<OpenRequest[]> {
  const requests = await db.rows<Omit<OpenRequest, "dueOn">>(`${REQUEST_SQL} order by q.requested_at, q.id`, [
    organizationIds,
  ]);
  return requests.map(withDueDay);
}

/** One waiting request of these organizations; null if it is somebody else's or waits no more. */
export async function findOpenRequest(
  id: string,
  organizationIds: readonly string[],
): Promise<OpenRequest | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null;
  const [request] = await db.rows<Omit<OpenRequest, "dueOn">>(`${REQUEST_SQL} and q.id = $2`, [
    organizationIds,
    id,
  ]);
  return request ? withDueDay(request) : null;
}

const withDueDay = (request: Omit<OpenRequest, "dueOn">): OpenRequest => ({
  ...request,
  dueOn: receiptDueOn(shanghaiDay(request.requestedAt)),
});

/** What the last receipt of the organization said where the next will say the same. */
export interface BillDefaults {
  itemCode: string;
  itemName: string;
  unit: string;
  supervisedBy: string;
  reviewer: string;
  cashier: string;
}

export async function billDefaults(organizationId: string): Promise<BillDefaults> {
  const [last] = await db.rows<BillDefaults>(
    `select item_code as "itemCode", item_name as "itemName", unit, supervised_by as "supervisedBy", reviewer, cashier
     from receipt where organization_id = $1 order by recorded_at desc, id limit 1`,
    [organizationId],
  );
  return last ?? { itemCode: "", itemName: "", unit: "元", supervisedBy: "", reviewer: "", cashier: "" };
}

/** Receipts held against gifts: what the live ones say, and what their gifts are worth. */
export interface ReceiptSums {
  liveCount: number;
  voidedCount: number;
  liveFen: bigint;
  validFen: bigint;
  waivedCount: number;
}

/** Σ live receipts = Σ valid gifts on them: equal unless money went back and the receipt still stands. */
export async function receiptSums(organizationIds: readonly string[]): Promise<ReceiptSums> {
  const [sums] = await db.rows<ReceiptSums>(
    `select count(*) filter (where s."voidedOn" is null)::int as "liveCount",
            count(*) filter (where s."voidedOn" is not null)::int as "voidedCount",
            coalesce(sum(s."amountFen") filter (where s."voidedOn" is null), 0)::int8 as "liveFen",
            coalesce(sum(s."validFen") filter (where s."voidedOn" is null), 0)::int8 as "validFen",
            (select count(*) from receipt_request_gift g join receipt_request q on q.id = g.request_id
             where q.organization_id = any($1) and q.kind = 'waived' and g.withdrawn_at is null)::int as "waivedCount"
     from (${RECEIPT_SQL} where r.organization_id = any($1)) s`,
    [organizationIds],
  );
  return sums ?? { liveCount: 0, voidedCount: 0, liveFen: 0n, validFen: 0n, waivedCount: 0 };
}

/** Requests of a time and how many had their first receipt within the rule's punctual days. */
export interface ReceiptPunctuality {
  requested: number;
  punctual: number;
}

/**
 * D4 票据: receipts issued within ten working days ÷ requested, for requests of the days `from`…`to`
 * whose time is over or whose receipt is there. A request still inside its time counts neither way.
 */
export async function receiptPunctuality(
  organizationId: string,
  range: { from: string; to: string },
  today: string,
): Promise<ReceiptPunctuality> {
  const requests = await db.rows<{ requestedAt: Date; issuedOn: string | null }>(
    `select q.requested_at as "requestedAt", first.issued_on as "issuedOn"
     from receipt_request q
     left join lateral (select min(r.issued_on) as issued_on from receipt r where r.request_id = q.id) first on true
     where q.organization_id = $1 and q.kind = 'asked' and q.withdrawn_at is null
       and (q.requested_at at time zone 'Asia/Shanghai')::date between $2::date and $3::date`,
    [organizationId, range.from, range.to],
  );
  const over = requests.filter(
    ({ requestedAt, issuedOn }) => issuedOn !== null || !isPunctual(shanghaiDay(requestedAt), today),
  );
  const punctual = over.filter(
    ({ requestedAt, issuedOn }) => issuedOn !== null && isPunctual(shanghaiDay(requestedAt), issuedOn),
  );
  return { requested: over.length, punctual: punctual.length };
}
