import type { FundFigures } from "#app/features/funds/figures.ts";
import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Money } from "#app/ui/money.tsx";
import { State, type Tone } from "#app/ui/state.tsx";
import { ButtonLink } from "#app/ui/submit-button.tsx";
import type { ProjectRow } from "./queries.server.ts";
import type { ProjectPerson } from "./work-project.server.ts";

export const PROJECT_TONES = {
  draft: "wait",
  open: "done",
  paused: "warn",
  ended: "wait",
} as const satisfies Record<ProjectRow["state"], Tone>;

export type ListedProject = ProjectRow & Pick<FundFigures, "raisedFen" | "disbursedFen" | "availableFen">;

/** The projects of an organization, each with its state and the one thing that waits. */
export function ProjectsPage({ rows, person }: { rows: ListedProject[]; person: ProjectPerson }) {
  const t = useT("projects");
  const lang = useLang();
  const waiting = rows.filter((row) => waitingKey(row, person) !== null).length;
  const money = (fen: bigint) => <Money fen={fen} symbol={false} />;
  return (
    <div className="wrap">
      <div className="head">
        <h1>{waiting === 0 ? t("listTitle") : t("listWaiting", { count: waiting })}</h1>
        <ButtonLink href="/workspace/projects/new">{t("new")}</ButtonLink>
      </div>
      <p className="lead">{t("listLead")}</p>
      <CardsTable
        caption={t("listTitle")}
        variant="headed"
        rows={rows}
        rowKey={(row) => row.id}
        empty={
          <EmptyState title={t("listEmpty")} action={{ href: "/workspace/projects/new", label: t("new") }}>
            {t("listEmptyText")}
          </EmptyState>
        }
        columns={[
          {
            key: "project",
            head: t("project"),
            cell: (row) => (
              <>
                <a href={`/workspace/projects/${row.id}`}>{inLang(lang, row.title, row.titleEn)}</a>
                <WaitingNote row={row} person={person} />
              </>
            ),
          },
          {
            key: "period",
            head: t("period"),
            className: "num",
            cell: (row) => (row.startsOn ? `${row.startsOn} ${t("to")} ${row.endsOn ?? t("noEnd")}` : null),
          },
          { key: "raised", head: t("raised"), right: true, cell: (row) => money(row.raisedFen) },
          { key: "used", head: t("used"), right: true, cell: (row) => money(row.disbursedFen) },
          { key: "left", head: t("left"), right: true, cell: (row) => money(row.availableFen) },
          {
            key: "state",
            head: t("state"),
            st: true,
            cell: (row) => <State tone={PROJECT_TONES[row.state]}>{t(`state_${row.state}`)}</State>,
          },
        ]}
      />
    </div>
  );
}

function WaitingNote({ row, person }: { row: ProjectRow; person: ProjectPerson }) {
  const t = useT("projects");
  const key = waitingKey(row, person);
  if (key !== null) return <small>{t(key)}</small>;
  return row.missedCount > 0 ? <small>{t("missedCount", { count: row.missedCount })}</small> : null;
}

/** What waits at a project, in this person's words; null for nothing. */
export function waitingKey(row: ProjectRow, person: { userId: string; roles: readonly string[] }) {
  const mayRelease = person.roles.includes("charity-approver");
  if (row.releaseAskedById)
    return mayRelease && row.releaseAskedById !== person.userId ? "waitsForYou" : "waitsForRelease";
  if (row.endAskedById)
    return mayRelease && row.endAskedById !== person.userId ? "endWaitsForYou" : "waitsForEnd";
  return null;
}
