import { db, type Sql } from "#app/lib/db.server.ts";
import { GOODS_UNIT } from "./accounts.ts";
import { CURRENT_LEGS_SQL } from "./balances.server.ts";
import { emptyFundTerms, type FundLegSum, type FundTerms, fundTermsOf } from "./fund-terms.ts";

/**
 * The terms of each fund named, all at one moment, in one unit: money, unless goods are asked for. A fund without
 * rows has zeros.
 */
export async function fundTerms(
  fundIds: readonly string[],
  sql: Sql = db,
  unit: "money" | "goods" = "money",
): Promise<Map<string, FundTerms>> {
  const rows = await sql.rows<FundLegSum & { fundId: string }>(
    `with ${CURRENT_LEGS_SQL}
     select a.fund_id as "fundId", a.kind as account, l.kind, sum(l.debit_fen)::int8 as "debitFen",
            sum(l.credit_fen)::int8 as "creditFen", sum(l.debit_count)::int8 as "debitCount",
            sum(l.credit_count)::int8 as "creditCount"
     from account a join legs l on l.account_id = a.id
     where a.fund_id = any($1) and a.kind in ('available', 'held', 'committed')
       and (a.currency = $2) = $3
     group by a.fund_id, a.kind, l.kind`,
    [fundIds, GOODS_UNIT, unit === "goods"],
  );
  const byFund = new Map<string, FundLegSum[]>();
  for (const row of rows) byFund.set(row.fundId, [...(byFund.get(row.fundId) ?? []), row]);
  return new Map(
    fundIds.map((id) => {
      const sums = byFund.get(id);
      return [id, sums ? fundTermsOf(sums) : emptyFundTerms()];
    }),
  );
}

/** One row of the open ledger. */
export interface LedgerRow {
  /** Null until the sequencer has been there. */
  publicIndex: bigint | null;
  bookId: string;
  id: string;
  factId: string;
  kind: string;
  debitAccountId: string;
  creditAccountId: string;
  amountFen: bigint;
  currency: string;
  occurredAt: Date;
  recordedAt: Date;
  reversesId: string | null;
}

const LEDGER_ROW_COLUMNS = `
  i.public_index as "publicIndex", t.book_id as "bookId", t.id, t.fact_id as "factId", t.kind,
  t.debit_account_id as "debitAccountId", t.credit_account_id as "creditAccountId",
  t.amount_fen as "amountFen", t.currency, t.occurred_at as "occurredAt", t.recorded_at as "recordedAt",
  t.reverses_id as "reversesId"`;

/** The newest indexed transfers before a cursor (an index), newest first. Without a cursor, from the top. */
export async function listTransfers(page: { before: bigint | null; limit: number }): Promise<LedgerRow[]> {
  return db.rows<LedgerRow>(
    `select ${LEDGER_ROW_COLUMNS}
     from transfer_index i join transfer t on t.book_id = i.book_id and t.id = i.transfer_id
     where $1::int8 is null or i.public_index < $1
     order by i.public_index desc limit $2`,
    [page.before, page.limit],
  );
}

/** The transfers of one account, newest first; the cursor is the last row's recordedAt and id. */
export async function listAccountTransfers(
  accountId: string,
  page: { before: { recordedAt: Date; id: string } | null; limit: number },
): Promise<LedgerRow[]> {
  return db.rows<LedgerRow>(
    `select ${LEDGER_ROW_COLUMNS}
     from transfer t left join transfer_index i on i.book_id = t.book_id and i.transfer_id = t.id
     where (t.debit_account_id = $1 or t.credit_account_id = $1)
       and ($2::timestamptz is null or (t.recorded_at, t.id) < ($2::timestamptz, $3::uuid))
     order by t.recorded_at desc, t.id desc limit $4`,
    [accountId, page.before?.recordedAt ?? null, page.before?.id ?? null, page.limit],
  );
}

export interface AccountSummary {
  id: string;
  organizationId: string;
  organizationName: string;
  organizationNameEn: string;
  organizationSlug: string;
  fundId: string | null;
  kind: string;
  currency: string;
  code: string;
  debitFen: bigint;
  creditFen: bigint;
}

/** Debits and credits of every account that has moved: the trial balance, at one moment. */
export async function trialBalance(organizationId: string | null = null): Promise<AccountSummary[]> {
  return db.rows<AccountSummary>(
    `with ${CURRENT_LEGS_SQL}
     select a.id, a.organization_id as "organizationId", o.name as "organizationName",
            o.name_en as "organizationNameEn", o.slug as "organizationSlug", a.fund_id as "fundId",
            a.kind, a.currency, a.code, sum(l.debit_fen)::int8 as "debitFen", sum(l.credit_fen)::int8 as "creditFen"
     from legs l join account a on a.id = l.account_id join organization o on o.id = a.organization_id
     where $1::text is null or a.organization_id = $1
     group by a.id, o.name, o.name_en, o.slug order by o.slug, a.code, a.kind, a.id`,
    [organizationId],
  );
}

export interface LedgerHeadView {
  nextIndex: bigint;
  snapshotIndex: bigint;
  snapshotAt: Date;
  pendingCount: bigint;
}

/** How far the sequencer and the snapshot have come, and what still waits. */
export async function ledgerHead(): Promise<LedgerHeadView> {
  const [head] = await db.rows<LedgerHeadView>(
    `select next_index as "nextIndex", snapshot_index as "snapshotIndex", snapshot_at as "snapshotAt",
            (select count(*) from transfer_pending) as "pendingCount"
     from ledger_head where id = 1`,
  );
  if (!head) throw new Error("ledger_head has no row: the migrations have not run");
  return head;
}
