import { TransferSheet } from "#app/features/donations/transfer-sheet.tsx";
import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Callout } from "#app/ui/callout.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { formatYuan, headlineYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { Split } from "#app/ui/split.tsx";
import { statementHref } from "../pages/hrefs.ts";
import type { SalesStatementData, SalesStatementsData } from "./sales-statements.server.ts";
import type { StatementAnswer } from "./statement-answer.ts";
import { Exchange, PaperLinks } from "./statement-exchange.tsx";
import {
  StatementDays,
  StatementGifts,
  StatementMark,
  StatementPairs,
  StatementSteps,
} from "./statement-facts.tsx";
import { ConfirmForms, PayForm } from "./statement-forms.tsx";
import { StatementList } from "./statement-list.tsx";
import { dueFenOf } from "./statement-state.ts";

const LIST = "/workspace/sales/statements";
const TABS = ["all", "unconfirmed", "unpaid", "overdue", "paid"] as const;

/** An enterprise's statements: what it has to confirm and to pay. */
export function SalesStatementsPage(data: SalesStatementsData) {
  const t = useT("consumptionStatements");
  const { counts } = data;
  return (
    <div className="wrap">
      <div className="head">
        <h1>
          {counts.unconfirmed + counts.unpaid === 0
            ? t("salesTitle")
            : t("salesWaiting", { count: counts.unconfirmed + counts.unpaid })}
        </h1>
      </div>
      <p className="lead">
        {t("salesLead")} {counts.overdue > 0 ? t("salesOverdue", { count: counts.overdue }) : null}
      </p>
      <StatementList {...data} filters={TABS} href={LIST} names="charity" />
    </div>
  );
}

/** One statement as the enterprise sees it: confirm, dispute, pay, and the papers afterwards. */
export function SalesStatementPage(props: SalesStatementData & { answer: StatementAnswer | undefined }) {
  const { statement, payments, days, today, done, transfer, answer, papers, attempt } = props;
  const t = useT("consumptionStatements");
  const lang = useLang();
  const due = dueFenOf(statement);
  const campaign = inLang(lang, statement.campaignTitle, statement.campaignTitleEn);
  return (
    <div className="wrap">
      <Crumbs
        items={[
          { href: LIST, label: t("salesTitle") },
          { label: t("numbered", { number: statement.number }) },
        ]}
      />
      <div className="head">
        <h1>{t("headline", { amount: headlineYuan(statement.amountFen, lang), campaign })}</h1>
        <StatementMark statement={statement} today={today} />
      </div>
      <SalesNotes done={done} answer={answer} />
      <Split sideLabelledBy="do" sideClass="sheet review no-print" side={<SalesSide {...props} />}>
        <Section title={t("wayTitle")} first>
          <StatementSteps statement={statement} />
          <StatementPairs statement={statement} />
        </Section>
        {transfer && due > 0n ? <TransferSheet transfer={transfer} /> : null}
        <Exchange statement={statement} />
        {papers.length > 0 ? (
          <PaperLinks
            papers={papers}
            attempt={attempt}
            name={statement.merchantName}
            uscc={statement.merchantUscc}
          />
        ) : null}
        <Section title={t("daysTitle")} intro={t("daysIntro")}>
          <StatementDays statement={statement} days={days} />
        </Section>
        <Section title={t("giftsTitle")} intro={t("giftsIntro")}>
          <StatementGifts payments={payments} />
        </Section>
        <FileLinks campaignSlug={statement.campaignSlug} id={statement.id} />
      </Split>
    </div>
  );
}

function SalesNotes({ done, answer }: { done: string | null; answer: StatementAnswer | undefined }) {
  const t = useT("consumptionStatements");
  const known = (["confirmed", "disputed", "transfer", "receipt"] as const).find((word) => word === done);
  return (
    <>
      {known && !answer ? <Flash title={t(`done_${known}`)} /> : null}
      {answer?.refusal ? (
        <Flash tone="bad" title={t("refuseTitle")}>
          {t(`refuse_${answer.refusal}` as "refuse_not-found")}
        </Flash>
      ) : null}
    </>
  );
}

/** What the enterprise can do now. */
function SalesSide(props: SalesStatementData & { answer: StatementAnswer | undefined }) {
  const { statement, payments } = props;
  const t = useT("consumptionStatements");
  const due = dueFenOf(statement);
  const isWaitingForAnswer = statement.state === "disputed" && !statement.answeredAt;
  if (payments.some(({ isLookedAt }) => isLookedAt))
    return (
      <>
        <h2 id="do">{t("lookedAtTitle")}</h2>
        <p>{t("lookedAtText")}</p>
      </>
    );
  if (isWaitingForAnswer)
    return (
      <>
        <h2 id="do">{t("disputedTitle")}</h2>
        <p>{t("disputedText")}</p>
      </>
    );
  if (!statement.confirmedAt) return <ConfirmForms statement={statement} answer={props.answer} />;
  if (due > 0n) return <PayForm {...props} />;
  return (
    <>
      <h2 id="do">{t(statement.amountFen === 0n ? "nothingTitle" : "thanksTitle")}</h2>
      <p>
        {statement.amountFen === 0n
          ? t("nothingDue")
          : t("thanksText", { amount: formatYuan(statement.amountFen) })}
      </p>
      {statement.paidFen > statement.amountFen ? (
        <Callout tone="attention">
          <p>{t("overpaid", { amount: formatYuan(statement.paidFen - statement.amountFen) })}</p>
        </Callout>
      ) : null}
    </>
  );
}

/** The same figures as a paper and as a table, and the page that everybody sees. */
export function FileLinks({ campaignSlug, id }: { campaignSlug: string; id: string }) {
  const t = useT("consumptionStatements");
  const href = statementHref(campaignSlug, id);
  return (
    <p className="acts no-print">
      <a href={`${href}.pdf`}>{t("pdf")}</a>
      <a href={`${href}.csv`}>{t("csv")}</a>
      <a href={href}>{t("publicPage")}</a>
    </p>
  );
}
