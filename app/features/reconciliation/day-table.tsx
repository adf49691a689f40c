import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Money } from "#app/ui/money.tsx";
import { State } from "#app/ui/state.tsx";
import type { DaySums } from "./queries.server.ts";

/** One line per day; `hrefOf` null where the reader may not look inside. */
export function DayTable(props: {
  days: readonly DaySums[];
  hrefOf: ((day: string) => string) | null;
  empty: { title: string; text: string };
}) {
  const { days, hrefOf, empty } = props;
  const t = useT("reconciliation");
  return (
    <CardsTable
      caption={t("daysCaption")}
      variant="trio stated"
      rows={days}
      rowKey={(row) => row.day}
      empty={<EmptyState title={empty.title}>{empty.text}</EmptyState>}
      columns={[
        {
          key: "day",
          head: t("day"),
          cell: (row) => (
            <>
              {hrefOf ? (
                <a href={hrefOf(row.day)}>
                  <DateText value={row.day} />
                </a>
              ) : (
                <DateText value={row.day} />
              )}
              <small>{t("rowCount", { count: row.rowCount })}</small>
            </>
          ),
        },
        {
          key: "matched",
          head: t("matched"),
          right: true,
          cell: (row) => <Money fen={row.matchedFen} symbol={false} />,
        },
        {
          key: "explained",
          head: t("explained"),
          right: true,
          cell: (row) => <Money fen={row.explainedFen} symbol={false} />,
        },
        {
          key: "open",
          head: t("open"),
          right: true,
          cell: (row) => <Money fen={row.openFen} symbol={false} />,
        },
        {
          key: "result",
          head: t("result"),
          st: true,
          cell: (row) => (
            <State tone={row.breakCount > 0 ? "warn" : "done"}>
              {row.breakCount > 0 ? t("resultOpen", { count: row.breakCount }) : t("resultClear")}
            </State>
          ),
        },
      ]}
    />
  );
}
