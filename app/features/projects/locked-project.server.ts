import { holdsRole } from "#app/features/disbursements/locked-disbursement.server.ts";
import type { PublicFundState } from "#app/features/funds/kinds.ts";
import { lockFunds } from "#app/features/funds/open-fund.server.ts";
import type { Act, ActDetails } from "#app/features/identity/acts.ts";
import type { ActInput } from "#app/features/identity/record-act.server.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { PROJECT_ROLES, type ProjectKind } from "./project-codes.ts";

/** A project as its verbs read it, under the lock of its fund. */
export interface LockedProject {
  fundId: string;
  organizationId: string;
  kind: ProjectKind;
  state: "draft" | PublicFundState;
  currency: string;
  publishedAt: Date | null;
  /** The release that is asked for and not answered. */
  releaseId: string | null;
  releaseAskedById: string | null;
}

export interface Acting {
  fundId: string;
  organizationId: string;
  userId: string;
  now: Date;
}

export type Unlocked = { ok: false; reason: "not-found" | "not-permitted" };

/**
 * Locks the fund and reads the project, for a member with one of these roles. A project whose fund is older than this
 * feature gets its row here.
 */
export async function lockProject(
  tx: Sql,
  acting: Acting,
  roles: readonly string[] = PROJECT_ROLES,
): Promise<{ ok: true; project: LockedProject } | Unlocked> {
  await lockFunds(tx, [acting.fundId]);
  await tx.run(
    `insert into project (fund_id, organization_id, created_at, published_at, ended_at)
     select id, organization_id, created_at, case when state <> 'draft' then created_at end,
            case when state = 'ended' then $3::timestamptz end
     from fund where id = $1 and organization_id = $2 and kind in ('project', 'consumption') on conflict do nothing`,
    [acting.fundId, acting.organizationId, acting.now],
  );
  const [project] = await tx.rows<LockedProject>(
    `select f.id as "fundId", f.organization_id as "organizationId", f.kind, f.state, f.currency,
            p.published_at as "publishedAt", r.id as "releaseId", r.asked_by_id as "releaseAskedById"
     from fund f join project p on p.fund_id = f.id
     left join project_release r on r.fund_id = f.id and r.released_at is null and r.returned_at is null
     where f.id = $1 and f.organization_id = $2 and f.kind in ('project', 'consumption')`,
    [acting.fundId, acting.organizationId],
  );
  if (!project) return { ok: false, reason: "not-found" };
  if (!(await holdsRole(tx, acting.organizationId, acting.userId, roles)))
    return { ok: false, reason: "not-permitted" };
  return { ok: true, project };
}

/** What the audit trail is told about a project. */
export function projectAct(acting: Acting, act: Act, details?: ActDetails): ActInput {
  const { organizationId, userId, fundId, now } = acting;
  return { organizationId, userId, act, subjectKind: "project", subjectId: fundId, details, now };
}
