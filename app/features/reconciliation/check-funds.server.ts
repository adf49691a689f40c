import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { plainName } from "./bank-words.ts";
import { EVIDENCE_DAYS, FUND_BREAK_KINDS, FUND_SOURCE } from "./breaks.ts";
import { upsertBreaks } from "./find-row-breaks.server.ts";
import { FUND_SUMS_SQL } from "./fund-sums-sql.ts";
import { RETURNED_FEN } from "./match-returns.server.ts";

/** The trace follows a payment within seconds; before that a difference means nothing. */
const TRACE_MINUTES = 10;

export interface FundsChecked {
  organizationCount: number;
  fundCount: number;
  /** Funds whose books agree and whose payments the bank all has. */
  closedCount: number;
}

/**
 * Holds every fund's spending against the bank: trace, disbursements, ledger, bank and evidence. Keeps one row
 * for each fund and day, and opens or resolves the breaks that are about funds. Safe to call at any time and
 * again; each organization commits by itself.
 */
export async function checkFunds(now: Date): Promise<FundsChecked> {
  const organizations = await db.rows<{ id: string }>(
    "select distinct organization_id as id from fund where state <> 'draft' order by 1",
  );
  const total: FundsChecked = { organizationCount: organizations.length, fundCount: 0, closedCount: 0 };
  for (const { id } of organizations) {
    const { fundCount, closedCount } = await checkFundsOf(id, now);
    total.fundCount += fundCount;
    total.closedCount += closedCount;
  }
  return total;
}

/** The same for one organization. */
export async function checkFundsOf(
  organizationId: string,
  now: Date,
): Promise<{ fundCount: number; closedCount: number }> {
  return transaction(async (tx) => {
    await tx.run("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`check-funds ${organizationId}`]);
    await tx.run("drop table if exists reconciliation_fund, reconciliation_fund_break");
    await tx.run(
      `create temp table reconciliation_fund on commit drop as with ${FUND_SUMS_SQL}
       select sums.*, greatest(abs(spans_fen - paid_fen), abs(ledger_fen - paid_fen), -waiting_fen,
                abs(trace_back_fen - ledger_back_fen), abs(bank_back_fen - ledger_back_fen)) as gap_fen
       from sums`,
      [organizationId],
    );
    await findFundBreaks(tx, organizationId, now);
    await writeFundBreaks(tx, organizationId, now);
    return writeChecks(tx, organizationId, now);
  });
}

async function findFundBreaks(tx: Sql, organizationId: string, now: Date): Promise<void> {
  await tx.run(
    `create temp table reconciliation_fund_break on commit drop as
     with paid as (
       select d.*, (d.paid_at at time zone 'Asia/Shanghai')::date as day from disbursement d
       where d.organization_id = $1 and d.paid_at is not null
     ), spent as (
       select d.fund_id, d.purpose_code, min(d.currency) as currency, max(d.day) as day,
              sum(d.amount_fen - ${RETURNED_FEN}) as fen
       from paid d group by d.fund_id, d.purpose_code
     )
     select fund_id as account, id as subject_key, 'evidence-missing' as kind, amount_fen, currency, day
     from paid d where d.paid_at < $2::timestamptz - make_interval(days => ${EVIDENCE_DAYS}) and not exists (
       select from evidence e where e.fund_id = d.fund_id and e.disbursement_id = d.id)
     union all
     select s.fund_id, s.fund_id || '/' || s.purpose_code, 'over-budget', (s.fen - coalesce(l.planned_fen, 0))::int8,
            s.currency, s.day
     from spent s left join fund_budget_line l on l.fund_id = s.fund_id and l.purpose_code = s.purpose_code
     where s.fen > coalesce(l.planned_fen, 0)
     union all
     select distinct d.fund_id, d.id, 'payee-mismatch', d.amount_fen, d.currency, d.day
     from paid d
     join reconciliation_match m on m.organization_id = $1 and m.subject_kind = 'disbursement' and m.subject_id = d.id
     join statement_row r on r.organization_id = $1 and r.source = m.source and r.account = m.account
       and r.row_key = m.row_key
     cross join lateral (select ${plainName("d.payee")} as named, ${plainName("r.counterparty")} as got) who
     where who.named <> '' and who.got <> ''
       -- Where the lines say to whom, the words beside them name nobody.
       and not exists (select from disbursement_payee l where l.fund_id = d.fund_id and l.disbursement_id = d.id)
       and position(who.named in who.got) = 0 and position(who.got in who.named) = 0
     union all
     select fund_id, fund_id, 'fund-not-closed', gap_fen, currency, ($2::timestamptz at time zone 'Asia/Shanghai')::date
     from reconciliation_fund
     where gap_fen > 0 and coalesce(last_at < $2::timestamptz - make_interval(mins => ${TRACE_MINUTES}), true)`,
    [organizationId, now],
  );
}

async function writeFundBreaks(tx: Sql, organizationId: string, now: Date): Promise<void> {
  await upsertBreaks(
    tx,
    organizationId,
    now,
    `select '${FUND_SOURCE}' as source, account, subject_key, kind, amount_fen, currency, day
     from reconciliation_fund_break`,
  );
  await tx.run(
    `update reconciliation_break b set amount_fen = f.amount_fen
     from reconciliation_fund_break f
     where b.organization_id = $1 and b.source = '${FUND_SOURCE}' and b.account = f.account and b.kind = f.kind
       and b.subject_key = f.subject_key and b.state = 'open' and b.amount_fen <> f.amount_fen`,
    [organizationId],
  );
  await tx.run(
    `update reconciliation_break b set state = 'resolved', resolved_at = $2
     where b.organization_id = $1 and b.source = '${FUND_SOURCE}' and b.kind = any($3) and b.state <> 'resolved'
       and not exists (select from reconciliation_fund_break f where f.account = b.account and f.kind = b.kind
                       and f.subject_key = b.subject_key)`,
    [organizationId, now, FUND_BREAK_KINDS],
  );
}

async function writeChecks(
  tx: Sql,
  organizationId: string,
  now: Date,
): Promise<{ fundCount: number; closedCount: number }> {
  const checks = await tx.rows<{ isClosed: boolean }>(
    `insert into fund_check (fund_id, day, organization_id, checked_at, is_closed, spans_fen, paid_fen, ledger_fen,
       bank_fen, waiting_fen, missing_fen, trace_back_fen, ledger_back_fen, bank_back_fen, evidence_fen, break_count)
     select f.fund_id, $3::date, $1, $2, f.gap_fen = 0 and f.missing_fen = 0, f.spans_fen, f.paid_fen, f.ledger_fen,
            f.bank_fen, f.waiting_fen, f.missing_fen, f.trace_back_fen, f.ledger_back_fen, f.bank_back_fen,
            f.evidence_fen, (
              select count(*) from reconciliation_break b where b.organization_id = $1 and b.state <> 'resolved'
                and (b.source = '${FUND_SOURCE}' and b.account = f.fund_id
                     or b.kind = 'missing-at-bank' and substr(b.subject_key, 2, 8) = f.fund_id))
     from reconciliation_fund f
     on conflict (fund_id, day) do update set
       checked_at = excluded.checked_at, is_closed = excluded.is_closed, spans_fen = excluded.spans_fen,
       paid_fen = excluded.paid_fen, ledger_fen = excluded.ledger_fen, bank_fen = excluded.bank_fen,
       waiting_fen = excluded.waiting_fen, missing_fen = excluded.missing_fen,
       trace_back_fen = excluded.trace_back_fen, ledger_back_fen = excluded.ledger_back_fen,
       bank_back_fen = excluded.bank_back_fen, evidence_fen = excluded.evidence_fen,
       break_count = excluded.break_count
     returning is_closed as "isClosed"`,
    [organizationId, now, shanghaiDay(now)],
  );
  return { fundCount: checks.length, closedCount: checks.filter(({ isClosed }) => isClosed).length };
}
