import { env } from "#app/lib/env.server.ts";

/** A till is set up once. */
const LIFETIME_SECONDS = 400 * 24 * 60 * 60;

/** What this phone is used for; both are held against the person's rights at every request. */
export interface DeskChoice {
  placeId: string | null;
  fundId: string | null;
}

export function deskChoiceOf(request: Request): DeskChoice {
  const found = /(?:^|;\s*)till=([0-9a-z-]{1,40})\.([0-9a-z]{0,8})(?:;|$)/.exec(
    request.headers.get("cookie") ?? "",
  );
  return { placeId: found?.[1] || null, fundId: found?.[2] || null };
}

export function deskCookie({ placeId, fundId }: { placeId: string; fundId: string | null }): string {
  const secure = env().PUBLIC_URL.startsWith("https:") ? "; Secure" : "";
  return `till=${placeId}.${fundId ?? ""}; Path=/till; Max-Age=${LIFETIME_SECONDS}; HttpOnly; SameSite=Lax${secure}`;
}
