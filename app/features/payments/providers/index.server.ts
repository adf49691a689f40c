import { createHash } from "node:crypto";
import { AlipayProvider } from "./alipay.server.ts";
import type { PaymentProvider, ProviderName } from "./provider.ts";
import { alipayConfigSchema, stripeConfigSchema } from "./schema.ts";
import { StripeProvider } from "./stripe.server.ts";

/** The only list of providers: a further one is an adapter and a line here. */
const OPENERS: Record<ProviderName, (config: unknown) => PaymentProvider> = {
  alipay: (config) => new AlipayProvider(alipayConfigSchema.parse(config)),
  stripe: (config) => new StripeProvider(stripeConfigSchema.parse(config)),
};

const MOST_KEPT = 500;
const opened = new Map<string, PaymentProvider>();

/**
 * The adapter of a decrypted credential. One instance per provider and content is kept, because parsing keys
 * and making SDK clients costs more than the calls. Throws ZodError if the configuration is malformed.
 */
export function providerFor(provider: ProviderName, config: unknown): PaymentProvider {
  const key = createHash("sha256")
    .update(`${provider}|${JSON.stringify(config)}`)
    .digest("base64");
  const known = opened.get(key);
  if (known !== undefined) return known;
  const made = OPENERS[provider](config);
  const oldest = opened.keys().next().value;
  if (opened.size >= MOST_KEPT && oldest !== undefined) opened.delete(oldest);
  opened.set(key, made);
  return made;
}
