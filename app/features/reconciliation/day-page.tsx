import { useT } from "#app/lib/i18n-react.tsx";
import { addDays } from "#app/lib/time.ts";
import { DateText } from "#app/ui/date-text.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { type StepItem, Steps } from "#app/ui/steps.tsx";
import { BreakTable } from "./break-table.tsx";
import type { BreakView, FourBooks, RunView } from "./queries.server.ts";
import { FourBooksTable, SourceTable } from "./source-table.tsx";
import type { DoubtView } from "./statement-health.server.ts";
import { DoubtTable } from "./statement-health.tsx";
import { type BarReader, WorkspaceBar } from "./workspace-bar.tsx";

export interface DayPageData {
  reader: BarReader & { query: string };
  day: string;
  runs: RunView[];
  books: FourBooks | null;
  breaks: BreakView[];
  doubts?: DoubtView[];
  today: string;
}

const PATH = "/workspace/reconciliation";

/** One day: the four books, each statement's sums, and every difference up to it. */
export function DayPage({ data }: { data: DayPageData }) {
  const t = useT("reconciliation");
  const { reader, day, runs, books, breaks, today } = data;
  const ofDay = breaks.filter((found) => found.day === day && found.state === "open");
  const openFen = ofDay.reduce((sum, found) => sum + found.amountFen, 0n);
  const open = breaks.filter((found) => found.state === "open");
  const totalFen = open.reduce((sum, found) => sum + found.amountFen, 0n);
  return (
    <>
      <WorkspaceBar reader={reader} tab="days" />
      <div className="wrap">
        <div className="head">
          <h1>
            {ofDay.length > 0
              ? t("dayTitleOpen", { day, count: ofDay.length, amount: formatYuan(openFen) })
              : t("dayTitleClear", { day })}
          </h1>
          <p className="days">
            <a href={`${PATH}/${addDays(day, -1)}${reader.query}`}>‹ {addDays(day, -1).slice(5)}</a>{" "}
            {day < today ? (
              <a href={`${PATH}/${addDays(day, 1)}${reader.query}`}>{addDays(day, 1).slice(5)} ›</a>
            ) : null}
          </p>
        </div>
        <DaySteps runs={runs} openCount={ofDay.length} />
        {books ? (
          <Section title={t("booksTitle")}>
            <FourBooksTable books={books} day={day} />
            <p className="note">{t("booksNote")}</p>
          </Section>
        ) : null}
        <Section title={t("sourcesTitle")}>
          <SourceTable runs={runs} day={day} path={PATH} query={reader.query} />
          <p className="note">{t("sourcesNote")}</p>
        </Section>
        <DoubtTable doubts={data.doubts ?? []} />
        <Section
          id="breaks"
          title={
            open.length > 0
              ? t("breaksTitle", { count: open.length, amount: formatYuan(totalFen, { symbol: false }) })
              : t("breaksTitleNone")
          }
        >
          <p>{t("breaksNote")}</p>
          <BreakTable
            breaks={breaks}
            hrefOf={(id) => `${PATH}/breaks/${id}${reader.query}`}
            today={today}
            total={totalFen}
            empty={{ title: t("breaksEmptyTitle"), text: t("breaksEmpty") }}
          />
        </Section>
      </div>
    </>
  );
}

function DaySteps({ runs, openCount }: { runs: readonly RunView[]; openCount: number }) {
  const t = useT("reconciliation");
  const matchedCount = runs.reduce((sum, run) => sum + run.matchedCount, 0);
  const matchedFen = runs.reduce((sum, run) => sum + run.matchedFen, 0n);
  const [latest] = [...runs].sort((a, b) => b.finishedAt.getTime() - a.finishedAt.getTime());
  const items: StepItem[] = [
    { title: t("stepImport"), note: t("stepImportNote", { count: runs.length }) },
    {
      title: t("stepMatch"),
      at: latest ? <DateText value={latest.finishedAt} precision="short-minute" /> : undefined,
      note: t("stepMatchNote", { count: matchedCount, amount: formatYuan(matchedFen) }),
    },
    {
      title: t("stepExplain"),
      at: openCount > 0 ? t("stepExplainLeft", { count: openCount }) : t("stepExplainNone"),
      note: t("stepExplainAuto"),
      mark: openCount > 0 ? "part" : "done",
    },
  ];
  return <Steps label={t("stepsLabel")} items={items} />;
}
