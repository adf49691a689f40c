import { db } from "#app/lib/db.server.ts";
import { addDays } from "#app/lib/time.ts";
import type { StatementFacts } from "../statements/statement-state.ts";

/** What was sold on one day, and what it gives by the rules, less returns; before the caps of day and campaign. */
export interface SalesDay {
  day: string;
  orderCount: bigint;
  returnCount: bigint;
  salesFen: bigint;
  giftE4: bigint;
}

/** One row for each day of a span, also where nothing was sold. */
export async function salesByDay(
  merchantIds: readonly string[],
  fromDay: string,
  toDay: string,
): Promise<SalesDay[]> {
  return db.rows<SalesDay>(
    `select d.day::date::text as day, coalesce(t.orders, 0)::int8 as "orderCount",
            coalesce(t.returns, 0)::int8 as "returnCount", coalesce(t.sales, 0)::int8 as "salesFen",
            coalesce(t.gifts, 0)::int8 as "giftE4"
     from generate_series($2::date, $3::date, interval '1 day') d(day)
     left join (
       select t.day, sum(t.order_count) as orders, sum(t.return_count) as returns, sum(t.sales_fen) as sales,
              sum(t.gift_e4) as gifts
       from consumption_agreement a join consumption_tally t on t.agreement_id = a.id
       where a.merchant_id = any($1) and t.day between $2::date and $3::date group by t.day
     ) t on t.day = d.day::date
     order by d.day`,
    [merchantIds, fromDay, toDay],
  );
}

/** A statement that money or an answer is still waited for. */
export interface OpenStatement extends StatementFacts {
  id: string;
  agreementId: string;
  number: number;
  campaignTitle: string;
  campaignTitleEn: string;
  periodFrom: string;
  periodTo: string;
  confirmBy: string;
}

/** The most pressing first. */
export async function listOpenStatements(merchantIds: readonly string[]): Promise<OpenStatement[]> {
  return db.rows<OpenStatement>(
    `select s.id, s.agreement_id as "agreementId", s.number, f.title as "campaignTitle",
            f.title_en as "campaignTitleEn", s.period_from::text as "periodFrom", s.period_to::text as "periodTo",
            s.confirm_by::text as "confirmBy", s.pay_by::text as "payBy", s.state, s.amount_fen as "amountFen",
            s.paid_fen as "paidFen", s.answered_at as "answeredAt"
     from consumption_statement s join fund f on f.id = s.fund_id
     where s.merchant_id = any($1) and s.paid_fen < s.amount_fen
     order by case s.state when 'drawn' then s.confirm_by else s.pay_by end, s.id limit 100`,
    [merchantIds],
  );
}

/** How far each agreement's sales are stated: the last day of its newest statement. */
export async function statedTo(agreementIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.rows<{ id: string; day: string }>(
    `select agreement_id as id, max(period_to)::text as day from consumption_statement
     where agreement_id = any($1) group by 1`,
    [agreementIds],
  );
  return new Map(rows.map(({ id, day }) => [id, day]));
}

/** Endpoints that were turned off because they failed. */
export async function brokenWebhooks(merchantIds: readonly string[]): Promise<{ id: string; url: string }[]> {
  return db.rows(
    `select id, url from webhook_endpoint
     where organization_id = any($1) and removed_at is null and disabled_reason in ('failures', 'gone')
     order by disabled_at`,
    [merchantIds],
  );
}

/** The first day of the month of a day. */
export const monthStart = (day: string): string => `${day.slice(0, 7)}-01`;

/** So many days up to today, the chart's span. */
export const CHART_DAYS = 30;
export const chartStart = (today: string): string => addDays(today, 1 - CHART_DAYS);
