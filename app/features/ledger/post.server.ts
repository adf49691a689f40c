import type { Sql } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { accountKindOf, postingOf, type TransferKind } from "./postings.ts";

export interface TransferInput {
  /** The fund whose money moves, else the organization. */
  bookId: string;
  /** Known before the first attempt: the caller's own, or from transferIdOf. */
  id: string;
  /** The transfers of one fact share it and commit together. */
  factId: string;
  kind: TransferKind;
  debitAccountId: string;
  creditAccountId: string;
  /** Positive. */
  amountFen: bigint;
  currency: string;
  subjectId: string | null;
  /** When it happened in the world. */
  occurredAt: Date;
  reversesId?: string | null;
}

/** `posted` now; `repeated` was there already with the same content; `conflicting` has the id of other content. */
export type PostOutcome = "posted" | "repeated" | "conflicting";

/**
 * Posts N transfers in one statement; one is a batch of one. The same id with the same content succeeds
 * again; the same id with other content changes nothing and is named `conflicting`.
 *
 * @returns one outcome per transfer, in the order given.
 * @throws where an account does not exist, has another currency, or the posting list does not allow it.
 */
export async function postTransfers(tx: Sql, transfers: readonly TransferInput[]): Promise<PostOutcome[]> {
  if (transfers.length === 0) return [];
  for (const transfer of transfers) assertAllowed(transfer);
  const firstOf = new Map<string, TransferInput>();
  for (const transfer of transfers) {
    const key = keyOf(transfer.bookId, transfer.id);
    if (!firstOf.has(key)) firstOf.set(key, transfer);
  }
  const posted = await insertNew(tx, [...firstOf.values()]);
  const stored = await readStored(
    tx,
    [...firstOf.values()].filter((transfer) => !posted.has(keyOf(transfer.bookId, transfer.id))),
  );
  const seen = new Set<string>();
  return transfers.map((transfer) => {
    const key = keyOf(transfer.bookId, transfer.id);
    const isFirst = !seen.has(key);
    seen.add(key);
    if (posted.has(key)) {
      if (isFirst) return "posted";
      return contentOf(transfer) === contentOf(firstOf.get(key) as TransferInput)
        ? "repeated"
        : "conflicting";
    }
    return stored.get(key) === contentOf(transfer) ? "repeated" : "conflicting";
  });
}

function assertAllowed(transfer: TransferInput): void {
  const posting = postingOf(transfer.kind);
  const [from, to] = transfer.reversesId ? [posting.credit, posting.debit] : [posting.debit, posting.credit];
  const debit = accountKindOf(transfer.debitAccountId);
  const credit = accountKindOf(transfer.creditAccountId);
  invariant(
    (from as readonly string[]).includes(debit) && (to as readonly string[]).includes(credit),
    `${transfer.kind} does not post ${debit} to ${credit}`,
  );
  invariant(transfer.amountFen > 0n, `${transfer.kind} of ${transfer.amountFen} fen`);
  invariant(transfer.debitAccountId !== transfer.creditAccountId, "a transfer moves between two accounts");
}

/**
 * The first open day of each organization that posts, null where no day was ever closed. What happened on a
 * closed day is booked on it and keeps its own date. The function holds the organization's books open until
 * the transaction ends, so that no posting slips behind a close that goes on at the same moment.
 */
const OPEN_DAYS = `open_days as materialized (
       select organization_id, first_open_day(organization_id) as day
       from (select distinct organization_id from known) posting
     )`;

async function insertNew(tx: Sql, transfers: readonly TransferInput[]): Promise<Set<string>> {
  const column = <T>(pick: (transfer: TransferInput) => T): T[] => transfers.map(pick);
  const outcome = await tx.rows<{ bookId: string | null; id: string | null; known: bigint }>(
    `with given as (
       select * from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[],
                            $7::bigint[], $8::text[], $9::text[], $10::timestamptz[], $11::date[], $12::uuid[])
         as g(book_id, id, fact_id, kind, debit_account_id, credit_account_id,
              amount_fen, currency, subject_id, occurred_at, accounting_day, reverses_id)
     ), known as (
       select g.*, d.organization_id from given g
       join account d on d.id = g.debit_account_id and d.currency = g.currency
       join account c on c.id = g.credit_account_id and c.currency = g.currency
     ), ${OPEN_DAYS}, posted as (
       insert into transfer (book_id, id, fact_id, kind, debit_account_id, credit_account_id,
                             amount_fen, currency, subject_id, occurred_at, accounting_day, reverses_id)
       select k.book_id, k.id, k.fact_id, k.kind, k.debit_account_id, k.credit_account_id, k.amount_fen,
              k.currency, k.subject_id, k.occurred_at, greatest(k.accounting_day, o.day), k.reverses_id
       from known k join open_days o on o.organization_id = k.organization_id
       order by k.book_id, k.id
       on conflict (book_id, id) do nothing
       returning book_id, id
     ), pending as (
       insert into transfer_pending (book_id, transfer_id) select book_id, id from posted
     ), counted as (select count(*) as known from known)
     select p.book_id as "bookId", p.id, c.known from counted c left join posted p on true`,
    [
      column((t) => t.bookId),
      column((t) => t.id),
      column((t) => t.factId),
      column((t) => t.kind),
      column((t) => t.debitAccountId),
      column((t) => t.creditAccountId),
      column((t) => t.amountFen),
      column((t) => t.currency),
      column((t) => t.subjectId),
      column((t) => t.occurredAt),
      column((t) => shanghaiDay(t.occurredAt)),
      column((t) => t.reversesId ?? null),
    ],
    { isKept: true },
  );
  invariant(
    outcome[0]?.known === BigInt(transfers.length),
    "a transfer names an account that does not exist in its currency",
  );
  return new Set(outcome.flatMap((row) => (row.bookId && row.id ? [keyOf(row.bookId, row.id)] : [])));
}

async function readStored(tx: Sql, transfers: readonly TransferInput[]): Promise<Map<string, string>> {
  if (transfers.length === 0) return new Map();
  const rows = await tx.rows<TransferInput>(
    `select t.book_id as "bookId", t.id, t.fact_id as "factId", t.kind,
            t.debit_account_id as "debitAccountId", t.credit_account_id as "creditAccountId",
            t.amount_fen as "amountFen", t.currency, t.subject_id as "subjectId",
            t.occurred_at as "occurredAt", t.reverses_id as "reversesId"
     from unnest($1::text[], $2::uuid[]) as g(book_id, id)
     join transfer t on t.book_id = g.book_id and t.id = g.id`,
    [transfers.map((t) => t.bookId), transfers.map((t) => t.id)],
  );
  return new Map(rows.map((row) => [keyOf(row.bookId, row.id), contentOf(row)]));
}

const keyOf = (bookId: string, id: string): string => `${bookId}/${id}`;

/**
 * What makes two transfers the same. The moment is left out: a notification, the sweep and a statement
 * row of one fact name it to different precisions.
 */
function contentOf(transfer: TransferInput): string {
  return [
    transfer.kind,
    transfer.debitAccountId,
    transfer.creditAccountId,
    transfer.amountFen,
    transfer.currency,
    transfer.subjectId ?? "",
    transfer.reversesId ?? "",
  ].join("|");
}

/** What `postSelected` did: `conflicting` transfers had an id of other content and changed nothing. */
export interface SelectionOutcome {
  selected: bigint;
  posted: bigint;
  conflicting: bigint;
}

/**
 * Posts what a query selects, without the rows leaving the database: for statements of a million rows.
 * The rules are those of `postTransfers`; ids come from `transferIdSql`.
 *
 * @param select gives book_id, id, fact_id, debit_account_id, credit_account_id, amount_fen, currency,
 *   subject_id and occurred_at, each (book_id, id) once.
 */
export async function postSelected(
  tx: Sql,
  kind: TransferKind,
  select: string,
  values: readonly unknown[],
): Promise<SelectionOutcome> {
  const posting = postingOf(kind);
  const next = values.length;
  const [outcome] = await tx.rows<{ selected: bigint; allowed: bigint; posted: bigint }>(
    `with given as materialized (${select}), known as materialized (
       select g.*, d.organization_id from given g
       join account d on d.id = g.debit_account_id and d.currency = g.currency and d.kind = any($${next + 2}::text[])
       join account c on c.id = g.credit_account_id and c.currency = g.currency and c.kind = any($${next + 3}::text[])
       where g.amount_fen > 0
     ), ${OPEN_DAYS}, posted as (
       insert into transfer (book_id, id, fact_id, kind, debit_account_id, credit_account_id,
                             amount_fen, currency, subject_id, occurred_at, accounting_day)
       select k.book_id, k.id, k.fact_id, $${next + 1}, k.debit_account_id, k.credit_account_id, k.amount_fen,
              k.currency, k.subject_id, k.occurred_at,
              greatest((k.occurred_at at time zone 'Asia/Shanghai')::date, o.day)
       from known k join open_days o on o.organization_id = k.organization_id
       on conflict (book_id, id) do nothing
       returning book_id, id
     ), pending as (
       insert into transfer_pending (book_id, transfer_id) select book_id, id from posted
     )
     select (select count(*) from given) as selected, (select count(*) from known) as allowed,
            (select count(*) from posted) as posted`,
    [...values, kind, posting.debit, posting.credit],
  );
  invariant(outcome, "a query of counts gives one row");
  invariant(
    outcome.allowed === outcome.selected,
    `${kind}: an account or amount that the posting list refuses`,
  );
  const { selected, posted } = outcome;
  return {
    selected,
    posted,
    conflicting: selected === posted ? 0n : await conflicts(tx, kind, select, values),
  };
}

async function conflicts(
  tx: Sql,
  kind: TransferKind,
  select: string,
  values: readonly unknown[],
): Promise<bigint> {
  const [found] = await tx.rows<{ count: bigint }>(
    `with given as materialized (${select})
     select count(*) from given g join transfer t on t.book_id = g.book_id and t.id = g.id
     where (t.kind, t.debit_account_id, t.credit_account_id, t.amount_fen, t.currency, t.subject_id)
           is distinct from
           ($${values.length + 1}, g.debit_account_id, g.credit_account_id, g.amount_fen, g.currency, g.subject_id)`,
    [...values, kind],
  );
  return found?.count ?? 0n;
}
