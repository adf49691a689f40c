import type { ProviderName } from "./provider.ts";

/** redirect: the payer is sent to the provider; qr: a code on our page is scanned. */
export type Presentation = "redirect" | "qr";

/** Providers whose orders can be opened as a code that our page draws (`presentation: "qr"`). */
const WITH_CODES: readonly ProviderName[] = ["alipay"];

export const showsCodes = (provider: ProviderName): boolean => WITH_CODES.includes(provider);
