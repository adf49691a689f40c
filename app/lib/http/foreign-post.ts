import type { IncomingHttpHeaders } from "node:http";

/**
 * Whether a form was sent from another site. Every current browser says where a POST comes from; a
 * program that says nothing has no cookies of ours to misuse. API calls carry keys, not cookies.
 */
export function isForeignPost(
  request: { method?: string; url?: string; headers: IncomingHttpHeaders },
  publicUrl: string,
): boolean {
  const { method = "GET", url = "/", headers } = request;
  if (["GET", "HEAD", "OPTIONS"].includes(method) || url.startsWith("/api/")) return false;
  const origin = headers.origin;
  if (origin === undefined) {
    const site = headers["sec-fetch-site"];
    return site !== undefined && site !== "same-origin" && site !== "none";
  }
  if (origin === new URL(publicUrl).origin) return false;
  return !URL.canParse(origin) || new URL(origin).host !== headers.host;
}
