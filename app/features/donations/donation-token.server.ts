import { createHash, timingSafeEqual } from "node:crypto";
import { env } from "#app/lib/env.server.ts";
import { derivedText } from "#app/lib/ids.ts";

/**
 * The donor's secret for one gift. It follows from the gift's id and the site's secret, so a repeated
 * request gives the same answer and nothing but its hash is stored.
 */
export function donationToken(donationId: string): string {
  return derivedText(26, env().SESSION_SECRET, "donation-token", donationId);
}

export const hashOfToken = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Whether a token opens the gift with this stored hash. */
export function tokenOpens(token: string | null | undefined, storedHash: string): boolean {
  if (!token) return false;
  const given = Buffer.from(hashOfToken(token));
  const stored = Buffer.from(storedHash);
  return given.length === stored.length && timingSafeEqual(given, stored);
}

/** The donor's secret from the address, or from the cookie that the form left for this gift's pages alone. */
export function tokenOf(request: Request): string | null {
  const inAddress = tokenInAddress(request);
  if (inAddress) return inAddress;
  const cookie = /(?:^|;\s*)gift=([0-9a-z]{26})(?:;|$)/.exec(request.headers.get("cookie") ?? "");
  return cookie?.[1] ?? null;
}

/** The donor's secret where it stands in the address: the gift's other pages are then linked with it. */
export function tokenInAddress(request: Request): string | null {
  return new URL(request.url).searchParams.get("token");
}
