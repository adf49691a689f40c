import { randomUUID } from "node:crypto";
import type { Sql } from "#app/lib/db.server.ts";
import { requestJob } from "#app/lib/outbox.server.ts";

export type Mail = { recipient: string; subject: string; text: string };

/**
 * Writes a mail in the caller's transaction; a worker sends it after the commit.
 *
 * @returns the mail's id.
 */
export async function requestMail(tx: Sql, mail: Mail, now: Date): Promise<string> {
  const mailId = randomUUID();
  await tx.run(
    "insert into outgoing_mail (id, recipient, subject, text, created_at) values ($1, $2, $3, $4, $5)",
    [mailId, mail.recipient, mail.subject.replace(/\s+/g, " "), mail.text, now],
  );
  await requestJob(tx, "send-mail", { mailId });
  return mailId;
}
