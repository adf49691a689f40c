import { inLang } from "#app/features/funds/fund-text.ts";
import { ORGANIZATION_STATES } from "#app/features/organizations/kinds.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { FilterForm, SearchField } from "#app/ui/filter-form.tsx";
import { Pagination } from "#app/ui/pagination.tsx";
import { Select } from "#app/ui/select.tsx";
import { State } from "#app/ui/state.tsx";
import type { SupervisedFilters, SupervisedOrganization } from "./list-organizations.server.ts";

const TONES = { applied: "wait", returned: "warn", active: "done", refused: "bad" } as const;
const PATH = "/supervision/organizations";

interface SupervisedOrganizationsProps {
  organizations: SupervisedOrganization[];
  filters: SupervisedFilters;
  nextCursor: string | null;
  isFirstPage: boolean;
  today: string;
}

/** Every organization of the officer's places, also those that are not public. */
export function SupervisedOrganizations(props: SupervisedOrganizationsProps) {
  const { organizations, filters, nextCursor, isFirstPage, today } = props;
  const t = useT("supervision");
  const to = useT("organizations");
  const lang = useLang();
  const query = new URLSearchParams({ q: filters.q, state: filters.state });
  return (
    <div className="wrap">
      <h1>{t("organizationsTitle")}</h1>
      <p className="lead">{t("organizationsLead")}</p>
      <FilterForm action={PATH} label={to("filters")} active={filters.q !== "" || filters.state !== ""}>
        <SearchField name="q" label={to("searchFor")} defaultValue={filters.q} />
        <Select
          name="state"
          label={t("state")}
          blank={t("anyState")}
          defaultValue={filters.state}
          options={ORGANIZATION_STATES.map((value) => ({ value, label: t(`state_${value}`) }))}
        />
      </FilterForm>
      <CardsTable
        caption={t("organizationsCaption")}
        variant="headed"
        rows={organizations}
        rowKey={(one) => one.id}
        empty={<EmptyState title={t("organizationsNone")}>{t("organizationsNoneText")}</EmptyState>}
        columns={[
          {
            key: "name",
            head: t("organization"),
            cell: (one) => (
              <>
                <a href={`${PATH}/${one.id}`}>{inLang(lang, one.name, one.nameEn)}</a>{" "}
                <small>{to(`kind_${one.kind}`)}</small>
              </>
            ),
          },
          {
            key: "state",
            head: t("state"),
            st: true,
            cell: (one) =>
              one.hasWaitingChange && one.state === "active" ? (
                <State tone="wait">{t("waits")}</State>
              ) : (
                <State tone={TONES[one.state]}>{t(`state_${one.state}`)}</State>
              ),
          },
          {
            key: "place",
            head: t("place"),
            cell: (one) => inLang(lang, one.divisionName, one.divisionNameEn),
          },
          {
            key: "qualification",
            head: t("qualificationTo"),
            cell: (one) => <QualificationEnd {...one} today={today} />,
          },
        ]}
      />
      <Pagination
        first={isFirstPage ? null : `${PATH}?${query}`}
        next={nextCursor ? `${PATH}?${query}&cursor=${nextCursor}` : null}
      />
    </div>
  );
}

function QualificationEnd(props: {
  qualificationFrom: string | null;
  qualificationTo: string | null;
  today: string;
}) {
  const { qualificationFrom, qualificationTo, today } = props;
  const to = useT("organizations");
  if (!qualificationFrom) return null;
  if (qualificationTo && qualificationTo < today) return <>{to("expired", { day: qualificationTo })}</>;
  return <>{qualificationTo ? to("validTo", { day: qualificationTo }) : to("validOpen")}</>;
}
