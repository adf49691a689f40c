import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable, type Column } from "#app/ui/cards-table.tsx";
import { Money } from "#app/ui/money.tsx";
import type { LockedFigures, MovedFigure } from "./locked-figures.ts";

type Row = LockedFigures["rows"][number];

/** A report's money as it was read off the ledger, with the days and the rows it was read from. */
export function FiguresTable({ figures, older }: { figures: LockedFigures; older?: LockedFigures | null }) {
  const t = useT("disclosures");
  const { fromDay, throughDay, transferIndex } = figures;
  const before = (row: Row, of: "totalFen" | "periodFen"): string | null => {
    const was = older?.rows.find(({ term }) => term === row.term)?.[of] ?? null;
    return was !== null && was !== row[of] ? was : null;
  };
  const columns: Column<Row>[] = [{ key: "term", head: t("figure"), cell: (row) => t(`figure_${row.term}`) }];
  if (fromDay !== null)
    columns.push({
      key: "period",
      head: t("figurePeriod", { from: fromDay, to: throughDay }),
      label: t("figurePeriodShort"),
      right: true,
      cell: (row) =>
        row.periodFen === null ? null : <Amount fen={row.periodFen} was={before(row, "periodFen")} />,
    });
  columns.push({
    key: "total",
    head: t("figureTotal", { to: throughDay }),
    label: t("figureTotalShort"),
    right: true,
    cell: (row) => <Amount fen={row.totalFen} was={before(row, "totalFen")} />,
  });
  return (
    <>
      <CardsTable
        caption={t("figuresCaption", { to: throughDay })}
        variant={fromDay === null ? "duo" : "trio"}
        rows={figures.rows}
        rowKey={(row) => row.term}
        columns={columns}
      />
      <p className="asof">{t("figuresSource", { day: throughDay, count: Number(transferIndex) })}</p>
    </>
  );
}

function Amount({ fen, was }: { fen: string; was: string | null }) {
  const t = useT("disclosures");
  if (was === null) return <Money fen={BigInt(fen)} symbol={false} />;
  return (
    <>
      <del>
        <span className="vh">{t("diffRemoved")}</span>
        <Money fen={BigInt(was)} symbol={false} />
      </del>{" "}
      <ins>
        <span className="vh">{t("diffAdded")}</span>
        <Money fen={BigInt(fen)} symbol={false} />
      </ins>
    </>
  );
}

/** What the ledger says now about days that a published version covers. */
export function MovedTable({ moved }: { moved: readonly MovedFigure[] }) {
  const t = useT("disclosures");
  return (
    <CardsTable
      caption={t("movedCaption")}
      variant="trio"
      rows={moved}
      rowKey={(row) => `${row.term} ${row.column}`}
      columns={[
        {
          key: "term",
          head: t("figure"),
          cell: (row) => (
            <>
              {t(`figure_${row.term}`)}
              <small>{t(row.column === "total" ? "figureTotalShort" : "figurePeriodShort")}</small>
            </>
          ),
        },
        {
          key: "before",
          head: t("movedBefore"),
          right: true,
          cell: (row) => <Money fen={row.beforeFen} symbol={false} />,
        },
        {
          key: "after",
          head: t("movedAfter"),
          right: true,
          cell: (row) => <Money fen={row.afterFen} symbol={false} />,
        },
      ]}
    />
  );
}
