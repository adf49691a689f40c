import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { AsOf } from "#app/ui/date-text.tsx";
import { LinkTabs } from "#app/ui/link-tabs.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { ButtonLink } from "#app/ui/submit-button.tsx";
import { ForecastSection, TransitSection } from "./forecast-section.tsx";
import { InputsSection, YearsSection } from "./inputs-section.tsx";
import { AdminSection, FundraisingSection, TaxSection, TrustSection } from "./limit-sections.tsx";
import type { RatioYear } from "./load-ratios.server.ts";
import { ratiosHref } from "./ratio-text.ts";
import { SpendSection } from "./spend-section.tsx";

interface RatiosPageProps {
  organization: { slug: string; name: string; nameEn: string };
  ratios: RatioYear;
  /** For members: executors by name, and the ways to enter costs and yearly figures. */
  isMember: boolean;
}

/** A year's ratios: first whether the year is met, then how each figure comes about. */
export function RatiosPage({ organization, ratios, isMember }: RatiosPageProps) {
  const t = useT("ratios");
  const lang = useLang();
  const name = inLang(lang, organization.name, organization.nameEn);
  const { slug } = organization;
  return (
    <div className="wrap">
      {isMember ? null : (
        <Crumbs items={[{ href: `/organizations/${slug}`, label: name }, { label: t("title") }]} />
      )}
      <div className="answer">
        <h1>{isMember ? t("title") : t("metaTitle", { name })}</h1>
        <p className="lead">
          <Verdict ratios={ratios} />
        </p>
        <AsOf at={ratios.asOf}>{t("asOf")}</AsOf>
      </div>
      {isMember ? (
        <p className="acts">
          <ButtonLink href="/workspace/ratios/costs">{t("toCosts")}</ButtonLink>
          <ButtonLink href="/workspace/ratios/books" quiet>
            {t("toBooks")}
          </ButtonLink>
          <a href={ratiosHref(slug, ratios.year)}>{t("toPublic")}</a>
        </p>
      ) : null}
      <div className="section-body">
        <LinkTabs
          label={t("yearsLabel")}
          items={ratios.years.map((year) => ({
            href: isMember ? `/workspace/ratios?year=${year}` : ratiosHref(slug, year),
            label: t("yearOf", { year: String(year) }),
            current: year === ratios.year,
          }))}
        />
      </div>
      <SpendSection ratios={ratios} />
      <ForecastSection ratios={ratios} />
      <TransitSection ratios={ratios} showPayees={isMember} />
      <AdminSection ratios={ratios} />
      <FundraisingSection ratios={ratios} />
      <InputsSection ratios={ratios} slug={slug} isMember={isMember} />
      <YearsSection ratios={ratios} slug={slug} />
      <TaxSection ratios={ratios} />
      <TrustSection />
    </div>
  );
}

function Verdict({ ratios }: { ratios: RatioYear }) {
  const t = useT("ratios");
  const { set, spend } = ratios.results.main;
  const values = {
    year: String(ratios.year),
    spent: formatYuan(spend.spentFen),
    missing: formatYuan(spend.missingFen),
  };
  const isPaid = set.counts === "paid";
  switch (spend.state) {
    case "met":
      return isPaid ? t("say_met_paid", values) : t("say_met", values);
    case "short":
      return ratios.isOver ? t("say_short_over", values) : t("say_short", values);
    case "first-year":
      return t("say_first-year", values);
    case "no-base":
      return isPaid ? t("say_no-base_paid", values) : t("say_no-base", values);
  }
}
