import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { AsOf } from "#app/ui/date-text.tsx";
import { headlineYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { campaignHref, promisesHref, statementHref } from "../pages/hrefs.ts";
import type { PublicStatementData } from "./public-statement.server.ts";
import {
  StatementDays,
  StatementGifts,
  StatementMark,
  StatementPairs,
  StatementSteps,
} from "./statement-facts.tsx";

/** One settlement in public: promised, paid, when, by which gift, from which days. */
export function PublicStatementPage({ statement, days, payments, today, asOf }: PublicStatementData) {
  const t = useT("consumptionStatements");
  const lang = useLang();
  const href = statementHref(statement.campaignSlug, statement.id);
  const merchant = inLang(lang, statement.merchantName, statement.merchantNameEn);
  return (
    <div className="wrap">
      <Crumbs
        items={[
          {
            href: campaignHref(statement.campaignSlug),
            label: inLang(lang, statement.campaignTitle, statement.campaignTitleEn),
          },
          { href: promisesHref(statement.campaignSlug), label: t("promises") },
          { label: t("numbered", { number: statement.number }) },
        ]}
      />
      <div className="head">
        <h1>{t("publicHeadline", { amount: headlineYuan(statement.amountFen, lang), merchant })}</h1>
        <StatementMark statement={statement} today={today} />
      </div>
      <p className="lead">{t("publicLead", { from: statement.fromDay, to: statement.toDay })}</p>
      <AsOf at={asOf} />
      <Section title={t("wayTitle")} intro={t("wayIntro")}>
        <StatementSteps statement={statement} />
        <StatementPairs statement={statement} />
      </Section>
      <Section title={t("giftsTitle")} intro={t("giftsIntro")}>
        <StatementGifts payments={payments} />
      </Section>
      <Section title={t("daysTitle")} intro={t("daysIntro")}>
        <StatementDays statement={statement} days={days} />
      </Section>
      <p className="acts no-print">
        <a href={`${href}.pdf`}>{t("pdf")}</a>
        <a href={`${href}.csv`}>{t("csv")}</a>
      </p>
    </div>
  );
}
