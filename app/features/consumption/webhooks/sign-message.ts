import { createHmac, randomBytes } from "node:crypto";

/** How a secret is written: the Standard Webhooks prefix, then base64 of the key. */
const PREFIX = "whsec_";
const SECRET_BYTES = 32;

export function newWebhookSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString("base64");
}

/**
 * The headers that the Standard Webhooks specification asks for (standardwebhooks.com): the id is the same for every
 * repetition, the time is that of this attempt in seconds, and there is one signature for each secret in use,
 * HMAC-SHA256 over `id.time.body`.
 */
export function signedHeaders(
  message: { id: string; body: string },
  secrets: readonly string[],
  at: Date,
): Record<string, string> {
  const seconds = Math.floor(at.getTime() / 1000);
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), "base64");
    const digest = createHmac("sha256", key).update(`${message.id}.${seconds}.${message.body}`);
    return `v1,${digest.digest("base64")}`;
  });
  return {
    "webhook-id": message.id,
    "webhook-timestamp": String(seconds),
    "webhook-signature": signatures.join(" "),
  };
}

/** An event's id as receivers see it. */
export function messageId(eventId: string): string {
  return `msg_${eventId.replaceAll("-", "")}`;
}
