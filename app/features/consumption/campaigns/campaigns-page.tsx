import { inLang } from "#app/features/funds/fund-text.ts";
import { PROJECT_TONES } from "#app/features/projects/projects-page.tsx";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { State } from "#app/ui/state.tsx";
import { ButtonLink } from "#app/ui/submit-button.tsx";
import type { CampaignRow } from "./queries.server.ts";

/** The consumption campaigns of a charity, each with how many enterprises give and what waits. */
export function CampaignsPage({ rows }: { rows: readonly CampaignRow[] }) {
  const t = useT("consumption");
  const lang = useLang();
  return (
    <div className="wrap">
      <div className="head">
        <h1>{t("listTitle")}</h1>
        <ButtonLink href="/workspace/consumption/new">{t("new")}</ButtonLink>
      </div>
      <p className="lead">{t("listLead")}</p>
      <p className="more">
        <a href="/workspace/consumption/statements">{t("statementsLink")}</a>
      </p>
      <CardsTable
        caption={t("listTitle")}
        variant="headed"
        rows={rows}
        rowKey={(row) => row.id}
        empty={
          <EmptyState title={t("listEmpty")} action={{ href: "/workspace/consumption/new", label: t("new") }}>
            {t("listEmptyText")}
          </EmptyState>
        }
        columns={[
          {
            key: "campaign",
            head: t("campaign"),
            cell: (row) => (
              <a href={`/workspace/consumption/${row.id}`}>{inLang(lang, row.title, row.titleEn)}</a>
            ),
          },
          {
            key: "period",
            head: t("period"),
            className: "num",
            cell: (row) =>
              row.startsOn ? t("fromTo", { from: row.startsOn, to: row.endsOn ?? t("noEnd") }) : null,
          },
          { key: "inForce", head: t("inForce"), right: true, cell: (row) => row.inForceCount },
          { key: "drafted", head: t("waitingHere"), right: true, cell: (row) => row.draftedCount },
          { key: "offered", head: t("waitingThere"), right: true, cell: (row) => row.offeredCount },
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
