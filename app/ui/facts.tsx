import type { ReactNode } from "react";

export type FactItem = {
  term: string;
  value: ReactNode;
  /** A number that machines issue: filing number, hash. */
  code?: boolean;
  big?: boolean;
  note?: ReactNode;
};

/** Label over value, as many beside each other as fit. `plain` leaves room below a section's heading. */
export function Facts({ items, plain = false }: { items: readonly FactItem[]; plain?: boolean }) {
  return (
    <dl className={plain ? "facts plain" : "facts"}>
      {items.map((item) => (
        <div key={item.term}>
          <dt>{item.term}</dt>
          <dd className={item.code ? "code" : item.big ? "big" : undefined}>{item.value}</dd>
          {item.note === undefined ? null : <dd className="note">{item.note}</dd>}
        </div>
      ))}
    </dl>
  );
}
