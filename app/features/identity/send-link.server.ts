import { transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { type Lang, translator } from "#app/lib/i18n.ts";
import { requestMail } from "#app/lib/mail.server.ts";
import { type RateRule, takeRate } from "#app/lib/rate-limit.server.ts";
import { safePath } from "./safe-path.ts";
import { hashToken, newToken } from "./token.server.ts";

export type LinkPurpose = "sign-in" | "reset";

export const LINK_MINUTES = 30;
const HOUR = 60 * 60;
const EMAIL_RULE: RateRule = { name: "link-email", limit: 5, windowSeconds: HOUR };
const ADDRESS_RULE: RateRule = { name: "link-address", limit: 30, windowSeconds: HOUR };

export type SendLinkResult =
  | { ok: true }
  | { ok: false; reason: "too-many-mails"; retryAfterSeconds: number };

/**
 * Sends a link for signing in or for a new password, if there is such an account. The answer is the same if
 * there is none, so that nobody can ask who has an account. Sent twice, two links work, each once.
 */
export async function sendLink(
  given: { email: string; purpose: LinkPurpose; address: string; next: string; lang: Lang },
  now: Date,
): Promise<SendLinkResult> {
  const counts = await Promise.all([
    takeRate(EMAIL_RULE, given.email, now),
    takeRate(ADDRESS_RULE, given.address, now),
  ]);
  const refused = counts.find((count) => !count.ok);
  if (refused && !refused.ok) {
    return { ok: false, reason: "too-many-mails", retryAfterSeconds: refused.retryAfterSeconds };
  }
  const token = newToken();
  await transaction(async (tx) => {
    const [user] = await tx.rows<{ name: string }>(
      `with known as (select id, name from app_user where email = $1), made as (
         insert into sign_in_link (token_hash, user_id, purpose, created_at, expires_at)
         select $2, id, $3, $4, $5 from known
       )
       select name from known`,
      [given.email, hashToken(token), given.purpose, now, new Date(now.getTime() + LINK_MINUTES * 60_000)],
    );
    if (!user) return;
    const t = translator(given.lang)("identity");
    const isReset = given.purpose === "reset";
    const values = { name: user.name, url: linkUrl(given.purpose, token, given.next) };
    await requestMail(
      tx,
      {
        recipient: given.email,
        subject: t(isReset ? "mailResetSubject" : "mailLinkSubject"),
        text: isReset ? t("mailResetText", values) : t("mailLinkText", values),
      },
      now,
    );
  });
  return { ok: true };
}

function linkUrl(purpose: LinkPurpose, token: string, next: string): string {
  const path = purpose === "reset" ? `/reset/${token}` : `/login/${token}`;
  return `${env().PUBLIC_URL}${path}?next=${encodeURIComponent(safePath(next))}`;
}
