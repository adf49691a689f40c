import { env } from "#app/lib/env.server.ts";

/** The donor's browser remembers a plan's secret for the plan's own page alone. */
export function planCookie(planId: string, token: string): string {
  const secure = env().PUBLIC_URL.startsWith("https:") ? "; Secure" : "";
  return `monthly=${token}; Path=/monthly/${planId}; Max-Age=2592000; HttpOnly; SameSite=Lax${secure}`;
}

export function planTokenOf(request: Request): string | null {
  const cookie = /(?:^|;\s*)monthly=([0-9a-z]{26})(?:;|$)/.exec(request.headers.get("cookie") ?? "");
  return cookie?.[1] ?? null;
}
