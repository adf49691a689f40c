import type { FundKind } from "#app/features/funds/kinds.ts";
import { db } from "#app/lib/db.server.ts";
import { FUND_SOURCE } from "./breaks.ts";
import type { BreakView } from "./queries.server.ts";

/** The last check of a fund; all in fen. See fund-sums-sql.ts for the equations. */
export interface FundCheckView {
  fundId: string;
  kind: FundKind;
  slug: string;
  title: string;
  titleEn: string;
  checkedAt: Date;
  isClosed: boolean;
  spansFen: bigint;
  paidFen: bigint;
  ledgerFen: bigint;
  bankFen: bigint;
  waitingFen: bigint;
  missingFen: bigint;
  traceBackFen: bigint;
  ledgerBackFen: bigint;
  bankBackFen: bigint;
  evidenceFen: bigint;
  breakCount: number;
}

const COLUMNS = `
  c.fund_id as "fundId", f.kind, f.slug, f.title, f.title_en as "titleEn", c.checked_at as "checkedAt",
  c.is_closed as "isClosed", c.spans_fen as "spansFen", c.paid_fen as "paidFen", c.ledger_fen as "ledgerFen",
  c.bank_fen as "bankFen", c.waiting_fen as "waitingFen", c.missing_fen as "missingFen",
  c.trace_back_fen as "traceBackFen", c.ledger_back_fen as "ledgerBackFen", c.bank_back_fen as "bankBackFen",
  c.evidence_fen as "evidenceFen", c.break_count as "breakCount"`;

/** The last check of each fund: those with something open first, then by what was paid. */
export async function listFundChecks(organizationId: string): Promise<FundCheckView[]> {
  return db.rows<FundCheckView>(
    `with latest as (
       select distinct on (fund_id) * from fund_check where organization_id = $1 order by fund_id, day desc
     )
     select ${COLUMNS} from latest c join fund f on f.id = c.fund_id
     order by c.is_closed, c.break_count desc, c.paid_fen desc, f.id`,
    [organizationId],
  );
}

/** The last check of one fund of this organization; null where there is none. */
export async function findFundCheck(organizationId: string, fundId: string): Promise<FundCheckView | null> {
  const [found] = await db.rows<FundCheckView>(
    `select ${COLUMNS} from fund_check c join fund f on f.id = c.fund_id
     where c.organization_id = $1 and c.fund_id = $2 order by c.day desc limit 1`,
    [organizationId, fundId],
  );
  return found ?? null;
}

/** Breaks of one fund that are not over. */
export async function breaksOfFund(organizationId: string, fundId: string): Promise<BreakView[]> {
  return db.rows<BreakView>(
    `select b.id, b.kind, b.source, b.subject_key as "subjectKey", b.amount_fen as "amountFen", b.currency, b.day,
            b.state, b.explanation, b.opened_at as "openedAt", b.resolved_at as "resolvedAt"
     from reconciliation_break b
     where b.organization_id = $1 and b.state <> 'resolved'
       and (b.source = $3 and b.account = $2 or b.kind = 'missing-at-bank' and substr(b.subject_key, 2, 8) = $2)
     order by b.day, b.opened_at, b.id limit 200`,
    [organizationId, fundId, FUND_SOURCE],
  );
}

/** A bank row, or the part of one, that belongs to a payment. */
export interface PaymentRow {
  day: string;
  source: string;
  /** Signed as the bank signs. */
  amountFen: bigint;
  isPart: boolean;
}

/** A paid disbursement with what each book says of it. The payee is for members only. */
export interface FundPayment {
  id: string;
  purpose: string;
  payee: string;
  amountFen: bigint;
  paidAt: Date;
  spansFen: bigint;
  evidenceCount: number;
  rows: PaymentRow[];
}

/** The payments of a fund, newest first; `before` is the last one's moment. */
export async function paymentsOfFund(
  organizationId: string,
  fundId: string,
  page: { before: Date | null; limit: number },
): Promise<FundPayment[]> {
  const heads = await db.rows<Omit<FundPayment, "rows">>(
    `select d.id, d.purpose, d.payee, d.amount_fen as "amountFen", d.paid_at as "paidAt",
            coalesce((select sum(u.to_fen - u.from_fen) from fund_use u where u.fund_id = d.fund_id
                      and u.cause_kind = 'disbursement' and u.cause_id = d.id), 0)::int8 as "spansFen",
            (select count(*)::int from evidence e where e.fund_id = d.fund_id and e.disbursement_id = d.id)
              as "evidenceCount"
     from disbursement d
     where d.organization_id = $1 and d.fund_id = $2 and d.paid_at is not null
       and ($3::timestamptz is null or d.paid_at < $3::timestamptz)
     order by d.paid_at desc, d.id limit $4`,
    [organizationId, fundId, page.before, page.limit],
  );
  const rows = await db.rows<PaymentRow & { id: string }>(
    `with moved as (
       select source, account, row_key, subject_id, amount_fen, false as is_part from reconciliation_match
       where organization_id = $1 and subject_kind in ('disbursement', 'disbursement-return') and subject_id = any($2)
       union all
       select source, account, row_key, subject_id, amount_fen, true from reconciliation_match_part
       where organization_id = $1 and subject_kind in ('disbursement', 'disbursement-return') and subject_id = any($2)
     )
     select m.subject_id as id, r.day, r.source, m.amount_fen as "amountFen", m.is_part as "isPart"
     from moved m join statement_row r on r.organization_id = $1 and r.source = m.source and r.account = m.account
       and r.row_key = m.row_key
     order by r.occurred_at, r.row_key`,
    [organizationId, heads.map(({ id }) => id)],
  );
  return heads.map((head) => ({
    ...head,
    rows: rows.filter(({ id }) => id === head.id).map(({ id: _, ...row }) => row),
  }));
}
