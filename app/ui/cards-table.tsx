import { Children, Fragment, isValidElement, type ReactNode } from "react";

export type Column<Row> = {
  key: string;
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Right-aligned tabular figures. */
  right?: boolean;
  /** Lifted beside the title of the card on a phone (variants `headed` and `stated`). */
  st?: boolean;
  /** What a phone writes before the value; the head if that is plain text; null for nothing. */
  label?: string | null;
  className?: string;
  /** The head is only for screen readers. */
  hideHead?: boolean;
  /** The cell of the total. Give every summed column one; a first column's is its name. */
  foot?: ReactNode;
};

type CardsTableProps<Row> = {
  /** Says what the table holds, with unit and date; read to screen readers unless `showCaption`. */
  caption: ReactNode;
  showCaption?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  rowClass?: (row: Row) => string | undefined;
  /** Any of duo, trio, headed, stated, separated by spaces. */
  variant?: string;
  className?: string;
  /** Shown instead of the table when there is no row. */
  empty?: ReactNode;
};

/**
 * A table whose rows become cards below 48em. The roles are written out because `display: block` takes
 * them away. The first column heads its row.
 */
export function CardsTable<Row>(props: CardsTableProps<Row>) {
  const { caption, showCaption = false, columns, rows, rowKey, rowClass, variant, className, empty } = props;
  if (rows.length === 0 && empty !== undefined) return <>{empty}</>;
  const hasFoot = columns.some((column) => column.foot !== undefined);
  return (
    <table role="table" className={classes("cards", variant, className)}>
      <caption className={showCaption ? undefined : "vh"}>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.key} role="columnheader" scope="col" className={headClass(column)}>
              {column.hideHead ? <span className="vh">{column.head}</span> : column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={rowKey(row)} role="row" className={rowClass?.(row)}>
            {columns.map((column, index) => (
              <Cell key={column.key} column={column} heads={index === 0} value={column.cell(row)} />
            ))}
          </tr>
        ))}
      </tbody>
      {hasFoot ? (
        <tfoot role="rowgroup">
          <tr role="row" className="total">
            {columns.map((column, index) => (
              <Cell key={column.key} column={column} heads={index === 0} value={column.foot} />
            ))}
          </tr>
        </tfoot>
      ) : null}
    </table>
  );
}

function Cell<Row>({ column, heads, value }: { column: Column<Row>; heads: boolean; value: ReactNode }) {
  const className = classes(column.right && "r", column.st && "st", column.className);
  if (heads) {
    return (
      <th role="rowheader" scope="row" className={className}>
        {value}
      </th>
    );
  }
  const empty = value === null || value === undefined || value === "" || value === false;
  return (
    <td role="cell" className={className} data-l={empty ? undefined : labelOf(column)}>
      {empty ? null : oneElement(value)}
    </td>
  );
}

/** A card lays a cell out as a grid of label and value, so several pieces are wrapped into one. */
function oneElement(value: ReactNode): ReactNode {
  const isFragment = isValidElement(value) && value.type === Fragment;
  return isFragment || Children.count(value) > 1 ? <span>{value}</span> : value;
}

function labelOf<Row>(column: Column<Row>): string | undefined {
  if (column.label === null) return undefined;
  return column.label ?? (typeof column.head === "string" ? column.head : undefined);
}

function headClass<Row>(column: Column<Row>): string | undefined {
  return classes(column.right && "r", column.className);
}

function classes(...names: (string | false | undefined)[]): string | undefined {
  const joined = names.filter((name) => typeof name === "string" && name !== "").join(" ");
  return joined === "" ? undefined : joined;
}
