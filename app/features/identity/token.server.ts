import { createHash, randomBytes } from "node:crypto";

/** 256 random bits, for cookies, links and keys. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What the database holds instead of a token; the tokens are random, so a plain hash is enough. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
