import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { headlineYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { Split } from "#app/ui/split.tsx";
import { FileLinks } from "./sales-pages.tsx";
import type { StatementAnswer } from "./statement-answer.ts";
import { Exchange } from "./statement-exchange.tsx";
import {
  StatementDays,
  StatementGifts,
  StatementMark,
  StatementPairs,
  StatementSteps,
} from "./statement-facts.tsx";
import { AnswerForm } from "./statement-forms.tsx";
import { StatementList } from "./statement-list.tsx";
import { dueFenOf, isOverdue } from "./statement-state.ts";
import type { WorkStatementData, WorkStatementsData } from "./work-statements.server.ts";

const LIST = "/workspace/consumption/statements";
const TABS = ["all", "disputed", "unconfirmed", "unpaid", "overdue", "paid"] as const;

/** What a charity's enterprises owe and paid. */
export function WorkStatementsPage(data: WorkStatementsData) {
  const t = useT("consumptionStatements");
  const { counts } = data;
  return (
    <div className="wrap">
      <Crumbs
        items={[{ href: "/workspace/consumption", label: t("campaigns") }, { label: t("workTitle") }]}
      />
      <div className="head">
        <h1>{counts.disputed === 0 ? t("workTitle") : t("workDisputed", { count: counts.disputed })}</h1>
      </div>
      <p className="lead">
        {t("workLead")} {counts.overdue > 0 ? t("workOverdue", { count: counts.overdue }) : null}
      </p>
      <StatementList {...data} filters={TABS} href={LIST} names="merchant" />
    </div>
  );
}

/** One statement as the charity sees it. */
export function WorkStatementPage(props: WorkStatementData & { answer: StatementAnswer | undefined }) {
  const { statement, days, payments, today, isDone, answer } = props;
  const t = useT("consumptionStatements");
  const lang = useLang();
  const merchant = inLang(lang, statement.merchantName, statement.merchantNameEn);
  const waits = statement.state === "disputed" && !statement.answeredAt;
  return (
    <div className="wrap">
      <Crumbs
        items={[
          { href: LIST, label: t("workTitle") },
          { label: t("numbered", { number: statement.number }) },
        ]}
      />
      <div className="head">
        <h1>{t("workHeadline", { amount: headlineYuan(statement.amountFen, lang), merchant })}</h1>
        <StatementMark statement={statement} today={today} />
      </div>
      {isDone && !answer ? <Flash title={t("done_answered")} /> : null}
      {answer?.refusal ? (
        <Flash tone="bad" title={t("refuseTitle")}>
          {t(`refuse_${answer.refusal}` as "refuse_not-found")}
        </Flash>
      ) : null}
      <Split
        sideLabelledBy="do"
        sideClass="sheet review no-print"
        side={waits ? <AnswerForm answer={answer} /> : <NextStep statement={statement} today={today} />}
      >
        <Section title={t("wayTitle")} first>
          <StatementSteps statement={statement} />
          <StatementPairs statement={statement} />
        </Section>
        <Exchange statement={statement} />
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

function NextStep({ statement, today }: Pick<WorkStatementData, "statement" | "today">) {
  const t = useT("consumptionStatements");
  const key = isOverdue(statement, today)
    ? "nextOverdue"
    : !statement.confirmedAt
      ? "nextConfirm"
      : dueFenOf(statement) > 0n
        ? "nextPay"
        : statement.reconciledAt
          ? "nextNothing"
          : "nextReconcile";
  return (
    <>
      <h2 id="do">{t("nextTitle")}</h2>
      <p>{t(key, { confirmBy: statement.confirmBy, payBy: statement.payBy })}</p>
    </>
  );
}
