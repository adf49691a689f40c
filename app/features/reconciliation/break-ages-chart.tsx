import { useT } from "#app/lib/i18n-react.tsx";
import { BarChart } from "#app/ui/bar-chart.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Money } from "#app/ui/money.tsx";
import type { AgeSum } from "./break-queries.server.ts";

/** How many breaks are how old, drawn and as a table with their amounts. */
export function BreakAgesChart({ ages }: { ages: readonly AgeSum[] }) {
  const t = useT("breaks");
  return (
    <>
      <BarChart
        caption={t("ageChart")}
        points={ages.map(({ key, count }) => ({ key, label: t(`age_${key}`), value: BigInt(count) }))}
        format={(value) => value.toString()}
        heads={[t("ageHead"), t("ageCount")]}
      />
      <CardsTable
        caption={t("agesCaption")}
        variant="trio"
        rows={ages}
        rowKey={(row) => row.key}
        columns={[
          { key: "age", head: t("ageHead"), cell: (row) => t(`age_${row.key}`) },
          { key: "count", head: t("ageCount"), right: true, cell: (row) => String(row.count) },
          {
            key: "fen",
            head: t("ageFen"),
            right: true,
            cell: (row) => <Money fen={row.fen} symbol={false} />,
          },
        ]}
      />
    </>
  );
}
