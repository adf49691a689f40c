import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { latestOf } from "./filing-state.ts";
import { type ActingOnFiling, holdsRole, lockFilings, readLockedFiling } from "./locked-filing.server.ts";

export type StopFilingResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-permitted" | "not-found" | "not-waiting" | "note-missing" };

/**
 * Ends a version before it is handed in: the second person sends it back and says why, or its writers withdraw
 * it. The plan stays readable; what comes next is a new version. Safe to call again.
 */
export async function stopFiling(
  input: ActingOnFiling & { how: "sent-back" | "withdrawn"; note: string },
): Promise<StopFilingResult> {
  const { filingId, organizationId, userId, how, now } = input;
  const note = input.note.trim();
  if (how === "sent-back" && note === "") return { ok: false, reason: "note-missing" };
  return transaction(async (tx): Promise<StopFilingResult> => {
    const roles =
      how === "sent-back"
        ? (["charity-approver"] as const)
        : (["charity-clerk", "charity-approver"] as const);
    if (!(await holdsRole(tx, input, roles))) return { ok: false, reason: "not-permitted" };
    await lockFilings(tx, organizationId);
    const filing = await readLockedFiling(tx, input);
    const version = filing ? latestOf(filing.versions) : null;
    if (!version) return { ok: false, reason: "not-found" };
    if (version.state === how) return { ok: true, repeated: true };
    const stoppable = how === "sent-back" ? ["drafted"] : ["drafted", "released"];
    if (!stoppable.includes(version.state)) return { ok: false, reason: "not-waiting" };
    await tx.run(
      `update filing_version set state = $3, stopped_by_id = $4, stopped_at = $5, stop_note = $6
       where filing_id = $1 and number = $2`,
      [filingId, version.number, how, userId, now, note],
    );
    await recordAct(tx, {
      organizationId,
      userId,
      act: how === "sent-back" ? "filing-sent-back" : "filing-withdrawn",
      subjectKind: "filing",
      subjectId: filingId,
      details: { version: version.number },
      now,
    });
    return { ok: true, repeated: false };
  });
}
