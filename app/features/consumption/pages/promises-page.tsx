import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CheckboxField } from "#app/ui/choices.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { AsOf } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { FilterForm, SearchField } from "#app/ui/filter-form.tsx";
import { ListCount } from "#app/ui/list-count.tsx";
import { headlineYuan } from "#app/ui/money-text.ts";
import { Pagination } from "#app/ui/pagination.tsx";
import { Select } from "#app/ui/select.tsx";
import { campaignHref, promisesHref } from "./hrefs.ts";
import type { PromisesData } from "./load-promises.server.ts";
import { PromiseBar } from "./promise-bar.tsx";
import { isFiltered, PROMISE_SORTS, promiseQuery } from "./promise-filters.ts";
import { sumPromises } from "./promise-sums.ts";
import { PromiseTable } from "./promise-table.tsx";
import { STANDINGS } from "./standing.ts";

/** Promised against paid, for every enterprise of a campaign. */
export function PromisesPage(data: PromisesData) {
  const { fund, filters, rows, found, allCount, page, pages, asOf } = data;
  const t = useT("promises");
  const lang = useLang();
  const gap = lang === "en" ? " " : null;
  const sums = sumPromises(data.foundSums);
  const path = promisesHref(fund.slug);
  const title = inLang(lang, fund.title, fund.titleEn);
  const pageHref = (to: number) => `${path}${promiseQuery(filters, to)}`;
  return (
    <div className="wrap">
      <Crumbs
        items={[
          { href: "/consumption", label: t("consumption") },
          { href: campaignHref(fund.slug), label: title },
        ]}
      />
      <div className="answer">
        <h1>
          <span className="name">
            {t("tableTitle")} <small>{title}</small>
          </span>
        </h1>
        <p className="say">
          <span>{t("sayPromised", { amount: headlineYuan(sums.promisedFen, lang) })}</span>
          {gap}
          <span>{t("sayPaid", { amount: headlineYuan(sums.paidFen, lang) })}</span>
          {gap}
          <span>
            {sums.overdueFen > 0n
              ? t("sayOverdue", { amount: headlineYuan(sums.overdueFen, lang) })
              : t("sayNoneOverdue")}
          </span>
        </p>
        <PromiseBar sums={sums} usedFen={null} />
        <AsOf at={asOf}>{t("tableAsOf")}</AsOf>
      </div>
      <Filters data={data} />
      <ListCount>
        {isFiltered(filters)
          ? t("foundOf", { count: found, all: allCount })
          : t("countAll", { count: allCount, overdue: t("countOverdue", { count: data.overdueCount }) })}{" "}
        <a href={`${path}.csv${promiseQuery(filters)}`} download>
          {t("download")}
        </a>
      </ListCount>
      <PromiseTable
        caption={t("tableCaption")}
        rows={rows}
        headedBy="merchant"
        drawn
        empty={
          <EmptyState
            title={t(allCount === 0 ? "emptyAllTitle" : "emptyTitle")}
            action={allCount === 0 ? undefined : { href: path, label: t("seeAll") }}
          >
            {t(allCount === 0 ? "emptyAllText" : "emptyText")}
          </EmptyState>
        }
      />
      {pages > 1 ? (
        <>
          <p className="note after">{t("footOfPage")}</p>
          <Pagination
            previous={page > 1 ? pageHref(page - 1) : null}
            next={page < pages ? pageHref(page + 1) : null}
            summary={t("pageOf", { page, pages })}
          />
        </>
      ) : null}
    </div>
  );
}

function Filters({ data: { fund, filters, streets } }: { data: PromisesData }) {
  const t = useT("promises");
  const lang = useLang();
  return (
    <FilterForm action={promisesHref(fund.slug)} label={t("filters")} active={isFiltered(filters)}>
      <SearchField name="q" label={t("searchMerchant")} defaultValue={filters.q} />
      {streets.length === 0 ? null : (
        <Select
          label={t("street")}
          name="street"
          blank={t("any")}
          defaultValue={filters.street}
          options={streets.map(({ slug, name, nameEn }) => ({
            value: slug,
            label: inLang(lang, name, nameEn),
          }))}
        />
      )}
      <Select
        label={t("badge")}
        name="state"
        blank={t("any")}
        defaultValue={filters.state}
        options={STANDINGS.map((value) => ({ value, label: t(`standing_${value}`) }))}
      />
      <Select
        label={t("sort")}
        name="sort"
        defaultValue={filters.sort}
        options={PROMISE_SORTS.map((value) => ({ value, label: t(`sort_${value}`) }))}
      />
      <CheckboxField name="overdue" value="1" label={t("onlyOverdue")} defaultChecked={filters.overdue} />
    </FilterForm>
  );
}
