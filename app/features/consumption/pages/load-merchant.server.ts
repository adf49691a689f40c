import { findOrganization } from "#app/features/organizations/queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { listShops } from "../streets/queries.server.ts";
import { listAgreementRows } from "./agreement-rows.server.ts";
import { sumPromises } from "./promise-sums.ts";

const MONTHS_SHOWN = 12;
const STATEMENTS_SHOWN = 24;

/** What an enterprise's promises came to in a month, and what it paid in that month. */
export interface PromiseMonth {
  /** "2026-11", of China. */
  month: string;
  promisedFen: bigint;
  paidFen: bigint;
}

/** One settlement as everybody may see it. */
export interface PublicStatement {
  id: string;
  campaignSlug: string;
  campaignTitle: string;
  campaignTitleEn: string;
  number: number;
  periodFrom: string;
  periodTo: string;
  amountFen: bigint;
  orderCount: number;
  returnCount: number;
  state: "drawn" | "disputed" | "confirmed" | "paid" | "reconciled";
  payBy: string;
  paidFen: bigint;
  paidAt: Date | null;
  /** Another sum was agreed on after the enterprise had objected. */
  isCorrected: boolean;
}

/** Everything the public page of an enterprise shows. Throws a 404 response for one without a page. */
export async function loadMerchant(slug: string | undefined, now: Date) {
  const organization = slug === undefined ? null : await findOrganization(slug);
  if (organization?.kind !== "enterprise") throw new Response(null, { status: 404 });
  const today = shanghaiDay(now);
  const [rows, months, statements, shops] = await Promise.all([
    listAgreementRows({ merchantIds: [organization.id] }, now),
    promiseMonths(organization.id, today),
    publicStatements(organization.id),
    listShops({ merchantIds: [organization.id] }),
  ]);
  return {
    organization,
    rows,
    sums: sumPromises(rows.map(({ sums }) => sums)),
    months,
    statements,
    shops: shops.filter(({ closedAt }) => closedAt === null),
    today,
    asOf: now,
  };
}
export type MerchantData = Awaited<ReturnType<typeof loadMerchant>>;

/** The last twelve months, also those in which nothing happened. */
async function promiseMonths(merchantId: string, today: string): Promise<PromiseMonth[]> {
  return db.rows<PromiseMonth>(
    `with months as (
       select to_char(m, 'YYYY-MM') as month
       from generate_series(date_trunc('month', $2::date) - make_interval(months => $3::int - 1),
                            date_trunc('month', $2::date), interval '1 month') m
     ), promised as (
       select to_char(day, 'YYYY-MM') as month, sum(amount_fen) as fen
       from consumption_posting
       where agreement_id in (select id from consumption_agreement where merchant_id = $1) group by 1
     ), paid as (
       select to_char(paid_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month,
              sum(least(paid_fen, amount_fen)) as fen
       from consumption_statement where merchant_id = $1 and paid_at is not null group by 1
     )
     select m.month, coalesce(p.fen, 0)::int8 as "promisedFen", coalesce(q.fen, 0)::int8 as "paidFen"
     from months m left join promised p using (month) left join paid q using (month) order by m.month`,
    [merchantId, today, MONTHS_SHOWN],
  );
}

async function publicStatements(merchantId: string): Promise<PublicStatement[]> {
  return db.rows<PublicStatement>(
    `select s.id, f.slug as "campaignSlug", f.title as "campaignTitle", f.title_en as "campaignTitleEn", s.number,
            s.period_from::text as "periodFrom", s.period_to::text as "periodTo", s.amount_fen as "amountFen",
            s.order_count as "orderCount", s.return_count as "returnCount", s.state, s.pay_by::text as "payBy",
            least(s.paid_fen, s.amount_fen) as "paidFen", s.paid_at as "paidAt",
            coalesce(s.answer = 'corrected', false) as "isCorrected"
     from consumption_statement s join fund f on f.id = s.fund_id and f.state <> 'draft'
     where s.merchant_id = $1 order by s.period_to desc, s.drawn_at desc, s.id limit ${STATEMENTS_SHOWN}`,
    [merchantId],
  );
}
