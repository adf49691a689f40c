import { STATEMENT_SOURCES } from "#app/features/payments/statements/statement.ts";
import { useT } from "#app/lib/i18n-react.tsx";
import { daysBetween } from "#app/lib/time.ts";
import { Callout } from "#app/ui/callout.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { FilterForm } from "#app/ui/filter-form.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { LinkTabs } from "#app/ui/link-tabs.tsx";
import { Money } from "#app/ui/money.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { AGE_CLASSES, MAX_BREAK_AGE_DAYS } from "./break-ages.ts";
import { BreakAgesChart } from "./break-ages-chart.tsx";
import type { BreakFormAnswer } from "./break-form.ts";
import type { WorkBreak } from "./break-queries.server.ts";
import { CHOSEN_REASONS, isBreakReason } from "./break-reasons.ts";
import { SourceName } from "./break-table.tsx";
import { BREAK_KINDS } from "./breaks.ts";
import type { BreaksPageData } from "./load-breaks.server.ts";
import { WorkspaceBar } from "./workspace-bar.tsx";

const PATH = "/workspace/reconciliation/breaks";
const VIEWS = ["open", "waiting", "done"] as const;

/** The queue: what is not settled, how old it is, who has it, and what to do about it. */
export function BreaksPage({ data, answer }: { data: BreaksPageData; answer: BreakFormAnswer | undefined }) {
  const t = useT("breaks");
  const { reader, filters, open, ages, asks, doneCount } = data;
  const separator = reader.query === "" ? "?" : "&";
  return (
    <>
      <WorkspaceBar reader={reader} tab="breaks" />
      <div className="wrap">
        <h1>
          {open.count > 0
            ? t("titleCount", { count: open.count, amount: formatYuan(open.fen) })
            : t("titleNone")}
        </h1>
        <p className="lead">{t("lead")}</p>
        {doneCount === null ? null : (
          <Flash tone={doneCount > 0 ? "done" : "wait"} title={t("doneCount", { count: doneCount })} />
        )}
        {answer ? <ErrorSummary errors={[{ id: "owner", message: t(`refuse_${answer.refusal}`) }]} /> : null}
        {asks.overdueCount > 0 ? (
          <div className="field">
            <Callout tone="attention">{t("overdue", { count: asks.overdueCount })}</Callout>
          </div>
        ) : null}
        {asks.waitingCount > 0 ? (
          <div className="field">
            <Callout tone="calm">
              <a href={`${PATH}${reader.query}${separator}view=waiting`}>
                {t("writeOffsWaiting", { count: asks.waitingCount })}
              </a>
            </Callout>
          </div>
        ) : null}
        <LinkTabs
          label={t("viewsLabel")}
          items={VIEWS.map((view) => ({
            href: `${PATH}${reader.query}${view === "open" ? "" : `${separator}view=${view}`}`,
            label: t(`view_${view}`),
            current: view === filters.view,
          }))}
        />
        <Filters data={data} />
        <Queue data={data} answer={answer} />
        {open.count > 0 ? (
          <Section title={t("ageHead")}>
            <BreakAgesChart ages={ages} />
          </Section>
        ) : null}
      </div>
    </>
  );
}

function Filters({ data: { reader, filters, colleagues } }: { data: BreaksPageData }) {
  const t = useT("breaks");
  const tr = useT("reconciliation");
  const isActive = [filters.kind, filters.source, filters.owner, filters.age].some((value) => value !== "");
  const sources = [...STATEMENT_SOURCES, "fund"] as const;
  return (
    <FilterForm action={PATH} label={t("filterLabel")} active={isActive}>
      {reader.query === "" ? null : (
        <input type="hidden" name="organization" value={reader.organization.slug} />
      )}
      <input type="hidden" name="view" value={filters.view} />
      <Select
        name="kind"
        label={t("filterKind")}
        blank={t("all")}
        defaultValue={filters.kind}
        options={BREAK_KINDS.map((kind) => ({ value: kind, label: tr(`kind_${kind}`) }))}
      />
      <Select
        name="source"
        label={t("filterSource")}
        blank={t("all")}
        defaultValue={filters.source}
        options={sources.map((source) => ({ value: source, label: tr(`source_${source}`) }))}
      />
      <Select
        id="filter-owner"
        name="owner"
        label={t("filterOwner")}
        blank={t("all")}
        defaultValue={filters.owner}
        options={[
          { value: "none", label: t("ownerNone") },
          ...colleagues.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Select
        name="age"
        label={t("filterAge")}
        blank={t("all")}
        defaultValue={filters.age}
        options={AGE_CLASSES.map(({ key }) => ({ value: key, label: t(`age_${key}`) }))}
      />
    </FilterForm>
  );
}

function Queue({ data, answer }: { data: BreaksPageData; answer: BreakFormAnswer | undefined }) {
  const t = useT("breaks");
  const { reader, breaks, total, colleagues, attempt, filters } = data;
  const mayAssign = reader.mayUpload && filters.view !== "done" && breaks.length > 0;
  const counted = { count: total.count, amount: formatYuan(total.fen) };
  const list = (
    <>
      {breaks.length === 0 ? null : (
        <p className="note">
          {breaks.length < total.count
            ? t("shownOf", { ...counted, shown: breaks.length })
            : t("count", counted)}
        </p>
      )}
      <QueueTable data={data} mayAssign={mayAssign} />
    </>
  );
  if (!mayAssign) return list;
  return (
    <form method="post" action={`${PATH}${reader.query}`}>
      <input type="hidden" name="attempt" value={attempt} />
      {list}
      <Section title={t("assignTitle")} intro={t("assignHelp")}>
        <Select
          name="owner"
          label={t("assignOwner")}
          blank
          defaultValue={answer?.typed.owner ?? ""}
          error={answer ? t(`refuse_${answer.refusal}`) : undefined}
          options={colleagues.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Select
          name="reason"
          label={t("assignReason")}
          blank={t("assignReasonBlank")}
          defaultValue={answer?.typed.reason ?? ""}
          options={CHOSEN_REASONS.map((reason) => ({ value: reason, label: t(`reason_${reason}`) }))}
        />
        <TextField
          name="note"
          label={t("assignNote")}
          optional
          defaultValue={answer?.typed.note}
          maxLength={200}
        />
        <p className="field">
          <SubmitButton>{t("assignSubmit")}</SubmitButton>
        </p>
      </Section>
    </form>
  );
}

function QueueTable({ data, mayAssign }: { data: BreaksPageData; mayAssign: boolean }) {
  const t = useT("breaks");
  const tr = useT("reconciliation");
  const { reader, breaks, today } = data;
  const pick = {
    key: "pick",
    head: t("choose"),
    hideHead: true,
    label: null,
    cell: (row: WorkBreak) => (
      <label className="plainpick">
        <input type="checkbox" name="break" value={row.id} />
        <span className="vh">
          {t("chooseOne", {
            kind: tr(`kind_${row.kind}`),
            amount: formatYuan(row.amountFen, { symbol: false }),
          })}
        </span>
      </label>
    ),
  };
  return (
    <CardsTable
      caption={t("caption")}
      variant="headed"
      className="brk"
      rows={breaks}
      rowKey={(row) => row.id}
      empty={<EmptyState title={t("emptyTitle")}>{t("empty")}</EmptyState>}
      columns={[
        {
          key: "kind",
          head: t("kind"),
          cell: (row) => (
            <>
              <a href={`${PATH}/${row.id}${reader.query}`}>{tr(`kind_${row.kind}`)}</a>
              <small>
                <SourceName source={row.source} /> <DateText value={row.day} precision="short-day" />
              </small>
            </>
          ),
        },
        {
          key: "amount",
          head: t("amount"),
          right: true,
          st: true,
          cell: (row) => <Money fen={row.amountFen} symbol={false} />,
        },
        {
          key: "age",
          head: t("age"),
          right: true,
          className: "age",
          cell: (row) => <Age row={row} today={today} />,
        },
        {
          key: "owner",
          head: t("owner"),
          cell: (row) => row.ownerName ?? <State tone="warn">{t("ownerNone")}</State>,
        },
        { key: "reason", head: t("reason"), cell: (row) => <Reason row={row} /> },
        {
          key: "next",
          head: t("next"),
          cell: (row) => (row.state === "resolved" ? null : tr(`next_${row.kind}`)),
        },
        ...(mayAssign ? [pick] : []),
      ]}
    />
  );
}

function Age({ row, today }: { row: WorkBreak; today: string }) {
  const tr = useT("reconciliation");
  if (row.state === "resolved") return <State tone="done">{tr("state_resolved")}</State>;
  const days = Math.max(0, daysBetween(row.day, today));
  const words = days === 0 ? tr("breakToday") : tr("breakAgeDays", { count: days });
  return days > MAX_BREAK_AGE_DAYS ? <State tone="bad">{words}</State> : words;
}

function Reason({ row }: { row: WorkBreak }) {
  const t = useT("breaks");
  if (row.isWaiting) return <State tone="wait">{t("waitingMark")}</State>;
  return isBreakReason(row.reason) ? t(`reason_${row.reason}`) : null;
}
