import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { FilterForm } from "#app/ui/filter-form.tsx";
import { Pagination } from "#app/ui/pagination.tsx";
import { Select } from "#app/ui/select.tsx";
import { DUTY_KINDS } from "./duty-kinds.ts";
import { DutyState } from "./duty-state.tsx";
import { dutyArticle, dutyTitle } from "./duty-text.ts";
import type { PublicFilters } from "./public-list.server.ts";
import type { DisclosureTaskView } from "./queries.server.ts";

interface PublicListProps {
  duties: readonly DisclosureTaskView[];
  filters: PublicFilters;
  nextCursor: string | null;
  isFirstPage: boolean;
  today: string;
}

/** Everything that charities had to publish: met, late or missing, with its article. */
export function PublicListPage({ duties, filters, nextCursor, isFirstPage, today }: PublicListProps) {
  const t = useT("clock");
  const td = useT("disclosures");
  const lang = useLang();
  const query = new URLSearchParams(
    Object.entries(filters).filter(([, value]) => value !== "") as [string, string][],
  );
  const hrefWith = (cursor: string | null): string => {
    const next = new URLSearchParams(query);
    if (cursor !== null) next.set("cursor", cursor);
    return next.size === 0 ? "/disclosures" : `/disclosures?${next}`;
  };
  return (
    <div className="wrap">
      <div className="answer">
        <h1>{t("publicTitle")}</h1>
        <p className="lead">{t("publicLead")}</p>
      </div>
      <FilterForm action="/disclosures" label={t("filter")} active={query.size > 0}>
        {filters.organization === "" ? null : (
          <input type="hidden" name="organization" value={filters.organization} />
        )}
        <Select
          name="state"
          label={td("state")}
          defaultValue={filters.state}
          options={[
            { value: "", label: t("all") },
            ...(["published", "late", "missing"] as const).map((state) => ({
              value: state,
              label: t(`public_${state}`),
            })),
          ]}
        />
        <Select
          name="kind"
          label={t("kind")}
          defaultValue={filters.kind}
          options={[
            { value: "", label: t("all") },
            ...DUTY_KINDS.map((kind) => ({ value: kind, label: t(`kind_${kind}`) })),
          ]}
        />
      </FilterForm>
      <CardsTable
        caption={td("dutiesCaption")}
        variant="duo stated"
        rows={duties}
        rowKey={(duty) => duty.id}
        empty={<EmptyState title={t("publicNone")}>{t("publicNoneText")}</EmptyState>}
        columns={[
          {
            key: "duty",
            head: td("duty"),
            cell: (duty) => (
              <>
                <a href={`/disclosures/${duty.id}`}>{dutyTitle(lang, duty)}</a>
                <small>
                  {inLang(
                    lang,
                    duty.fundTitle ?? duty.organizationName,
                    duty.fundTitleEn ?? duty.organizationNameEn,
                  )}
                </small>
              </>
            ),
          },
          { key: "basis", head: td("basis"), cell: (duty) => <small>{dutyArticle(lang, duty)}</small> },
          { key: "due", head: td("due"), className: "num", cell: (duty) => <DateText value={duty.dueOn} /> },
          {
            key: "published",
            head: td("published"),
            className: "num",
            cell: (duty) => (duty.publishedAt ? <DateText value={duty.publishedAt} /> : td("notYet")),
          },
          {
            key: "state",
            head: td("state"),
            st: true,
            cell: (duty) => <DutyState {...duty} today={today} />,
          },
        ]}
      />
      <Pagination
        previous={null}
        next={nextCursor ? hrefWith(nextCursor) : null}
        first={isFirstPage ? null : hrefWith(null)}
      />
      <p className="note after">
        <a href="/disclosures/rules">{t("rulesLink")}</a> · <a href="/disclosures.atom">{t("atomLink")}</a> ·{" "}
        <a href="/disclosures.ics">{t("icsLink")}</a>
      </p>
    </div>
  );
}
