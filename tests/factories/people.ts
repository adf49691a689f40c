import { randomUUID } from "node:crypto";
import { grantMembership } from "#app/features/identity/grant-membership.server.ts";
import type { MemberRole } from "#app/features/identity/roles.ts";
import { startSession } from "#app/features/identity/start-session.server.ts";
import { db } from "#app/lib/db.server.ts";

const NOW = new Date();

/** An account; without a password it can sign in by mail alone. */
export async function makeUser(given: { email?: string; name?: string } = {}): Promise<string> {
  const id = randomUUID();
  const { email = `${id.slice(0, 8)}@example.org`, name = "李雷" } = given;
  await db.run("insert into app_user (id, email, name) values ($1, $2, $3)", [id, email, name]);
  return id;
}

/** A new person with a role in an organization. */
export async function makeMember(organizationId: string, role: MemberRole): Promise<string> {
  const userId = await makeUser();
  await grantMembership({ organizationId, userId, role }, NOW);
  return userId;
}

/** A request that this person's browser sends. */
export async function requestOf(
  userId: string | null,
  path = "/account",
  init: RequestInit = {},
): Promise<Request> {
  const headers = new Headers(init.headers);
  if (userId !== null) headers.set("Cookie", `session=${await startSession(userId, new Date())}`);
  return new Request(`http://127.0.0.1:3000${path}`, { ...init, headers });
}
