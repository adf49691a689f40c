import type pg from "pg";
import {
  BENCH_BANK_ACCOUNT,
  BENCH_FUND_ID,
  BENCH_ORGANIZATION_ID,
  BENCH_SELLER_ID,
  type BenchPlace,
} from "./place.ts";
import { withoutChecks } from "./without-checks.ts";

const MONEY_RECORD_ID = "00000000-0000-8000-8000-000000000001";
const BANK_STATEMENT_ID = "00000000-0000-8000-8000-000000000002";
/** Payouts that one bank row sums, and bank rows that one disbursement was paid in. */
const PAYOUTS_A_ROW = 9;
const PARTS = 5;

/** What lies in the statements and is still to be matched. */
export interface Laid {
  /** Payment rows, one a gift. */
  paymentRows: number;
  /** Rows of which several make one thing of the other side: a tenth of all. */
  groupRows: number;
}

const STATEMENT_ROW = `insert into statement_row (organization_id, source, account, row_key, statement_id, line_no, kind,
    occurred_at, day, amount_fen, currency, provider_object_id, merchant_reference, purpose, summary, counterparty)`;
/** A moment of the last thirty days, by the place in a row of groups. */
const MOMENT = "(now() - (1 - n::float8 / $1) * interval '30 days')::timestamptz(3)";
const DAY = "(at at time zone 'Asia/Shanghai')::date";

/**
 * Statements as the importer leaves them: the money record has one row a gift; beside it, half of the group rows are
 * payouts and the bank rows that sum nine of them, the other half bank rows of which five pay one disbursement.
 */
export async function layOutStatements(place: BenchPlace, gifts: number): Promise<Laid> {
  const groups = Math.round(gifts / 180);
  await place.owner.query(
    `insert into statement (id, organization_id, source, account, file_name, file_sha256, period_start, period_end,
                            row_count, new_row_count, origin)
     select id, $1, source, account, 'bench', source, current_date - 31, current_date, 0, 0, 'upload'
     from (values ($2::uuid, 'alipay-signcustomer', $3), ($4::uuid, 'bank-ccb', $5)) as s(id, source, account)`,
    [BENCH_ORGANIZATION_ID, MONEY_RECORD_ID, BENCH_SELLER_ID, BANK_STATEMENT_ID, BENCH_BANK_ACCOUNT],
  );
  await withoutChecks(place.owner, ["statement_row", "disbursement"], async (client) => {
    await layOutPaymentRows(client);
    await layOutPayouts(client, groups);
    await layOutDisbursements(client, groups * 2);
  });
  await place.owner.query("vacuum analyze");
  return { paymentRows: gifts, groupRows: groups * (PAYOUTS_A_ROW + 1) + groups * 2 * PARTS };
}

async function layOutPaymentRows(client: pg.PoolClient): Promise<void> {
  await client.query(
    `${STATEMENT_ROW}
     select organization_id, 'alipay-signcustomer', $2, 'S' || provider_object_id, $3,
            (row_number() over (order by paid_at))::int, 'payment', paid_at, (paid_at at time zone 'Asia/Shanghai')::date,
            amount_fen, 'CNY', provider_object_id, id, '捐赠', null, 'a***@example.com'
     from payment where fund_id = $1 order by paid_at`,
    [BENCH_FUND_ID, BENCH_SELLER_ID, MONEY_RECORD_ID],
  );
}

/** Payouts of their own amounts; the bank has one row for nine of them and names them in its note. */
async function layOutPayouts(client: pg.PoolClient, groups: number): Promise<void> {
  const payout = `select n, 'W' || lpad((n * ${PAYOUTS_A_ROW} + k)::text, 16, '0') as id, 100000 + n * 7 + k as fen,
      ${MOMENT} as at
    from generate_series(0, $1::int - 1) n, generate_series(0, ${PAYOUTS_A_ROW - 1}) k`;
  await client.query(
    `${STATEMENT_ROW}
     select '${BENCH_ORGANIZATION_ID}', 'alipay-signcustomer', $2, 'S' || id, $3, 0, 'payout', at, ${DAY}, -fen, 'CNY', id,
            null, null, '提现', null
     from (${payout}) p order by at`,
    [groups, BENCH_SELLER_ID, MONEY_RECORD_ID],
  );
  await client.query(
    `${STATEMENT_ROW}
     select '${BENCH_ORGANIZATION_ID}', 'bank-ccb', $2, 'A' || n, $3, 0, 'other', max(at) + interval '1 hour',
            ((max(at) + interval '1 hour') at time zone 'Asia/Shanghai')::date, sum(fen), 'CNY', null, null,
            '提现 ' || string_agg(id, ' ' order by id), '转账存入', '支付宝（中国）网络技术有限公司'
     from (${payout}) p group by n order by n`,
    [groups, BENCH_BANK_ACCOUNT, BANK_STATEMENT_ID],
  );
}

/** Paid disbursements; the bank shows each as five rows that name it. */
async function layOutDisbursements(client: pg.PoolClient, count: number): Promise<void> {
  const id = `'b${BENCH_FUND_ID}' || reverse(lpad(n::text, 12, '0'))`;
  await client.query(
    `insert into disbursement (fund_id, id, organization_id, purpose_code, purpose, payee, amount_fen, currency,
                               beneficiary_count, person_times, proposed_by_id, proposed_at, approved_by_id, approved_at,
                               paid_by_id, paid_at)
     select '${BENCH_FUND_ID}', ${id}, '${BENCH_ORGANIZATION_ID}', 'food', '食材', '澄溪粮油店', ${PARTS} * (20000 + n) + 10,
            'CNY', 1, 1, gen_random_uuid(), ${MOMENT}, gen_random_uuid(), ${MOMENT}, gen_random_uuid(), ${MOMENT}
     from generate_series(0, $1::int - 1) n`,
    [count],
  );
  await client.query(
    `${STATEMENT_ROW}
     select '${BENCH_ORGANIZATION_ID}', 'bank-ccb', $2, 'P' || n || '-' || k, $3, 0, 'other', at, ${DAY}, -(20000 + n + k), 'CNY',
            null, null, '拨付 ' || id, '转账支取', '澄溪粮油店'
     from (select n, k, ${id} as id, ${MOMENT} as at
           from generate_series(0, $1::int - 1) n, generate_series(0, ${PARTS - 1}) k) part
     order by at`,
    [count, BENCH_BANK_ACCOUNT, BANK_STATEMENT_ID],
  );
}

/** What the same tables cost by themselves: the floor below every reconciliation. Seconds. */
export async function fullOuterJoin(place: BenchPlace): Promise<number> {
  const startedAt = performance.now();
  await place.owner.query(
    `select count(*), sum(r.amount_fen), sum(p.amount_fen) from statement_row r
     full outer join payment p on p.id = r.merchant_reference and p.amount_fen = r.amount_fen`,
  );
  return (performance.now() - startedAt) / 1000;
}
