/**
 * Whether an address names nothing that can be: one that is not a path of this site (`//host/…` would be
 * read as another host), a NUL, which no column holds, or a path whose percent-encoding is broken. Such requests are answered before they reach a page.
 */
export function isBadAddress(url: string): boolean {
  if (!/^\/(?![/\\])/.test(url) || url.includes("%00")) return true;
  try {
    decodeURIComponent(url.split("?", 1)[0] ?? "");
    return false;
  } catch (error) {
    if (error instanceof URIError) return true;
    throw error;
  }
}
