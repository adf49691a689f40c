import type { ReactNode } from "react";

export type PairItem = { term: string; value: ReactNode; total?: boolean };

/** Label beside value, a ledger line under each; a total closes with the double line. */
export function Pairs({ items }: { items: readonly PairItem[] }) {
  return (
    <dl className="pairs">
      {items.map((item) => (
        <div key={item.term} className={item.total ? "total" : undefined}>
          <dt>{item.term}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
