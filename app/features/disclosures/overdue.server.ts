import { randomUUID } from "node:crypto";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { SUPERVISED_PLACES } from "#app/features/organizations/supervised-places.ts";
import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { requestMail } from "#app/lib/mail.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { type DisclosureTaskView, IS_PUBLIC, TASK_COLUMNS, TASK_TABLES } from "./queries.server.ts";
import { reminderMail } from "./reminder-mail.ts";
import { RESPONSIBLE_SQL } from "./responsible.server.ts";

const SHOWN = 200;

export interface DutyNote {
  kind: "noted" | "reminded";
  text: string;
  at: Date;
  userName: string;
}

export interface OverdueDuty extends DisclosureTaskView {
  responsibleName: string | null;
  notes: DutyNote[];
}

export interface OverdueFilters {
  /** An organization's slug. */
  organization: string;
}

/** Duties past their day in the officer's places, the oldest first, with what officers did about them. */
export async function listOverdue(
  officerId: string,
  filters: OverdueFilters,
  today: string,
): Promise<{ duties: OverdueDuty[]; count: number; organizationCount: number }> {
  const rows = await db.rows<OverdueDuty & { count: number; organizationCount: number }>(
    `${SUPERVISED_PLACES}, overdue as (
       select ${TASK_COLUMNS}, who.name as "responsibleName",
              count(*) over ()::int as count, dense_rank() over (order by o.id)::int as nth
       from ${TASK_TABLES} join supervised_place p on p.code = o.division_code ${RESPONSIBLE_SQL}
       where t.published_at is null and t.due_on < $2::date and ${IS_PUBLIC} and o.state = 'active'
         and ($3 = '' or o.slug = $3)
     )
     select v.*, max(v.nth) over () as "organizationCount",
            coalesce((select json_agg(json_build_object('kind', n.kind, 'text', n.text, 'at', n.at,
                                        'userName', u.name) order by n.at)
                      from duty_note n join app_user u on u.id = n.user_id where n.task_id = v.id), '[]') as notes
     from overdue v order by v."dueOn", v.id limit ${SHOWN}`,
    [officerId, today, filters.organization],
  );
  return {
    duties: rows.map(({ count: _count, organizationCount: _organizations, ...duty }) => ({
      ...duty,
      notes: duty.notes.map((note) => ({ ...note, at: new Date(note.at) })),
    })),
    count: rows[0]?.count ?? 0,
    organizationCount: rows[0]?.organizationCount ?? 0,
  };
}

export type OfficerActResult =
  | { ok: true }
  | {
      ok: false;
      reason: "not-found" | "not-overdue" | "text-needed" | "reminded-today" | "nobody-responsible";
    };

interface OfficerAct {
  officerId: string;
  taskId: string;
  now: Date;
}

interface LockedOverdue {
  organizationId: string;
  organizationName: string;
  fundTitle: string | null;
  title: string;
  titleEn: string;
  lawArticle: string;
  dueOn: string;
  email: string | null;
}

/** Writes an officer's note to an overdue duty; the organization reads it. It moves no day. */
export async function noteOverdue(input: OfficerAct & { text: string }): Promise<OfficerActResult> {
  const text = input.text.trim();
  if (text === "") return { ok: false, reason: "text-needed" };
  return actOn(input, "noted", text, async () => ({ ok: true }));
}

/** Sends the responsible person a letter about one overdue duty, at most once a day. */
export async function remindOverdue(input: OfficerAct): Promise<OfficerActResult> {
  const { taskId, now } = input;
  const today = shanghaiDay(now);
  return actOn(input, "reminded", "", async (tx, duty) => {
    if (duty.email === null) return { ok: false, reason: "nobody-responsible" };
    const [earlier] = await tx.rows(
      `select 1 as found from duty_note where task_id = $1 and kind = 'reminded'
         and (at at time zone 'Asia/Shanghai')::date = $2::date limit 1`,
      [taskId, today],
    );
    if (earlier) return { ok: false, reason: "reminded-today" };
    const mail = reminderMail([{ taskId, ...duty }], today, env().PUBLIC_URL);
    await requestMail(
      tx,
      {
        recipient: duty.email,
        subject: `民政部门提醒：${duty.title} · The bureau reminds you: ${duty.titleEn}`,
        text: `主管的民政部门提醒您。\nThe civil-affairs bureau reminds you.\n\n${mail.text}`,
      },
      now,
    );
    return { ok: true };
  });
}

/** Locks the duty if it is overdue and in the officer's places, does the work, and writes down that it was done. */
async function actOn(
  { officerId, taskId, now }: OfficerAct,
  kind: "noted" | "reminded",
  text: string,
  work: (tx: Sql, duty: LockedOverdue) => Promise<OfficerActResult>,
): Promise<OfficerActResult> {
  return transaction(async (tx): Promise<OfficerActResult> => {
    const [duty] = await tx.rows<LockedOverdue & { isOverdue: boolean }>(
      `${SUPERVISED_PLACES}
       select t.organization_id as "organizationId", o.name as "organizationName", f.title as "fundTitle", t.title,
              t.title_en as "titleEn", t.law_article as "lawArticle", t.due_on as "dueOn", who.email,
              t.published_at is null and t.due_on < $3::date as "isOverdue"
       from ${TASK_TABLES} join supervised_place p on p.code = o.division_code ${RESPONSIBLE_SQL}
       where t.id = $2 and ${IS_PUBLIC} for update of t`,
      [officerId, taskId, shanghaiDay(now)],
    );
    if (!duty) return { ok: false, reason: "not-found" };
    if (!duty.isOverdue) return { ok: false, reason: "not-overdue" };
    const result = await work(tx, duty);
    if (!result.ok) return result;
    await tx.run(
      `insert into duty_note (id, task_id, organization_id, user_id, kind, text, at) values ($1, $2, $3, $4, $5, $6, $7)`,
      [randomUUID(), taskId, duty.organizationId, officerId, kind, text, now],
    );
    await recordAct(tx, {
      organizationId: duty.organizationId,
      userId: officerId,
      act: kind === "noted" ? "duty-noted" : "duty-reminded",
      subjectKind: "disclosure",
      subjectId: taskId,
      details: { due: duty.dueOn },
      now,
    });
    return { ok: true };
  });
}

/** What officers wrote about a duty, for the organization's own page. */
export async function listDutyNotes(taskId: string): Promise<DutyNote[]> {
  return db.rows<DutyNote>(
    `select n.kind, n.text, n.at, u.name as "userName" from duty_note n join app_user u on u.id = n.user_id
     where n.task_id = $1 order by n.at, n.id`,
    [taskId],
  );
}
