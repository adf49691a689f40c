import { equationGapFen, type FundFigures } from "#app/features/funds/figures.ts";
import type { FundKind } from "#app/features/funds/kinds.ts";
import { fundFigures } from "#app/features/funds/queries.server.ts";
import {
  type AccountView,
  accountTransfers,
  findAccount,
} from "#app/features/ledger/account-transfers.server.ts";
import { recentLedgerChecks } from "#app/features/ledger/health.server.ts";
import { TRANSFER_KINDS } from "#app/features/ledger/postings.ts";
import {
  type LedgerRow,
  ledgerHead,
  listTransfers,
  trialBalance,
} from "#app/features/ledger/queries.server.ts";
import { db } from "#app/lib/db.server.ts";

const PAGE_SIZE = 50;

/** Whose books a row stands in: a fund, or an organization itself. */
export interface BookName {
  name: string;
  nameEn: string;
  kind: FundKind | null;
  slug: string;
}

/** A row with the book it stands in; null where that is not published. */
export type NamedRow = LedgerRow & { book: BookName | null };

async function withBooks(rows: readonly LedgerRow[]): Promise<NamedRow[]> {
  const ids = [...new Set(rows.map((row) => row.bookId))];
  const books = await db.rows<BookName & { id: string }>(
    `select id, title as name, title_en as "nameEn", kind, slug from fund where id = any($1) and state <> 'draft'
     union all select id, name, name_en, null, slug from organization where id = any($1)`,
    [ids],
  );
  const byId = new Map(books.map((book) => [book.id, book]));
  return rows.map((row) => ({ ...row, book: byId.get(row.bookId) ?? null }));
}

/** The open ledger: what everybody holds, and its rows from the newest. */
export async function loadLedger(query: URLSearchParams, now: Date) {
  const asked = query.get("before");
  const before = asked !== null && /^\d{1,15}$/.test(asked) ? BigInt(asked) : null;
  const [accounts, head, rows] = await Promise.all([
    trialBalance(),
    ledgerHead(),
    listTransfers({ before, limit: PAGE_SIZE + 1 }),
  ]);
  const shown = rows.slice(0, PAGE_SIZE);
  const last = shown.at(-1);
  return {
    accounts,
    head,
    rows: await withBooks(shown),
    nextBefore: rows.length > PAGE_SIZE ? (last?.publicIndex ?? null) : null,
    isFirstPage: before === null,
    asOf: now,
  };
}
export type LedgerData = Awaited<ReturnType<typeof loadLedger>>;

/** Every account that has moved, of one organization or of all. Throws a 404 response for an unknown slug. */
export async function loadAccounts(slug: string | null, now: Date) {
  const [organization] =
    slug === null
      ? []
      : await db.rows<{ id: string; slug: string; name: string; nameEn: string }>(
          `select id, slug, name, name_en as "nameEn" from organization where slug = $1`,
          [slug],
        );
  if (slug !== null && !organization) throw new Response(null, { status: 404 });
  const accounts = await trialBalance(organization?.id ?? null);
  const funds = await fundNames(accounts.flatMap((account) => account.fundId ?? []));
  return { organization: organization ?? null, accounts, funds, asOf: now };
}
export type AccountsData = Awaited<ReturnType<typeof loadAccounts>>;

async function fundNames(ids: readonly string[]): Promise<Map<string, BookName>> {
  const rows = await db.rows<BookName & { id: string }>(
    `select id, title as name, title_en as "nameEn", kind, slug from fund where id = any($1) and state <> 'draft'`,
    [[...new Set(ids)]],
  );
  return new Map(rows.map(({ id, ...name }) => [id, name]));
}

/** One account and its rows. Throws a 404 response where there is none. */
export async function loadAccount(id: string | undefined, query: URLSearchParams) {
  const account = id === undefined ? null : await findAccount(id);
  if (!account) throw new Response(null, { status: 404 });
  const kind = TRANSFER_KINDS.find((known) => known === query.get("kind")) ?? null;
  const cursor = query.get("cursor");
  const [page, fund] = await Promise.all([
    accountTransfers(account, { kind, cursor, limit: PAGE_SIZE }),
    account.fundId ? fundNames([account.fundId]) : null,
  ]);
  return {
    account: account satisfies AccountView,
    fund: (account.fundId && fund?.get(account.fundId)) || null,
    kind,
    rows: await withBooks(page.rows),
    nextCursor: page.nextCursor,
    isFirstPage: cursor === null,
  };
}
export type AccountData = Awaited<ReturnType<typeof loadAccount>>;

/** A fund's equation, for the table of the health page. */
export interface FundEquation {
  id: string;
  kind: FundKind;
  slug: string;
  title: string;
  titleEn: string;
  figures: FundFigures;
  gapFen: bigint;
}

/** The last self-checks, how fresh everything is, and every fund's equation now. */
export async function loadLedgerHealth(now: Date) {
  const [checks, head, funds] = await Promise.all([
    recentLedgerChecks(12),
    ledgerHead(),
    db.rows<Omit<FundEquation, "figures" | "gapFen">>(
      `select id, kind, slug, title, title_en as "titleEn" from fund where state <> 'draft' order by kind, created_at, id`,
    ),
  ]);
  const figures = await fundFigures(funds.map(({ id }) => id));
  const equations = funds.flatMap((fund): FundEquation[] => {
    const own = figures.get(fund.id);
    return own ? [{ ...fund, figures: own, gapFen: equationGapFen(own) }] : [];
  });
  return { checks, head, equations, asOf: equations[0]?.figures.asOf ?? now };
}
export type LedgerHealthData = Awaited<ReturnType<typeof loadLedgerHealth>>;
