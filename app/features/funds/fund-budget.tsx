import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { MiniBar } from "#app/ui/fund-bar.tsx";
import { Money } from "#app/ui/money.tsx";
import { Section } from "#app/ui/section.tsx";
import type { FundFigures } from "./figures.ts";
import type { BudgetLine } from "./fund-books.server.ts";
import { inLang } from "./fund-text.ts";

/**
 * Plan, use and what is left by purpose. The columns sum to the fund's own figures: what the ledger knows
 * and no line explains is shown as a line of its own, never left out.
 */
export function FundBudget({ budget, figures }: { budget: readonly BudgetLine[]; figures: FundFigures }) {
  const t = useT("funds");
  const lang = useLang();
  const lines = withRest(budget, figures, t("unassigned"));
  const sum = (pick: (line: BudgetLine) => bigint) => lines.reduce((total, line) => total + pick(line), 0n);
  const leftOf = (line: BudgetLine) => line.plannedFen - line.usedFen - line.committedFen;
  const money = (fen: bigint) => <Money fen={fen} symbol={false} />;
  if (lines.length === 0) {
    return (
      <Section title={t("budget")}>
        <p className="note">{t("noBudget")}</p>
      </Section>
    );
  }
  return (
    <Section title={t("budget")} intro={t("budgetIntro")}>
      <CardsTable
        caption={t("budgetCaption")}
        variant="duo"
        className="budget"
        rows={lines}
        rowKey={(line) => line.purposeCode}
        columns={[
          {
            key: "purpose",
            head: t("purpose"),
            cell: (line) => inLang(lang, line.name, line.nameEn),
            foot: t("total"),
          },
          {
            key: "share",
            head: t("share"),
            hideHead: true,
            label: null,
            className: "bar-cell",
            cell: (line) => (
              <MiniBar
                whole={line.plannedFen}
                parts={[{ fen: line.usedFen }, { fen: line.committedFen, hatched: true }]}
              />
            ),
            foot: null,
          },
          {
            key: "planned",
            head: t("planned"),
            right: true,
            cell: (line) => money(line.plannedFen),
            foot: money(sum((line) => line.plannedFen)),
          },
          {
            key: "used",
            head: t("used"),
            right: true,
            cell: (line) => money(line.usedFen),
            foot: money(sum((line) => line.usedFen)),
          },
          {
            key: "committed",
            head: t("committedShort"),
            right: true,
            cell: (line) => money(line.committedFen),
            foot: money(sum((line) => line.committedFen)),
          },
          {
            key: "left",
            head: t("plannedLeft"),
            right: true,
            cell: (line) => money(leftOf(line)),
            foot: money(sum(leftOf)),
          },
        ]}
      />
    </Section>
  );
}

/** The lines, and one more where they do not sum to what the ledger says. */
export function withRest(budget: readonly BudgetLine[], figures: FundFigures, name: string): BudgetLine[] {
  const usedFen = figures.disbursedFen - budget.reduce((sum, line) => sum + line.usedFen, 0n);
  const committedFen = figures.committedFen - budget.reduce((sum, line) => sum + line.committedFen, 0n);
  if (usedFen === 0n && committedFen === 0n) return [...budget];
  return [...budget, { purposeCode: "rest", name, nameEn: name, plannedFen: 0n, usedFen, committedFen }];
}
