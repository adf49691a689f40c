/** The public page of one day's posting of an agreement. */
export function postingHref(
  campaignSlug: string,
  agreementId: string,
  day: string,
  kind: "orders" | "match" | "guarantee" = "orders",
): string {
  const query = kind === "orders" ? "" : `?kind=${kind}`;
  return `/consumption/${encodeURIComponent(campaignSlug)}/days/${agreementId}/${day}${query}`;
}
