import { createTransport, type Transporter } from "nodemailer";
import { transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import type { Handler } from "#workers/job-context.ts";

const STEP_TIMEOUT_MS = 15_000;

let transport: Transporter | undefined;

function transporter(): Transporter {
  transport ??= createTransport({
    url: env().SMTP_URL,
    connectionTimeout: STEP_TIMEOUT_MS,
    greetingTimeout: STEP_TIMEOUT_MS,
    socketTimeout: STEP_TIMEOUT_MS,
  });
  return transport;
}

/**
 * Sends one mail, once: the row stays locked meanwhile, and who finds it locked or sent leaves it. A crash
 * after the server took it sends it again; the Message-ID is the same, so that readers fold the two.
 */
export const sendMailJob: Handler<"send-mail"> = async ({ mailId }, { now }) => {
  await transaction(async (tx) => {
    const [mail] = await tx.rows<{ recipient: string; subject: string; text: string }>(
      `select recipient, subject, text from outgoing_mail
       where id = $1 and sent_at is null for update skip locked`,
      [mailId],
    );
    if (!mail) return;
    await transporter().sendMail({
      from: env().MAIL_FROM,
      to: { name: "", address: mail.recipient },
      subject: mail.subject,
      text: mail.text,
      messageId: `<${mailId}@${new URL(env().PUBLIC_URL).hostname}>`,
      headers: { "Auto-Submitted": "auto-generated" },
    });
    await tx.run("update outgoing_mail set sent_at = $2 where id = $1", [mailId, now]);
  });
};
