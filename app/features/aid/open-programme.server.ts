import type { z } from "zod";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { AID_DECIDER_ROLES, AID_ROLES } from "./case-state.ts";
import { holdsAidRole } from "./locked-case.server.ts";
import type { programmeSchema } from "./schema.ts";

export interface OpenProgrammeInput {
  /** The caller's: the same one never opens a second programme. */
  id: string;
  organizationId: string;
  userId: string;
  typed: z.output<typeof programmeSchema>;
  now: Date;
}

export type OpenProgrammeResult =
  | { ok: true; repeated: boolean }
  | {
      ok: false;
      reason: "not-permitted" | "fund-not-found" | "purpose-not-in-budget" | "division-not-found";
    };

/**
 * Opens a programme of a fund: from now on its cases are judged by what it says, and what it says stays. The
 * person who opens it decides cases as well, so it is one who may. Safe to call again with the same id.
 */
export async function openProgramme(input: OpenProgrammeInput): Promise<OpenProgrammeResult> {
  const { typed, organizationId, userId, now } = input;
  return transaction(async (tx): Promise<OpenProgrammeResult> => {
    if (!(await holdsAidRole(tx, organizationId, userId, AID_DECIDER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const [place] = await tx.rows<{ hasFund: boolean; hasLine: boolean; hasDivision: boolean }>(
      `select exists (select from fund where id = $1 and organization_id = $2 and state <> 'draft') as "hasFund",
              exists (select from fund_budget_line where fund_id = $1 and purpose_code = $3) as "hasLine",
              exists (select from division where code = $4 and level in ('county', 'town')) as "hasDivision"`,
      [typed.fundId, organizationId, typed.purposeCode, typed.division],
    );
    if (!place?.hasFund) return { ok: false, reason: "fund-not-found" };
    if (!place.hasLine) return { ok: false, reason: "purpose-not-in-budget" };
    if (!place.hasDivision) return { ok: false, reason: "division-not-found" };
    const inserted = await tx.run(
      `insert into aid_programme (id, organization_id, fund_id, purpose_code, title, title_en, qualifies, criteria,
         division_code, household_classes, low_fen, high_fen, year_cap_fen, takes_urgent, takes_public, opened_by_id,
         opened_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
       on conflict (id) do nothing`,
      [
        input.id,
        organizationId,
        typed.fundId,
        typed.purposeCode,
        typed.title,
        typed.titleEn,
        typed.qualifies,
        typed.criteria,
        typed.division,
        typed.householdClasses,
        typed.low,
        typed.high,
        typed.yearCap,
        typed.takesUrgent,
        typed.takesPublic,
        userId,
        now,
      ],
    );
    if (inserted === 0) return { ok: true, repeated: true };
    await recordAct(tx, {
      organizationId,
      userId,
      act: "aid-programme-opened",
      subjectKind: "aid-programme",
      subjectId: input.id,
      details: { fund: typed.fundId, lowFen: typed.low, highFen: typed.high, yearCapFen: typed.yearCap },
      now,
    });
    return { ok: true, repeated: false };
  });
}

/** Takes no more applications; cases that are open are still decided by it. Safe to call again. */
export async function closeProgramme(input: {
  id: string;
  organizationId: string;
  userId: string;
  now: Date;
}): Promise<{ ok: true; repeated: boolean } | { ok: false; reason: "not-found" | "not-permitted" }> {
  const { id, organizationId, userId, now } = input;
  return transaction(async (tx) => {
    if (!(await holdsAidRole(tx, organizationId, userId, AID_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const [found] = await tx.rows<{ closedAt: Date | null }>(
      `select closed_at as "closedAt" from aid_programme where id = $1 and organization_id = $2 for update`,
      [id, organizationId],
    );
    if (!found) return { ok: false, reason: "not-found" };
    if (found.closedAt) return { ok: true, repeated: true };
    await tx.run("update aid_programme set closed_at = $2, closed_by_id = $3 where id = $1", [
      id,
      now,
      userId,
    ]);
    await recordAct(tx, {
      organizationId,
      userId,
      act: "aid-programme-closed",
      subjectKind: "aid-programme",
      subjectId: id,
      now,
    });
    return { ok: true, repeated: false };
  });
}
