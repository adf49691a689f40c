import { z } from "zod";
import { env } from "#app/lib/env.server.ts";

/** What the browser remembers of its own walk; nothing in it gives a right. */
const visitSchema = z.object({
  /** When the gift was begun: the visitor's gift is the donor's first one from then on. */
  startedAt: z.coerce.date(),
  /** The gift's page was opened from the guide. */
  hasLooked: z.boolean().default(false),
  /** When the day was closed last. */
  closedAt: z.coerce.date().nullable().default(null),
});
export type GuideVisit = z.output<typeof visitSchema>;

const VISIT_SECONDS = 24 * 60 * 60;

export function readVisit(request: Request): GuideVisit | null {
  const value = /(?:^|;\s*)guide=([A-Za-z0-9_-]{1,400})(?:;|$)/.exec(
    request.headers.get("cookie") ?? "",
  )?.[1];
  if (value === undefined) return null;
  try {
    const parsed = visitSchema.safeParse(JSON.parse(Buffer.from(value, "base64url").toString("utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    // Not what we wrote: the walk begins anew.
    return null;
  }
}

/** The `Set-Cookie` value that keeps a visit, or forgets it. */
export function visitCookie(visit: GuideVisit | null): string {
  const secure = env().PUBLIC_URL.startsWith("https:") ? "; Secure" : "";
  const value = visit ? Buffer.from(JSON.stringify(visit)).toString("base64url") : "";
  return `guide=${value}; Path=/guide; Max-Age=${visit ? VISIT_SECONDS : 0}; HttpOnly; SameSite=Lax${secure}`;
}
