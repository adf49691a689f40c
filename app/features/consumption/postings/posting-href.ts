import type { PostingKind } from "./posting-id.ts";

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
  const of = kind === "orders" ? "" : `?kind=${kind}`;
  return `${postingsHref(campaignSlug, agreementId)}/${day}${of}`;
}
