import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { State, type Tone } from "#app/ui/state.tsx";
import type { RatioYear } from "./load-ratios.server.ts";
import { RatioGauge } from "./ratio-gauge.tsx";
import { limitE4, percentE4 } from "./ratio-text.ts";
import { TRUST_SPEND } from "./spending-rule.ts";

/** Administration to all expense. */
export function AdminSection({ ratios }: { ratios: RatioYear }) {
  const t = useT("ratios");
  const { set, admin } = ratios.results.main;
  if (!admin) return null;
  const limit = limitE4(admin.mostE4);
  const ratio = admin.ratioE4 === null ? "" : percentE4(admin.ratioE4);
  const amounts = { admin: formatYuan(admin.adminFen), expense: formatYuan(admin.expenseFen) };
  const verdict = {
    exempt: t("adminExempt", { ...amounts, law: set.law, article: set.articles.exempt }),
    met: t("adminMet", { limit }),
    over: t("adminOver", { limit }),
    "no-expense": t("adminNone"),
  }[admin.state];
  return (
    <Section title={t("adminTitle")}>
      <p>
        <State tone={admin.state === "over" ? "warn" : "done"}>{verdict}</State>
      </p>
      {admin.ratioE4 === null ? null : (
        <>
          <RatioGauge
            e4={admin.ratioE4}
            limit={admin.mostE4}
            kind="most"
            label={t("gaugeAdmin", { ratio, limit })}
          />
          <p className="note">{t("adminFormula", { ...amounts, ratio, limit })}</p>
        </>
      )}
      <p className="note">{admin.isAudited ? t("adminAudited") : t("adminOwn")}</p>
    </Section>
  );
}

/** Fundraising cost to the mean of three years' donations; nothing for years before the cap. */
export function FundraisingSection({ ratios }: { ratios: RatioYear }) {
  const t = useT("ratios");
  const { fundraising, main } = ratios.results;
  if (!fundraising) return null;
  const limit = limitE4(fundraising.mostE4);
  const { ratioE4, meanFen } = fundraising;
  const ratio = ratioE4 === null ? "" : percentE4(ratioE4);
  const cannot =
    fundraising.years.length === 0
      ? t("fundraisingNoYears")
      : t("fundraisingCannot", { count: fundraising.years.length });
  return (
    <Section title={t("fundraisingTitle")}>
      <p>
        {fundraising.state === "cannot-compute" ? (
          <State tone="wait">{cannot}</State>
        ) : (
          <State tone={fundraising.state === "over" ? "warn" : "done"}>
            {fundraising.state === "over" ? t("adminOver", { limit }) : t("adminMet", { limit })}
          </State>
        )}
      </p>
      {ratioE4 === null || meanFen === null ? null : (
        <>
          <RatioGauge
            e4={ratioE4}
            limit={fundraising.mostE4}
            kind="most"
            label={t("gaugeFundraising", { ratio, limit })}
          />
          <p className="note">
            {t("fundraisingFormula", {
              cost: formatYuan(fundraising.costFen),
              mean: formatYuan(meanFen),
              ratio,
              limit,
            })}
          </p>
        </>
      )}
      <p className="note">
        {t("fundraisingFees", { amount: formatYuan(fundraising.channelFeesFen) })}{" "}
        {t("fundraisingRule", { law: main.set.law, article: main.set.articles.fundraising })}
      </p>
    </Section>
  );
}

/** The other test, by its own rule set. */
export function TaxSection({ ratios }: { ratios: RatioYear }) {
  const t = useT("ratios");
  const { set, rule, spend, admin } = ratios.results.taxDeduction;
  const [base] = spend.bases;
  const verdict = (state: string): { tone: Tone; words: string } => {
    if (state === "met") return { tone: "done", words: t("met") };
    if (state === "short") return { tone: "warn", words: t("short") };
    if (state === "over") return { tone: "warn", words: t("over") };
    return { tone: "wait", words: t("cannot") };
  };
  const rows = [
    {
      key: "spend",
      label: t("taxSpend"),
      ratioE4: base?.ratioE4 ?? null,
      limit: rule ? t("atLeast", { limit: limitE4(rule.leastSpendE4) }) : "",
      ...verdict(spend.state),
    },
    {
      key: "admin",
      label: t("taxAdmin"),
      ratioE4: admin?.ratioE4 ?? null,
      limit: admin ? t("atMost", { limit: limitE4(admin.mostE4) }) : "",
      ...verdict(admin?.state ?? "cannot"),
    },
  ];
  return (
    <Section title={t("taxTitle")} intro={t("taxIntro", { law: set.law, year: String(ratios.year) })}>
      <CardsTable
        caption={t("taxTitle")}
        variant="stated"
        className="narrow"
        rows={rows}
        rowKey={(row) => row.key}
        columns={[
          { key: "item", head: t("item"), cell: (row) => row.label },
          {
            key: "verdict",
            head: t("verdict"),
            st: true,
            label: null,
            cell: (row) => <State tone={row.tone}>{row.words}</State>,
          },
          {
            key: "ratio",
            head: t("figure"),
            right: true,
            cell: (row) => (row.ratioE4 === null ? null : percentE4(row.ratioE4)),
          },
          { key: "limit", head: t("limit"), right: true, cell: (row) => row.limit },
        ]}
      />
    </Section>
  );
}

/** The slot of the trusts' standard: shown as long as its figures are not entered. */
export function TrustSection() {
  const t = useT("ratios");
  if (TRUST_SPEND.leastSpendE4 !== null && TRUST_SPEND.mostFeesE4 !== null) return null;
  return (
    <Section title={t("trustTitle")}>
      <p>
        <State tone="wait">{t("trustPending")}</State>
      </p>
      <p className="note">{t("trustText")}</p>
    </Section>
  );
}
