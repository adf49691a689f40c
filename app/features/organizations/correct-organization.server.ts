import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { findChange, insertChange, refusedByRegister, waitingChange } from "./change-rows.server.ts";
import { readOrganization } from "./current-facts.server.ts";
import { changedFacts, needsBureau, type OrganizationFacts } from "./facts.ts";
import { NOTE_LENGTH } from "./facts-form.ts";
import { addVersion, writeFacts } from "./write-facts.server.ts";

/** Who keeps an organization's record. */
export const RECORD_KEEPERS = ["charity-clerk", "charity-approver", "merchant", "trustee"] as const;

export type CorrectRefusal =
  | "not-permitted"
  | "not-active"
  | "note"
  | "nothing-changed"
  | "another-waits"
  | "code-known"
  | "place-unknown";

export type CorrectResult =
  | { ok: true; outcome: "waiting" | "at-once"; repeated: boolean }
  | { ok: false; reason: CorrectRefusal };

export interface Correcting {
  /** Chosen by the form, so that sending it twice changes once. */
  changeId: string;
  organizationId: string;
  userId: string;
  facts: OrganizationFacts;
  /** Public: what changed and on which paper it rests. */
  note: string;
  now: Date;
}

/**
 * Changes the record of a registered organization. What the organization answers for alone is a new version at
 * once; what rests on an authority's paper (facts.ts) waits, as a whole, for the bureau's officer. Every version
 * needs a note, because corrections are published with it (慈善组织信息公开办法, Order 81, Art. 16). Safe to call again.
 */
export async function correctOrganization(correcting: Correcting): Promise<CorrectResult> {
  const { changeId, organizationId, userId, now } = correcting;
  const note = correcting.note.replace(/\s+/g, " ").trim();
  return transaction(async (tx): Promise<CorrectResult> => {
    const organization = await readOrganization(tx, organizationId, true);
    if (!organization || !(await keepsRecord(tx, organizationId, userId)))
      return { ok: false, reason: "not-permitted" };
    const known = await findChange(tx, changeId);
    if (known && known.organizationId !== organizationId) return { ok: false, reason: "not-permitted" };
    if (known)
      return { ok: true, outcome: known.state === "at-once" ? "at-once" : "waiting", repeated: true };
    if (organization.state !== "active") return { ok: false, reason: "not-active" };
    if (note.length < NOTE_LENGTH.min || note.length > NOTE_LENGTH.max) return { ok: false, reason: "note" };
    // What kind of organization it is decides who may do what in it: that is another registration.
    const facts = { ...correcting.facts, kind: organization.facts.kind };
    const fields = changedFacts(organization.facts, facts);
    if (fields.length === 0) return { ok: false, reason: "nothing-changed" };
    const refusal = await refusedByRegister(tx, facts, organizationId);
    if (refusal) return { ok: false, reason: refusal };
    const waits = needsBureau(fields);
    if (waits && (await waitingChange(tx, organizationId))) return { ok: false, reason: "another-waits" };
    await insertChange(tx, {
      id: changeId,
      organizationId,
      kind: "correction",
      facts,
      fields,
      note,
      proposedById: userId,
      proposedAt: now,
      state: waits ? "waiting" : "at-once",
    });
    if (!waits) {
      await writeFacts(tx, organizationId, facts);
      const since = organization.createdAt;
      await addVersion(tx, {
        organizationId,
        kind: "correction",
        before: organization.facts,
        after: facts,
        fields,
        note,
        changeId,
        since,
        now,
      });
    }
    await recordAct(tx, {
      organizationId,
      userId,
      act: waits ? "change-proposed" : "record-changed",
      subjectKind: "organization",
      subjectId: organizationId,
      details: { fields: fields.length },
      now,
    });
    return { ok: true, outcome: waits ? "waiting" : "at-once", repeated: false };
  });
}

/** Whether the person keeps this organization's record now. */
export async function keepsRecord(sql: Sql, organizationId: string, userId: string): Promise<boolean> {
  const found = await sql.rows(
    "select from membership where organization_id = $1 and user_id = $2 and role = any($3) limit 1",
    [organizationId, userId, [...RECORD_KEEPERS]],
  );
  return found.length > 0;
}
