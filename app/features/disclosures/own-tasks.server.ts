import { db } from "#app/lib/db.server.ts";
import { addDays } from "#app/lib/time.ts";
import { isDutyKind } from "./duty-kinds.ts";
import { addMonths } from "./month-days.ts";
import { type DisclosureTaskView, IS_PUBLIC, TASK_COLUMNS, TASK_TABLES } from "./queries.server.ts";
import { RESPONSIBLE_SQL } from "./responsible.server.ts";

export interface OwnTask extends DisclosureTaskView {
  responsibleId: string | null;
  responsibleName: string | null;
}

export const DUTY_STATES = ["open", "overdue", "published", "moved"] as const;
export type DutyStateFilter = (typeof DUTY_STATES)[number];

export interface TaskFilters {
  state: DutyStateFilter | "";
  kind: string;
  /** A person's id. */
  who: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads filters out of a query; what is not understood filters nothing. */
export function taskFiltersOf(query: URLSearchParams): TaskFilters {
  const kind = query.get("kind") ?? "";
  const who = query.get("who") ?? "";
  return {
    state: DUTY_STATES.find((state) => state === query.get("state")) ?? "",
    kind: isDutyKind(kind) ? kind : "",
    who: UUID.test(who) ? who : "",
  };
}

const STATE_SQL: Readonly<Record<DutyStateFilter | "", string>> = {
  "": "true",
  open: "t.published_at is null",
  overdue: "t.published_at is null and t.due_on < $4::date",
  published: "t.published_at is not null",
  moved: "t.figures_moved_at is not null",
};

/** What an organization must publish: the open ones by their day, then the published ones, newest first. */
export async function listOwnTasks(
  organizationId: string,
  filters: TaskFilters,
  today: string,
): Promise<OwnTask[]> {
  return db.rows<OwnTask>(
    `select ${TASK_COLUMNS}, who.id as "responsibleId", who.name as "responsibleName"
     from ${TASK_TABLES} ${RESPONSIBLE_SQL}
     where t.organization_id = $1 and ${IS_PUBLIC} and ${STATE_SQL[filters.state]}
       and ($2 = '' or t.kind = $2) and ($3 = '' or who.id::text = $3) and $4::date is not null
     order by t.published_at is not null, case when t.published_at is null then t.due_on end,
              t.published_at desc, t.id limit 300`,
    [organizationId, filters.kind, filters.who, today],
  );
}

export interface TaskCounts {
  open: number;
  overdue: number;
  published: number;
  moved: number;
  firstOpenOn: string | null;
}

/** How many there are of each state, and the earliest day that is still open. */
export async function countOwnTasks(organizationId: string, today: string): Promise<TaskCounts> {
  const [counts] = await db.rows<TaskCounts>(
    `select count(*) filter (where t.published_at is null)::int as open,
            count(*) filter (where t.published_at is null and t.due_on < $2::date)::int as overdue,
            count(*) filter (where t.published_at is not null)::int as published,
            count(*) filter (where t.figures_moved_at is not null)::int as moved,
            min(t.due_on) filter (where t.published_at is null) as "firstOpenOn"
     from ${TASK_TABLES} where t.organization_id = $1 and ${IS_PUBLIC}`,
    [organizationId, today],
  );
  return counts ?? { open: 0, overdue: 0, published: 0, moved: 0, firstOpenOn: null };
}

/** The duties that are due in a month, by their day. */
export async function listTasksOfMonth(organizationId: string, month: string): Promise<OwnTask[]> {
  const first = `${month}-01`;
  return db.rows<OwnTask>(
    `select ${TASK_COLUMNS}, who.id as "responsibleId", who.name as "responsibleName"
     from ${TASK_TABLES} ${RESPONSIBLE_SQL}
     where t.organization_id = $1 and ${IS_PUBLIC} and t.due_on between $2::date and $3::date
     order by t.due_on, t.id`,
    [organizationId, first, addDays(addMonths(first, 1), -1)],
  );
}

/** One duty of an organization with its responsible person. */
export async function findOwnTask(taskId: string): Promise<OwnTask | null> {
  if (!UUID.test(taskId)) return null;
  const [task] = await db.rows<OwnTask>(
    `select ${TASK_COLUMNS}, who.id as "responsibleId", who.name as "responsibleName"
     from ${TASK_TABLES} ${RESPONSIBLE_SQL} where t.id = $1 and ${IS_PUBLIC}`,
    [taskId],
  );
  return task ?? null;
}
