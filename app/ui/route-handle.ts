import type { UIMatch } from "@remix-run/react";

/** What a route says about its page; `export const handle: RouteHandle = { … }`. */
export type RouteHandle = {
  /** Class of `<body>`; the deepest route that names one wins. */
  bodyClass?: string;
  /** Ships scripts. Public pages do not. */
  hydrate?: boolean;
  /** Which item of the header is the current one; by the address if left out. */
  nav?: string;
  /** `bare`: without header and footer, for a till or a page inside another one. */
  frame?: "full" | "bare";
};

/** The handles of all matched routes as one, deeper routes over shallower ones. */
export function mergeHandles(matches: readonly Pick<UIMatch, "handle">[]): RouteHandle {
  const merged: RouteHandle = {};
  for (const match of matches) {
    if (typeof match.handle === "object" && match.handle !== null) Object.assign(merged, match.handle);
  }
  return { ...merged, hydrate: matches.some((match) => hydrates(match.handle)) };
}

function hydrates(handle: unknown): boolean {
  return typeof handle === "object" && handle !== null && "hydrate" in handle && handle.hydrate === true;
}
