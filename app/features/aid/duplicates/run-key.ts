import { createHmac, randomBytes } from "node:crypto";

/** Words that are shorter are guessed; a drawn key has 256 bits. */
export const SHORTEST_KEY = 20;

/** A key for one run, for an officer who brings none. */
export const drawKey = (): string => randomBytes(32).toString("base64url");

/**
 * HMAC-SHA256 of an ID number under the run's key, in lower-case hex: what an officer may send instead of the
 * number itself. Both lists are hashed like this, compared, and the hashes forgotten with the key.
 */
export function runHash(key: string, idNumber: string): string {
  return createHmac("sha256", key).update(idNumber).digest("hex");
}
