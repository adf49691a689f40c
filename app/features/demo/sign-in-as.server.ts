import { sessionCookie } from "#app/features/identity/session-cookie.server.ts";
import { startSession } from "#app/features/identity/start-session.server.ts";
import { db } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { DEMO_EMAILS, type DemoRole } from "./guide-fund.ts";

/** The id of one of the demo's people; throws where the seed has not run. */
export async function demoUserId(role: DemoRole): Promise<string> {
  const [user] = await db.rows<{ id: string }>("select id from app_user where email = $1", [
    DEMO_EMAILS[role],
  ]);
  invariant(user, `the demo has no ${role}`);
  return user.id;
}

/**
 * Opens a session as one of the demo's people, without a password. Only where DEMO=1: everything there is
 * invented.
 *
 * @returns the `Set-Cookie` value.
 */
export async function signInAs(role: DemoRole, now: Date): Promise<string> {
  invariant(env().DEMO, "signing in without a password is for the demo");
  return sessionCookie(await startSession(await demoUserId(role), now));
}
