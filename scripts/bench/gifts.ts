import type pg from "pg";
import { BENCH_CREDENTIAL_ID, BENCH_FUND_ID, BENCH_ORGANIZATION_ID } from "./place.ts";
import { withoutChecks } from "./without-checks.ts";

/**
 * Number → the id of its payment; the same in SQL and here. The digits stand backwards, so that gifts which
 * follow each other lie apart in every index, as they do with the random ids of the site.
 */
export const paymentIdOf = (n: number): string =>
  `p${BENCH_FUND_ID}${[...String(n).padStart(12, "0")].reverse().join("")}`;
export const amountFenOf = (n: number): bigint => BigInt(100 + (n % 9_900));

/** Ids of gift `n` and of its payment, as SQL. */
export const giftIdSql = (letter: "d" | "p"): string =>
  `'${letter}${BENCH_FUND_ID}' || reverse(lpad(n::text, 12, '0'))`;
const AMOUNT_SQL = "100 + n % 9900";
/** Gifts lie in the order of their numbers over the last thirty days. */
const MOMENT_SQL = "(now() - (1 - n::float8 / $1) * interval '30 days')::timestamptz(3)";

/** Lays out `count` pending gifts of the bench's fund, in plain SQL. */
export async function layOutPendingGifts(owner: pg.Pool, count: number): Promise<void> {
  await withoutChecks(owner, ["donation", "payment"], async (client) => {
    await insertDonations(client, count);
    await client.query(
      `insert into payment (fund_id, id, donation_id, organization_id, credential_id, provider, amount_fen, currency,
                            opened_at)
       select '${BENCH_FUND_ID}', ${giftIdSql("p")}, ${giftIdSql("d")}, '${BENCH_ORGANIZATION_ID}',
              '${BENCH_CREDENTIAL_ID}', 'alipay', ${AMOUNT_SQL}, 'CNY', ${MOMENT_SQL}
       from generate_series(0, $1::int - 1) n`,
      [count],
    );
  });
  await owner.query("analyze");
}

/**
 * Lays out `count` gifts that are paid, posted and have their public index, in plain SQL: the state that intake
 * and the sequencer leave. None is settled.
 */
export async function layOutPaidGifts(owner: pg.Pool, count: number): Promise<void> {
  const tables = ["donation", "payment", "unsettled_payment", "transfer", "transfer_index"];
  await withoutChecks(owner, tables, async (client) => {
    await insertDonations(client, count);
    await client.query(
      `insert into payment (fund_id, id, donation_id, organization_id, credential_id, provider, amount_fen, currency,
                            opened_at, paid_at, counted_at, paid_amount_fen, provider_object_id)
       select '${BENCH_FUND_ID}', ${giftIdSql("p")}, ${giftIdSql("d")}, '${BENCH_ORGANIZATION_ID}',
              '${BENCH_CREDENTIAL_ID}', 'alipay', ${AMOUNT_SQL}, 'CNY', ${MOMENT_SQL}, ${MOMENT_SQL}, ${MOMENT_SQL},
              ${AMOUNT_SQL}, 'T' || lpad(n::text, 12, '0')
       from generate_series(0, $1::int - 1) n`,
      [count],
    );
    await client.query(
      "insert into unsettled_payment select fund_id, id, donation_id, amount_fen from payment order by paid_at",
    );
    await client.query(
      `insert into transfer (book_id, id, fact_id, kind, debit_account_id, credit_account_id, amount_fen, currency,
                             subject_id, occurred_at, accounting_day)
       select fund_id, gen_random_uuid(), id, 'gift-paid', 'clearing.' || credential_id || '.CNY',
              'available.' || fund_id || '.CNY', amount_fen, 'CNY', donation_id, paid_at,
              (paid_at at time zone 'Asia/Shanghai')::date
       from payment order by paid_at`,
    );
    await client.query(
      `insert into transfer_index (public_index, book_id, transfer_id)
       select row_number() over (order by occurred_at, id) - 1, book_id, id from transfer`,
    );
    await client.query("update ledger_head set next_index = (select count(*) from transfer_index)");
  });
  await owner.query("vacuum analyze");
}

async function insertDonations(client: pg.PoolClient, count: number): Promise<void> {
  await client.query(
    `insert into donation (fund_id, id, organization_id, amount_fen, currency, provider, visibility, reference,
                           token_hash, salt, created_at)
     select '${BENCH_FUND_ID}', ${giftIdSql("d")}, '${BENCH_ORGANIZATION_ID}', ${AMOUNT_SQL}, 'CNY', 'alipay',
            'anonymous', 'R' || n, 'h', '\\x00', ${MOMENT_SQL}
     from generate_series(0, $1::int - 1) n`,
    [count],
  );
}
