import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { env } from "#app/lib/env.server.ts";
import { invariant } from "#app/lib/invariant.ts";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface Sealed {
  /** Which of CREDENTIAL_KEYS sealed it. */
  keyId: string;
  sealed: Buffer;
}

/**
 * Seals a value (as JSON) with AES-256-GCM under the current key of CREDENTIAL_KEYS. `place` names the row and what
 * is in it ("aid-person:…"): it is bound in, so a sealed value that is moved to another row does not open.
 */
export function seal(place: string, value: unknown): Sealed {
  const current = env().CREDENTIAL_KEYS[0];
  invariant(current, "CREDENTIAL_KEYS names a current key");
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", current.key, nonce);
  cipher.setAAD(Buffer.from(place));
  const text = Buffer.concat([cipher.update(JSON.stringify(value), "utf8"), cipher.final()]);
  return { keyId: current.id, sealed: Buffer.concat([nonce, cipher.getAuthTag(), text]) };
}

/** Opens what `seal` made, with whichever of the configured keys sealed it. Throws if it was altered or moved. */
export function unseal(place: string, keyId: string, sealed: Uint8Array): unknown {
  const used = env().CREDENTIAL_KEYS.find((candidate) => candidate.id === keyId);
  invariant(used, `the key ${keyId} that sealed ${place} is among CREDENTIAL_KEYS`);
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv("aes-256-gcm", used.key, bytes.subarray(0, NONCE_BYTES));
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  return JSON.parse(text.toString("utf8"));
}

/**
 * A fingerprint by which equal values are found without keeping them in clear: HMAC-SHA256 under a key that is
 * derived for this one use. ID numbers are few enough to be tried out, so a plain hash would hide nothing.
 * `scope` keeps those of two organizations from being compared.
 */
export function fingerprint(use: string, scope: string, value: string): Buffer {
  const key = hkdfSync("sha256", env().SESSION_SECRET, "", `mingshan fingerprint ${use}`, 32);
  return createHmac("sha256", Buffer.from(key)).update(`${scope}\u001f${value}`).digest();
}
