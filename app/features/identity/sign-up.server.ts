import { randomUUID } from "node:crypto";
import { db } from "#app/lib/db.server.ts";
import { hashPassword } from "./password.server.ts";
import type { SignUp } from "./schema.ts";
import { signIn } from "./sign-in.server.ts";

export type SignUpResult =
  | { ok: true; userId: string }
  | { ok: false; reason: "email-taken" }
  | { ok: false; reason: "too-many-tries"; retryAfterSeconds: number };

/**
 * Opens an account; everybody who has one may give. Sent twice with the same password it leads into the same
 * account, under the same limits as signing in.
 */
export async function signUp(given: SignUp & { address: string }, now: Date): Promise<SignUpResult> {
  const passwordHash = await hashPassword(given.password);
  const [made] = await db.rows<{ id: string }>(
    `insert into app_user (id, email, name, password_hash, created_at) values ($1, $2, $3, $4, $5)
     on conflict (email) do nothing returning id`,
    [randomUUID(), given.email, given.name, passwordHash, now],
  );
  if (made) return { ok: true, userId: made.id };
  const known = await signIn(given, now);
  if (known.ok || known.reason === "too-many-tries") return known;
  return { ok: false, reason: "email-taken" };
}
