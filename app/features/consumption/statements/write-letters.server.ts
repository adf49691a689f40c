import { randomUUID } from "node:crypto";
import type { Sql } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { requestJobs } from "#app/lib/outbox.server.ts";
import { type LetterFacts, letterOf } from "./letter-words.ts";

/** drawn, answered, silent, before, due, week-1, week-2, …: each is written once for a statement. */
export type LetterStage = "drawn" | "answered" | "silent" | "before" | "due" | `week-${number}`;

/**
 * Writes to everybody who works for the enterprise, in the caller's transaction; what was written before at that
 * stage is not written again.
 *
 * @returns how many statements were written about.
 */
export async function writeLetters(
  tx: Sql,
  asked: readonly { statementId: string; stage: LetterStage }[],
  now: Date,
): Promise<number> {
  if (asked.length === 0) return 0;
  const fresh = await tx.rows<{ statementId: string; stage: LetterStage }>(
    `insert into consumption_statement_reminder (statement_id, stage, written_at)
     select statement_id, stage, $3 from unnest($1::text[], $2::text[]) as g(statement_id, stage)
     order by 1, 2 on conflict do nothing returning statement_id as "statementId", stage`,
    [asked.map(({ statementId }) => statementId), asked.map(({ stage }) => stage), now],
  );
  if (fresh.length === 0) return 0;
  const recipients = await tx.rows<LetterFacts & { email: string }>(
    `select distinct u.email, g.stage, s.id, s.number, s.period_from::text as "fromDay", s.period_to::text as "toDay",
            greatest(s.amount_fen - s.paid_fen, 0) as "dueFen", s.confirm_by::text as "confirmBy",
            s.pay_by::text as "payBy", s.answer, f.title as "campaignTitle", o.name as "charityName",
            m.name as "merchantName"
     from unnest($1::text[], $2::text[]) as g(statement_id, stage)
     join consumption_statement s on s.id = g.statement_id
     join fund f on f.id = s.fund_id join organization o on o.id = s.organization_id
     join organization m on m.id = s.merchant_id
     join membership k on k.organization_id = s.merchant_id and k.role = 'merchant'
     join app_user u on u.id = k.user_id
     order by 3, 2, 1`,
    [fresh.map(({ statementId }) => statementId), fresh.map(({ stage }) => stage)],
  );
  const letters = recipients.map(({ email, ...facts }) => ({
    id: randomUUID(),
    email,
    ...letterOf(facts, env().PUBLIC_URL),
  }));
  await tx.run(
    `insert into outgoing_mail (id, recipient, subject, text, created_at)
     select id, recipient, subject, text, $5 from unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
       as g(id, recipient, subject, text)`,
    [
      letters.map(({ id }) => id),
      letters.map(({ email }) => email),
      letters.map(({ subject }) => subject),
      letters.map(({ text }) => text),
      now,
    ],
  );
  await requestJobs(
    tx,
    "send-mail",
    letters.map(({ id }) => ({ mailId: id })),
  );
  return fresh.length;
}
