import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { FilterForm } from "#app/ui/filter-form.tsx";
import { Pagination } from "#app/ui/pagination.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { State } from "#app/ui/state.tsx";
import { ButtonLink } from "#app/ui/submit-button.tsx";
import { AidRooms } from "./aid-rooms.tsx";
import { CASE_STATES, type CaseState } from "./case-state.ts";
import { sayAid } from "./form-state.ts";
import type { CasesData } from "./load-cases.server.ts";
import type { CaseRow, StepMedians } from "./queries.server.ts";

const TONES: Record<CaseState, "done" | "wait" | "warn" | "bad"> = {
  received: "wait",
  checked: "wait",
  approved: "wait",
  announced: "wait",
  batched: "wait",
  paid: "done",
  delivered: "done",
  refused: "bad",
  stopped: "warn",
  recovered: "warn",
};

export function CaseStateMark({ state }: { state: CaseState }) {
  const t = useT("aid");
  return <State tone={TONES[state]}>{sayAid(t, `state_${state}`)}</State>;
}

/** All applications of the organization, by where they stand, and how long each step takes. */
export function CasesPage({ rows, counts, programmes, filter, medians, twice, next }: CasesData) {
  const t = useT("aid");
  const tc = useT("aidChecks");
  const lang = useLang();
  const waiting = counts.received + counts.checked;
  return (
    <div className="wrap">
      <div className="head">
        <h1>{waiting === 0 ? t("nothingWaits") : t("casesWait", { count: waiting })}</h1>
        <p className="acts">
          <ButtonLink href="/workspace/aid/new">{t("takeDown")}</ButtonLink>
        </p>
      </div>
      <AidRooms current="cases" />
      <FilterForm action="/workspace/aid" label={t("filterLabel")} submit={t("filter")}>
        <Select
          label={t("state")}
          name="state"
          defaultValue={filter.state ?? ""}
          options={[
            { value: "", label: t("allStates") },
            ...CASE_STATES.map((state) => ({
              value: state,
              label: `${sayAid(t, `state_${state}`)} · ${counts[state]}`,
            })),
          ]}
        />
        <Select
          label={t("programme")}
          name="programme"
          defaultValue={filter.programmeId ?? ""}
          options={[
            { value: "", label: t("allProgrammes") },
            ...programmes.map((one) => ({ value: one.id, label: inLang(lang, one.title, one.titleEn) })),
          ]}
        />
      </FilterForm>
      <CaseTable rows={rows} />
      <Pagination
        next={next}
        previous={null}
        first={filter.before ? "/workspace/aid" : null}
        summary={t("newestFirst")}
      />
      {twice ? <p className="note">{tc("ownCount", { count: twice.count })}</p> : null}
      <Medians medians={medians} />
    </div>
  );
}

export function CaseTable({ rows }: { rows: readonly CaseRow[] }) {
  const t = useT("aid");
  const lang = useLang();
  return (
    <CardsTable
      caption={t("casesCaption")}
      variant="headed stated"
      rows={rows}
      rowKey={(row) => row.id}
      empty={<EmptyState title={t("noCases")}>{t("noCasesText")}</EmptyState>}
      columns={[
        {
          key: "who",
          head: t("applicant"),
          cell: (row) => (
            <>
              <a href={`/workspace/aid/cases/${row.id}`}>{row.maskedName}</a>
              <small className="code">{row.reference}</small>
            </>
          ),
        },
        {
          key: "state",
          head: t("state"),
          st: true,
          cell: (row) => (
            <>
              <CaseStateMark state={row.state} />{" "}
              {row.isUrgent ? <State tone="warn">{t("urgent")}</State> : null}{" "}
              {row.openDecision ? <State tone="wait">{t("waitsSecond")}</State> : null}
            </>
          ),
        },
        {
          key: "programme",
          head: t("programme"),
          cell: (row) => inLang(lang, row.programmeTitle, row.programmeTitleEn),
        },
        {
          key: "town",
          head: t("town"),
          cell: (row) =>
            inLang(lang, row.divisionName ?? row.divisionCode, row.divisionNameEn ?? row.divisionCode),
        },
        { key: "origin", head: t("origin"), cell: (row) => t(`origin_${row.origin}`) },
        {
          key: "at",
          head: t("step_received"),
          cell: (row) => <DateText value={row.receivedAt} precision="minute" />,
        },
      ]}
    />
  );
}

function Medians({ medians }: { medians: StepMedians }) {
  const t = useT("aid");
  const days = (value: number | null) =>
    value === null ? t("noneYet") : t("days", { days: value.toFixed(1) });
  return (
    <Section title={t("mediansTitle")} intro={t("mediansIntro", { count: medians.cases })}>
      <Facts
        plain
        items={[
          { term: t("median_check"), value: days(medians.check) },
          { term: t("median_decide"), value: days(medians.decide) },
          { term: t("median_announce"), value: days(medians.announce) },
          { term: t("median_pay"), value: days(medians.pay), note: t("payRule") },
          { term: t("median_deliver"), value: days(medians.deliver) },
          { term: t("median_whole"), value: days(medians.whole) },
          { term: t("median_urgent"), value: days(medians.urgent) },
        ]}
      />
    </Section>
  );
}
