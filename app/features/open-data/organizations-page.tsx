import { inLang } from "#app/features/funds/fund-text.ts";
import { PUBLIC_ORGANIZATION_KINDS } from "#app/features/organizations/kinds.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { AsOf } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { FilterForm, SearchField } from "#app/ui/filter-form.tsx";
import { ListCount } from "#app/ui/list-count.tsx";
import { Money } from "#app/ui/money.tsx";
import { Pagination } from "#app/ui/pagination.tsx";
import { Select } from "#app/ui/select.tsx";
import type { ListedOrganization, OrganizationListData } from "./load-organizations.server.ts";

/** Who is in the register, with the sums of what they run. */
export function OrganizationsPage(data: OrganizationListData) {
  const { filters, regions, organizations, nextCursor, isFirstPage, asOf } = data;
  const t = useT("organizations");
  const lang = useLang();
  const isFiltered = Object.values(filters).some((value) => value !== "");
  const address = (cursor: string | null) => {
    const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ""));
    if (cursor) query.set("cursor", cursor);
    const text = query.toString();
    return text === "" ? "/organizations" : `/organizations?${text}`;
  };
  return (
    <div className="wrap">
      <h1>{t("title")}</h1>
      <p className="lead">{t("lead")}</p>
      <FilterForm action="/organizations" label={t("filters")} active={isFiltered}>
        <SearchField name="q" label={t("searchFor")} defaultValue={filters.q} />
        <Select
          label={t("kind")}
          name="kind"
          blank={t("any")}
          defaultValue={filters.kind}
          options={PUBLIC_ORGANIZATION_KINDS.map((kind) => ({ value: kind, label: t(`kind_${kind}`) }))}
        />
        <Select
          label={t("region")}
          name="region"
          blank={t("any")}
          defaultValue={filters.region}
          options={regions.map((region) => ({
            value: region.code,
            label: inLang(lang, region.name, region.nameEn),
          }))}
        />
      </FilterForm>
      {organizations.length === 0 ? (
        <EmptyState title={t("emptyTitle")} action={{ href: "/organizations", label: t("seeAll") }}>
          {t("emptyText")}
        </EmptyState>
      ) : (
        <>
          <ListCount>{t("shown", { count: organizations.length })}</ListCount>
          <OrganizationRows organizations={organizations} />
          <Pagination
            first={isFirstPage ? null : address(null)}
            next={nextCursor ? address(nextCursor) : null}
          />
          <AsOf at={asOf} />
        </>
      )}
    </div>
  );
}

function OrganizationRows({ organizations }: { organizations: readonly ListedOrganization[] }) {
  const t = useT("organizations");
  const lang = useLang();
  return (
    <ol className="rows">
      {organizations.map((organization) => (
        <li key={organization.id}>
          <h2>
            <a href={`/organizations/${organization.slug}`}>
              {inLang(lang, organization.name, organization.nameEn)}
            </a>
          </h2>
          <p>{inLang(lang, organization.summary, organization.summaryEn)}</p>
          <p className="note">
            {t(`kind_${organization.kind}`)} ·{" "}
            {inLang(lang, organization.divisionName, organization.divisionNameEn)}
          </p>
          {organization.fundCount === 0 ? null : (
            <Facts
              items={[
                { term: t("funds"), value: t("fundsCount", { count: organization.fundCount }) },
                { term: t("raised"), value: <Money fen={organization.figures.raisedFen} /> },
                { term: t("used"), value: <Money fen={organization.figures.disbursedFen} /> },
              ]}
            />
          )}
        </li>
      ))}
    </ol>
  );
}
