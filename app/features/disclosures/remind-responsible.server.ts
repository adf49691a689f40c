import { randomUUID } from "node:crypto";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { requestJobs } from "#app/lib/outbox.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { type RemindedDuty, reminderMail } from "./reminder-mail.ts";
import { RESPONSIBLE_SQL } from "./responsible.server.ts";

/** Days before a duty is due on which its responsible person is told; OVERDUE once it is past. */
export const REMINDER_STAGES = [30, 7, 1] as const;
const OVERDUE = -1;

interface Candidate extends RemindedDuty {
  userId: string;
  email: string;
  stage: number;
}

/**
 * Tells each responsible person of the duties that have come to 30, 7 or 1 day before their day, or are past it: one
 * letter a person and day with all of them, each duty once a stage. A stage that was missed while nothing ran is
 * told late, the nearest one alone. Twice or at once: whoever comes second finds the digest of the day written.
 * A day that moves has its stages anew.
 *
 * @returns how many letters were asked for.
 */
export async function remindResponsible(now: Date): Promise<number> {
  const today = shanghaiDay(now);
  return transaction(async (tx) => {
    const candidates = await listCandidates(tx, today);
    const people = [...new Set(candidates.map(({ userId }) => userId))].sort();
    if (people.length === 0) return 0;
    const mailIds = await claimDigests(tx, people, today, now);
    const told = candidates.filter(({ userId }) => mailIds.has(userId));
    await writeReminders(tx, told, mailIds, now);
    await writeMails(tx, told, mailIds, today, now);
    return mailIds.size;
  });
}

/** Duties that have reached a stage which nobody was told of yet, with whom to tell. */
async function listCandidates(tx: Sql, today: string): Promise<Candidate[]> {
  return tx.rows<Candidate>(
    `select t.id as "taskId", t.title, t.title_en as "titleEn", o.name as "organizationName",
            f.title as "fundTitle", t.law_article as "lawArticle", t.due_on as "dueOn", s.stage,
            who.id as "userId", who.email
     from disclosure_task t
     join organization o on o.id = t.organization_id
     left join fund f on f.id = t.fund_id
     cross join lateral (
       select case when t.due_on < $1::date then $2::int
                   else (select min(given.stage) from unnest($3::int[]) as given(stage)
                         where t.due_on - $1::date <= given.stage) end as stage
     ) s
     ${RESPONSIBLE_SQL}
     where t.published_at is null and t.withdrawn_at is null and t.due_on <= $1::date + $4::int
       and (f.id is null or f.state <> 'draft') and who.id is not null
       and not exists (select from duty_reminder r
                       where r.task_id = t.id and r.due_on = t.due_on and r.stage <= s.stage)`,
    [today, OVERDUE, REMINDER_STAGES, Math.max(...REMINDER_STAGES)],
  );
}

/** One letter a person and day: who has had today's is left for tomorrow. */
async function claimDigests(
  tx: Sql,
  people: readonly string[],
  today: string,
  now: Date,
): Promise<Map<string, string>> {
  const claimed = await tx.rows<{ userId: string; mailId: string }>(
    `insert into duty_digest (user_id, day, mail_id, at)
     select user_id, $3::date, mail_id, $4 from unnest($1::uuid[], $2::uuid[]) as given(user_id, mail_id)
     order by user_id on conflict do nothing
     returning user_id as "userId", mail_id as "mailId"`,
    [people, people.map(() => randomUUID()), today, now],
  );
  return new Map(claimed.map(({ userId, mailId }) => [userId, mailId]));
}

async function writeReminders(
  tx: Sql,
  told: readonly Candidate[],
  mailIds: Map<string, string>,
  now: Date,
): Promise<void> {
  await tx.run(
    `insert into duty_reminder (task_id, due_on, stage, user_id, mail_id, at)
     select task_id, due_on, stage, user_id, mail_id, $6
     from unnest($1::uuid[], $2::date[], $3::int[], $4::uuid[], $5::uuid[])
       as given(task_id, due_on, stage, user_id, mail_id)
     order by task_id on conflict do nothing`,
    [
      told.map(({ taskId }) => taskId),
      told.map(({ dueOn }) => dueOn),
      told.map(({ stage }) => stage),
      told.map(({ userId }) => userId),
      told.map(({ userId }) => mailIds.get(userId)),
      now,
    ],
  );
}

async function writeMails(
  tx: Sql,
  told: readonly Candidate[],
  mailIds: Map<string, string>,
  today: string,
  now: Date,
): Promise<void> {
  const letters = [...mailIds].flatMap(([userId, id]) => {
    const own = told.filter((candidate) => candidate.userId === userId);
    const [first] = own;
    return first ? [{ id, recipient: first.email, ...reminderMail(own, today, env().PUBLIC_URL) }] : [];
  });
  await tx.run(
    `insert into outgoing_mail (id, recipient, subject, text, created_at)
     select id, recipient, subject, text, $5 from unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
       as given(id, recipient, subject, text)`,
    [
      letters.map(({ id }) => id),
      letters.map(({ recipient }) => recipient),
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
}
