import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ListCount } from "#app/ui/list-count.tsx";
import { State, type Tone } from "#app/ui/state.tsx";
import type { WorkView } from "./load-work.server.ts";
import { workWords } from "./work-words.ts";

const TONES = { waiting: "wait", running: "wait", finished: "done", failed: "bad" } as const satisfies Record<
  WorkView["state"],
  Tone
>;

/** The newest long works, so that what was left is found again. */
export function WorkListPage({ works, limit }: { works: WorkView[]; limit: number }) {
  const t = useT("work");
  const lang = useLang();
  return (
    <div className="wrap">
      <h1>{t("title")}</h1>
      <p className="lead">{t("lead")}</p>
      {works.length === limit ? <ListCount>{t("newest", { count: limit })}</ListCount> : null}
      <CardsTable
        caption={t("caption")}
        variant="stated"
        rows={works}
        rowKey={(work) => work.id}
        empty={<EmptyState title={t("none")}>{t("noneText")}</EmptyState>}
        columns={[
          {
            key: "what",
            head: t("what"),
            cell: (work) => <a href={`/workspace/work/${work.id}`}>{workWords(lang, "kind", work.kind)}</a>,
          },
          {
            key: "state",
            head: t("state"),
            st: true,
            label: null,
            cell: (work) => <State tone={TONES[work.state]}>{t(`state_${work.state}`)}</State>,
          },
          {
            key: "count",
            head: t("count"),
            right: true,
            cell: (work) => (work.total === 0 ? null : t("countOf", { done: work.done, total: work.total })),
          },
          {
            key: "since",
            head: t("requestedAt"),
            cell: (work) => <DateText value={work.requestedAt} precision="minute" />,
          },
          {
            key: "who",
            head: t("requestedBy"),
            cell: (work) => (work.isOwn ? t("byYou") : t("byColleague")),
          },
        ]}
      />
    </div>
  );
}
