import { randomBytes } from "node:crypto";
import type { Env } from "#app/lib/env.server.ts";

/** One nonce a response, for the pages that ship scripts. */
export const newNonce = (): string => randomBytes(16).toString("base64");

/**
 * Headers of every page. Scripts run only from our own files, or with the response's nonce where a page
 * hydrates; styles never inline. A form may lead on to a payment page, and browsers hold redirects of a
 * form against `form-action`, so the providers' pages are named there.
 */
export function securityHeaders(environment: Env, nonce?: string): Record<string, string> {
  const formTargets = [
    "'self'",
    "https://checkout.stripe.com",
    "https://*.alipay.com",
    ...(environment.SANDBOX_URL ? [environment.SANDBOX_URL] : []),
  ];
  const policy = [
    "default-src 'none'",
    `script-src 'self'${nonce ? ` 'nonce-${nonce}'` : ""}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    `form-action ${formTargets.join(" ")}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  const isHttps = environment.PUBLIC_URL.startsWith("https:");
  return {
    "Content-Security-Policy": policy.join("; "),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    ...(isHttps ? { "Strict-Transport-Security": "max-age=31536000; includeSubDomains" } : {}),
  };
}
