import { postSelected } from "#app/features/ledger/post.server.ts";
import { transferIdSql } from "#app/features/ledger/transfer-id.ts";
import { settlePayments } from "#app/features/payments/settle-payments.server.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { requestJobs } from "#app/lib/outbox.server.ts";
import { postCharges } from "./post-charges.server.ts";

/** Lines of the work table, both ends included. */
export interface Chunk {
  organizationId: string;
  first: number;
  last: number;
  now: Date;
}

/**
 * Matches one chunk of provider rows by reference and books what they say: gifts become settled, fees and
 * payouts are posted. Everything of one chunk commits together, with the trace it asks for.
 */
export async function matchRows(tx: Sql, chunk: Chunk): Promise<void> {
  const settledFundIds = await matchPayments(tx, chunk);
  await matchRefundsAndDisputes(tx, chunk);
  await postCharges(tx, chunk);
  await postPayouts(tx, chunk);
  await requestJobs(
    tx,
    "trace-fund",
    settledFundIds.map((fundId) => ({ fundId })),
  );
}

/**
 * A payment row with the payment's own amount and currency settles the gift. The trade bill of Alipay is no
 * money record: its rows match, but settle nothing.
 */
async function matchPayments(tx: Sql, chunk: Chunk): Promise<string[]> {
  // A row that a person has answered meanwhile fails the run, which is repeated without it: a plain insert costs half
  // of one that looks for conflicts. Rows go in as the index stands, so that neighbours share a page.
  await tx.run(
    `insert into reconciliation_match (organization_id, source, account, row_key, subject_kind, subject_id,
                                       amount_fen, matched_at)
     select $1, source, account, row_key, 'payment', payment_id, amount_fen, $4 from reconciliation_work
     where n between $2 and $3 and is_sure and not is_repeat
     order by row_key`,
    [chunk.organizationId, chunk.first, chunk.last, chunk.now],
  );
  return settlePayments(
    tx,
    `select fund_id, payment_id from reconciliation_work
     where n between $1 and $2 and is_sure and not is_repeat and source <> 'alipay-trade'`,
    [chunk.first, chunk.last],
    chunk.now,
  );
}

/** What the provider paid back or took back, against the refund or dispute that is in the books. */
async function matchRefundsAndDisputes(tx: Sql, chunk: Chunk): Promise<void> {
  await tx.run(
    `insert into reconciliation_match (organization_id, source, account, row_key, subject_kind, subject_id,
                                       amount_fen, matched_at)
     select $1, source, account, row_key, subject_kind, subject_id, amount_fen, $4
     from reconciliation_work
     where n between $2 and $3 and subject_id is not null and not is_repeat and abs(amount_fen) = subject_fen
     on conflict do nothing`,
    [chunk.organizationId, chunk.first, chunk.last, chunk.now],
  );
}

const PAYOUT_KEY = "coalesce(w.payout_id, w.provider_object_id, w.row_key)";

/** Payouts leave the clearing account when the provider says so and are in transit until the bank has them. */
async function postPayouts(tx: Sql, chunk: Chunk): Promise<void> {
  const values = [chunk.organizationId, chunk.first, chunk.last];
  const payouts = await tx.rows(
    `select 1 from reconciliation_work where n between $1 and $2 and kind = 'payout' limit 1`,
    [chunk.first, chunk.last],
  );
  if (payouts.length === 0) return;
  const select = (leg: string, isSent: boolean) => {
    const transit = "'payout-in-transit.' || $1 || '.' || w.currency";
    const clearing = "'clearing.' || c.id || '.' || w.currency";
    return `
      select $1::text as book_id, ${transferIdSql("c.provider", "w.account", "w.row_key", `'${leg}'`)} as id,
             ${PAYOUT_KEY} as fact_id, ${isSent ? transit : clearing} as debit_account_id,
             ${isSent ? clearing : transit} as credit_account_id, abs(w.amount_fen) as amount_fen, w.currency,
             ${PAYOUT_KEY} as subject_id, w.occurred_at
      from reconciliation_work w
      join lateral (select id, case w.source when 'stripe' then 'stripe' else 'alipay' end as provider
                    from reconciliation_credential where account = w.account limit 1) c on true
      where w.n between $2 and $3 and w.kind = 'payout' and w.source <> 'alipay-trade'
        and w.amount_fen ${isSent ? "<" : ">"} 0`;
  };
  await postSelected(tx, "payout-sent", select("payout-sent", true), values);
  await postSelected(tx, "payout-failed", select("payout-failed", false), values);
  await tx.run(
    `insert into reconciliation_match (organization_id, source, account, row_key, subject_kind, subject_id,
                                       amount_fen, matched_at)
     select $1, w.source, w.account, w.row_key, case when w.amount_fen < 0 then 'transit' else 'payout' end,
            ${PAYOUT_KEY} || case when w.amount_fen < 0 then '' else '/returned' end, w.amount_fen, $4
     from reconciliation_work w
     where w.n between $2 and $3 and w.kind = 'payout' and w.source <> 'alipay-trade' and w.amount_fen <> 0
     on conflict do nothing`,
    [...values, chunk.now],
  );
  // A payout that came back has no bank row to wait for.
  await tx.run(
    `update reconciliation_match m set subject_kind = 'payout', matched_at = $4
     where m.organization_id = $1 and m.subject_kind = 'transit' and m.subject_id = any (array(
       select ${PAYOUT_KEY} from reconciliation_work w
       where w.n between $2 and $3 and w.kind = 'payout' and w.amount_fen > 0))`,
    [...values, chunk.now],
  );
}
