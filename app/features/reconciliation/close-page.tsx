import { useT } from "#app/lib/i18n-react.tsx";
import { addDays } from "#app/lib/time.ts";
import { DateText } from "#app/ui/date-text.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { Split } from "#app/ui/split.tsx";
import { Steps } from "#app/ui/steps.tsx";
import { BreakAgesChart } from "./break-ages-chart.tsx";
import { BridgeTable, ItemTable } from "./bridge-table.tsx";
import { CLOSE_ACTS, type CloseFormAnswer } from "./close-form.ts";
import { ObstacleList } from "./close-obstacle-list.tsx";
import { CloseSheet } from "./close-sheet.tsx";
import { AccountTable, ClosingTable, StatementTable } from "./close-tables.tsx";
import type { ClosePageData } from "./load-close.server.ts";
import { WorkspaceBar } from "./workspace-bar.tsx";

const PATH = "/workspace/reconciliation/close";

/** One day from the statements to the books, and the two signatures under it. */
export function ClosePage({ data, answer }: { data: ClosePageData; answer: CloseFormAnswer | undefined }) {
  const t = useT("close");
  const { reader, day, obstacles, live } = data;
  const done = CLOSE_ACTS.find((act) => act === data.done);
  return (
    <>
      <WorkspaceBar reader={reader} tab="close" />
      <div className="wrap">
        <div className="head">
          <h1>
            {live?.closedAt
              ? t("dayClosed", { day })
              : obstacles.length > 0
                ? t("dayBlocked", { day, count: obstacles.length })
                : live && !data.may.isStale
                  ? t("daySigned", { day })
                  : t("dayReady", { day })}
          </h1>
          <p className="days">
            <a href={`${PATH}/${addDays(day, -1)}${reader.query}`}>‹ {addDays(day, -1).slice(5)}</a>{" "}
            <a href={`${PATH}/${addDays(day, 1)}${reader.query}`}>{addDays(day, 1).slice(5)} ›</a>
          </p>
        </div>
        {done && !answer ? <Flash tone="done" title={t(`done_${done}`)} /> : null}
        {answer ? (
          <ErrorSummary errors={[{ id: "close-acts", message: t(`refuse_${answer.refusal}`) }]} />
        ) : null}
        <CloseSteps data={data} />
        <Split
          side={<CloseSheet data={data} answer={answer} />}
          sideTitle={{ id: "close-acts", text: t("doTitle") }}
          sideClass="sheet no-print"
        >
          <Figures data={data} />
        </Split>
      </div>
    </>
  );
}

function CloseSteps({ data: { live, obstacles } }: { data: ClosePageData }) {
  const t = useT("close");
  const isClosed = Boolean(live?.closedAt);
  return (
    <Steps
      label={t("stepsLabel")}
      items={[
        {
          title: t("stepCheck"),
          note: obstacles.length > 0 ? t("stepCheckLeft", { count: obstacles.length }) : t("stepCheckOk"),
          mark: obstacles.length > 0 ? "part" : "done",
        },
        {
          title: t("stepSign"),
          at: live ? <DateText value={live.signedAt} precision="short-minute" /> : undefined,
          note: live?.signedByName,
          mark: live ? "done" : "next",
        },
        {
          title: t("stepClose"),
          at: live?.closedAt ? <DateText value={live.closedAt} precision="short-minute" /> : undefined,
          note: live?.closedByName ?? undefined,
          mark: isClosed ? "done" : "next",
        },
      ]}
    />
  );
}

function Figures({ data }: { data: ClosePageData }) {
  const t = useT("close");
  const { reader, day, figures, items, itemCount, obstacles, ages, closings } = data;
  return (
    <>
      {obstacles.length > 0 ? (
        <Section title={t("obstaclesTitle")} first>
          <ObstacleList obstacles={obstacles} query={reader.query} />
        </Section>
      ) : null}
      <Section
        title={t("bridgeTitle")}
        intro={figures.fromDay ? t("bridgeFrom", { day: figures.fromDay }) : t("bridgeFromStart")}
        first={obstacles.length === 0}
      >
        <BridgeTable figures={figures} />
        <p className="note">{t("bridgeNote")}</p>
        <p>
          <a href={`${PATH}/${day}/download${reader.query}`}>{t("download")}</a>
        </p>
      </Section>
      <Section title={t("itemsTitle")} id="items">
        <ItemTable items={items} count={itemCount} />
      </Section>
      <Section title={t("statementsTitle")} id="statements">
        <StatementTable figures={figures} query={reader.query} />
      </Section>
      <Section title={t("accountsTitle")} id="accounts">
        <AccountTable figures={figures} />
      </Section>
      <Section title={t("breaksTitle")} id="breaks">
        {figures.breaks.length === 0 ? (
          <p>{t("breaksNone")}</p>
        ) : (
          <>
            <BreakAgesChart ages={ages} />
            <p>
              <a href={`/workspace/reconciliation/breaks${reader.query}`}>{t("breaksSee")}</a>
            </p>
          </>
        )}
      </Section>
      <Section title={t("recordTitle")} id="record">
        {closings.length === 0 ? <p>{t("recordNone")}</p> : <ClosingTable closings={closings} />}
      </Section>
    </>
  );
}
