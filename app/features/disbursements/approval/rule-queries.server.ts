import { db, type Sql } from "#app/lib/db.server.ts";
import { APPROVER_ROLES } from "../disbursement-state.ts";
import { type ApprovalRule, NO_RULE } from "./rules.ts";

/** The rules of an organization as they stand: its newest confirmed version. */
export async function ruleInForce(organizationId: string, sql: Sql = db): Promise<ApprovalRule> {
  const [rule] = await sql.rows<ApprovalRule>(
    `select version, two_above_fen as "twoAboveFen", board_above_fen as "boardAboveFen" from approval_rule
     where organization_id = $1 and confirmed_at is not null order by version desc limit 1`,
    [organizationId],
  );
  return rule ?? NO_RULE;
}

/** How many people of an organization may approve. */
export async function countApprovers(organizationId: string): Promise<number> {
  const [row] = await db.rows<{ count: number }>(
    `select count(distinct user_id)::int4 as count from membership where organization_id = $1 and role = any($2)`,
    [organizationId, APPROVER_ROLES],
  );
  return row?.count ?? 0;
}

export interface RuleVersion extends ApprovalRule {
  organizationId: string;
  organizationName: string;
  note: string;
  proposedById: string;
  proposedByName: string;
  proposedAt: Date;
  answeredByName: string | null;
  confirmedAt: Date | null;
  refusedAt: Date | null;
}

/** Every version of these organizations' rules, the newest first. */
export async function listRuleVersions(organizationIds: readonly string[]): Promise<RuleVersion[]> {
  return db.rows<RuleVersion>(
    `select r.organization_id as "organizationId", o.name as "organizationName", r.version,
            r.two_above_fen as "twoAboveFen", r.board_above_fen as "boardAboveFen", r.note,
            r.proposed_by_id as "proposedById", coalesce(p.name, '') as "proposedByName",
            r.proposed_at as "proposedAt", a.name as "answeredByName", r.confirmed_at as "confirmedAt",
            r.refused_at as "refusedAt"
     from approval_rule r join organization o on o.id = r.organization_id
     left join app_user p on p.id = r.proposed_by_id left join app_user a on a.id = r.answered_by_id
     where r.organization_id = any($1) order by r.organization_id, r.version desc limit 50`,
    [organizationIds],
  );
}
