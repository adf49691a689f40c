import type { ReactNode } from "react";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { AsOf } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { FilterForm, SearchField } from "#app/ui/filter-form.tsx";
import { MiniBar } from "#app/ui/fund-bar.tsx";
import { ListCount } from "#app/ui/list-count.tsx";
import { Money } from "#app/ui/money.tsx";
import { Pagination } from "#app/ui/pagination.tsx";
import { Select } from "#app/ui/select.tsx";
import { State, type Tone } from "#app/ui/state.tsx";
import { inflowFen } from "./figures.ts";
import { categoryText, inLang } from "./fund-text.ts";
import { FUND_PATHS, fundHref, type PublicFundState } from "./kinds.ts";
import type { FundFacets, FundFilters, ListedFund } from "./list-funds.server.ts";
import type { FundListData } from "./load-fund-list.server.ts";

export const FUND_STATE_TONES: Record<PublicFundState, Tone> = {
  open: "done",
  paused: "warn",
  ended: "wait",
};

/** The register of one kind: what it is, filters in the address, how many, and each fund with its bar. */
export function FundList({
  kind,
  filters,
  facets,
  funds,
  total,
  nextCursor,
  isFirstPage,
  asOf,
  children,
}: FundListData & { children?: ReactNode }) {
  const t = useT("funds");
  const path = FUND_PATHS[kind];
  const isFiltered = Object.values(filters).some((value) => value !== "");
  const open = facets.states.find((state) => state.value === "open")?.count ?? 0;
  return (
    <div className="wrap">
      <h1>{t(`kind_${kind}`)}</h1>
      <p className="lead">{t(`lead_${kind}`)}</p>
      {children}
      <FundFilterForm path={path} filters={filters} facets={facets} isFiltered={isFiltered} />
      <ListCount>
        {isFiltered
          ? t("found", { count: total })
          : t("countAllOpen", { count: total, open: t("countOpen", { count: open }) })}
      </ListCount>
      {funds.length === 0 ? (
        <EmptyList isFiltered={isFiltered} path={path} />
      ) : (
        <>
          <FundRows funds={funds} />
          <Pagination
            first={isFirstPage ? null : addressOf(path, filters, null)}
            next={nextCursor ? addressOf(path, filters, nextCursor) : null}
          />
          <AsOf at={asOf}>{t("listAsOf")}</AsOf>
        </>
      )}
    </div>
  );
}

function EmptyList({ isFiltered, path }: { isFiltered: boolean; path: string }) {
  const t = useT("funds");
  return isFiltered ? (
    <EmptyState title={t("emptyTitle")} action={{ href: path, label: t("seeAll") }}>
      {t("emptyText")}
    </EmptyState>
  ) : (
    <EmptyState title={t("emptyAllTitle")}>{t("emptyAllText")}</EmptyState>
  );
}

function FundFilterForm(props: {
  path: string;
  filters: FundFilters;
  facets: FundFacets;
  isFiltered: boolean;
}) {
  const { path, filters, facets, isFiltered } = props;
  const t = useT("funds");
  const lang = useLang();
  const counted = (label: string, count: number) => `${label} (${count})`;
  return (
    <FilterForm action={path} label={t("filters")} active={isFiltered}>
      {filters.organization === "" ? null : (
        <input type="hidden" name="organization" value={filters.organization} />
      )}
      <SearchField name="q" label={t("searchFor")} defaultValue={filters.q} />
      <Select
        label={t("category")}
        name="category"
        blank={t("any")}
        defaultValue={filters.category}
        options={facets.categories.map(({ value, count }) => ({
          value,
          label: counted(categoryText(value, t), count),
        }))}
      />
      <Select
        label={t("region")}
        name="region"
        blank={t("any")}
        defaultValue={filters.region}
        options={facets.regions.map((region) => ({
          value: region.code,
          label: regionText(region, facets, lang),
        }))}
      />
      <Select
        label={t("state")}
        name="state"
        blank={t("any")}
        defaultValue={filters.state}
        options={facets.states.map(({ value, count }) => ({
          value,
          label: counted(t(`state_${value}`), count),
        }))}
      />
    </FilterForm>
  );
}

/** A town is said with its county, because several counties have a 城南街道. */
function regionText(
  region: FundFacets["regions"][number],
  facets: FundFacets,
  lang: ReturnType<typeof useLang>,
): string {
  const own = inLang(lang, region.name, region.nameEn);
  const parent = facets.regions.find(({ code }) => code === region.parentCode);
  if (region.level !== "town" || !parent) return own;
  const above = inLang(lang, parent.name, parent.nameEn);
  return lang === "zh" ? `${above} ${own}` : `${own}, ${above}`;
}

/** Funds one under another, each with one sentence, one bar and its figures; `within` a section of a page. */
export function FundRows({ funds, within = false }: { funds: readonly ListedFund[]; within?: boolean }) {
  return (
    <ol className="rows">
      {funds.map((fund) => (
        <FundRow key={fund.id} fund={fund} Heading={within ? "h3" : "h2"} />
      ))}
    </ol>
  );
}

function FundRow({ fund, Heading }: { fund: ListedFund; Heading: "h2" | "h3" }) {
  const t = useT("funds");
  const lang = useLang();
  const figures = fund.fund;
  const lead = inLang(lang, fund.lead, fund.leadEn);
  return (
    <li>
      <Heading>
        <a href={fundHref(fund)}>{inLang(lang, fund.title, fund.titleEn)}</a>
      </Heading>
      {lead === "" ? null : <p>{lead}</p>}
      <p className="note">
        <State tone={FUND_STATE_TONES[fund.state]}>{t(`state_${fund.state}`)}</State>
        {" · "}
        {[
          inLang(lang, fund.organizationName, fund.organizationNameEn),
          inLang(lang, fund.divisionName, fund.divisionNameEn),
          categoryText(fund.category, t),
        ].join(" · ")}
      </p>
      <MiniBar
        whole={inflowFen(figures)}
        parts={[{ fen: figures.disbursedFen }, { fen: figures.committedFen, hatched: true }]}
      />
      <Facts
        items={[
          { term: t("raised"), value: <Money fen={figures.raisedFen} /> },
          { term: t("used"), value: <Money fen={figures.disbursedFen} /> },
          { term: t("committedShort"), value: <Money fen={figures.committedFen} /> },
          { term: t("left"), value: <Money fen={figures.availableFen} /> },
        ]}
      />
    </li>
  );
}

/** The address of a page of the list with its filters kept. */
function addressOf(path: string, filters: FundFilters, cursor: string | null): string {
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ""));
  if (cursor) query.set("cursor", cursor);
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}
