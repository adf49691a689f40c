import type { ReactNode } from "react";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { Section } from "#app/ui/section.tsx";
import { Split } from "#app/ui/split.tsx";
import { FundFilings } from "./filings/fund-filings.tsx";
import { FundAnswer } from "./fund-answer.tsx";
import { FundBudget } from "./fund-budget.tsx";
import { DutiesTable } from "./fund-duties.tsx";
import { FundFacts } from "./fund-facts.tsx";
import { FundGive } from "./fund-give.tsx";
import { FundSums } from "./fund-sums.tsx";
import { inLang } from "./fund-text.ts";
import { FundTimeline } from "./fund-timeline.tsx";
import { GiftTable } from "./gift-table.tsx";
import { FUND_PATHS, fundHref } from "./kinds.ts";
import type { FundPageData } from "./load-fund-page.server.ts";
import { SpendingTable } from "./spending-table.tsx";

/** What a kind of fund shows of its own, where the page has room for it. */
export interface FundPageParts {
  /** Instead of the fund's own sentence and bar. */
  answer?: ReactNode;
  /** Right under the answer. */
  notices?: ReactNode;
  /** First in the column, before the fund's sums. */
  opening?: ReactNode;
  /** After the budget. */
  evidence?: ReactNode;
  /** Instead of the plain story. */
  story?: ReactNode;
}

type FundPageProps = FundPageData & { children?: ReactNode; parts?: FundPageParts };

/** The public page of a fund of any kind: the answer, the evidence, then the story. */
export function FundPage({ children, parts = {}, ...data }: FundPageProps) {
  const { fund, figures, budget, counts, duties, reconciliation, giving, timeline, today } = data;
  const t = useT("funds");
  return (
    <div className="wrap">
      <Crumbs items={[{ href: FUND_PATHS[fund.kind], label: t(`nav_${fund.kind}`) }]} />
      {parts.answer ?? <FundAnswer fund={fund} figures={figures} reconciliation={reconciliation} />}
      {parts.notices}
      <Split
        sideClass="sheet give no-print"
        sideTitle={{ id: "give", text: t(giving.open ? `giveTo_${fund.kind}` : "closedTitle") }}
        side={<FundGive fund={fund} giving={giving} />}
      >
        {parts.opening}
        <FundSums fund={fund} figures={figures} counts={counts} hasGiftRows={data.gifts.length > 0} />
        <FundBudget budget={budget} figures={figures} />
        {parts.evidence}
        <FundSpending data={data} />
        {children}
        <FundGifts data={data} />
        <Section title={t("disclosures")} intro={t("disclosuresIntro")}>
          <DutiesTable duties={duties} today={today} />
        </Section>
        <Section title={t("timeline")}>
          <FundTimeline fund={fund} timeline={timeline} />
        </Section>
        {parts.story ?? <FundStory data={data} />}
        <Section title={t("who")}>
          <FundFacts fund={fund} />
        </Section>
        <FundFilings filings={data.filings} />
      </Split>
    </div>
  );
}

function FundSpending({ data: { fund, counts, disbursements } }: { data: FundPageData }) {
  const t = useT("funds");
  const tg = useT("goods");
  const count = Number(counts.paidCount + counts.committedCount);
  return (
    <Section title={t("spending")} intro={t("spendingIntro")} id="spending">
      <SpendingTable disbursements={disbursements} />
      {count > disbursements.length ? (
        <p className="more">
          <a href={`${fundHref(fund)}/spending`}>{t("allSpending", { count })}</a>
        </p>
      ) : null}
      {fund.kind === "project" ? (
        <p className="more">
          <a href={`${fundHref(fund)}/goods`}>{tg("publicLink")}</a>
        </p>
      ) : null}
    </Section>
  );
}

function FundGifts({ data: { fund, figures, gifts, monthlyDonors } }: { data: FundPageData }) {
  const t = useT("funds");
  const tMonthly = useT("monthly");
  const count = Number(figures.donationCount);
  // Principal of a trust and a merchant's payments are rows of the ledger, not gifts of a person.
  if (gifts.length === 0 && count > 0) return null;
  return (
    <Section title={t("gifts")} intro={t("giftsIntro")} id="gifts">
      {monthlyDonors === null ? null : <p>{tMonthly("fundCount", { count: monthlyDonors })}</p>}
      <GiftTable gifts={gifts} headedBy="giver" />
      {count > gifts.length && gifts.length > 0 ? (
        <p className="more">
          <a href={`${fundHref(fund)}/gifts`}>{t("allGifts", { count })}</a>
        </p>
      ) : null}
    </Section>
  );
}

function FundStory({ data: { fund } }: { data: FundPageData }) {
  const t = useT("funds");
  const lang = useLang();
  const story = inLang(lang, fund.story, fund.storyEn);
  if (story === "") return null;
  return (
    <Section title={t("story")}>
      <div className="plain story">
        {story.split(/\n+/).map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </div>
    </Section>
  );
}
