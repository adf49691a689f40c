import { db, type Sql } from "#app/lib/db.server.ts";
import type { PostingKind } from "./posting-href.ts";

/** One posting as everybody may see it. */
export interface PostingRow {
  agreementId: string;
  /** Asia/Shanghai day. */
  day: string;
  kind: PostingKind;
  orderCount: number;
  returnCount: number;
  /** By the rule, before the caps of the day and the whole; ten-thousandths of a fen, as the next two. */
  giftE4: bigint;
  countedE4: bigint;
  /** Of all postings of the agreement up to this one. */
  runningE4: bigint;
  /** Promised in the ledger up to this one, and what this one adds to it. */
  promisedFen: bigint;
  amountFen: bigint;
  /** Null where it adds no whole fen. */
  transferId: string | null;
  /** Its place in the open ledger; null until the sequencer has been there. */
  publicIndex: bigint | null;
  postedAt: Date;
  statementId: string | null;
}

const POSTINGS_SQL = `
  select p.agreement_id as "agreementId", p.day, p.kind, p.order_count as "orderCount", p.return_count as "returnCount",
         p.gift_e4 as "giftE4", p.counted_e4 as "countedE4", p.running_e4 as "runningE4",
         p.promised_fen as "promisedFen", p.amount_fen as "amountFen", p.transfer_id as "transferId",
         i.public_index as "publicIndex", p.posted_at as "postedAt", p.statement_id as "statementId"
  from consumption_posting p
  left join transfer_index i on i.book_id = p.fund_id and i.transfer_id = p.transfer_id`;

/** The postings of an agreement, the newest day first; the cursor is the last row's day and kind. */
export function listPostings(
  agreementId: string,
  page: { before: { day: string; kind: string } | null; limit: number },
  sql: Sql = db,
): Promise<PostingRow[]> {
  return sql.rows<PostingRow>(
    `${POSTINGS_SQL}
     where p.agreement_id = $1 and ($2::date is null or (p.day, p.kind) < ($2::date, $3))
     order by p.day desc, p.kind desc limit $4`,
    [agreementId, page.before?.day ?? null, page.before?.kind ?? null, page.limit],
  );
}

/** One posting; null where there is none. */
export async function findPosting(
  agreementId: string,
  day: string,
  kind: PostingKind,
): Promise<PostingRow | null> {
  const [found] = await db.rows<PostingRow>(
    `${POSTINGS_SQL} where p.agreement_id = $1 and p.day = $2 and p.kind = $3`,
    [agreementId, day, kind],
  );
  return found ?? null;
}

/** An order or a late return of a posting, or the day of another enterprise that a sponsor matched. */
export interface PostingLine {
  occurredAt: Date;
  /** The last four characters of the order's number: never more in public. */
  orderEnd: string;
  isReturn: boolean;
  netE4: bigint;
  countedE4: bigint;
  /** What a sponsor matched; null for an order. */
  matched: { agreementId: string; day: string; merchantName: string; merchantNameEn: string } | null;
}

/**
 * Where a page of lines begins: a moment, and how many lines of that very moment were shown. The order's number, which
 * decides among them, stays out of addresses.
 */
export interface LinePlace {
  at: Date;
  skipped: number;
}

/** The lines of one posting in order of time. */
export async function postingLines(
  posting: Pick<PostingRow, "agreementId" | "day" | "kind">,
  page: { from: LinePlace | null; limit: number },
): Promise<PostingLine[]> {
  const rows = await db.rows<
    Omit<PostingLine, "matched"> & {
      source: string;
      merchantName: string | null;
      merchantNameEn: string | null;
    }
  >(
    `select l.occurred_at as "occurredAt", right(l.order_no, 4) as "orderEnd", l.return_of is not null as "isReturn",
            l.net_e4 as "netE4", l.counted_e4 as "countedE4",
            case when m.id is null then '' else l.order_no end as source, m.name as "merchantName",
            m.name_en as "merchantNameEn"
     from (select * from consumption_posting_line
           where agreement_id = $1 and day = $2 and occurred_at >= coalesce($4::timestamptz, '-infinity')
           order by occurred_at, order_no offset $5 limit $6) l
     left join consumption_agreement a on $3 = 'match' and a.id = split_part(l.order_no, '.', 1)
     left join organization m on m.id = a.merchant_id
     order by l.occurred_at, l.order_no`,
    [
      posting.agreementId,
      posting.day,
      posting.kind,
      page.from?.at ?? null,
      page.from?.skipped ?? 0,
      page.limit,
    ],
  );
  return rows.map(({ source, merchantName, merchantNameEn, ...line }) => {
    const [agreementId = "", day = ""] = source.split(".");
    const isMatch = merchantName !== null && merchantNameEn !== null;
    return { ...line, matched: isMatch ? { agreementId, day, merchantName, merchantNameEn } : null };
  });
}

/** What an agreement's day came to: live, and as far as it is confirmed. */
export interface SalesDay {
  day: string;
  orderCount: bigint;
  returnCount: bigint;
  /** Of the orders of that day, less the returns of that day, by the rule. */
  accruedE4: bigint;
  /** Of the postings of that day, after the caps. */
  countedE4: bigint;
}

/** Every day from the first to the last, also those without sales, summed over the agreements named. */
export function daySeries(
  agreementIds: readonly string[],
  from: string,
  to: string,
  sql: Sql = db,
): Promise<SalesDay[]> {
  return sql.rows<SalesDay>(
    `select d.day::date::text as day, coalesce(t.orders, 0)::int8 as "orderCount",
            coalesce(t.returns, 0)::int8 as "returnCount", coalesce(t.e4, 0)::int8 as "accruedE4",
            coalesce(p.e4, 0)::int8 as "countedE4"
     from generate_series($2::date, $3::date, interval '1 day') as d(day)
     left join (select day, sum(order_count) as orders, sum(return_count) as returns, sum(gift_e4) as e4
                from consumption_tally where agreement_id = any($1) and day between $2 and $3 group by day) t
       on t.day = d.day
     left join (select day, sum(counted_e4) as e4
                from consumption_posting where agreement_id = any($1) and day between $2 and $3 group by day) p
       on p.day = d.day
     order by d.day`,
    [[...agreementIds], from, to],
  );
}
