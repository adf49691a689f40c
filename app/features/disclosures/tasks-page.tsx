import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { FilterForm } from "#app/ui/filter-form.tsx";
import { ListCount } from "#app/ui/list-count.tsx";
import { Select } from "#app/ui/select.tsx";
import { DUTY_KINDS } from "./duty-kinds.ts";
import { DutyState } from "./duty-state.tsx";
import { DutyTabs } from "./duty-tabs.tsx";
import { dutyArticle, dutyTitle } from "./duty-text.ts";
import type { OwnTask, TaskCounts, TaskFilters } from "./own-tasks.server.ts";
import type { Publisher } from "./responsible.server.ts";

const PATH = "/workspace/disclosures";
const STATES = ["open", "overdue", "published", "moved"] as const;

export interface TasksPageProps {
  tasks: readonly OwnTask[];
  counts: TaskCounts;
  filters: TaskFilters;
  people: readonly Publisher[];
  /** Events that the system saw and nobody has confirmed. */
  waitingEvents: number;
  today: string;
}

/** What an organization must publish, by when, by whom, and whether it did. */
export function TasksPage({ tasks, counts, filters, people, waitingEvents, today }: TasksPageProps) {
  const t = useT("disclosures");
  const tc = useT("clock");
  return (
    <div className="wrap">
      <div className="answer">
        <h1>{t("title")}</h1>
        <p className="lead">
          {counts.firstOpenOn ? t("lead", { count: counts.open, day: counts.firstOpenOn }) : t("leadDone")}{" "}
          {counts.overdue > 0 ? tc("leadOverdue", { count: counts.overdue }) : null}
        </p>
      </div>
      <DutyTabs current="list" waiting={waitingEvents} />
      <Filters filters={filters} people={people} counts={counts} />
      <ListCount>{tc("count", { count: tasks.length })}</ListCount>
      <TasksTable tasks={tasks} today={today} />
      <p className="note after">
        <a href="/disclosures/rules">{tc("rulesLink")}</a>
      </p>
    </div>
  );
}

function Filters(props: Pick<TasksPageProps, "filters" | "people" | "counts">) {
  const { filters, people, counts } = props;
  const t = useT("disclosures");
  const tc = useT("clock");
  const any = { value: "", label: tc("all") };
  return (
    <FilterForm
      action={PATH}
      label={tc("filter")}
      active={filters.state !== "" || filters.kind !== "" || filters.who !== ""}
    >
      <Select
        label={t("state")}
        name="state"
        defaultValue={filters.state}
        options={[
          any,
          ...STATES.map((state) => ({ value: state, label: tc(`state_${state}`, { count: counts[state] }) })),
        ]}
      />
      <Select
        label={tc("kind")}
        name="kind"
        defaultValue={filters.kind}
        options={[any, ...DUTY_KINDS.map((kind) => ({ value: kind, label: tc(`kind_${kind}`) }))]}
      />
      <Select
        label={tc("responsible")}
        name="who"
        defaultValue={filters.who}
        options={[any, ...people.map(({ id, name }) => ({ value: id, label: name }))]}
      />
    </FilterForm>
  );
}

function TasksTable({ tasks, today }: { tasks: readonly OwnTask[]; today: string }) {
  const t = useT("disclosures");
  const tc = useT("clock");
  const lang = useLang();
  return (
    <CardsTable
      caption={t("dutiesCaption")}
      variant="duo stated"
      rows={tasks}
      rowKey={(task) => task.id}
      empty={<EmptyState title={t("none")}>{t("noneText")}</EmptyState>}
      columns={[
        {
          key: "duty",
          head: t("duty"),
          cell: (task) => (
            <>
              <a href={task.publishedAt ? `/disclosures/${task.id}` : `${PATH}/${task.id}`}>
                {dutyTitle(lang, task)}
              </a>
              <small>
                {task.fundTitle === null
                  ? t("organizationItself")
                  : inLang(lang, task.fundTitle, task.fundTitleEn ?? "")}
                {" · "}
                {dutyArticle(lang, task)}
              </small>
            </>
          ),
        },
        { key: "due", head: t("due"), className: "num", cell: (task) => <DateText value={task.dueOn} /> },
        {
          key: "published",
          head: t("published"),
          className: "num",
          cell: (task) => (task.publishedAt ? <DateText value={task.publishedAt} /> : t("notYet")),
        },
        { key: "who", head: tc("responsible"), cell: (task) => task.responsibleName },
        { key: "state", head: t("state"), st: true, cell: (task) => <DutyState {...task} today={today} /> },
        {
          key: "act",
          head: t("act"),
          label: null,
          cell: (task) => (
            <a href={`${PATH}/${task.id}`}>
              {task.publishedAt ? tc(task.figuresMovedAt ? "correctMoved" : "correct") : t("publish")}
            </a>
          ),
        },
      ]}
    />
  );
}
