import type { Act } from "#app/features/identity/acts.ts";
import { grantMembership } from "#app/features/identity/grant-membership.server.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import type { MemberRole } from "#app/features/identity/roles.ts";
import { openOrganizationAccounts } from "#app/features/ledger/open-accounts.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { requestMail } from "#app/lib/mail.server.ts";
import { findChange, type OrganizationChange, refusedByRegister } from "./change-rows.server.ts";
import { type RecordedOrganization, readOrganization } from "./current-facts.server.ts";
import { decisionLetter } from "./decision-letter.ts";
import { type OrganizationFacts, withFacts } from "./facts.ts";
import type { PublicOrganizationKind } from "./kinds.ts";
import { supervises } from "./supervises.server.ts";
import { addVersion, writeFacts } from "./write-facts.server.ts";

export const DECISIONS = ["accepted", "returned", "refused"] as const;
export type Decision = (typeof DECISIONS)[number];
export const REASON_LENGTH = { min: 4, max: 500 } as const;

export type DecideRefusal =
  | "not-found"
  | "decided"
  | "same-person"
  | "reason"
  | "decision"
  | "not-for-change"
  | "code-known"
  | "place-unknown";
export type DecideResult = { ok: true } | { ok: false; reason: DecideRefusal };

export interface Deciding {
  changeId: string;
  officerId: string;
  decision: Decision;
  /** Read by the organization; needed unless it is accepted. */
  reason: string;
  now: Date;
}

/** The role in which the person who applied begins. */
const FIRST_ROLE: Record<PublicOrganizationKind, MemberRole> = {
  charity: "charity-clerk",
  trustee: "trustee",
  enterprise: "merchant",
};

/**
 * A bureau officer accepts what waits, sends it back with reasons, or refuses a registration. Who asked does not
 * decide. Accepted, it is the next version of the record; an accepted registration opens the organization's
 * accounts and makes the applicant its first member. A refused one lets go of its credit code, so that the real
 * holder can apply. Safe to call again and at once: the first decision stands.
 */
export async function decideChange(deciding: Deciding): Promise<DecideResult> {
  const { changeId, officerId, decision, now } = deciding;
  const reason = deciding.reason.replace(/\s+/g, " ").trim();
  return transaction(async (tx): Promise<DecideResult> => {
    const seen = await findChange(tx, changeId);
    const organization = seen && (await readOrganization(tx, seen.organizationId, true));
    const change = await findChange(tx, changeId);
    if (!change || !organization) return { ok: false, reason: "not-found" };
    if (!(await supervises(tx, officerId, organization.id))) return { ok: false, reason: "not-found" };
    if (change.state === decision) return { ok: true };
    if (change.state !== "waiting") return { ok: false, reason: "decided" };
    if (change.proposedById === officerId) return { ok: false, reason: "same-person" };
    if (decision === "refused" && change.kind === "correction")
      return { ok: false, reason: "not-for-change" };
    if (decision !== "accepted" && reason.length < REASON_LENGTH.min) return { ok: false, reason: "reason" };
    if (reason.length > REASON_LENGTH.max) return { ok: false, reason: "reason" };
    if (decision === "accepted") {
      const refusal = await accept(tx, organization, change, now);
      if (refusal) return { ok: false, reason: refusal };
    } else if (change.kind === "registration") await turnAway(tx, organization.id, decision);
    await tx.run(
      `update organization_change set state = $2, decided_by_id = $3, decided_at = $4, reason = nullif($5, '')
       where id = $1`,
      [changeId, decision, officerId, now, reason],
    );
    await recordAct(tx, {
      organizationId: organization.id,
      userId: officerId,
      act: actOf(change.kind, decision),
      subjectKind: "organization",
      subjectId: organization.id,
      details: change.kind === "correction" ? { fields: change.fields.length } : {},
      now,
    });
    await writeToProposer(tx, organization.facts, change, decision, reason, now);
    return { ok: true };
  });
}

function actOf(kind: OrganizationChange["kind"], decision: Decision): Act {
  if (kind === "registration") return `registration-${decision}`;
  return decision === "accepted" ? "correction-accepted" : "correction-returned";
}

async function accept(
  tx: Sql,
  organization: RecordedOrganization,
  change: OrganizationChange,
  now: Date,
): Promise<"code-known" | "place-unknown" | null> {
  // What took effect at once while this waited stays; only what this changes is taken from it.
  const after = withFacts(organization.facts, change.facts, change.fields);
  const refusal = await refusedByRegister(tx, after, organization.id);
  if (refusal) return refusal;
  await writeFacts(tx, organization.id, after);
  await addVersion(tx, {
    organizationId: organization.id,
    kind: change.kind,
    before: organization.facts,
    after,
    fields: change.fields,
    note: change.note,
    changeId: change.id,
    since: organization.createdAt,
    now,
  });
  if (change.kind === "correction") return null;
  await tx.run("update organization set state = 'active' where id = $1", [organization.id]);
  await openOrganizationAccounts(tx, organization.id);
  const role = FIRST_ROLE[after.kind];
  await grantMembership({ organizationId: organization.id, userId: change.proposedById, role }, now, tx);
  return null;
}

async function turnAway(tx: Sql, organizationId: string, decision: "returned" | "refused"): Promise<void> {
  await tx.run(
    `update organization set state = $2,
       uscc = case when $2 = 'refused' then null else uscc end,
       uscc_override_reason = case when $2 = 'refused' then null else uscc_override_reason end
     where id = $1`,
    [organizationId, decision],
  );
}

async function writeToProposer(
  tx: Sql,
  facts: OrganizationFacts,
  change: OrganizationChange,
  decision: Decision,
  reason: string,
  now: Date,
): Promise<void> {
  const [person] = await tx.rows<{ email: string }>("select email from app_user where id = $1", [
    change.proposedById,
  ]);
  if (!person) return;
  const letter = decisionLetter({ kind: change.kind, decision, name: facts.name, reason });
  await requestMail(tx, { recipient: person.email, ...letter }, now);
}
