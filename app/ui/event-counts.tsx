import type { ReactNode } from "react";
import { CardsTable } from "#app/ui/cards-table.tsx";

/** How often things happened: two columns, the ones that never did left out. */
export function EventCounts(props: {
  caption: string;
  heads: { event: string; count: string };
  rows: readonly { key: string; label: ReactNode; count: number }[];
}) {
  return (
    <CardsTable
      caption={props.caption}
      className="ops"
      variant="duo"
      rows={props.rows}
      rowKey={(row) => row.key}
      columns={[
        { key: "event", head: props.heads.event, cell: (row) => row.label },
        { key: "count", head: props.heads.count, right: true, cell: (row) => String(row.count) },
      ]}
    />
  );
}
