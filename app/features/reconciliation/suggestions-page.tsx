import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pagination } from "#app/ui/pagination.tsx";
import { State, type Tone } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { SourceName } from "./break-table.tsx";
import type { SuggestedRow, SuggestedSubject, SuggestionView } from "./suggestion-queries.server.ts";
import { type BarReader, WorkspaceBar } from "./workspace-bar.tsx";

export interface SuggestionsPageData {
  reader: BarReader & { mayUpload: boolean; query: string };
  suggestions: SuggestionView[];
  total: number;
  next: string | null;
  done: { confirmed: number; rejected: number; stale: number };
}

export type SuggestionsProblem = "nothing" | "not-permitted" | "too-many" | "busy" | null;

/** Bank lines and entries that may belong together, for a person to confirm or reject, many at once. */
export function SuggestionsPage({
  data,
  problem,
}: {
  data: SuggestionsPageData;
  problem: SuggestionsProblem;
}) {
  const t = useT("matching");
  const tr = useT("reconciliation");
  const { reader, suggestions, total, next } = data;
  return (
    <>
      <WorkspaceBar reader={reader} tab="suggestions" />
      <div className="wrap">
        <Crumbs
          items={[
            { href: `/workspace/reconciliation${reader.query}`, label: tr("title") },
            { label: t("suggestionsMeta") },
          ]}
        />
        <h1>{total > 0 ? t("suggestionsTitle", { count: total }) : t("suggestionsTitleNone")}</h1>
        <p className="lead">{t("suggestionsLead")}</p>
        <Answers done={data.done} problem={problem} />
        <form method="post" action={`/workspace/reconciliation/suggestions${reader.query}`}>
          <SuggestionTable suggestions={suggestions} mayDecide={reader.mayUpload} />
          {reader.mayUpload && suggestions.length > 0 ? (
            <p className="acts">
              <SubmitButton name="intent" value="confirm">
                {t("confirm")}
              </SubmitButton>
              <SubmitButton quiet name="intent" value="reject">
                {t("reject")}
              </SubmitButton>
            </p>
          ) : null}
        </form>
        <Pagination next={next} />
      </div>
    </>
  );
}

function Answers({ done, problem }: { done: SuggestionsPageData["done"]; problem: SuggestionsProblem }) {
  const t = useT("matching");
  return (
    <>
      {problem ? (
        <Flash tone="bad" title={problem === "nothing" ? t("errNothing") : t(`err_${problem}`)} />
      ) : null}
      {done.confirmed > 0 ? <Flash title={t("doneConfirmed", { count: done.confirmed })} /> : null}
      {done.rejected > 0 ? <Flash title={t("doneRejected", { count: done.rejected })} /> : null}
      {done.stale > 0 ? <Flash tone="warn" title={t("doneStale", { count: done.stale })} /> : null}
    </>
  );
}

function SuggestionTable({
  suggestions,
  mayDecide,
}: {
  suggestions: readonly SuggestionView[];
  mayDecide: boolean;
}) {
  const t = useT("matching");
  return (
    <CardsTable
      caption={t("suggestionsCaption")}
      variant="headed"
      rows={suggestions}
      rowKey={(row) => row.id}
      empty={<EmptyState title={t("suggestionsEmptyTitle")}>{t("suggestionsEmpty")}</EmptyState>}
      columns={[
        { key: "pick", head: t("pick"), cell: (row) => <Pick row={row} mayDecide={mayDecide} /> },
        {
          key: "rows",
          head: t("bankRows"),
          cell: (row) =>
            row.rows.map((bank, index) => <BankRow key={`${row.id}-${index.toString()}`} row={bank} />),
        },
        {
          key: "subjects",
          head: t("subjects"),
          cell: (row) => row.subjects.map((subject) => <Subject key={subject.id} subject={subject} />),
        },
        { key: "likely", head: t("likely"), st: true, cell: (row) => <Likely score={row.score} /> },
      ]}
    />
  );
}

function Pick({ row, mayDecide }: { row: SuggestionView; mayDecide: boolean }) {
  const t = useT("matching");
  const isOut = row.amountFen < 0n;
  const amount = formatYuan(isOut ? -row.amountFen : row.amountFen);
  const words = (
    <span>
      {isOut ? t("pickOut", { amount }) : t("pickIn", { amount })}
      <small>{t(`reason_${row.reason}`)}</small>
    </span>
  );
  if (!mayDecide) return words;
  return (
    <label className="plainpick">
      <input type="checkbox" name="suggestion" value={row.id} />
      {words}
    </label>
  );
}

function BankRow({ row }: { row: SuggestedRow }) {
  return (
    <div>
      <Money fen={row.amountFen} symbol={false} /> <DateText value={row.day} precision="short-day" />
      <small>
        <SourceName source={row.source} /> {[row.counterparty, row.note].filter(Boolean).join(" · ")}
      </small>
    </div>
  );
}

function Subject({ subject }: { subject: SuggestedSubject }) {
  const lang = useLang();
  const isPayment = subject.kind.startsWith("disbursement");
  const what = subject.what ?? subject.id;
  return (
    <div>
      <Money fen={subject.amountFen} symbol={false} />{" "}
      {subject.day ? <DateText value={subject.day} precision="short-day" /> : null}
      <small lang={lang === "en" && subject.what ? "zh-Hans-CN" : undefined}>
        <SubjectKind kind={subject.kind} />{" "}
        {isPayment ? <a href={`/workspace/disbursements/${subject.id}`}>{what}</a> : what}
        {subject.who ? ` · ${subject.who}` : null}
      </small>
    </div>
  );
}

function SubjectKind({ kind }: { kind: string }) {
  const t = useT("matching");
  switch (kind) {
    case "disbursement":
    case "disbursement-return":
    case "payout":
    case "payment":
      return <>{t(`subject_${kind}`)}</>;
    default:
      return <>{kind}</>;
  }
}

const LIKELY: readonly { from: number; word: "high" | "middle" | "low"; tone: Tone }[] = [
  { from: 60, word: "high", tone: "done" },
  { from: 40, word: "middle", tone: "wait" },
  { from: 0, word: "low", tone: "warn" },
];

function Likely({ score }: { score: number }) {
  const t = useT("matching");
  const band = LIKELY.find(({ from }) => score >= from);
  return band ? <State tone={band.tone}>{t(`likely_${band.word}`)}</State> : null;
}
