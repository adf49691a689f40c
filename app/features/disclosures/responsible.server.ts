import { recordAct } from "#app/features/identity/record-act.server.ts";
import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { isDutyKind } from "./duty-kinds.ts";
import { PUBLISHER_ROLES } from "./publish-disclosure.server.ts";

/** Whoever of these an organization has had longest is responsible until somebody is named. */
const DEFAULT_ORDER = "array['charity-clerk', 'trustee', 'charity-approver']";

/**
 * Joins a duty `t` with its responsible person `who`: named for it, else the organization's choice for its kind, else
 * its first clerk. Whoever has left the organization since counts no more.
 */
export const RESPONSIBLE_SQL = `
  left join lateral (
    select u.id, u.name, u.email
    from (
      select m.user_id, 1 as rank, m.created_at from membership m
      where m.organization_id = t.organization_id and m.user_id = t.responsible_id and m.role = any(${DEFAULT_ORDER})
      union all
      select m.user_id, 2, m.created_at from duty_keeper k
      join membership m on m.organization_id = k.organization_id and m.user_id = k.user_id
      where k.organization_id = t.organization_id and k.kind = t.kind and m.role = any(${DEFAULT_ORDER})
      union all
      select m.user_id, 2 + array_position(${DEFAULT_ORDER}, m.role), m.created_at from membership m
      where m.organization_id = t.organization_id and m.role = any(${DEFAULT_ORDER})
    ) candidate
    join app_user u on u.id = candidate.user_id
    order by candidate.rank, candidate.created_at, u.id limit 1
  ) who on true`;

export interface Publisher {
  id: string;
  name: string;
}

/** Who may be responsible for an organization's duties. */
export async function listPublishers(organizationId: string, sql: Sql = db): Promise<Publisher[]> {
  return sql.rows<Publisher>(
    `select distinct on (u.name, u.id) u.id, u.name from membership m join app_user u on u.id = m.user_id
     where m.organization_id = $1 and m.role = any($2) order by u.name, u.id`,
    [organizationId, PUBLISHER_ROLES],
  );
}

/** The organization's choice for each kind that it has chosen somebody for. */
export async function listKeepers(organizationId: string): Promise<{ kind: string; userId: string }[]> {
  return db.rows(
    `select kind, user_id as "userId" from duty_keeper where organization_id = $1 order by kind`,
    [organizationId],
  );
}

export type AssignResult =
  | { ok: true }
  | { ok: false; reason: "not-found" | "not-a-member" | "unknown-kind" };

interface AssignInput {
  organizationId: string;
  /** Who decides. */
  userId: string;
  /** Who is to be responsible; for one duty null gives it back to the default. */
  responsibleId: string | null;
  now: Date;
}

/** Makes somebody responsible for one duty, published or not: a correction needs somebody too. */
export async function assignResponsible(input: AssignInput & { taskId: string }): Promise<AssignResult> {
  const { organizationId, userId, responsibleId, taskId, now } = input;
  return transaction(async (tx): Promise<AssignResult> => {
    if (responsibleId !== null && !(await isPublisher(tx, organizationId, responsibleId)))
      return { ok: false, reason: "not-a-member" };
    const [task] = await tx.rows<{ responsibleId: string | null }>(
      `select responsible_id as "responsibleId" from disclosure_task
       where id = $1 and organization_id = $2 for update`,
      [taskId, organizationId],
    );
    if (!task) return { ok: false, reason: "not-found" };
    if (task.responsibleId === responsibleId) return { ok: true };
    await tx.run("update disclosure_task set responsible_id = $2 where id = $1", [taskId, responsibleId]);
    await recordAct(tx, {
      organizationId,
      userId,
      act: "duty-assigned",
      subjectKind: "disclosure",
      subjectId: taskId,
      details: { responsible: responsibleId },
      now,
    });
    return { ok: true };
  });
}

/** Makes somebody responsible for all duties of a kind that nobody is named for. */
export async function setKeeper(
  input: AssignInput & { responsibleId: string; kind: string },
): Promise<AssignResult> {
  const { organizationId, userId, responsibleId, kind, now } = input;
  if (!isDutyKind(kind)) return { ok: false, reason: "unknown-kind" };
  return transaction(async (tx): Promise<AssignResult> => {
    if (!(await isPublisher(tx, organizationId, responsibleId))) return { ok: false, reason: "not-a-member" };
    const changed = await tx.run(
      `insert into duty_keeper as k (organization_id, kind, user_id, changed_at) values ($1, $2, $3, $4)
       on conflict (organization_id, kind) do update set user_id = excluded.user_id, changed_at = excluded.changed_at
         where k.user_id <> excluded.user_id`,
      [organizationId, kind, responsibleId, now],
    );
    if (changed === 0) return { ok: true };
    await recordAct(tx, {
      organizationId,
      userId,
      act: "duty-keeper-set",
      subjectKind: "duty-kind",
      subjectId: kind,
      details: { responsible: responsibleId },
      now,
    });
    return { ok: true };
  });
}

async function isPublisher(tx: Sql, organizationId: string, userId: string): Promise<boolean> {
  const publishers = await listPublishers(organizationId, tx);
  return publishers.some(({ id }) => id === userId);
}
