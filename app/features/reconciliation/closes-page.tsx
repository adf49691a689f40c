import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Pagination } from "#app/ui/pagination.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { ButtonLink } from "#app/ui/submit-button.tsx";
import { BreakAgesChart } from "./break-ages-chart.tsx";
import { ObstacleList } from "./close-obstacle-list.tsx";
import type { ClosedDayLine } from "./close-queries.server.ts";
import type { ClosesPageData } from "./load-close.server.ts";
import { WorkspaceBar } from "./workspace-bar.tsx";

const PATH = "/workspace/reconciliation/close";

/** How far the books are closed, the day that comes next, and every closed day. */
export function ClosesPage({ data }: { data: ClosesPageData }) {
  const t = useT("close");
  const { reader, days, older, next, ages } = data;
  const [latest] = days;
  const isReady = next.obstacles.length === 0;
  return (
    <>
      <WorkspaceBar reader={reader} tab="close" />
      <div className="wrap">
        <h1>{latest ? t("titleClosedThrough", { day: latest.day }) : t("titleNever")}</h1>
        <p className="lead">{t("lead")}</p>
        <Section title={t("nextTitle")}>
          <p>
            {isReady
              ? next.signedByName
                ? t("nextSigned", { who: next.signedByName, day: next.day })
                : t("nextReady", { day: next.day })
              : t("nextBlocked", { day: next.day, count: next.obstacles.length })}
          </p>
          {isReady ? null : <ObstacleList obstacles={next.obstacles} query={reader.query} />}
          <p className="field">
            <ButtonLink href={`${PATH}/${next.day}${reader.query}`} quiet={!isReady}>
              {t("nextSee", { day: next.day })}
            </ButtonLink>
          </p>
        </Section>
        <Section title={t("listTitle")}>
          <ClosedDays days={days} query={reader.query} />
          <Pagination next={older} />
        </Section>
        <Section title={t("agesTitle")}>
          <BreakAgesChart ages={ages} />
        </Section>
      </div>
    </>
  );
}

function ClosedDays({ days, query }: { days: readonly ClosedDayLine[]; query: string }) {
  const t = useT("close");
  return (
    <CardsTable
      caption={t("listCaption")}
      variant="stated"
      rows={days}
      rowKey={(row) => row.id}
      empty={<EmptyState title={t("listEmptyTitle")}>{t("listEmpty")}</EmptyState>}
      columns={[
        {
          key: "day",
          head: t("day"),
          cell: (row) => (
            <a href={`${PATH}/${row.day}${query}`}>
              <DateText value={row.day} />
            </a>
          ),
        },
        { key: "signed", head: t("signedBy"), cell: (row) => row.signedByName },
        {
          key: "closed",
          head: t("closedBy"),
          cell: (row) =>
            row.closedAt ? (
              <>
                {row.closedByName} <DateText value={row.closedAt} precision="short-minute" />
              </>
            ) : null,
        },
        {
          key: "left",
          head: t("left"),
          st: true,
          cell: (row) => (
            <State tone={row.breakCount > 0 ? "warn" : "done"}>
              {row.breakCount > 0 ? t("leftCount", { count: row.breakCount }) : t("leftNone")}
            </State>
          ),
        },
      ]}
    />
  );
}
