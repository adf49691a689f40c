import { db, type Sql } from "#app/lib/db.server.ts";
import { SESSION_SECONDS } from "./session-cookie.server.ts";
import { hashToken, newToken } from "./token.server.ts";

/**
 * Opens a session.
 *
 * @returns the token for the cookie; the database keeps only its hash.
 */
export async function startSession(userId: string, now: Date, sql: Sql = db): Promise<string> {
  const token = newToken();
  await sql.run("insert into session (token_hash, user_id, created_at, expires_at) values ($1, $2, $3, $4)", [
    hashToken(token),
    userId,
    now,
    new Date(now.getTime() + SESSION_SECONDS * 1000),
  ]);
  return token;
}
