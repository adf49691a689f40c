import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { DutyState } from "./duty-state.tsx";
import type { DisclosureTaskView } from "./queries.server.ts";

/** What an organization must publish, by when, and whether it did. */
export function TasksPage({ tasks, today }: { tasks: readonly DisclosureTaskView[]; today: string }) {
  const t = useT("disclosures");
  const lang = useLang();
  const open = tasks.filter((task) => task.publishedAt === null);
  const [first] = open;
  return (
    <div className="wrap">
      <div className="answer">
        <h1>{t("title")}</h1>
        <p className="lead">{first ? t("lead", { count: open.length, day: first.dueOn }) : t("leadDone")}</p>
      </div>
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
                <a href={task.publishedAt ? `/disclosures/${task.id}` : `/workspace/disclosures/${task.id}`}>
                  {inLang(lang, task.title, task.titleEn)}
                </a>
                <small>
                  {task.fundTitle === null
                    ? t("organizationItself")
                    : inLang(lang, task.fundTitle, task.fundTitleEn ?? "")}
                  {" · "}
                  {task.lawArticle}
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
          { key: "state", head: t("state"), st: true, cell: (task) => <DutyState {...task} today={today} /> },
          {
            key: "act",
            head: t("act"),
            label: null,
            cell: (task) => (
              <a href={`/workspace/disclosures/${task.id}`}>
                {task.publishedAt ? t("correct") : t("publish")}
              </a>
            ),
          },
        ]}
      />
    </div>
  );
}
