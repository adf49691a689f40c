import type { FundKind } from "./kinds.ts";
import { fundFacets, fundFiltersOf, listFunds } from "./list-funds.server.ts";

const PAGE_SIZE = 20;

/** Everything the list of one kind shows, for the query in its address. */
export async function loadFundList(kind: FundKind, query: URLSearchParams, now: Date) {
  const filters = fundFiltersOf(query);
  const cursor = query.get("cursor");
  const [facets, page] = await Promise.all([
    fundFacets(kind),
    listFunds(kind, filters, { cursor, limit: PAGE_SIZE }),
  ]);
  return {
    kind,
    filters,
    facets,
    ...page,
    isFirstPage: cursor === null,
    asOf: page.funds[0]?.fund.asOf ?? now,
  };
}
export type FundListData = Awaited<ReturnType<typeof loadFundList>>;
