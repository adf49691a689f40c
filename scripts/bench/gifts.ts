import type pg from "pg";
import { BENCH_CREDENTIAL_ID, BENCH_FUND_ID, BENCH_ORGANIZATION_ID } from "./place.ts";

/** Number → the id of its payment; the same in SQL and here. */
export const paymentIdOf = (n: number): string => `p${BENCH_FUND_ID}${String(n).padStart(12, "0")}`;
export const amountFenOf = (n: number): bigint => BigInt(100 + (n % 9_900));

/** Lays out pending gifts from `from` on, in plain SQL. */
export async function layOutPendingGifts(owner: pg.Pool, from: number, count: number): Promise<void> {
  await owner.query(
    `insert into donation (fund_id, id, organization_id, amount_fen, currency, provider, visibility, reference,
                           token_hash, salt, created_at)
     select $1, 'd' || $1 || lpad(n::text, 12, '0'), $2, 100 + n % 9900, 'CNY', 'alipay', 'anonymous', 'R' || n, 'h',
            '\\x00', now() - (n % 300) * interval '1 hour'
     from generate_series($3::int, $4::int) n`,
    [BENCH_FUND_ID, BENCH_ORGANIZATION_ID, from, from + count - 1],
  );
  await owner.query(
    `insert into payment (fund_id, id, donation_id, organization_id, credential_id, provider, amount_fen, currency, opened_at)
     select $1, 'p' || $1 || lpad(n::text, 12, '0'), 'd' || $1 || lpad(n::text, 12, '0'), $2, $5, 'alipay',
            100 + n % 9900, 'CNY', now()
     from generate_series($3::int, $4::int) n`,
    [BENCH_FUND_ID, BENCH_ORGANIZATION_ID, from, from + count - 1, BENCH_CREDENTIAL_ID],
  );
}

/** Marks gifts as paid and posts them, in plain SQL: the state that the intake would have left. */
export async function layOutPaidGifts(owner: pg.Pool, from: number, count: number): Promise<void> {
  await layOutPendingGifts(owner, from, count);
  const range = [BENCH_FUND_ID, from, from + count - 1];
  await owner.query(
    `update payment set paid_at = created.at, counted_at = created.at, paid_amount_fen = amount_fen,
            provider_object_id = 'T' || right(payment.id, 12)
     from (select id, created_at as at from donation where fund_id = $1) created
     where payment.fund_id = $1 and payment.donation_id = created.id
       and right(payment.id, 12)::bigint between $2 and $3`,
    range,
  );
  await owner.query(
    `with made as (
       insert into transfer (book_id, id, fact_id, kind, debit_account_id, credit_account_id, amount_fen, currency,
                             subject_id, occurred_at, accounting_day)
       select $1, gen_random_uuid(), p.id, 'gift-paid', 'clearing.' || p.credential_id || '.CNY',
              'available.' || $1 || '.CNY', p.amount_fen, 'CNY', p.donation_id, p.paid_at,
              (p.paid_at at time zone 'Asia/Shanghai')::date
       from payment p where p.fund_id = $1 and right(p.id, 12)::bigint between $2 and $3
       returning book_id, id)
     insert into transfer_pending select * from made`,
    range,
  );
  await owner.query("analyze");
}
