import { randomUUID } from "node:crypto";
import type { Sql } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { requestJobs } from "#app/lib/outbox.server.ts";
import { donationToken } from "../donation-token.server.ts";

/** Tells a donor who left an address that the agreement is ready to be read and confirmed. */
export async function writeAgreementLetter(tx: Sql, donationId: string, now: Date): Promise<void> {
  const [gift] = await tx.rows<{ email: string; title: string; titleEn: string }>(
    `select d.email, f.title, f.title_en as "titleEn" from donation d join fund f on f.id = d.fund_id
     where d.fund_id = $1 and d.id = $2 and d.email is not null`,
    [fundIdOf(donationId, "d"), donationId],
  );
  if (!gift) return;
  const id = randomUUID();
  const link = `${env().PUBLIC_URL}/donations/${donationId}/agreement?token=${donationToken(donationId)}`;
  const text = [
    `您要的捐赠协议写好了，关于给“${gift.title}”的捐赠。慈善组织已经确认，请您看过再确认：`,
    link,
    "要改哪里，请联系慈善组织；改好的是新的一版，两边都要重新确认。",
    "",
    `The donation agreement you asked for, about your gift to “${gift.titleEn}”, is ready. The charity has confirmed it; please read it and confirm it here:`,
    link,
    "If something should change, ask the charity; the new version needs both sides again.",
  ].join("\n");
  await tx.run(
    "insert into outgoing_mail (id, recipient, subject, text, created_at) values ($1, $2, $3, $4, $5)",
    [id, gift.email, "捐赠协议请您确认 · Your donation agreement is ready", text, now],
  );
  await requestJobs(tx, "send-mail", [{ mailId: id }]);
}
