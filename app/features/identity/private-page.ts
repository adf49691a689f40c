/** Pages that know who is reading are kept by nobody. For a route module: `export const headers = privatePageHeaders;` */
export const privatePageHeaders = () => ({ "Cache-Control": "no-store" });

/** The answers of actions and loaders of such pages. */
export const PRIVATE_HEADERS = { "Cache-Control": "no-store" } as const;
