import type { Lang } from "#app/lib/i18n.ts";

/**
 * What the HTTP server hands to every loader and to the renderer. Public pages are cached as bytes, so
 * nothing here may say who is reading.
 */
declare module "@remix-run/server-runtime" {
  interface AppLoadContext {
    /** Nonce of this response's Content-Security-Policy; used only by pages that ship scripts. */
    nonce?: string;
    lang?: Lang;
    large?: boolean;
  }
  interface Future {
    v3_singleFetch: true;
  }
}
