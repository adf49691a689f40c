import { env } from "#app/lib/env.server.ts";

const isSecure = (): boolean => env().PUBLIC_URL.startsWith("https:");

/** With https the prefix makes browsers refuse the cookie from a subdomain or without Secure. */
const cookieName = (): string => (isSecure() ? "__Host-session" : "session");

export const SESSION_SECONDS = 14 * 24 * 60 * 60;

/** The `Set-Cookie` value that signs a browser in. */
export function sessionCookie(token: string): string {
  return serialize(token, SESSION_SECONDS);
}

/** The `Set-Cookie` value that forgets the session in the browser. */
export function endedSessionCookie(): string {
  return serialize("", 0);
}

/** The session token that a request carries, or null. */
export function sessionTokenOf(request: Request): string | null {
  const name = cookieName();
  for (const pair of (request.headers.get("cookie") ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (at < 0 || pair.slice(0, at).trim() !== name) continue;
    const value = pair.slice(at + 1).trim();
    return /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null;
  }
  return null;
}

function serialize(value: string, seconds: number): string {
  const secure = isSecure() ? "; Secure" : "";
  return `${cookieName()}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}
