import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import { filingRule } from "./filing-rules.ts";
import { latestOf } from "./filing-state.ts";
import { type ActingOnFiling, holdsRole, lockFilings, readLockedFiling } from "./locked-filing.server.ts";

export type SubmitFilingResult =
  | { ok: true; repeated: boolean }
  | {
      ok: false;
      reason: "not-permitted" | "not-found" | "not-released" | "future-day" | "before-release" | "too-late";
    };

/**
 * Records that the plan was handed in at the ministry's own system (慈善中国), which this site does not replace. A
 * campaign that would begin sooner than the law allows is refused here: its days have to be changed first
 * (Order 74 Art. 11); in an emergency it may follow the start (慈善法 Art. 73). Safe to call again.
 */
export async function submitFiling(
  input: ActingOnFiling & { submittedOn: string },
): Promise<SubmitFilingResult> {
  const { filingId, organizationId, userId, submittedOn, now } = input;
  if (submittedOn > shanghaiDay(now)) return { ok: false, reason: "future-day" };
  return transaction(async (tx): Promise<SubmitFilingResult> => {
    if (!(await holdsRole(tx, input, ["charity-clerk", "charity-approver"])))
      return { ok: false, reason: "not-permitted" };
    await lockFilings(tx, organizationId);
    const filing = await readLockedFiling(tx, input);
    const version = filing ? latestOf(filing.versions) : null;
    if (!version) return { ok: false, reason: "not-found" };
    if (version.state === "submitted" && version.submittedOn === submittedOn)
      return { ok: true, repeated: true };
    if (version.state !== "released") return { ok: false, reason: "not-released" };
    if (version.releasedAt && submittedOn < shanghaiDay(version.releasedAt))
      return { ok: false, reason: "before-release" };
    const [place] = await tx.rows<{ divisionCode: string }>(
      `select division_code as "divisionCode" from organization where id = $1`,
      [organizationId],
    );
    const { value: days } = filingRule("before-start", submittedOn, place?.divisionCode ?? "");
    const mayFollowStart = version.plan.isEmergency || version.kind === "amendment";
    if (!mayFollowStart && submittedOn > addDays(version.startsOn, -days))
      return { ok: false, reason: "too-late" };
    await tx.run(
      `update filing_version set state = 'submitted', submitted_on = $3, submitted_by_id = $4, submitted_at = $5
       where filing_id = $1 and number = $2`,
      [filingId, version.number, submittedOn, userId, now],
    );
    await recordAct(tx, {
      organizationId,
      userId,
      act: "filing-submitted",
      subjectKind: "filing",
      subjectId: filingId,
      details: { version: version.number, submittedOn },
      now,
    });
    return { ok: true, repeated: false };
  });
}
