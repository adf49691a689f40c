import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { hashPassword } from "./password.server.ts";
import type { LinkPurpose } from "./send-link.server.ts";
import { startSession } from "./start-session.server.ts";
import { hashToken } from "./token.server.ts";

export type RedeemLinkResult =
  | { ok: true; userId: string; sessionToken: string }
  | { ok: false; reason: "link-spent" };

/** Whether a link would still work. Looking does not spend it, because mail scanners open links. */
export async function isLinkOpen(token: string, purpose: LinkPurpose, now: Date): Promise<boolean> {
  const found = await db.rows(
    `select 1 from sign_in_link
     where token_hash = $1 and purpose = $2 and used_at is null and expires_at > $3`,
    [hashToken(token), purpose, now],
  );
  return found.length === 1;
}

/** Signs in by mail. A link works once; of two uses at the same moment one is refused. */
export async function redeemSignInLink(token: string, now: Date): Promise<RedeemLinkResult> {
  return transaction(async (tx) => {
    const userId = await spendLink(tx, token, "sign-in", now);
    if (!userId) return { ok: false, reason: "link-spent" };
    return { ok: true, userId, sessionToken: await startSession(userId, now, tx) };
  });
}

/** Sets a new password, ends every session of the account and its other links, and opens a new session. */
export async function redeemResetLink(token: string, password: string, now: Date): Promise<RedeemLinkResult> {
  const passwordHash = await hashPassword(password);
  return transaction(async (tx) => {
    const userId = await spendLink(tx, token, "reset", now);
    if (!userId) return { ok: false, reason: "link-spent" };
    await tx.run("update app_user set password_hash = $2 where id = $1", [userId, passwordHash]);
    await tx.run("delete from session where user_id = $1", [userId]);
    await tx.run("update sign_in_link set used_at = $2 where user_id = $1 and used_at is null", [
      userId,
      now,
    ]);
    return { ok: true, userId, sessionToken: await startSession(userId, now, tx) };
  });
}

async function spendLink(tx: Sql, token: string, purpose: LinkPurpose, now: Date): Promise<string | null> {
  const [spent] = await tx.rows<{ userId: string }>(
    `update sign_in_link set used_at = $3
     where token_hash = $1 and purpose = $2 and used_at is null and expires_at > $3
     returning user_id as "userId"`,
    [hashToken(token), purpose, now],
  );
  return spent?.userId ?? null;
}
