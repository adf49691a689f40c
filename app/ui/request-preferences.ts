import { createContext } from "react";
import type { Preferences } from "#app/lib/preferences.ts";

export type PageRequest = Preferences & {
  path: string;
  search: string;
  nonce: string | undefined;
  demo: boolean;
};

/**
 * What the server knows about a request even where no loader ran, as for an address that does not exist.
 * Empty in the browser, where the root loader's answer is always there.
 */
export const PageRequestContext = createContext<PageRequest | null>(null);
