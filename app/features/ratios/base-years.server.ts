import { z } from "zod";
import { db, type Sql } from "#app/lib/db.server.ts";
import { BASE_SOURCES, type YearFigures } from "./compute-ratios.ts";
import { figuresOfLedger, type LedgerYear } from "./ledger-years.server.ts";

/** A year's figures with what proves them. */
export interface BaseYear extends YearFigures {
  /** Of the audit report: of the register's file, or as the annual report names it. */
  sha256: string | null;
  title: string | null;
  /** Confirmed by a second person on this day; null for other sources. */
  confirmedAt: Date | null;
  version: number | null;
}

const fen = z.number().int().transform(BigInt).optional();
/** The part of `organization.governance` that annual reports filled; read leniently: what does not fit is no base. */
const reportedBooks = z.object({
  yearBooks: z
    .array(
      z.object({
        value: z.object({
          year: z.number().int(),
          totalIncomeFen: fen,
          donationIncomeFen: fen,
          totalExpenseFen: fen,
          adminExpenseFen: fen,
          fundraisingCostFen: fen,
          yearEndNetAssetsFen: fen,
        }),
        evidence: z.object({ title: z.string(), sha256: z.string().nullish(), source: z.string() }),
      }),
    )
    .default([]),
});

/**
 * The figures of each year that is known, the surest source first: the register (audit report with its file,
 * two people), the annual report's facts, our ledger.
 */
export async function baseYears(
  organizationId: string,
  governance: unknown,
  ledger: readonly LedgerYear[],
  sql: Sql = db,
): Promise<BaseYear[]> {
  const all = [...(await registered(organizationId, sql)), ...reported(governance), ...ledger.map(ofLedger)];
  const byYear = new Map<number, BaseYear>();
  for (const base of all.sort((a, b) => BASE_SOURCES.indexOf(a.source) - BASE_SOURCES.indexOf(b.source)))
    if (!byYear.has(base.year)) byYear.set(base.year, base);
  return [...byYear.values()].sort((a, b) => b.year - a.year);
}

async function registered(organizationId: string, sql: Sql): Promise<BaseYear[]> {
  const rows = await sql.rows<Omit<BaseYear, "source">>(
    `select distinct on (year) year, version, total_income_fen as "totalIncomeFen",
            restricted_later_fen as "restrictedLaterFen", released_fen as "releasedFen",
            donation_income_fen as "donationIncomeFen", net_assets_fen as "netAssetsFen",
            total_expense_fen as "totalExpenseFen", charitable_spend_fen as "charitableSpendFen",
            admin_expense_fen as "adminExpenseFen", fundraising_cost_fen as "fundraisingCostFen",
            sha256, null as title, decided_at as "confirmedAt"
     from year_books where organization_id = $1 and decision = 'confirmed' order by year, version desc`,
    [organizationId],
  );
  return rows.map((row) => ({ ...row, source: "register" }));
}

function reported(governance: unknown): BaseYear[] {
  const read = reportedBooks.safeParse(governance ?? {});
  if (!read.success) return [];
  return read.data.yearBooks
    .filter(({ evidence }) => evidence.source !== "self")
    .map(({ value, evidence }) => ({
      year: value.year,
      source: "report",
      totalIncomeFen: value.totalIncomeFen ?? null,
      restrictedLaterFen: 0n,
      releasedFen: 0n,
      donationIncomeFen: value.donationIncomeFen ?? null,
      netAssetsFen: value.yearEndNetAssetsFen ?? null,
      totalExpenseFen: value.totalExpenseFen ?? null,
      charitableSpendFen: null,
      adminExpenseFen: value.adminExpenseFen ?? null,
      fundraisingCostFen: value.fundraisingCostFen ?? null,
      sha256: evidence.sha256 ?? null,
      title: evidence.title,
      confirmedAt: null,
      version: null,
    }));
}

const ofLedger = (year: LedgerYear): BaseYear => ({
  ...figuresOfLedger(year),
  sha256: null,
  title: null,
  confirmedAt: null,
  version: null,
});
