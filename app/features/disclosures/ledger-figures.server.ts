import { type FundLegSum, fundTermsOf } from "#app/features/ledger/fund-terms.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { hasFigures } from "./duty-kinds.ts";
import { figureRows, type LockedFigures } from "./locked-figures.ts";

/** The duty whose figures are asked for. */
export interface FigureTask {
  organizationId: string;
  fundId: string | null;
  kind: string;
  coversFrom: string | null;
  coversTo: string | null;
}

interface FigureRow {
  funds: string[];
  transferIndex: bigint;
  legs: LegJson[];
  deliveredFen: bigint;
  deliveredPeriodFen: bigint;
}

/** account, kind, then debits, credits and their counts, of all days and of the period. Fen as text. */
type LegJson = [account: FundLegSum["account"], kind: string, ...sums: string[]];

/**
 * Reads a report's figures off the ledger: of its fund, or of all funds for a duty of the organization itself. What
 * is counted is booked on a day up to the last one covered, and has its public index: the same days and the same
 * index give the same figures for ever. Costs a scan of the funds' transfers.
 *
 * @param throughDay keeps the last day of an earlier version, so that a correction is about the same days
 * @returns null for a kind without money.
 */
export async function ledgerFigures(
  sql: Sql,
  task: FigureTask,
  now: Date,
  throughDay: string | null = null,
): Promise<LockedFigures | null> {
  if (!hasFigures(task.kind)) return null;
  const today = shanghaiDay(now);
  const last = throughDay ?? (task.coversTo !== null && task.coversTo < today ? task.coversTo : today);
  const [row] = await sql.rows<FigureRow>(FIGURES_SQL, [
    task.organizationId,
    task.fundId,
    last,
    task.coversFrom,
  ]);
  if (!row) return null;
  const total = fundTermsOf(row.legs.map((leg) => legOf(leg, 2)));
  const period = fundTermsOf(row.legs.map((leg) => legOf(leg, 6)));
  return {
    funds: row.funds,
    fromDay: task.coversFrom,
    throughDay: last,
    asOf: now.toISOString(),
    transferIndex: String(row.transferIndex),
    rows: figureRows(
      { ...total, delivered: row.deliveredFen },
      task.coversFrom === null ? null : { ...period, delivered: row.deliveredPeriodFen },
    ),
  };
}

function legOf(leg: LegJson, from: 2 | 6): FundLegSum {
  const sum = (at: number) => BigInt(leg[from + at] ?? "0");
  return {
    account: leg[0],
    kind: leg[1],
    debitFen: sum(0),
    creditFen: sum(1),
    debitCount: sum(2),
    creditCount: sum(3),
  };
}

const FIGURES_SQL = `
  with own as (
    select id from fund where organization_id = $1 and ($2::text is null or id = $2) and state <> 'draft'
  ), head as (
    select coalesce(max(public_index) + 1, 0) as next from transfer_index
  ), books as (
    -- A move between two funds stands in the book of one of them.
    select id from fund where organization_id = $1
  ), counted as (
    select t.kind, t.debit_account_id, t.credit_account_id, t.amount_fen,
           t.accounting_day >= $4::date as is_period
    from books b join transfer t on t.book_id = b.id
    join transfer_index i on i.book_id = t.book_id and i.transfer_id = t.id
    where t.accounting_day <= $3::date and i.public_index < (select next from head)
  ), legs as (
    select debit_account_id as account_id, kind, is_period, amount_fen as debit_fen, 0::int8 as credit_fen from counted
    union all
    select credit_account_id, kind, is_period, 0, amount_fen from counted
  ), sums as (
    select a.kind as account, l.kind, sum(l.debit_fen) as debit_fen, sum(l.credit_fen) as credit_fen,
           count(*) filter (where l.debit_fen > 0) as debits, count(*) filter (where l.credit_fen > 0) as credits,
           coalesce(sum(l.debit_fen) filter (where l.is_period), 0) as period_debit_fen,
           coalesce(sum(l.credit_fen) filter (where l.is_period), 0) as period_credit_fen,
           count(*) filter (where l.is_period and l.debit_fen > 0) as period_debits,
           count(*) filter (where l.is_period and l.credit_fen > 0) as period_credits
    from legs l join account a on a.id = l.account_id
    where a.fund_id in (select id from own) and a.kind in ('available', 'held', 'committed') and a.currency = 'CNY'
    group by a.kind, l.kind
  ), delivered as (
    select coalesce(sum(delivered_fen), 0)::int8 as fen,
           coalesce(sum(delivered_fen) filter (where delivered_on >= $4::date), 0)::int8 as period_fen
    from beneficiary_batch where fund_id in (select id from own) and delivered_on <= $3::date
  )
  select array(select id from own order by id) as funds, (select next from head)::int8 as "transferIndex",
         coalesce((select json_agg(json_build_array(account, kind, debit_fen::text, credit_fen::text, debits::text,
                                   credits::text, period_debit_fen::text, period_credit_fen::text,
                                   period_debits::text, period_credits::text)) from sums), '[]') as legs,
         d.fen as "deliveredFen", d.period_fen as "deliveredPeriodFen"
  from delivered d`;
