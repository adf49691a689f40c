import { decodeCursor, encodeCursor, instantOf } from "#app/lib/cursor.server.ts";
import { db } from "#app/lib/db.server.ts";
import { CURRENT_LEGS_SQL } from "./balances.server.ts";
import type { LedgerRow } from "./queries.server.ts";

/** One account as everybody may see it, with its sums at one moment. Amounts in fen. */
export interface AccountView {
  id: string;
  kind: string;
  currency: string;
  code: string;
  organizationId: string;
  organizationSlug: string;
  organizationName: string;
  organizationNameEn: string;
  fundId: string | null;
  debitFen: bigint;
  creditFen: bigint;
  rowCount: bigint;
  /** How many rows there are of each kind, most first. */
  kinds: { kind: string; count: number }[];
  asOf: Date;
}

/** An account by id; null if there is none. */
export async function findAccount(id: string): Promise<AccountView | null> {
  const [account] = await db.rows<AccountView>(
    `with ${CURRENT_LEGS_SQL}, own as (
       select kind, sum(debit_fen) as debit_fen, sum(credit_fen) as credit_fen,
              sum(debit_count) + sum(credit_count) as n
       from legs where account_id = $1 group by kind
     )
     select a.id, a.kind, a.currency, a.code, a.organization_id as "organizationId", o.slug as "organizationSlug",
            o.name as "organizationName", o.name_en as "organizationNameEn", a.fund_id as "fundId",
            coalesce((select sum(debit_fen) from own), 0)::int8 as "debitFen",
            coalesce((select sum(credit_fen) from own), 0)::int8 as "creditFen",
            coalesce((select sum(n) from own), 0)::int8 as "rowCount",
            coalesce((select json_agg(json_build_object('kind', kind, 'count', n) order by n desc, kind) from own),
                     '[]') as kinds,
            statement_timestamp() as "asOf"
     from account a join organization o on o.id = a.organization_id where a.id = $1`,
    [id],
  );
  return account ?? null;
}

/** Most rows of the ledger; an account without any of them is read through an index that leaves them out. */
const BUSY_KINDS = ["gift-paid", "provider-fee"];

/**
 * The rows of one account, newest first. Each book of the organization is read from its newest row
 * backwards until there are enough, so a page costs the same whatever the history.
 */
export async function accountTransfers(
  account: Pick<AccountView, "id" | "kinds" | "organizationId" | "fundId">,
  page: { kind: string | null; cursor: string | null; limit: number },
): Promise<{ rows: LedgerRow[]; nextCursor: string | null }> {
  const [recordedAt, id] = decodeCursor(page.cursor, 2) ?? [];
  const isBusy = account.kinds.some(({ kind }) => BUSY_KINDS.includes(kind));
  const onlyOthers = isBusy ? "" : "and t.kind not in ('gift-paid', 'provider-fee')";
  const rows = await db.rows<LedgerRow>(
    `with book as (
       select $2::text as id
       union select f.id from fund f where f.organization_id = $2 and ($3::text is null or f.id = $3)
     ), found as (
       select t.* from book b cross join lateral (
         select t.* from transfer t
         where t.book_id = b.id and (t.debit_account_id = $1 or t.credit_account_id = $1)
           and ($4::text is null or t.kind = $4) ${onlyOthers}
           and ($5::timestamptz is null or (t.recorded_at, t.id) < ($5::timestamptz, $6::uuid))
         order by t.recorded_at desc, t.id desc limit $7
       ) t
       union
       select t.* from fund f cross join lateral (
         select t.* from transfer t
         where t.book_id = f.id and t.kind = 'fund-move' and $3::text is not null
           and (t.debit_account_id = $1 or t.credit_account_id = $1)
           and ($4::text is null or $4 = 'fund-move')
           and ($5::timestamptz is null or (t.recorded_at, t.id) < ($5::timestamptz, $6::uuid))
         order by t.recorded_at desc, t.id desc limit $7
       ) t
       where f.organization_id = $2
     )
     select i.public_index as "publicIndex", t.book_id as "bookId", t.id, t.fact_id as "factId", t.kind,
            t.debit_account_id as "debitAccountId", t.credit_account_id as "creditAccountId",
            t.amount_fen as "amountFen", t.currency, t.occurred_at as "occurredAt", t.recorded_at as "recordedAt",
            t.reverses_id as "reversesId"
     from found t left join transfer_index i on i.book_id = t.book_id and i.transfer_id = t.id
     order by t.recorded_at desc, t.id desc limit $7`,
    [
      account.id,
      account.organizationId,
      account.fundId,
      page.kind,
      instantOf(recordedAt),
      uuidOf(id),
      page.limit + 1,
    ],
  );
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    rows: shown,
    nextCursor:
      rows.length > page.limit && last ? encodeCursor([last.recordedAt.toISOString(), last.id]) : null,
  };
}

const uuidOf = (text: string | undefined): string | null =>
  text !== undefined && /^[0-9a-f-]{36}$/.test(text) ? text : null;
