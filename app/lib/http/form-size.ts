import type { IncomingHttpHeaders } from "node:http";

/** A statement of 50 MiB with its form around it; everything else that people send is far smaller. */
export const FORM_LIMIT_BYTES = 52 * 1024 * 1024;

/**
 * The status with which a form is turned away before its body is read: 411 where its length is not said
 * (every browser says it), 413 where it is too large. Null lets it in. API routes have limits of their own.
 */
export function refusedFormStatus(request: {
  method?: string;
  url?: string;
  headers: IncomingHttpHeaders;
}): 411 | 413 | null {
  const { method = "GET", url = "/", headers } = request;
  if (["GET", "HEAD", "OPTIONS"].includes(method) || url.startsWith("/api/")) return null;
  if (headers["transfer-encoding"] !== undefined) return 411;
  return Number(headers["content-length"] ?? 0) > FORM_LIMIT_BYTES ? 413 : null;
}
