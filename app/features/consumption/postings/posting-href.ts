export const POSTING_KINDS = ["orders", "match", "guarantee"] as const;
export type PostingKind = (typeof POSTING_KINDS)[number];

/** The public list of an agreement's days. */
export const postingsHref = (campaignSlug: string, agreementId: string): string =>
  `/consumption/${encodeURIComponent(campaignSlug)}/days/${agreementId}`;

/** The public page of one posting: its orders and the transfer that it became. */
export function postingHref(
  campaignSlug: string,
  agreementId: string,
  day: string,
  kind: PostingKind = "orders",
): string {
  return `${postingsHref(campaignSlug, agreementId)}/${day}${kind === "orders" ? "" : `?kind=${kind}`}`;
}
