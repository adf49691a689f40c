import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import type { YearOfDuties } from "./public-list.server.ts";

/** How an organization met its duties to publish, year by year. Nothing where nothing was due yet. */
export function YearStrip({ years, slug }: { years: readonly YearOfDuties[]; slug: string }) {
  const t = useT("clock");
  if (years.length === 0) return null;
  const href = (state: string) => `/disclosures?organization=${encodeURIComponent(slug)}&state=${state}`;
  return (
    <CardsTable
      caption={t("yearsCaption")}
      variant="trio"
      className="narrow"
      rows={years}
      rowKey={(row) => String(row.year)}
      columns={[
        { key: "year", head: t("year"), cell: (row) => row.year },
        { key: "met", head: t("yearMet"), right: true, cell: (row) => row.met },
        {
          key: "late",
          head: t("yearLate"),
          right: true,
          cell: (row) => (row.late === 0 ? 0 : <a href={href("late")}>{row.late}</a>),
        },
        {
          key: "missing",
          head: t("yearMissing"),
          right: true,
          cell: (row) => (row.missing === 0 ? 0 : <a href={href("missing")}>{row.missing}</a>),
        },
      ]}
    />
  );
}
