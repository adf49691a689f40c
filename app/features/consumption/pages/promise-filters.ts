import type { AgreementRow } from "./agreement-rows.server.ts";
import { accruedFen } from "./promise-sums.ts";
import { STANDINGS, type Standing } from "./standing.ts";

export const PROMISE_SORTS = ["name", "orders", "accrued", "promised", "paid", "overdue"] as const;
export type PromiseSort = (typeof PROMISE_SORTS)[number];

/** What the table is narrowed by and sorted by; the same names in the page's address and in the download's. */
export interface PromiseFilters {
  q: string;
  /** A street's slug. */
  street: string;
  state: Standing | "";
  /** Only what should have been paid already. */
  overdue: boolean;
  sort: PromiseSort;
}

/** Reads filters out of an address; what is not understood filters nothing. */
export function promiseFiltersOf(query: URLSearchParams): PromiseFilters {
  const text = (name: string) => (query.get(name) ?? "").trim().slice(0, 80);
  return {
    q: text("q"),
    street: text("street"),
    state: STANDINGS.find((standing) => standing === query.get("state")) ?? "",
    overdue: query.get("overdue") === "1",
    sort: PROMISE_SORTS.find((sort) => sort === query.get("sort")) ?? "name",
  };
}

export function isFiltered({ q, street, state, overdue }: PromiseFilters): boolean {
  return q !== "" || street !== "" || state !== "" || overdue;
}

/** The address's query of these filters, without what is as it would be anyway: `""` or `"?street=…"`. */
export function promiseQuery(filters: PromiseFilters, page = 1): string {
  const query = new URLSearchParams();
  if (filters.q !== "") query.set("q", filters.q);
  if (filters.street !== "") query.set("street", filters.street);
  if (filters.state !== "") query.set("state", filters.state);
  if (filters.overdue) query.set("overdue", "1");
  if (filters.sort !== "name") query.set("sort", filters.sort);
  if (page > 1) query.set("page", String(page));
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

/** The rows that the filters find, sorted: sums from the largest, names as they come (in force first). */
export function filterPromises(rows: readonly AgreementRow[], filters: PromiseFilters): AgreementRow[] {
  const words = filters.q.toLowerCase();
  const found = rows.filter(
    (row) =>
      (words === "" || `${row.merchantName} ${row.merchantNameEn}`.toLowerCase().includes(words)) &&
      (filters.street === "" || row.streets.some(({ slug }) => slug === filters.street)) &&
      (filters.state === "" || row.standing === filters.state) &&
      (!filters.overdue || row.sums.overdueFen > 0n),
  );
  const { sort } = filters;
  if (sort === "name") return found;
  const size = SIZES[sort];
  return found.sort((a, b) => {
    const difference = size(b) - size(a);
    return difference > 0n ? 1 : difference < 0n ? -1 : 0;
  });
}

const SIZES: Record<Exclude<PromiseSort, "name">, (row: AgreementRow) => bigint> = {
  orders: ({ sums }) => sums.orderCount,
  accrued: ({ sums }) => accruedFen(sums),
  promised: ({ sums }) => sums.promisedFen,
  paid: ({ sums }) => sums.paidFen,
  overdue: ({ sums }) => sums.overdueFen,
};
