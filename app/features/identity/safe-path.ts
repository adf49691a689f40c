const HERE = "https://here.invalid";

/**
 * Where to go after signing in, as the address asked for it: a path of this site, or the fallback. Anything
 * that a browser could read as another host ("//x", "/\x", "https:…") is refused.
 */
export function safePath(asked: string | null | undefined, fallback = "/account"): string {
  if (!asked?.startsWith("/") || asked.length > 2_000) return fallback;
  // Visible ASCII without the backslash: what addresses consist of once they are encoded.
  if (!/^[!-[\]-~]+$/.test(asked) || asked.startsWith("//")) return fallback;
  if (!URL.canParse(asked, HERE)) return fallback;
  const url = new URL(asked, HERE);
  if (url.origin !== HERE) return fallback;
  const path = `${url.pathname}${url.search}${url.hash}`;
  return path.startsWith("//") ? fallback : path;
}

/** `/login?next=…`, leading back to the page of this request. */
export function loginPath(request: Request): string {
  const url = new URL(request.url);
  return `/login?next=${encodeURIComponent(`${url.pathname}${url.search}`)}`;
}
