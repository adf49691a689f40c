const EXPENSIVE =
  /^\/(?:donations\/[^/]+\/(?:trace|proof)|ledger\/transfers|disbursements|disclosures|reconciliation-(?:runs|breaks)|organizations\/[^/]+\/credibility)(?:\/|$)/;

/**
 * Reads that cost the database more than a lookup: long lists, traces, reports, searches.
 *
 * @param path below /api/v1
 */
export function isExpensiveRead(path: string, hasSearch: boolean): boolean {
  return hasSearch || EXPENSIVE.test(path);
}
