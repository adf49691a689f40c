import type { FundKind } from "#app/features/funds/kinds.ts";
import { db } from "#app/lib/db.server.ts";

export interface SpendingFund {
  id: string;
  organizationId: string;
  kind: FundKind;
  slug: string;
  title: string;
  titleEn: string;
}

/** The funds out of which these organizations may pay: drafts have no money, ended ones may have some left. */
export async function spendingFunds(organizationIds: readonly string[]): Promise<SpendingFund[]> {
  return db.rows<SpendingFund>(
    `select id, organization_id as "organizationId", kind, slug, title, title_en as "titleEn"
     from fund where organization_id = any($1) and state <> 'draft' order by state = 'ended', title, id`,
    [organizationIds],
  );
}

/** A fund by kind and slug, if it is the organization's and no draft. */
export async function findSpendingFund(
  organizationId: string,
  target: { kind: string; slug: string },
): Promise<SpendingFund | null> {
  const [fund] = await db.rows<SpendingFund>(
    `select id, organization_id as "organizationId", kind, slug, title, title_en as "titleEn"
     from fund where organization_id = $1 and kind = $2 and slug = $3 and state <> 'draft'`,
    [organizationId, target.kind, target.slug],
  );
  return fund ?? null;
}

/** A line of the budget that was filed, in fen. */
export interface BudgetLineState {
  purposeCode: string;
  name: string;
  nameEn: string;
  plannedFen: bigint;
  /** Proposed, approved or paid. */
  takenFen: bigint;
}

/** The budget of a fund and what of it is already asked for. */
export async function budgetLines(fundId: string): Promise<BudgetLineState[]> {
  return db.rows<BudgetLineState>(
    `select l.purpose_code as "purposeCode", l.name, l.name_en as "nameEn", l.planned_fen as "plannedFen",
            coalesce((select sum(d.amount_fen) from disbursement d
                      where d.fund_id = l.fund_id and d.purpose_code = l.purpose_code
                        and d.rejected_at is null and d.withdrawn_at is null), 0)::int8 as "takenFen"
     from fund_budget_line l where l.fund_id = $1 order by l.position, l.purpose_code`,
    [fundId],
  );
}

/**
 * The line that a finance system means, which may say it in words only: the code, else the line that is
 * named in the purpose, else the first with room. Two people still look at it. Null without any budget.
 */
export function lineFor(
  lines: readonly BudgetLineState[],
  asked: { purposeCode?: string; purpose: string; amountFen: bigint },
): string | null {
  if (asked.purposeCode !== undefined) return asked.purposeCode;
  const named = lines.find(
    (line) =>
      asked.purpose.includes(line.purposeCode) ||
      asked.purpose.includes(line.name) ||
      (line.nameEn !== "" && asked.purpose.toLowerCase().includes(line.nameEn.toLowerCase())),
  );
  const roomy = lines.find((line) => line.plannedFen - line.takenFen >= asked.amountFen);
  return (named ?? roomy ?? lines[0])?.purposeCode ?? null;
}
