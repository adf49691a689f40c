import { X509Certificate } from "node:crypto";
import { db } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { newCredentialId } from "#app/lib/ids.ts";
import { openConfig } from "./credential-cipher.server.ts";
import { saveCredential } from "./credentials.server.ts";
import { providerFor } from "./providers/index.server.ts";
import type { PaymentProvider, ProviderName } from "./providers/provider.ts";
import {
  type AlipayConfigInput,
  alipayConfigSchema,
  type StripeConfigInput,
  stripeConfigSchema,
} from "./providers/schema.ts";

/** What a person typed about a channel. Empty secrets keep what is stored: stored ones are never shown. */
export type TypedChannel = Record<string, string>;
/** Field → key of the `channels` dictionary. */
export type ChannelErrors = Record<string, string>;
export type SaveChannelResult = { ok: true; isTested: boolean } | { ok: false; errors: ChannelErrors };

/** Webhook secrets that count at once while one is being replaced. */
const MOST_WEBHOOK_SECRETS = 2;
const LIVE_GATEWAY = "https://openapi.alipay.com/gateway.do";

interface StoredChannel {
  id: string;
  providerAccount: string;
  config: unknown;
}

/** The organization's enabled credential of a provider with its opened configuration: never leaves the server. */
async function storedChannel(organizationId: string, provider: ProviderName): Promise<StoredChannel | null> {
  const [row] = await db.rows<{ id: string; keyId: string; sealed: Buffer; providerAccount: string }>(
    `select id, key_id as "keyId", config_sealed as sealed, provider_account as "providerAccount"
     from payment_credential where organization_id = $1 and provider = $2 and disabled_at is null
     order by created_at, id limit 1`,
    [organizationId, provider],
  );
  if (!row) return null;
  const { id, providerAccount } = row;
  return { id, providerAccount, config: openConfig(id, row.keyId, row.sealed) };
}

/**
 * Takes the keys of a payment channel from its form: well-formed, then a local round trip of signing and verifying,
 * then one harmless question to the provider; each failure names its field. Only then are they stored, sealed. A
 * provider that does not answer leaves them stored and untested: not offered to donors until a later test passes.
 */
export async function saveChannel(input: {
  organizationId: string;
  userId: string;
  provider: ProviderName;
  typed: TypedChannel;
  now: Date;
}): Promise<SaveChannelResult> {
  const { organizationId, userId, provider, typed, now } = input;
  const stored = await storedChannel(organizationId, provider);
  const made = provider === "alipay" ? alipayConfig(typed, stored) : stripeConfig(typed, stored);
  if (!made.ok) return made;
  const adapter = providerFor(provider, made.config);
  // The payments under way belong to the account they were opened at.
  if (stored && stored.providerAccount !== adapter.providerAccount)
    return { ok: false, errors: { [provider === "alipay" ? "appId" : "accountId"]: "otherAccount" } };
  const tested = await testAdapter(adapter, now);
  if (tested.errors) return { ok: false, errors: tested.errors };
  const saved = await saveCredential({
    id: stored?.id ?? newCredentialId(),
    organizationId,
    provider,
    config: made.config,
    userId,
    isTested: tested.isTested,
    now,
  });
  if (saved.ok) return { ok: true, isTested: tested.isTested };
  return { ok: false, errors: { form: saved.reason } };
}

const FIELD_OF: Record<string, string> = {
  "bad-private-key": "appPrivateKey",
  "bad-public-key": "alipayPublicKey",
  "own-public-key": "alipayPublicKey",
  "bad-secret": "webhookSecret",
  "unknown-app": "appId",
  "private-key-refused": "appPrivateKey",
  "answer-not-verified": "alipayPublicKey",
  "secret-key-refused": "secretKey",
  "other-account": "accountId",
};

/** The keys against themselves, then against the provider. */
export async function testAdapter(
  adapter: PaymentProvider,
  now: Date,
): Promise<{ errors: ChannelErrors; isTested?: undefined } | { errors?: undefined; isTested: boolean }> {
  const own = adapter.selfTest();
  if (!own.ok) return { errors: { [FIELD_OF[own.reason] ?? "form"]: own.reason } };
  const probe = await adapter.probe(now);
  if (probe.ok) return { isTested: true };
  if (probe.reason === "no-answer") return { isTested: false };
  return { errors: { [FIELD_OF[probe.reason] ?? "form"]: probe.reason } };
}

type Made = { ok: true; config: unknown } | { ok: false; errors: ChannelErrors };

function alipayConfig(typed: TypedChannel, stored: StoredChannel | null): Made {
  const kept = stored ? alipayConfigSchema.parse(stored.config) : null;
  const certificates = certificatesOf(typed);
  if (certificates === "incomplete") return { ok: false, errors: { appCert: "certIncomplete" } };
  for (const [name, text] of Object.entries(certificates ?? {}))
    if (publicKeyOf(text) === null) return { ok: false, errors: { [`${name}Cert`]: "certUnreadable" } };
  const fromCert = certificates ? publicKeyOf(certificates.alipay) : null;
  const config: AlipayConfigInput = {
    gateway: env().SANDBOX_URL ? `${env().SANDBOX_URL}/gateway.do` : LIVE_GATEWAY,
    appId: typed.appId?.trim() ?? "",
    sellerId: typed.sellerId?.trim() ?? "",
    appPrivateKey: typed.appPrivateKey?.trim() || kept?.appPrivateKey || "",
    alipayPublicKey: fromCert ?? (typed.alipayPublicKey?.trim() || kept?.alipayPublicKey || ""),
    certificates: certificates ?? (typed.alipayPublicKey?.trim() ? undefined : kept?.certificates),
  };
  return checked(alipayConfigSchema.safeParse(config), config);
}

function certificatesOf(
  typed: TypedChannel,
): { app: string; alipay: string; root: string } | "incomplete" | undefined {
  const [app, alipay, root] = ["appCert", "alipayCert", "rootCert"].map((name) => typed[name]?.trim() ?? "");
  if (!app && !alipay && !root) return undefined;
  return app && alipay && root ? { app, alipay, root } : "incomplete";
}

/** The key inside a certificate; null if it is none. */
function publicKeyOf(certificate: string): string | null {
  try {
    return new X509Certificate(certificate).publicKey.export({ type: "spki", format: "pem" }).toString();
  } catch {
    return null;
  }
}

function stripeConfig(typed: TypedChannel, stored: StoredChannel | null): Made {
  const kept = stored ? stripeConfigSchema.parse(stored.config) : null;
  const fresh = typed.webhookSecret?.trim();
  // The old one counts on while Stripe still signs with it.
  const secrets = [...new Set([...(fresh ? [fresh] : []), ...(kept?.webhookSecrets ?? [])])];
  const sandbox = env().SANDBOX_URL ? new URL(env().SANDBOX_URL ?? "") : null;
  const config: StripeConfigInput = {
    accountId: typed.accountId?.trim() ?? "",
    secretKey: typed.secretKey?.trim() || kept?.secretKey || "",
    webhookSecrets: secrets.slice(0, typed.dropOld === "yes" ? 1 : MOST_WEBHOOK_SECRETS),
    ...(sandbox ? { host: sandbox.hostname, port: sandbox.port, protocol: "http" as const } : {}),
  };
  return checked(stripeConfigSchema.safeParse(config), config);
}

function checked(
  read: ReturnType<typeof alipayConfigSchema.safeParse> | ReturnType<typeof stripeConfigSchema.safeParse>,
  config: unknown,
): Made {
  if (read.success) return { ok: true, config };
  const errors: ChannelErrors = {};
  for (const issue of read.error.issues) {
    const field = issue.path[0] === "webhookSecrets" ? "webhookSecret" : String(issue.path[0]);
    errors[field] ??= `format_${field}`;
  }
  return { ok: false, errors };
}
