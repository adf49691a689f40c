import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import {
  caseReference,
  caseToken,
  contentHash,
  insertCases,
  isMinorApplicant,
} from "./application.server.ts";
import { AID_ROLES } from "./case-state.ts";
import { holdsAidRole } from "./locked-case.server.ts";
import type { TypedApplication } from "./schema.ts";

export interface ReceiveApplicationInput {
  /** Drawn when the form was shown: sent twice, it is one application. */
  id: string;
  programmeId: string;
  typed: TypedApplication;
  /** Who of the charity or its station fills it in; null: on the public form. */
  clerk: { userId: string; organizationId: string } | null;
  now: Date;
}

export type ApplicationRefusal =
  | "not-found"
  | "not-permitted"
  | "closed"
  | "outside-area"
  | "class-not-listed"
  | "no-urgent-way"
  | "guardian-missing"
  | "other-content";

export type ReceiveApplicationResult =
  | { ok: true; repeated: boolean; reference: string; token: string }
  | { ok: false; reason: ApplicationRefusal };

export interface ProgrammeRule {
  id: string;
  organizationId: string;
  fundId: string;
  divisionCode: string;
  householdClasses: string[];
  takesUrgent: boolean;
  takesPublic: boolean;
  closedAt: Date | null;
}

/** What an application must fit, locked against closing meanwhile. */
export async function lockProgrammeRule(tx: Sql, id: string): Promise<ProgrammeRule | null> {
  const [rule] = await tx.rows<ProgrammeRule>(
    `select id, organization_id as "organizationId", fund_id as "fundId", division_code as "divisionCode",
            household_classes as "householdClasses", takes_urgent as "takesUrgent", takes_public as "takesPublic",
            closed_at as "closedAt"
     from aid_programme where id = $1 for share`,
    [id],
  );
  return rule ?? null;
}

/** Why an application does not fit its programme, the same for a form and for a row of a list; null if it does. */
export function misfitOf(
  rule: ProgrammeRule,
  typed: TypedApplication,
  now: Date,
): "outside-area" | "class-not-listed" | "no-urgent-way" | "guardian-missing" | null {
  if (!typed.town.startsWith(rule.divisionCode)) return "outside-area";
  if (!rule.householdClasses.includes(typed.householdClass)) return "class-not-listed";
  if (typed.urgent && !rule.takesUrgent) return "no-urgent-way";
  // A child does not apply alone: 民法典 Art. 19, 20, 27.
  if (isMinorApplicant(typed.idNumber, now) && (typed.guardianName === "" || typed.guardianPhone === ""))
    return "guardian-missing";
  return null;
}

/**
 * Takes one application. Who it is about is sealed at once; the applicant is given a reference and a secret to ask
 * by. Safe to call again with the same id and content.
 */
export async function receiveApplication(input: ReceiveApplicationInput): Promise<ReceiveApplicationResult> {
  const { id, typed, clerk, now } = input;
  return transaction(async (tx): Promise<ReceiveApplicationResult> => {
    const rule = await lockProgrammeRule(tx, input.programmeId);
    if (!rule || (clerk && clerk.organizationId !== rule.organizationId))
      return { ok: false, reason: "not-found" };
    const { organizationId, fundId } = rule;
    if (clerk && !(await holdsAidRole(tx, organizationId, clerk.userId, AID_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const known = await knownContent(tx, id);
    const found = { ok: true, reference: caseReference(id), token: caseToken(id) } as const;
    if (known) {
      const isSame = known.equals(contentHash({ organizationId, programmeId: rule.id, typed }));
      return isSame ? { ...found, repeated: true } : { ok: false, reason: "other-content" };
    }
    if (rule.closedAt || (!clerk && !rule.takesPublic)) return { ok: false, reason: "closed" };
    const misfit = misfitOf(rule, typed, now);
    if (misfit) return { ok: false, reason: misfit };
    const origin = clerk ? "station" : typed.helperName === "" ? "person" : "helper";
    const inserted = await insertCases(tx, [
      {
        id,
        organizationId,
        programmeId: rule.id,
        fundId,
        origin,
        listId: null,
        lineNo: null,
        filledById: clerk?.userId ?? null,
        typed,
        receivedAt: now,
      },
    ]);
    if (!inserted.has(id)) {
      const isSame = (await knownContent(tx, id))?.equals(
        contentHash({ organizationId, programmeId: rule.id, typed }),
      );
      return isSame ? { ...found, repeated: true } : { ok: false, reason: "other-content" };
    }
    if (clerk) {
      await recordAct(tx, {
        organizationId,
        userId: clerk.userId,
        act: "aid-application-received",
        subjectKind: "aid-case",
        subjectId: id,
        details: { division: typed.town, urgent: typed.urgent },
        now,
      });
    }
    return { ...found, repeated: false };
  });
}

async function knownContent(tx: Sql, id: string): Promise<Buffer | null> {
  const [known] = await tx.rows<{ content: Buffer }>(
    "select content_hash as content from aid_case where id = $1",
    [id],
  );
  return known?.content ?? null;
}
