import { transferIdSql } from "#app/features/ledger/transfer-id.ts";
import { db } from "#app/lib/db.server.ts";

/** A gift that people typed, for the people who work with it: never public. Amounts in fen. */
export interface RecordedGift {
  id: string;
  kind: "cash" | "transfer";
  fundTitle: string;
  fundTitleEn: string;
  donationId: string | null;
  reference: string | null;
  amountFen: bigint;
  givenOn: string;
  receiptNo: string | null;
  shownName: string | null;
  recordedById: string;
  recordedBy: string;
  countedBy: string | null;
  countedAt: Date | null;
  withdrawnAt: Date | null;
  bankedAt: Date | null;
  reversalReason: string | null;
  reversalAskedById: string | null;
  reversalAskedBy: string | null;
  reversedAt: Date | null;
  /** Reversed, and the bank has not shown the money going back. */
  isOwedBack: boolean;
}

export interface RecordedLists {
  /** Wait for a second person. */
  toCount: RecordedGift[];
  /** Counted cash that no bank row shows yet. */
  inHand: RecordedGift[];
  /** A reversal was asked for. */
  toReverse: RecordedGift[];
  /** All, the newest first. */
  recent: RecordedGift[];
}

const MOST = 200;
const RECENT = 30;

/** What is recorded in an organization, by what is to be done with it. */
export async function listRecorded(organizationId: string): Promise<RecordedLists> {
  const list = (where: string, order: string, limit: number) =>
    db.rows<RecordedGift>(
      `select r.id, r.kind, f.title as "fundTitle", f.title_en as "fundTitleEn", r.donation_id as "donationId",
              d.reference, r.amount_fen as "amountFen", r.given_on as "givenOn", r.receipt_no as "receiptNo",
              case r.visibility when 'public' then r.donor_name when 'pseudonym' then r.pseudonym end as "shownName",
              r.recorded_by_id as "recordedById", a.name as "recordedBy", c.name as "countedBy",
              r.counted_at as "countedAt", r.withdrawn_at as "withdrawnAt", r.banked_at as "bankedAt",
              r.reversal_reason as "reversalReason", r.reversal_asked_by_id as "reversalAskedById",
              v.name as "reversalAskedBy", r.reversed_at as "reversedAt",
              exists (select from refund x where x.fund_id = r.fund_id and x.donation_id = r.donation_id
                      and x.paid_at is null and x.failed_at is null) as "isOwedBack"
       from recorded_gift r join fund f on f.id = r.fund_id
       left join donation d on d.fund_id = r.fund_id and d.id = r.donation_id
       left join app_user a on a.id = r.recorded_by_id left join app_user c on c.id = r.counted_by_id
       left join app_user v on v.id = r.reversal_asked_by_id
       where r.organization_id = $1 and ${where} order by ${order} limit ${limit}`,
      [organizationId],
    );
  const [toCount, inHand, toReverse, recent] = await Promise.all([
    list("r.counted_at is null and r.withdrawn_at is null", "r.recorded_at, r.id", MOST),
    list(
      "r.kind = 'cash' and r.counted_at is not null and r.banked_at is null and r.reversal_asked_at is null",
      "r.given_on, r.id",
      MOST,
    ),
    list("r.reversal_asked_at is not null and r.reversed_at is null", "r.reversal_asked_at, r.id", MOST),
    list("true", "r.recorded_at desc, r.id", RECENT),
  ]);
  return { toCount, inHand, toReverse, recent };
}

/** An incoming bank row that nothing explains. The payer's name is for the charity's people alone. */
export interface SuspenseRow {
  source: string;
  account: string;
  rowKey: string;
  day: string;
  amountFen: bigint;
  counterparty: string | null;
  words: string;
}

/** Bank rows in suspense that no entry claims, the newest first. */
export async function suspenseRows(organizationId: string): Promise<SuspenseRow[]> {
  return db.rows<SuspenseRow>(
    `select r.source, r.account, r.row_key as "rowKey", r.day, r.amount_fen as "amountFen", r.counterparty,
            concat_ws(' ', r.summary, r.purpose) as words
     from statement_row r
     where r.organization_id = $1 and r.source like 'bank-%' and r.amount_fen > 0
       and not exists (select from reconciliation_match m where m.organization_id = $1 and m.source = r.source
                       and m.account = r.account and m.row_key = r.row_key)
       and exists (
         select from transfer t where t.book_id = $1
           and t.id = ${transferIdSql("r.source", "r.account", "r.row_key", "'suspense'")}
           and not exists (select from transfer v where v.book_id = t.book_id and v.reverses_id = t.id))
       and not exists (select from recorded_gift g where g.organization_id = $1 and g.source = r.source
                       and g.account = r.account and g.row_key = r.row_key and g.kind = 'transfer'
                       and g.withdrawn_at is null and g.reversed_at is null)
     order by r.day desc, r.row_key limit 100`,
    [organizationId],
  );
}

export interface GiftFund {
  id: string;
  slug: string;
  title: string;
  titleEn: string;
}

/** The funds a gift may be recorded for. */
export async function giftFunds(organizationId: string): Promise<GiftFund[]> {
  return db.rows<GiftFund>(
    `select id, slug, title, title_en as "titleEn" from fund
     where organization_id = $1 and state <> 'draft' order by state = 'ended', title, id`,
    [organizationId],
  );
}
