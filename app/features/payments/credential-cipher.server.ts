import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { env } from "#app/lib/env.server.ts";
import { invariant } from "#app/lib/invariant.ts";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals a credential's configuration with AES-256-GCM under the current key of CREDENTIAL_KEYS. The
 * credential's id is bound in, so a sealed value moved to another row does not open.
 */
export function sealConfig(credentialId: string, config: unknown): { keyId: string; sealed: Buffer } {
  const current = env().CREDENTIAL_KEYS[0];
  invariant(current, "CREDENTIAL_KEYS names a current key");
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", current.key, nonce);
  cipher.setAAD(Buffer.from(credentialId));
  const text = Buffer.concat([cipher.update(JSON.stringify(config), "utf8"), cipher.final()]);
  return { keyId: current.id, sealed: Buffer.concat([nonce, cipher.getAuthTag(), text]) };
}

/** Opens what sealConfig made, with whichever of the configured keys sealed it. Throws if it was altered. */
export function openConfig(credentialId: string, keyId: string, sealed: Uint8Array): unknown {
  const used = env().CREDENTIAL_KEYS.find((candidate) => candidate.id === keyId);
  invariant(used, `the key ${keyId} that sealed credential ${credentialId} is among CREDENTIAL_KEYS`);
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv("aes-256-gcm", used.key, bytes.subarray(0, NONCE_BYTES));
  decipher.setAAD(Buffer.from(credentialId));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  return JSON.parse(text.toString("utf8"));
}
