import { BANK_SOURCES, MONEY_SOURCES } from "#app/features/reconciliation/breaks.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { fenToJson } from "#app/lib/money.ts";
import { addDays, shanghaiDay, startOfShanghaiDay } from "#app/lib/time.ts";
import type { EvidenceList } from "./evidence-list.ts";
import type { EvidenceItem, SnapshotInputs } from "./inputs.ts";
import { OLD_BREAK_DAYS, WINDOW_DAYS } from "./method.ts";

/** Files shown one by one in a report; the rest stand in it as one digest. */
const SHOWN_FILES = 12;

/** What statements moved and what of it is still unexplained; breaks older than the window count too. */
export async function reconciliationFacts(
  sql: Sql,
  organizationId: string,
  day: string,
  evidence: EvidenceList,
): Promise<SnapshotInputs["reconciliation"]> {
  const since = addDays(day, -WINDOW_DAYS);
  const [sums] = await sql.rows<{ days: number; statementFen: bigint; openFen: bigint; openOldFen: bigint }>(
    `select (select count(distinct day)::int from reconciliation_run
             where organization_id = $1 and day > $2::date and state = 'finished') as days,
            (select coalesce(sum(matched_fen + explained_fen + open_fen), 0)::int8 from reconciliation_run
             where organization_id = $1 and day > $2::date and state = 'finished' and source = any($4))
              as "statementFen",
            coalesce(sum(abs(amount_fen)), 0)::int8 as "openFen",
            coalesce(sum(abs(amount_fen)) filter (where day < $3::date), 0)::int8 as "openOldFen"
     from reconciliation_break where organization_id = $1 and state = 'open'`,
    [organizationId, since, addDays(day, -OLD_BREAK_DAYS), [...MONEY_SOURCES, ...BANK_SOURCES]],
  );
  const statements = await sql.rows<{ id: string; source: string; fileSha256: string; periodEnd: string }>(
    `select id, source, file_sha256 as "fileSha256", period_end as "periodEnd" from statement
     where organization_id = $1 and period_end > $2::date order by period_end desc, id`,
    [organizationId, since],
  );
  const items = statements.map(
    (statement): EvidenceItem => ({
      id: `statement:${statement.id}`,
      type: "statement",
      title: statement.source,
      titleEn: statement.source,
      sha256: statement.fileSha256,
      source: statement.source.startsWith("bank") ? "bank" : "provider",
      observedAt: statement.periodEnd,
      // Statements name counterparties: the public checks them by digest and by the runs' sums.
      visibility: "masked",
      href: null,
    }),
  );
  return {
    days: sums?.days ?? 0,
    statementFen: fenToJson(sums?.statementFen ?? 0n),
    openFen: fenToJson(sums?.openFen ?? 0n),
    openOldFen: fenToJson(sums?.openOldFen ?? 0n),
    evidence: evidence.addMany(items, SHOWN_FILES, {
      id: "statement:others",
      type: "statement",
      title: "其余账单",
      titleEn: "Other statements",
      source: "provider",
      visibility: "masked",
      href: null,
    }),
  };
}

interface SpentSums {
  disbursements: number;
  disbursedFen: bigint;
  vouchedFen: bigint;
  deliveredFen: bigint;
  traceableFen: bigint;
  checkedFen: bigint;
  outsideFen: bigint;
}

const NOTHING_SPENT: SpentSums = {
  disbursements: 0,
  disbursedFen: 0n,
  vouchedFen: 0n,
  deliveredFen: 0n,
  traceableFen: 0n,
  checkedFen: 0n,
  outsideFen: 0n,
};

/**
 * Disbursements paid in the window, less what payees sent back. Traceable is what a voucher and a beneficiary
 * batch both cover (民发〔2026〕12号 Art. 12: only what reached people is spend).
 */
export async function spentFacts(
  sql: Sql,
  organizationId: string,
  day: string,
  evidence: EvidenceList,
): Promise<Pick<SnapshotInputs, "tracing" | "purpose"> & { deliveredFen: number }> {
  const since = startOfShanghaiDay(addDays(day, 1 - WINDOW_DAYS));
  const [sums] = await sql.rows<SpentSums>(
    `with paid as (
       select d.fund_id, d.id, d.purpose_code,
              d.amount_fen - coalesce((select sum(t.amount_fen) from transfer t where t.subject_id = d.id
                and t.book_id = d.fund_id and t.kind = 'disbursement-returned'), 0) as fen,
              exists (select from evidence e where e.fund_id = d.fund_id and e.disbursement_id = d.id) as is_vouched,
              coalesce((select sum(b.delivered_fen) from beneficiary_batch b
                where b.fund_id = d.fund_id and b.disbursement_id = d.id), 0) as delivered,
              exists (select from fund_budget_line l where l.fund_id = d.fund_id) as has_budget,
              exists (select from fund_budget_line l
                where l.fund_id = d.fund_id and l.purpose_code = d.purpose_code) as is_planned
       from disbursement d
       where d.organization_id = $1 and d.paid_at >= $2 and d.withdrawn_at is null
     )
     select count(*)::int as disbursements, coalesce(sum(fen), 0)::int8 as "disbursedFen",
            coalesce(sum(fen) filter (where is_vouched), 0)::int8 as "vouchedFen",
            coalesce(sum(least(delivered, fen)), 0)::int8 as "deliveredFen",
            coalesce(sum(least(delivered, fen)) filter (where is_vouched), 0)::int8 as "traceableFen",
            coalesce(sum(fen) filter (where has_budget), 0)::int8 as "checkedFen",
            coalesce(sum(fen) filter (where has_budget and not is_planned), 0)::int8 as "outsideFen"
     from paid`,
    [organizationId, since],
  );
  const [delivered] = await sql.rows<{ fen: bigint }>(
    `select coalesce(sum(b.delivered_fen), 0)::int8 as fen
     from beneficiary_batch b join disbursement d on d.fund_id = b.fund_id and d.id = b.disbursement_id
     where d.organization_id = $1 and b.delivered_on > $2::date`,
    [organizationId, addDays(day, -WINDOW_DAYS)],
  );
  const vouchers = await addVouchers(sql, organizationId, since, evidence);
  const spent = sums ?? NOTHING_SPENT;
  return {
    deliveredFen: fenToJson(delivered?.fen ?? 0n),
    tracing: {
      disbursements: spent.disbursements,
      disbursedFen: fenToJson(spent.disbursedFen),
      vouchedFen: fenToJson(spent.vouchedFen),
      deliveredFen: fenToJson(spent.deliveredFen),
      traceableFen: fenToJson(spent.traceableFen),
      evidence: vouchers,
    },
    purpose: {
      checkedFen: fenToJson(spent.checkedFen),
      outsideFen: fenToJson(spent.outsideFen),
      evidence: vouchers,
    },
  };
}

const VOUCHERS: Readonly<Record<string, { title: string; titleEn: string }>> = {
  invoice: { title: "发票", titleEn: "Invoice" },
  "bank-slip": { title: "银行回单", titleEn: "Bank slip" },
  "sign-off": { title: "签收单", titleEn: "Signed receipt" },
  photo: { title: "照片", titleEn: "Photograph" },
};
const OTHER_VOUCHER = { title: "其他凭证", titleEn: "Other voucher" };

async function addVouchers(
  sql: Sql,
  organizationId: string,
  since: Date,
  evidence: EvidenceList,
): Promise<string[]> {
  const rows = await sql.rows<{ id: string; kind: string; sha256: string; isPublic: boolean; addedAt: Date }>(
    `select e.id, e.kind, e.sha256, e.is_public as "isPublic", e.added_at as "addedAt"
     from evidence e join disbursement d on d.fund_id = e.fund_id and d.id = e.disbursement_id
     where d.organization_id = $1 and d.paid_at >= $2 and d.withdrawn_at is null
     order by e.is_public desc, e.added_at desc, e.id`,
    [organizationId, since],
  );
  const items = rows.map(
    (row): EvidenceItem => ({
      id: `voucher:${row.id}`,
      type: "voucher",
      ...(VOUCHERS[row.kind] ?? OTHER_VOUCHER),
      sha256: row.sha256,
      source: "charity",
      observedAt: shanghaiDay(row.addedAt),
      visibility: row.isPublic ? "public" : "masked",
      href: row.isPublic ? `/evidence/${row.id}` : null,
    }),
  );
  return evidence.addMany(items, SHOWN_FILES, {
    id: "voucher:others",
    type: "voucher",
    title: "其余凭证",
    titleEn: "Other vouchers",
    source: "charity",
    visibility: "masked",
    href: null,
  });
}
