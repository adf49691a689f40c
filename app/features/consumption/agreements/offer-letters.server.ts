import { randomUUID } from "node:crypto";
import type { Sql } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { requestJobs } from "#app/lib/outbox.server.ts";

/** Tells those who sign for an enterprise that an agreement waits for them, one letter a person and agreement. */
export async function writeOfferLetters(tx: Sql, agreementIds: readonly string[], now: Date): Promise<void> {
  if (agreementIds.length === 0) return;
  const letters = await tx.rows<{
    id: string;
    email: string;
    charity: string;
    title: string;
    firstDay: string;
  }>(
    `select a.id, u.email, o.name as charity, f.title, v.effective_on::text as "firstDay"
     from consumption_agreement a
     join organization o on o.id = a.organization_id
     join fund f on f.id = a.fund_id
     join lateral (
       select effective_on from consumption_agreement_version where agreement_id = a.id order by number desc limit 1
     ) v on true
     join membership m on m.organization_id = a.merchant_id and m.role = 'merchant'
     join app_user u on u.id = m.user_id
     where a.id = any($1) order by a.id, u.email`,
    [agreementIds],
  );
  const mailIds = letters.map(() => randomUUID());
  await tx.run(
    `insert into outgoing_mail (id, recipient, subject, text, created_at)
     select *, $4::timestamptz from unnest($1::uuid[], $2::text[], $5::text[], $3::text[])`,
    [
      mailIds,
      letters.map(({ email }) => email),
      letters.map(textOf),
      now,
      letters.map(
        ({ charity }) => `${charity}请您确认一份消费捐协议 · A consumption giving agreement waits for you`,
      ),
    ],
  );
  await requestJobs(
    tx,
    "send-mail",
    mailIds.map((mailId) => ({ mailId })),
  );
}

function textOf(letter: { id: string; charity: string; title: string; firstDay: string }): string {
  const link = `${env().PUBLIC_URL}/workspace/sales/agreements/${letter.id}`;
  return [
    `${letter.charity}请您加入消费捐“${letter.title}”。协议已经写好，请您看过再确认：`,
    link,
    `要在 ${letter.firstDay} 之前确认，那天起就不能再签了（慈善法第三十七条）。不同意也可以在页面上说明原因。`,
    "",
    `${letter.charity} asks you to give from your sales for “${letter.title}”. Please read the agreement and confirm it before ${letter.firstDay}, or decline it with a reason:`,
    link,
  ].join("\n");
}
