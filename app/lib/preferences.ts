import type { Lang } from "#app/lib/i18n.ts";

/** What a reader chose about the page itself. Never says who the reader is, so pages may be cached by it. */
export type Preferences = { lang: Lang; large: boolean };

export type ReadPreferences = Preferences & {
  /** `Set-Cookie` values to send because the address asked for a change (`?lang=`, `?large=`). */
  setCookie: string[];
  /** The query without `lang` and `large`, with its "?" (or ""): what a cache of pages keys on. */
  search: string;
};

const ONE_YEAR_SECONDS = 31_536_000;

/**
 * Language and text size of a request: the address first (`?lang=en`, `?large=1`), then the cookies of the
 * same names, then Accept-Language. Chinese when nothing decides. Pure.
 */
export function readPreferences(request: Request): ReadPreferences {
  const url = new URL(request.url);
  const cookies = cookiesOf(request.headers.get("cookie"));
  const askedLang = langOf(url.searchParams.get("lang"));
  const askedLarge = flagOf(url.searchParams.get("large"));
  const setCookie: string[] = [];
  if (askedLang !== undefined) setCookie.push(preferenceCookie("lang", askedLang, url));
  if (askedLarge !== undefined) setCookie.push(preferenceCookie("large", askedLarge ? "1" : "0", url));
  url.searchParams.delete("lang");
  url.searchParams.delete("large");
  return {
    lang: askedLang ?? langOf(cookies.get("lang")) ?? preferredLang(request.headers.get("accept-language")),
    large: askedLarge ?? flagOf(cookies.get("large")) ?? false,
    setCookie,
    search: url.search,
  };
}

/** The preferences the server already read for this request, or read now when it did not (tests, plain Remix). */
export function preferencesOf(request: Request, context: Partial<Preferences> | undefined): Preferences {
  if (context?.lang !== undefined && context.large !== undefined) {
    return { lang: context.lang, large: context.large };
  }
  const { lang, large } = readPreferences(request);
  return { lang, large };
}

/** The same address with one preference changed, the rest of the query kept. */
export function hrefWith(path: string, search: string, name: "lang" | "large", value: string): string {
  const params = new URLSearchParams(search);
  params.set(name, value);
  return `${path}?${params.toString()}`;
}

function langOf(value: string | null | undefined): Lang | undefined {
  return value === "zh" || value === "en" ? value : undefined;
}

function flagOf(value: string | null | undefined): boolean | undefined {
  if (value === "1") return true;
  return value === "0" ? false : undefined;
}

function preferenceCookie(name: string, value: string, url: URL): string {
  const secure = url.protocol === "https:" ? "; Secure" : "";
  return `${name}=${value}; Path=/; Max-Age=${ONE_YEAR_SECONDS}; SameSite=Lax; HttpOnly${secure}`;
}

function cookiesOf(header: string | null): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of (header ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (at > 0) cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
  }
  return cookies;
}

/** Chinese unless the browser ranks English above it: the platform's first readers read Chinese. */
function preferredLang(header: string | null): Lang {
  const weight = { zh: 0, en: 0 };
  for (const part of (header ?? "").split(",")) {
    const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
    const lang = langOf(tag.split("-")[0]);
    if (lang === undefined) continue;
    const quality = parameters.map((p) => p.trim()).find((p) => p.startsWith("q="));
    const value = quality === undefined ? 1 : Number.parseFloat(quality.slice(2));
    weight[lang] = Math.max(weight[lang], Number.isFinite(value) ? value : 0);
  }
  return weight.en > weight.zh ? "en" : "zh";
}
