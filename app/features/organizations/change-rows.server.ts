import type { Sql } from "#app/lib/db.server.ts";
import type { FactKey, OrganizationFacts } from "./facts.ts";

export type ChangeState = "waiting" | "accepted" | "returned" | "refused" | "withdrawn" | "at-once";

/** What somebody asked for, and what became of it. */
export interface OrganizationChange {
  id: string;
  organizationId: string;
  kind: "registration" | "correction";
  facts: OrganizationFacts;
  fields: FactKey[];
  note: string;
  proposedById: string;
  proposedAt: Date;
  state: ChangeState;
  decidedAt: Date | null;
  reason: string | null;
}

export const CHANGE_COLUMNS = `
  c.id, c.organization_id as "organizationId", c.kind, c.facts, c.fields, c.note, c.proposed_by_id as "proposedById",
  c.proposed_at as "proposedAt", c.state, c.decided_at as "decidedAt", c.reason`;

/** A change by its id, if there is one. */
export async function findChange(sql: Sql, changeId: string): Promise<OrganizationChange | null> {
  const [change] = await sql.rows<OrganizationChange>(
    `select ${CHANGE_COLUMNS} from organization_change c where c.id::text = $1`,
    [changeId],
  );
  return change ?? null;
}

/** What waits for the bureau, if anything does. */
export async function waitingChange(sql: Sql, organizationId: string): Promise<OrganizationChange | null> {
  const [change] = await sql.rows<OrganizationChange>(
    `select ${CHANGE_COLUMNS} from organization_change c where c.organization_id = $1 and c.state = 'waiting'`,
    [organizationId],
  );
  return change ?? null;
}

/** Writes down what somebody asks for. */
export async function insertChange(
  tx: Sql,
  change: Pick<
    OrganizationChange,
    "id" | "organizationId" | "kind" | "facts" | "fields" | "note" | "proposedById" | "proposedAt"
  > & { state: "waiting" | "at-once" },
): Promise<void> {
  await tx.run(
    `insert into organization_change (id, organization_id, kind, facts, fields, note, proposed_by_id, proposed_at, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      change.id,
      change.organizationId,
      change.kind,
      JSON.stringify(change.facts),
      change.fields,
      change.note,
      change.proposedById,
      change.proposedAt,
      change.state,
    ],
  );
}

/** Whether another organization has this code, or the place is not known: what the database alone can say. */
export async function refusedByRegister(
  tx: Sql,
  facts: OrganizationFacts,
  organizationId: string | null,
): Promise<"code-known" | "place-unknown" | null> {
  const [found] = await tx.rows<{ hasCode: boolean; hasPlace: boolean }>(
    `select exists (select from organization where uscc = $1 and id is distinct from $2) as "hasCode",
            exists (select from division where code = $3) as "hasPlace"`,
    [facts.uscc, organizationId, facts.divisionCode],
  );
  if (found?.hasCode) return "code-known";
  return found?.hasPlace ? null : "place-unknown";
}
