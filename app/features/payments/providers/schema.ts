import { z } from "zod";

/** Decrypted credential of an organization's Alipay application (ordinary public-key mode). */
export const alipayConfigSchema = z.object({
  /** https://openapi.alipay.com/gateway.do, or the loopback sandbox. */
  gateway: z.url({ protocol: /^https?$/ }),
  appId: z.string().regex(/^[A-Za-z0-9_]{1,32}$/),
  /** The seller's PID, 2088 + 12 digits. */
  sellerId: z.string().regex(/^2088[0-9]{12}$/),
  appPrivateKey: z.string().trim().min(300),
  /** Optional: the key itself tells its form; a wrong word here does no harm. */
  keyType: z.enum(["PKCS1", "PKCS8"]).optional(),
  /** Alipay's own key, not the application's. Mandatory: without it the SDK checks nothing. */
  alipayPublicKey: z.string().trim().min(200),
  /** Certificate mode (PEM): the application's, Alipay's and the root certificate; the key above is Alipay's own. */
  certificates: z.object({ app: z.string(), alipay: z.string(), root: z.string() }).optional(),
  /** Further hosts that a bill may be downloaded from; the gateway's own is always allowed. */
  billHosts: z.array(z.string()).default([]),
  timeoutMs: z.number().int().min(50).max(60_000).default(5_000),
});
export type AlipayConfig = z.infer<typeof alipayConfigSchema>;
export type AlipayConfigInput = z.input<typeof alipayConfigSchema>;

/** Decrypted credential of an organization's Stripe account. */
export const stripeConfigSchema = z.object({
  secretKey: z.string().regex(/^(sk|rk)_(test|live)_[A-Za-z0-9_]+$/),
  /** The newest first; two while one is being replaced. Used verbatim, "whsec_" included. */
  webhookSecrets: z
    .array(z.string().regex(/^\S{8,}$/))
    .min(1)
    .max(4),
  accountId: z.string().regex(/^acct_[A-Za-z0-9_]+$/),
  /** Loopback sandbox only. */
  host: z.string().optional(),
  port: z.coerce.number().int().min(1).max(65535).optional(),
  protocol: z.enum(["http", "https"]).optional(),
  timeoutMs: z.number().int().min(50).max(60_000).default(10_000),
});
export type StripeConfig = z.infer<typeof stripeConfigSchema>;
export type StripeConfigInput = z.input<typeof stripeConfigSchema>;
