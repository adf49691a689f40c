import { decodeCursor, encodeCursor, instantOf } from "#app/lib/cursor.server.ts";
import { db } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import type { DisputeAnswer, DisputeReason, StatementState } from "./statement-state.ts";

/** One statement in a list. Days are YYYY-MM-DD in China, amounts fen. */
export interface StatementRow {
  id: string;
  agreementId: string;
  number: number;
  fundId: string;
  campaignSlug: string;
  campaignTitle: string;
  campaignTitleEn: string;
  organizationId: string;
  organizationName: string;
  organizationNameEn: string;
  merchantId: string;
  merchantName: string;
  merchantNameEn: string;
  merchantSlug: string;
  fromDay: string;
  toDay: string;
  amountFen: bigint;
  /** What its gifts brought, less what went back. */
  paidFen: bigint;
  orderCount: number;
  returnCount: number;
  state: StatementState;
  drawnAt: Date;
  confirmBy: string;
  payBy: string;
  confirmedAt: Date | null;
  /** Nobody said anything in time. */
  isSilent: boolean;
  disputedAt: Date | null;
  answeredAt: Date | null;
  answer: DisputeAnswer | null;
  paidAt: Date | null;
  reconciledAt: Date | null;
}

/** With what was said between the two sides: for them alone. */
export interface StatementDetail extends StatementRow {
  disputeReason: DisputeReason | null;
  disputeNote: string | null;
  answerNote: string | null;
  merchantUscc: string | null;
}

const ROW_SQL = `
  select s.id, s.agreement_id as "agreementId", s.number, s.fund_id as "fundId", f.slug as "campaignSlug",
         f.title as "campaignTitle", f.title_en as "campaignTitleEn", s.organization_id as "organizationId",
         o.name as "organizationName", o.name_en as "organizationNameEn", s.merchant_id as "merchantId",
         m.name as "merchantName", m.name_en as "merchantNameEn", m.slug as "merchantSlug",
         s.period_from::text as "fromDay", s.period_to::text as "toDay", s.amount_fen as "amountFen",
         s.paid_fen as "paidFen", s.order_count as "orderCount", s.return_count as "returnCount", s.state,
         s.drawn_at as "drawnAt", s.confirm_by::text as "confirmBy", s.pay_by::text as "payBy",
         s.confirmed_at as "confirmedAt",
         coalesce(s.confirmed_by_id is null and (s.confirmed_at at time zone 'Asia/Shanghai')::date > s.confirm_by, false)
           as "isSilent",
         s.disputed_at as "disputedAt", s.answered_at as "answeredAt", s.answer, s.paid_at as "paidAt",
         s.reconciled_at as "reconciledAt", s.dispute_reason as "disputeReason", s.dispute_note as "disputeNote",
         s.answer_note as "answerNote", m.uscc as "merchantUscc"
  from consumption_statement s
  join fund f on f.id = s.fund_id
  join organization o on o.id = s.organization_id
  join organization m on m.id = s.merchant_id`;

/** Whose statements. */
export type StatementsOf = { merchantIds: readonly string[] } | { organizationIds: readonly string[] };

/** Which of them a list shows: waiting is what the other side or the money has still to do. */
export const STATEMENT_FILTERS = ["all", "unconfirmed", "disputed", "unpaid", "overdue", "paid"] as const;
export type StatementFilter = (typeof STATEMENT_FILTERS)[number];

const FILTER_SQL: Record<StatementFilter, string> = {
  all: "true",
  unconfirmed: "s.state in ('drawn', 'disputed')",
  disputed: "s.state = 'disputed' and s.answered_at is null",
  unpaid: "s.confirmed_at is not null and s.amount_fen > s.paid_fen",
  overdue: `s.amount_fen > s.paid_fen and s.pay_by < $2::date and (s.disputed_at is null or s.answered_at is not null)`,
  paid: "s.paid_at is not null and s.paid_fen >= s.amount_fen",
};

const ROWS_SHOWN = 30;

const ofWhom = (of: StatementsOf): [string, readonly string[]] =>
  "merchantIds" in of
    ? ["s.merchant_id = any($1)", of.merchantIds]
    : ["s.organization_id = any($1)", of.organizationIds];

/** The newest statements, thirty a page. @param today the day in China that decides what is overdue */
export async function listStatements(
  of: StatementsOf,
  filter: StatementFilter,
  today: string,
  cursor: string | null = null,
): Promise<{ rows: StatementRow[]; nextCursor: string | null }> {
  const [whose, ids] = ofWhom(of);
  const [drawnAt, id] = decodeCursor(cursor, 2) ?? [];
  const rows = await db.rows<StatementRow>(
    `${ROW_SQL} where ${whose} and $2::date is not null and ${FILTER_SQL[filter]}
       and ($3::timestamptz is null or (s.drawn_at, s.id) < ($3::timestamptz, $4::text))
     order by s.drawn_at desc, s.id desc limit ${ROWS_SHOWN + 1}`,
    [ids, today, instantOf(drawnAt), id ?? ""],
  );
  const shown = rows.slice(0, ROWS_SHOWN);
  const last = shown.at(-1);
  return {
    rows: shown,
    nextCursor: rows.length > ROWS_SHOWN && last ? encodeCursor([last.drawnAt.toISOString(), last.id]) : null,
  };
}

/** How many each filter finds. */
export async function countStatements(
  of: StatementsOf,
  today: string,
): Promise<Record<StatementFilter, number>> {
  const [whose, ids] = ofWhom(of);
  const counts = STATEMENT_FILTERS.map(
    (filter) => `count(*) filter (where ${FILTER_SQL[filter]})::int4 as ${filter}`,
  );
  const [row] = await db.rows<Record<StatementFilter, number>>(
    `select ${counts.join(", ")} from consumption_statement s where ${whose} and $2::date is not null`,
    [ids, today],
  );
  return row ?? { all: 0, unconfirmed: 0, disputed: 0, unpaid: 0, overdue: 0, paid: 0 };
}

/** One statement; null where there is none of this id. Whose it is, the caller checks. */
export async function findStatement(id: string): Promise<StatementDetail | null> {
  if (!fundIdOf(id, "s")) return null;
  const [row] = await db.rows<StatementDetail>(`${ROW_SQL} where s.id = $1 and f.state <> 'draft'`, [id]);
  return row ?? null;
}

/** What of a statement's gifts everybody may see, the first attempt first. */
export interface StatementPayment {
  donationId: string;
  provider: "alipay" | "stripe" | "offline";
  amountFen: bigint;
  openedAt: Date;
  paidAt: Date | null;
  isSettled: boolean;
  /** Promised back, paid back or charged back. */
  backFen: bigint;
  /** Came with another amount, or twice: two people of the charity look at it. */
  isLookedAt: boolean;
  isOpen: boolean;
}

/** The gifts that were started for a statement; those that ran out unpaid are left out. */
export async function statementPayments(id: string, now: Date): Promise<StatementPayment[]> {
  return db.rows<StatementPayment>(
    `select d.id as "donationId", d.provider, d.amount_fen as "amountFen", l.opened_at as "openedAt",
            case when p.counted_at is not null then p.paid_at end as "paidAt", e.payment_id is not null as "isSettled",
            (coalesce((select sum(r.amount_fen) from refund r where r.fund_id = d.fund_id and r.donation_id = d.id
                        and r.failed_at is null), 0)
             + coalesce((select sum(x.amount_fen) from dispute x where x.fund_id = d.fund_id and x.donation_id = d.id
                          and x.lost_at is not null), 0))::int8 as "backFen",
            coalesce(p.quarantined_at is not null and p.counted_at is null, false) as "isLookedAt",
            p.paid_at is null and p.closed_at is null and coalesce(p.expires_at > $2, true) as "isOpen"
     from consumption_statement_payment l
     join donation d on d.fund_id = l.fund_id and d.id = l.donation_id
     join lateral (select * from payment p where p.fund_id = d.fund_id and p.donation_id = d.id
                   order by p.counted_at is null, p.opened_at desc, p.id limit 1) p on true
     left join settlement e on e.fund_id = p.fund_id and e.payment_id = p.id
     where l.statement_id = $1 and l.fund_id = $3
       and (p.paid_at is not null or p.quarantined_at is not null
            or p.closed_at is null and coalesce(p.expires_at > $2, true))
     order by l.number`,
    [id, now, fundIdOf(id, "s")],
  );
}

/** One posting of a statement. */
export interface StatementDay {
  day: string;
  kind: "orders" | "match" | "guarantee";
  orderCount: number;
  returnCount: number;
  /** After the caps, in ten-thousandths of a fen. */
  countedE4: bigint;
  amountFen: bigint;
}

/** The days that a statement sums, in order. */
export async function statementDays(id: string): Promise<StatementDay[]> {
  return db.rows<StatementDay>(
    `select day::text, kind, order_count as "orderCount", return_count as "returnCount", counted_e4 as "countedE4",
            amount_fen as "amountFen"
     from consumption_posting where statement_id = $1 order by day, kind`,
    [id],
  );
}
