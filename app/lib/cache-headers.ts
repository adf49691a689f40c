/**
 * Headers of pages and answers that are the same for every reader of one address in one language: the
 * server keeps their bytes for at most two seconds, which is how old a published figure may be.
 */
export const PUBLIC_CACHE_HEADERS = {
  "Cache-Control": "public, max-age=2",
  Vary: "Accept-Language, Cookie",
} as const;

/** For a route module: `export const headers = publicPageHeaders;` */
export const publicPageHeaders = () => PUBLIC_CACHE_HEADERS;
