import { useT } from "#app/lib/i18n-react.tsx";
import { BarChart } from "#app/ui/bar-chart.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import type { BaseChoice, SetResult } from "./compute-ratios.ts";
import type { RatioYear } from "./load-ratios.server.ts";
import { RatioGauge } from "./ratio-gauge.tsx";
import { limitE4, percentE4 } from "./ratio-text.ts";
import type { SpendingRule } from "./spending-rule.ts";

/** The spending ratio with its formula in words and figures, both bases, and the months it is made of. */
export function SpendSection({ ratios }: { ratios: RatioYear }) {
  const t = useT("ratios");
  const { set, rule, spend } = ratios.results.main;
  const [base] = spend.bases;
  return (
    <Section title={t("spendTitle")}>
      {rule ? (
        <p>
          {set.counts === "reached"
            ? t("spendRule_reached", {
                article: rule.article,
                law: set.law,
                numerator: set.articles.numerator,
              })
            : t("spendRule_paid", { article: rule.article })}
        </p>
      ) : (
        <p>{t("noRule")}</p>
      )}
      {spend.state === "first-year" ? (
        <p>{t("firstYear", { law: set.law, article: set.articles.exceptions })}</p>
      ) : null}
      {rule && base ? <Decided result={ratios.results.main} rule={rule} base={base} /> : null}
      <div className="section-body">
        <BarChart
          caption={t("monthsCaption", { year: String(ratios.year) })}
          heads={[t("month"), t("amount")]}
          format={(fen) => formatYuan(fen, { symbol: false })}
          points={ratios.months.map(({ month, fen }) => ({
            key: String(month),
            label: t("monthOf", { month }),
            value: fen,
          }))}
        />
      </div>
    </Section>
  );
}

function Decided({ result, rule, base }: { result: SetResult; rule: SpendingRule; base: BaseChoice }) {
  const t = useT("ratios");
  const { set, spend } = result;
  const limit = limitE4(rule.leastSpendE4);
  const ratio = base.ratioE4 === null ? "" : percentE4(base.ratioE4);
  const figures = { spent: formatYuan(spend.spentFen), base: formatYuan(base.baseFen), ratio, limit };
  return (
    <>
      {base.ratioE4 === null ? null : (
        <>
          <RatioGauge
            e4={base.ratioE4}
            limit={rule.leastSpendE4}
            kind="least"
            label={t("gaugeSpend", { ratio, limit })}
          />
          <p className="note">
            {set.counts === "reached" ? t("spendFormula_reached", figures) : t("spendFormula_paid", figures)}
          </p>
        </>
      )}
      {spend.ofIncome ? <p>{t("ofIncome", { amount: formatYuan(spend.ofIncome.requiredFen) })}</p> : null}
      {spend.bases.length > 1 ? (
        <p className="note">{t("basesIntro", { law: set.law, article: set.articles.average })}</p>
      ) : null}
      <CardsTable
        caption={t("basesTitle")}
        variant="stated"
        rows={spend.bases}
        rowKey={(row) => row.kind}
        columns={[
          {
            key: "basis",
            head: t("basis"),
            cell: (row) => (
              <>
                {t(`basis_${row.kind}_${rule.base}`)} <small>{row.years.join("、")}</small>
              </>
            ),
          },
          {
            key: "verdict",
            head: t("verdict"),
            st: true,
            label: null,
            cell: (row) => (
              <State tone={row.isMet ? "done" : "warn"}>{row.isMet ? t("met") : t("short")}</State>
            ),
          },
          {
            key: "base",
            head: t("baseAmount"),
            right: true,
            cell: (row) => <Money fen={row.baseFen} symbol={false} />,
          },
          {
            key: "required",
            head: t("required"),
            right: true,
            cell: (row) => <Money fen={row.requiredFen} symbol={false} />,
          },
          {
            key: "ratio",
            head: t("ratio"),
            right: true,
            cell: (row) => (row.ratioE4 === null ? null : percentE4(row.ratioE4)),
          },
        ]}
      />
    </>
  );
}
