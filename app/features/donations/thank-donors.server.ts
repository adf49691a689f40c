import { randomUUID } from "node:crypto";
import type { Sql } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { formatFen } from "#app/lib/money.ts";
import { requestJobs } from "#app/lib/outbox.server.ts";
import { donationToken } from "./donation-token.server.ts";

/**
 * Writes one letter to each donor who left an address, in the transaction that makes the gift count, so
 * that it is sent once. The letter holds the donor's own link.
 */
export async function requestThanks(tx: Sql, donationIds: readonly string[], now: Date): Promise<void> {
  if (donationIds.length === 0) return;
  const gifts = await tx.rows<{
    id: string;
    email: string;
    amountFen: bigint;
    title: string;
    titleEn: string;
  }>(
    `select d.id, d.email, d.amount_fen as "amountFen", f.title, f.title_en as "titleEn"
     from unnest($1::text[], $2::text[]) as g(fund_id, id)
     join donation d on d.fund_id = g.fund_id and d.id = g.id join fund f on f.id = d.fund_id
     where d.email is not null`,
    [donationIds.map((id) => fundIdOf(id, "d")), donationIds],
  );
  const letters = gifts.map((gift) => ({ id: randomUUID(), recipient: gift.email, ...letterOf(gift) }));
  await tx.run(
    `insert into outgoing_mail (id, recipient, subject, text, created_at)
     select id, recipient, subject, text, $5 from unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
       as g(id, recipient, subject, text)`,
    [
      letters.map((letter) => letter.id),
      letters.map((letter) => letter.recipient),
      letters.map((letter) => letter.subject),
      letters.map((letter) => letter.text),
      now,
    ],
  );
  await requestJobs(
    tx,
    "send-mail",
    letters.map((letter) => ({ mailId: letter.id })),
  );
}

function letterOf(gift: { id: string; amountFen: bigint; title: string; titleEn: string }): {
  subject: string;
  text: string;
} {
  const link = `${env().PUBLIC_URL}/donations/${gift.id}?token=${donationToken(gift.id)}`;
  const certificate = `${env().PUBLIC_URL}/donations/${gift.id}/certificate?token=${donationToken(gift.id)}`;
  const amount = `¥${formatFen(gift.amountFen)}`;
  return {
    subject: `收到您的捐赠 ${amount} · We received your gift`,
    text: [
      `您捐给“${gift.title}”的 ${amount} 收到了。`,
      `它走到哪一步、用在哪里，随时可以看：${link}`,
      `您的捐赠证书：${certificate}`,
      "这些链接只给您，请不要转发。",
      "",
      `We received your gift of ${amount} to “${gift.titleEn}”.`,
      `Follow it from here to its use: ${link}`,
      `Your certificate: ${certificate}&lang=en`,
      "The links are yours alone; please do not pass them on.",
    ].join("\n"),
  };
}
