import { useT } from "#app/lib/i18n-react.tsx";
import { daysBetween } from "#app/lib/time.ts";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pairs } from "#app/ui/pairs.tsx";
import { Rod } from "#app/ui/rod.tsx";
import { Section } from "#app/ui/section.tsx";
import { Split } from "#app/ui/split.tsx";
import { State, type Tone } from "#app/ui/state.tsx";
import type { BreakFormAnswer } from "./break-form.ts";
import type { BreakActView } from "./break-queries.server.ts";
import { isBreakReason } from "./break-reasons.ts";
import { BreakSheets } from "./break-sheets.tsx";
import { SourceName } from "./break-table.tsx";
import type { BreakState } from "./breaks.ts";
import type { BreakPageData } from "./load-breaks.server.ts";
import { isRowKind } from "./row-words.ts";
import { WorkspaceBar } from "./workspace-bar.tsx";

const TONES: Record<BreakState, Tone> = { open: "warn", explained: "wait", resolved: "done" };

/** One difference: what it is, the line that shows it, what people did, and on the side what can be done. */
export function BreakPage({ data, answer }: { data: BreakPageData; answer: BreakFormAnswer | undefined }) {
  const t = useT("breaks");
  const tr = useT("reconciliation");
  const { reader, found, isDone } = data;
  return (
    <>
      <WorkspaceBar reader={reader} tab="breaks" />
      <div className="wrap">
        <Crumbs
          items={[
            { href: `/workspace/reconciliation/breaks${reader.query}`, label: t("crumb") },
            { label: tr(`kind_${found.kind}`) },
          ]}
        />
        <div className="head">
          <h1>{t("detailTitle", { kind: tr(`kind_${found.kind}`), amount: formatYuan(found.amountFen) })}</h1>
          <State tone={TONES[found.state]}>{tr(`state_${found.state}`)}</State>
        </div>
        {isDone && !answer ? <Flash tone="done" title={t("doneFlash")} /> : null}
        {answer ? (
          <ErrorSummary errors={[{ id: fieldOf(answer), message: t(`refuse_${answer.refusal}`) }]} />
        ) : null}
        {reader.mayUpload ? (
          <Split
            side={<BreakSheets data={data} answer={answer} />}
            sideTitle={{ id: "do", text: t("doTitle") }}
            sideClass="sheet no-print"
          >
            <Story data={data} />
          </Split>
        ) : (
          <Story data={data} />
        )}
      </div>
    </>
  );
}

/** The field that a refusal is about. */
function fieldOf({ typed }: BreakFormAnswer): string {
  return `${typed.intent === "approve" || typed.intent === "refuse" ? "decide" : typed.intent}-note`;
}

function Story({ data }: { data: BreakPageData }) {
  const t = useT("breaks");
  return (
    <>
      <Section title={t("factsTitle")} first>
        <BreakFacts data={data} />
      </Section>
      <Section title={t("rowTitle")}>
        <RowFacts data={data} />
      </Section>
      <Section title={t("historyTitle")}>
        <History data={data} />
      </Section>
    </>
  );
}

function BreakFacts({ data: { found, today } }: { data: BreakPageData }) {
  const t = useT("breaks");
  const tr = useT("reconciliation");
  const days = Math.max(0, daysBetween(found.day, today));
  const items = [
    { term: t("factSource"), value: <SourceName source={found.source} /> },
    { term: t("factDay"), value: <DateText value={found.day} /> },
    found.state === "resolved"
      ? null
      : { term: t("factAge"), value: days === 0 ? tr("breakToday") : tr("breakAgeDays", { count: days }) },
    { term: t("factOwner"), value: found.ownerName ?? t("ownerNone") },
    isBreakReason(found.reason) ? { term: t("factReason"), value: t(`reason_${found.reason}`) } : null,
    found.explanation ? { term: t("factNote"), value: found.explanation } : null,
    found.state === "resolved" ? null : { term: t("factNext"), value: tr(`next_${found.kind}`) },
  ];
  return <Pairs items={items.filter((item) => item !== null)} />;
}

function RowFacts({ data: { found, reader } }: { data: BreakPageData }) {
  const t = useT("breaks");
  const tr = useT("reconciliation");
  const { row } = found;
  if (!row) return <p>{t("rowNone")}</p>;
  const items = [
    {
      term: t("rowAmount"),
      value: (
        <>
          {tr(`rowKind_${isRowKind(row.kind) ? row.kind : "misc"}`)} <Money fen={row.amountFen} />
        </>
      ),
    },
    row.feeFen === 0n ? null : { term: t("rowFee"), value: <Money fen={row.feeFen} /> },
    { term: t("rowTime"), value: <DateText value={row.occurredAt} precision="second" /> },
    { term: t("rowReference"), value: <span className="code">{row.reference}</span> },
    row.counterparty ? { term: t("rowWho"), value: row.counterparty } : null,
    row.summary ? { term: t("rowSummary"), value: row.summary } : null,
    { term: t("rowFile"), value: tr("rowLine", { file: row.fileName, line: row.lineNo }) },
  ];
  return (
    <>
      <Pairs items={items.filter((item) => item !== null)} />
      <p>
        <a href={`/workspace/reconciliation/${row.day}/${found.source}${reader.query}`}>{t("rowSee")}</a>
      </p>
    </>
  );
}

function History({ data: { found, acts } }: { data: BreakPageData }) {
  const t = useT("breaks");
  const opened = {
    key: "opened",
    when: <DateText value={found.openedAt} precision="minute" />,
    body: t("historyOpened"),
  };
  const isMatched = found.resolvedAt !== null && found.reason !== "written-off";
  const over = found.resolvedAt
    ? [
        {
          key: "resolved",
          when: <DateText value={found.resolvedAt} precision="minute" />,
          body: t("historyResolved"),
        },
      ]
    : [];
  return (
    <Rod
      items={[
        opened,
        ...acts.map((act) => ({
          key: act.id,
          when: <DateText value={act.actedAt} precision="minute" />,
          body: <Act act={act} />,
        })),
        ...(isMatched ? over : []),
      ]}
    />
  );
}

const ACTS = [
  "assigned",
  "explained",
  "write-off-requested",
  "write-off-approved",
  "write-off-refused",
  "reopened",
] as const;

function Act({ act }: { act: BreakActView }) {
  const t = useT("breaks");
  const kind = ACTS.find((known) => known === act.act);
  const owner = act.ownerName ?? "";
  return (
    <>
      {kind === undefined
        ? act.act
        : kind === "assigned"
          ? t("act_assigned", { who: act.actorName, owner })
          : t(`act_${kind}`, { who: act.actorName })}
      {isBreakReason(act.reason) ? <small> {t(`reason_${act.reason}`)}</small> : null}
      {act.note ? <small> {act.note}</small> : null}
    </>
  );
}
