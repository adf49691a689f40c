import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "#app/lib/env.server.ts";
import { newSecret } from "#app/lib/ids.ts";

/** No longer than the longest window that it is counted in. */
const LIFETIME_SECONDS = 24 * 60 * 60;

/**
 * A random name for this browser, signed, that lives for a day. It is set only when a giving form is sent:
 * who only reads carries no byte of it.
 */
export function deviceOf(request: Request): { device: string; isKnown: boolean; cookie: string } {
  const known = readDevice(request.headers.get("cookie"));
  const device = known ?? newSecret();
  const secure = env().PUBLIC_URL.startsWith("https:") ? "; Secure" : "";
  const cookie = `giver=${device}.${signatureOf(device)}; Path=/; Max-Age=${LIFETIME_SECONDS}; HttpOnly; SameSite=Lax${secure}`;
  return { device, isKnown: known !== null, cookie };
}

function readDevice(cookies: string | null): string | null {
  const found = /(?:^|;\s*)giver=([0-9a-z]{26})\.([\w-]{22})(?:;|$)/.exec(cookies ?? "");
  const [, device, signature] = found ?? [];
  if (!device || !signature) return null;
  return timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(device))) ? device : null;
}

function signatureOf(device: string): string {
  return createHmac("sha256", env().SESSION_SECRET)
    .update(`device\n${device}`)
    .digest("base64url")
    .slice(0, 22);
}
