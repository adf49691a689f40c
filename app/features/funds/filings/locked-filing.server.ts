import type { Sql } from "#app/lib/db.server.ts";
import type { VersionKind, VersionState } from "./filing-state.ts";
import type { FilingPlan } from "./plan.ts";

/** Somebody of the charity who acts on one filing. */
export interface ActingOnFiling {
  filingId: string;
  organizationId: string;
  userId: string;
  now: Date;
}

export interface LockedVersion {
  number: number;
  kind: VersionKind;
  state: VersionState;
  base: number | null;
  plan: FilingPlan;
  planSha256: string;
  startsOn: string;
  endsOn: string;
  draftedById: string | null;
  releasedAt: Date | null;
  submittedOn: string | null;
}

export interface LockedFiling {
  id: string;
  filingNo: string | null;
  endedOn: string | null;
  /** In the order of their numbers. */
  versions: LockedVersion[];
}

/** Filings of one charity are written one after the other: they may not overlap, nor share a number. */
export async function lockFilings(tx: Sql, organizationId: string): Promise<void> {
  await tx.run("select pg_advisory_xact_lock(hashtextextended('filing ' || $1, 0))", [organizationId]);
}

/** A filing of this charity with its versions; null if there is none. Call under `lockFilings`. */
export async function readLockedFiling(
  tx: Sql,
  { filingId, organizationId }: { filingId: string; organizationId: string },
): Promise<LockedFiling | null> {
  const [filing] = await tx.rows<Omit<LockedFiling, "versions">>(
    `select id, filing_no as "filingNo", ended_on as "endedOn" from filing
     where id = $1 and organization_id = $2 for update`,
    [filingId, organizationId],
  );
  if (!filing) return null;
  const versions = await tx.rows<LockedVersion>(
    `select number, kind, state, base, plan, plan_sha256 as "planSha256", starts_on as "startsOn",
            ends_on as "endsOn", drafted_by_id as "draftedById", released_at as "releasedAt",
            submitted_on as "submittedOn"
     from filing_version where filing_id = $1 order by number`,
    [filingId],
  );
  return { ...filing, versions };
}

/** Whether this person holds one of the roles in the charity itself. */
export async function holdsRole(
  tx: Sql,
  { organizationId, userId }: { organizationId: string; userId: string },
  roles: readonly ("charity-clerk" | "charity-approver")[],
): Promise<boolean> {
  const held = await tx.rows(
    "select 1 from membership where organization_id = $1 and user_id = $2 and role = any($3) limit 1",
    [organizationId, userId, [...roles]],
  );
  return held.length > 0;
}

/** Whether this person is an officer of a bureau whose division holds the charity's. */
export async function isOfficerOver(
  tx: Sql,
  { organizationId, userId }: { organizationId: string; userId: string },
): Promise<boolean> {
  const held = await tx.rows(
    `select 1 from membership m join organization b on b.id = m.organization_id
       join organization o on o.id = $1 and starts_with(o.division_code, b.division_code)
     where m.user_id = $2 and m.role = 'bureau-officer' limit 1`,
    [organizationId, userId],
  );
  return held.length > 0;
}
