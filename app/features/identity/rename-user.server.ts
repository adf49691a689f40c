import { db } from "#app/lib/db.server.ts";

/** Changes how a person is addressed. */
export async function renameUser(userId: string, name: string): Promise<void> {
  await db.run("update app_user set name = $2 where id = $1", [userId, name]);
}
