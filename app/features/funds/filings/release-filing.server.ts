import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { checkFactsOf } from "./check-facts.server.ts";
import { latestOf } from "./filing-state.ts";
import { type ActingOnFiling, holdsRole, lockFilings, readLockedFiling } from "./locked-filing.server.ts";
import { checkPlan, checksNotMet, checksToJudge, type PlanCheck } from "./plan-checks.ts";

export type ReleaseFilingResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-permitted" | "not-found" | "not-waiting" | "same-person" }
  | { ok: false; reason: "not-met" | "not-judged"; checks: PlanCheck[] };

/**
 * A second person answers for the plan: every check of Order 74 Art. 10 that a machine cannot decide is judged by
 * them by name, and none that it can decide may fail. Only then may the clerk hand it in. Safe to call again.
 */
export async function releaseFiling(
  input: ActingOnFiling & { judged: readonly PlanCheck[] },
): Promise<ReleaseFilingResult> {
  const { filingId, organizationId, userId, now } = input;
  return transaction(async (tx): Promise<ReleaseFilingResult> => {
    if (!(await holdsRole(tx, input, ["charity-approver"]))) return { ok: false, reason: "not-permitted" };
    await lockFilings(tx, organizationId);
    const filing = await readLockedFiling(tx, input);
    const version = filing ? latestOf(filing.versions) : null;
    if (!version) return { ok: false, reason: "not-found" };
    if (version.state === "released") return { ok: true, repeated: true };
    if (version.state !== "drafted") return { ok: false, reason: "not-waiting" };
    if (version.draftedById === userId) return { ok: false, reason: "same-person" };
    const verdicts = checkPlan(version.plan, await checkFactsOf(tx, organizationId, version.plan));
    const failing = checksNotMet(verdicts);
    if (failing.length > 0) return { ok: false, reason: "not-met", checks: failing };
    const open = checksToJudge(verdicts).filter((check) => !input.judged.includes(check));
    if (open.length > 0) return { ok: false, reason: "not-judged", checks: open };
    await tx.run(
      `update filing_version set state = 'released', judged = $3, released_by_id = $4, released_at = $5
       where filing_id = $1 and number = $2`,
      [filingId, version.number, checksToJudge(verdicts), userId, now],
    );
    await recordAct(tx, {
      organizationId,
      userId,
      act: "filing-released",
      subjectKind: "filing",
      subjectId: filingId,
      details: { version: version.number },
      now,
    });
    return { ok: true, repeated: false };
  });
}
