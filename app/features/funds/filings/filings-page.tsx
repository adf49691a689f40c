import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { ButtonLink } from "#app/ui/submit-button.tsx";
import { DutyText } from "./duty-text.tsx";
import type { FilingsData } from "./filing-page.server.ts";
import { FILING_TONES } from "./filing-tones.ts";

/** All filings of a charity with what is due, and what is still being written. */
export function FilingsPage({ rows, drafts, today, done }: FilingsData & { done: "Discarded" | null }) {
  const t = useT("filings");
  return (
    <div className="wrap">
      <div className="head">
        <h1>{t("title")}</h1>
        <ButtonLink href="/workspace/filings/new">{t("new")}</ButtonLink>
      </div>
      <p className="lead">{t("lead")}</p>
      <p className="note">{t("notTheMinistry")}</p>
      {done ? <Flash title={t("doneDiscarded")} /> : null}
      <CardsTable
        caption={t("listCaption")}
        variant="stated"
        rows={rows}
        rowKey={(row) => row.id}
        empty={<EmptyState title={t("listNone")}>{t("listNoneText")}</EmptyState>}
        columns={[
          {
            key: "name",
            head: t("campaign"),
            cell: (row) => (
              <>
                <a href={`/workspace/filings/${row.id}`}>{row.name}</a>
                <small className={row.filingNo ? "code" : undefined}>{row.filingNo ?? t("noNumber")}</small>
              </>
            ),
          },
          {
            key: "period",
            head: t("period"),
            cell: (row) => t("periodText", { from: row.startsOn, to: row.endsOn }),
          },
          {
            key: "state",
            head: t("stateHead"),
            st: true,
            cell: (row) => <State tone={FILING_TONES[row.state]}>{t(`state_${row.state}`)}</State>,
          },
          {
            key: "next",
            head: t("nextHead"),
            cell: (row) => (row.duty ? <DutyText duty={row.duty} today={today} /> : null),
          },
        ]}
      />
      {drafts.length > 0 ? (
        <Section title={t("drafts")}>
          <CardsTable
            caption={t("drafts")}
            rows={drafts}
            rowKey={(draft) => draft.subject}
            columns={[
              {
                key: "name",
                head: t("campaign"),
                cell: (draft) => (
                  <a href={`/workspace/filings/new?id=${draft.id}&kind=${draft.kind}`}>
                    {draft.name === "" ? t("draftUntitled") : draft.name}
                  </a>
                ),
              },
              { key: "kind", head: t("stateHead"), cell: (draft) => t(`kind_${draft.kind}`) },
              {
                key: "saved",
                head: t("savedAt"),
                cell: (draft) => <DateText value={draft.savedAt} precision="minute" />,
              },
            ]}
          />
        </Section>
      ) : null}
    </div>
  );
}
