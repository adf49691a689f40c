import type { GivingProvider } from "#app/features/funds/giving-rules.ts";
import { showsCodes } from "#app/features/payments/providers/presentations.ts";
import type { Translate } from "#app/lib/i18n.ts";
import type { Choice } from "#app/ui/choices.tsx";

/** How a gift may be paid: each provider, its code to scan where one sits at a desk, and a bank transfer last. */
export function wayOptions(
  providers: readonly GivingProvider[],
  isPhone: boolean,
  words: { give: Translate<"give">; ways: Translate<"ways"> },
): Choice[] {
  return providers.flatMap((provider): Choice[] => {
    if (provider === "offline")
      return [{ value: provider, label: words.ways("offline"), help: words.ways("offlineHelp") }];
    const page = {
      value: provider,
      label: words.give(`provider_${provider}`),
      help: words.give(`provider_${provider}_help`),
    };
    if (isPhone || !showsCodes(provider)) return [page];
    const qr = `qr_${provider}` as "qr_alipay";
    return [page, { value: `${provider}-qr`, label: words.ways(qr), help: words.ways(`${qr}Help`) }];
  });
}
