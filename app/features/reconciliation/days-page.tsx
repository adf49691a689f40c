import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pagination } from "#app/ui/pagination.tsx";
import { Section } from "#app/ui/section.tsx";
import { Split } from "#app/ui/split.tsx";
import { BreakTable, SourceName } from "./break-table.tsx";
import { DayTable } from "./day-table.tsx";
import { MatchingLinks } from "./matching-links.tsx";
import type { BreakView, DaySums, StatementView } from "./queries.server.ts";
import type { DoubtView, FetchView, GapView } from "./statement-health.server.ts";
import { DoubtTable, FetchTable, StatementGaps } from "./statement-health.tsx";
import type { UploadAnswer } from "./take-upload.server.ts";
import { UploadSection } from "./upload-section.tsx";
import { type BarReader, WorkspaceBar } from "./workspace-bar.tsx";

export interface DaysPageData {
  reader: BarReader & { mayUpload: boolean; query: string };
  days: DaySums[];
  older: string | null;
  open: { count: number; fen: bigint };
  breaks: BreakView[];
  statements: StatementView[];
  today: string;
  intake?: {
    fetches: FetchView[];
    gaps: GapView[];
    doubts: DoubtView[];
    accounts: { value: string; tail: string }[];
  };
}

const PATH = "/workspace/reconciliation";

/** All days of one organization, its open differences, and where files are handed in. */
export function DaysPage({ data, answer }: { data: DaysPageData; answer: UploadAnswer | undefined }) {
  const t = useT("reconciliation");
  const { reader, days, open, breaks, statements, today, older, intake } = data;
  const main = (
    <>
      <StatementGaps gaps={intake?.gaps ?? []} />
      <Section title={t("daysTitle")} first>
        <DayTable
          days={days}
          hrefOf={(day) => `${PATH}/${day}${reader.query}`}
          empty={{ title: t("daysEmptyTitle"), text: t("daysEmpty") }}
        />
        <Pagination next={older} />
      </Section>
      {open.count > 0 ? (
        <Section
          title={t("breaksTitle", { count: open.count, amount: formatYuan(open.fen, { symbol: false }) })}
        >
          <p>{t("breaksNote")}</p>
          <BreakTable
            breaks={breaks}
            hrefOf={(id) => `${PATH}/breaks/${id}${reader.query}`}
            today={today}
            empty={{ title: t("breaksEmptyTitle"), text: t("breaksEmpty") }}
          />
        </Section>
      ) : null}
      <DoubtTable doubts={intake?.doubts ?? []} />
      <StatementList statements={statements} />
      <FetchTable fetches={intake?.fetches ?? []} />
    </>
  );
  return (
    <>
      <WorkspaceBar reader={reader} tab="days" />
      <div className="wrap">
        <h1>
          {open.count > 0
            ? t("daysOpen", { count: open.count, amount: formatYuan(open.fen) })
            : t("daysAllClear")}
        </h1>
        <p className="lead">{t("daysLead")}</p>
        <MatchingLinks query={reader.query} />
        {reader.mayUpload ? (
          <Split
            side={<UploadSection answer={answer} query={reader.query} accounts={intake?.accounts} />}
            sideTitle={{ id: "upload", text: t("uploadTitle") }}
          >
            {main}
          </Split>
        ) : (
          main
        )}
      </div>
    </>
  );
}

function StatementList({ statements }: { statements: readonly StatementView[] }) {
  const t = useT("reconciliation");
  if (statements.length === 0) return null;
  return (
    <Section title={t("statementsTitle")}>
      <CardsTable
        caption={t("statementsCaption")}
        variant="trio"
        rows={statements}
        rowKey={(row) => row.id}
        columns={[
          {
            key: "file",
            head: t("statementFile"),
            cell: (row) => (
              <>
                <SourceName source={row.source} />
                <small>{row.fileName}</small>
              </>
            ),
          },
          {
            key: "period",
            head: t("statementPeriod"),
            cell: (row) => (
              <>
                <DateText value={row.periodStart} precision="short-day" />
                {row.periodEnd === row.periodStart ? null : (
                  <>
                    {" – "}
                    <DateText value={row.periodEnd} precision="short-day" />
                  </>
                )}
              </>
            ),
          },
          {
            key: "new",
            head: t("statementNew"),
            right: true,
            cell: (row) => `${row.newRowCount} / ${row.rowCount}`,
          },
          {
            key: "at",
            head: t("statementAt"),
            cell: (row) => <DateText value={row.createdAt} precision="short-minute" />,
          },
        ]}
      />
    </Section>
  );
}
