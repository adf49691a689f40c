import { db } from "#app/lib/db.server.ts";
import { hashToken } from "./token.server.ts";

/** Signs one browser out. Unknown tokens are no error: the aim is reached. */
export async function endSession(token: string): Promise<void> {
  await db.run("delete from session where token_hash = $1", [hashToken(token)]);
}
