import { createHash } from "node:crypto";
import type { AgreementTerms } from "#app/features/consumption/rules/terms.ts";
import { BENCH_FUND_ID, BENCH_ORGANIZATION_ID, type BenchPlace } from "./place.ts";
import { withoutChecks } from "./without-checks.ts";

/** The day on which every order is made, and a moment after the time to return. */
export const SALES_DAY = "2026-10-01";
export const SETTLED_AT = "2026-10-09T02:00:00Z";

/** Of so many orders one came back. */
const RETURNED = 49;

const TERMS: AgreementTerms = {
  rule: { kind: "percent", bp: 100, base: "gross" },
  giver: "merchant",
  perOrderCapFen: null,
  dayCapFen: 100_000_000n,
  campaignCapFen: 900_000_000n,
  guarantee: null,
  returnDays: 7,
  confirmWithinDays: 10,
  payWithinDays: 15,
  bankAccountId: null,
  declaredMonthlyOrders: 0,
  declaredMonthlySalesFen: 0n,
  goods: "全部商品",
  goodsEn: "Everything",
};

/** Agreement `n` of the bench's campaign. */
export const agreementIdSql = (n: string): string => `'a${BENCH_FUND_ID}' || lpad((${n})::text, 12, '0')`;

/** Lays out a campaign with so many merchants, each with an agreement of caps and a time to return. */
export async function layOutAgreements(place: BenchPlace, merchants: number): Promise<void> {
  const { termsJson } = await import("#app/features/consumption/rules/terms.ts");
  const terms = termsJson(TERMS);
  await place.owner.query(
    "insert into consumption_campaign (fund_id, organization_id, created_at) values ($1, $2, '2026-01-01')",
    [BENCH_FUND_ID, BENCH_ORGANIZATION_ID],
  );
  await place.owner.query(
    `insert into consumption_agreement (id, fund_id, organization_id, merchant_id, created_at)
     select ${agreementIdSql("n")}, $1, $2, 'obshop' || lpad(n::text, 6, '0'), '2026-01-01' from generate_series(1, $3::int) n`,
    [BENCH_FUND_ID, BENCH_ORGANIZATION_ID, merchants],
  );
  await place.owner.query(
    `insert into consumption_agreement_version (agreement_id, number, terms, terms_sha256, effective_on, ends_on,
       proposed_at, charity_confirmed_at, merchant_confirmed_at)
     select id, 1, $1::jsonb, $2, '2026-02-01', '2027-01-31', '2026-01-02', '2026-01-03', '2026-01-04'
     from consumption_agreement`,
    [terms, createHash("sha256").update(terms).digest("hex")],
  );
}

/**
 * Lays out a day of orders that wait for their posting, dealt out among the merchants, with a return for every
 * 49th: the rows that intake leaves.
 */
export async function layOutDay(place: BenchPlace, orders: number, merchants: number): Promise<void> {
  const tables = ["consumption_event", "consumption_pending"];
  const order = `${agreementIdSql("n % $2::int + 1")} as agreement_id, 'N' || reverse(lpad(n::text, 12, '0')) as order_no`;
  const moment = `('${SALES_DAY} 08:00+08'::timestamptz + n * interval '12 hours' / $1::int)`;
  await withoutChecks(place.owner, tables, async (client) => {
    await client.query(
      `insert into consumption_pending (agreement_id, order_no, type, return_of, occurred_at, day, gift_e4)
       select ${order}, 'order', null, ${moment}, date '${SALES_DAY}', (1000 + n % 9000) * 100 from generate_series(0, $1::int - 1) n
       union all
       select agreement_id, order_no || 'R', 'return', order_no, at, date '${SALES_DAY}', -gift
       from (select ${order}, ${moment} + interval '1 hour' as at, (1000 + n % 9000) * 100 as gift
             from generate_series(0, $1::int - 1, ${RETURNED}) n) r`,
      [orders, merchants],
    );
    await client.query(
      `insert into consumption_event (merchant_id, order_no, agreement_id, version, type, amount_fen, return_of,
                                      occurred_at, day, gift_e4, source, recorded_at)
       select a.merchant_id, p.order_no, p.agreement_id, 1, p.type, abs(p.gift_e4) / 100, p.return_of, p.occurred_at, p.day,
              p.gift_e4, 'api', p.occurred_at
       from consumption_pending p join consumption_agreement a on a.id = p.agreement_id`,
    );
    await client.query(
      `insert into consumption_tally (agreement_id, day, id, order_count, return_count, sales_fen, gift_e4)
       select agreement_id, day, gen_random_uuid(), count(*) filter (where type = 'order'),
              count(*) filter (where type = 'return'), sum(gift_e4) / 100, sum(gift_e4)
       from consumption_pending group by 1, 2`,
    );
  });
}
