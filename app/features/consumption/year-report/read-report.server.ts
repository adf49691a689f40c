import { type DonationTrace, donationTrace } from "#app/features/disbursements/trace-queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { addDays, shanghaiDay, startOfShanghaiDay } from "#app/lib/time.ts";
import { merchantHref } from "../pages/hrefs.ts";
import type { MonthRow, ReceiptRow, StatementRow, UseRow, YearReport, YearTotals } from "./report.ts";

/**
 * An enterprise's year: what its sales of the year promised, the statements about the year's days, what their gifts
 * did, and the receipts for them; null for an unknown enterprise.
 */
export async function readYearReport(
  merchantId: string,
  year: number,
  now: Date,
): Promise<YearReport | null> {
  const [enterprise] = await db.rows<YearReport["enterprise"]>(
    `select slug, name, name_en as "nameEn" from organization where id = $1`,
    [merchantId],
  );
  if (!enterprise) return null;
  const span = [merchantId, `${year}-01-01`, `${year}-12-31`] as const;
  const [months, statements, gifts, receipts] = await Promise.all([
    readMonths(span),
    readStatements(span, now),
    readGifts(span),
    readReceipts(span),
  ]);
  // A year has at most a dozen statements for each agreement, and as many gifts.
  const traces = await Promise.all(gifts.map(({ fundId, donationId }) => donationTrace(fundId, donationId)));
  const known = traces.filter((trace) => trace !== null);
  const uses = usesOf(known);
  const changes = [
    ...[...months, ...statements, ...receipts].map(({ changedAt }) => changedAt),
    ...known.flatMap((trace) => trace.uses.map(({ at }) => at)),
  ].sort((a, b) => a.getTime() - b.getTime());
  return {
    version: 1,
    enterprise,
    year,
    currency: "CNY",
    asOf: changes.at(-1) ?? null,
    totals: totalsOf(months, statements, known, shanghaiDay(now)),
    months,
    statements,
    uses,
    receipts,
    links: { merchant: env().PUBLIC_URL + merchantHref(enterprise.slug) },
  };
}

type Span = readonly [merchantId: string, from: string, to: string];

async function readMonths(span: Span): Promise<MonthRow[]> {
  return db.rows(
    `select f.slug as campaign, f.title as "campaignName", f.title_en as "campaignNameEn", o.slug as charity,
            o.name as "charityName", o.name_en as "charityNameEn", to_char(p.day, 'YYYY-MM') as month,
            sum(p.order_count)::int8 as "orderCount", sum(p.return_count)::int8 as "returnCount",
            sum(p.amount_fen)::int8 as "promisedFen", max(p.posted_at) as "changedAt"
     from consumption_agreement a
     join consumption_posting p on p.agreement_id = a.id and p.day between $2::date and $3::date
     join fund f on f.id = a.fund_id
     join organization o on o.id = a.organization_id
     where a.merchant_id = $1
     group by f.id, o.id, to_char(p.day, 'YYYY-MM') order by f.slug, month`,
    [...span],
  );
}

/** A statement belongs to the year of its last day. That it became late is a change too. */
async function readStatements(span: Span, now: Date): Promise<StatementRow[]> {
  const rows = await db.rows<Omit<StatementRow, "isOnTime" | "changedAt"> & { touchedAt: Date }>(
    `select s.id, f.slug as campaign, s.number, s.period_from::text as "periodFrom", s.period_to::text as "periodTo",
            s.amount_fen as "amountFen", least(s.paid_fen, s.amount_fen) as "paidFen", s.pay_by::text as "payBy",
            (s.paid_at at time zone 'Asia/Shanghai')::date::text as "paidOn",
            greatest(s.drawn_at, s.confirmed_at, s.disputed_at, s.answered_at, s.paid_at, s.reconciled_at) as "touchedAt"
     from consumption_statement s join fund f on f.id = s.fund_id
     where s.merchant_id = $1 and s.period_to between $2::date and $3::date
     order by f.slug, s.period_from, s.number`,
    [...span],
  );
  return rows.map(({ touchedAt, ...row }) => {
    const isOpen = row.paidFen < row.amountFen;
    const isLate = isOpen && row.payBy < shanghaiDay(now);
    const lateAt = isLate ? startOfShanghaiDay(addDays(row.payBy, 1)) : touchedAt;
    const isOnTime =
      row.amountFen === 0n || (isOpen && !isLate) ? null : !isOpen && (row.paidOn ?? "") <= row.payBy;
    return { ...row, isOnTime, changedAt: new Date(Math.max(lateAt.getTime(), touchedAt.getTime())) };
  });
}

/** The gifts that paid the year's statements. */
async function readGifts(span: Span): Promise<{ fundId: string; donationId: string }[]> {
  return db.rows(
    `select l.fund_id as "fundId", l.donation_id as "donationId"
     from consumption_statement s
     join consumption_statement_payment l on l.statement_id = s.id
     where s.merchant_id = $1 and s.period_to between $2::date and $3::date
       and exists (select from payment p where p.fund_id = l.fund_id and p.donation_id = l.donation_id
                   and p.counted_at is not null)
     order by l.fund_id, l.donation_id`,
    [...span],
  );
}

async function readReceipts(span: Span): Promise<ReceiptRow[]> {
  return db.rows(
    `select r.bill_code as "billCode", r.bill_no as "billNo", r.issued_on::text as "issuedOn",
            sum(g.amount_fen)::int8 as "amountFen", r.recorded_at as "changedAt"
     from consumption_statement s
     join consumption_statement_payment l on l.statement_id = s.id
     join receipt_gift g on g.fund_id = l.fund_id and g.donation_id = l.donation_id
     join receipt r on r.id = g.receipt_id and r.voided_at is null
     where s.merchant_id = $1 and s.period_to between $2::date and $3::date
     group by r.id order by r.issued_on, r.bill_code, r.bill_no`,
    [...span],
  );
}

/** One row for each payment of a charity, whichever of the gifts it used. */
function usesOf(traces: readonly DonationTrace[]): UseRow[] {
  const rows = new Map<string, UseRow>();
  for (const use of traces.flatMap((trace) => trace.uses)) {
    const known = rows.get(use.disbursementId);
    rows.set(use.disbursementId, {
      disbursementId: use.disbursementId,
      purpose: use.purpose,
      purposeEn: use.purposeEn,
      paidOn: shanghaiDay(use.at),
      amountFen: (known?.amountFen ?? 0n) + use.amountFen,
      totalFen: use.totalFen,
      deliveredFen: (known?.deliveredFen ?? 0n) + use.deliveredFen,
      people: use.people > 0 ? use.people : null,
    });
  }
  return [...rows.values()].sort(
    (a, b) => a.paidOn.localeCompare(b.paidOn) || a.disbursementId.localeCompare(b.disbursementId),
  );
}

function totalsOf(
  months: readonly MonthRow[],
  statements: readonly StatementRow[],
  traces: readonly DonationTrace[],
  today: string,
): YearTotals {
  const sum = <Row>(rows: readonly Row[], of: (row: Row) => bigint) =>
    rows.reduce((total, row) => total + of(row), 0n);
  const dueOf = (row: StatementRow) => row.amountFen - row.paidFen;
  const uses = traces.flatMap((trace) => trace.uses);
  return {
    orderCount: sum(months, (row) => row.orderCount),
    returnCount: sum(months, (row) => row.returnCount),
    promisedFen: sum(months, (row) => row.promisedFen),
    statedFen: sum(statements, (row) => row.amountFen),
    paidFen: sum(statements, (row) => row.paidFen),
    dueFen: sum(statements, dueOf),
    overdueFen: sum(
      statements.filter(({ payBy }) => payBy < today),
      dueOf,
    ),
    judgedCount: statements.filter(({ isOnTime }) => isOnTime !== null).length,
    paidOnTimeCount: statements.filter(({ isOnTime }) => isOnTime === true).length,
    usedFen: sum(uses, (use) => use.amountFen),
    feesFen: sum(traces, (trace) => trace.feesFen),
    deliveredFen: sum(uses, (use) => use.deliveredFen),
    unusedFen: sum(traces, (trace) => trace.unusedFen),
  };
}

/** The years in which an enterprise had postings or statements, the newest first; this year always. */
export async function reportYears(merchantId: string, thisYear: number): Promise<number[]> {
  const rows = await db.rows<{ year: number }>(
    `select distinct extract(year from day)::int as year from consumption_posting where merchant_id = $1
     union select distinct extract(year from period_to)::int from consumption_statement where merchant_id = $1`,
    [merchantId],
  );
  return [...new Set([thisYear, ...rows.map(({ year }) => year)])].sort((a, b) => b - a);
}
