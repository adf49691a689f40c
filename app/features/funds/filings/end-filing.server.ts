import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { settleFundFilings } from "./cover-funds.server.ts";
import { isUnderWay, latestFiled, latestOf } from "./filing-state.ts";
import { type ActingOnFiling, holdsRole, lockFilings, readLockedFiling } from "./locked-filing.server.ts";

export type EndFilingResult =
  | { ok: true; repeated: boolean }
  | {
      ok: false;
      reason: "not-permitted" | "not-found" | "not-filed" | "under-way" | "past-day" | "reason-missing";
    };

/**
 * Ends a campaign before its plan does: the last day on which may be given is named, giving closes after it. What
 * was received stays bound to the plan as filed. Safe to call again.
 */
export async function endFiling(
  input: ActingOnFiling & { endedOn: string; reason: string },
): Promise<EndFilingResult> {
  const { filingId, organizationId, userId, endedOn, now } = input;
  const reason = input.reason.trim().slice(0, 500);
  const today = shanghaiDay(now);
  if (reason === "") return { ok: false, reason: "reason-missing" };
  return transaction(async (tx): Promise<EndFilingResult> => {
    if (!(await holdsRole(tx, input, ["charity-approver"]))) return { ok: false, reason: "not-permitted" };
    await lockFilings(tx, organizationId);
    const filing = await readLockedFiling(tx, input);
    if (!filing) return { ok: false, reason: "not-found" };
    if (filing.endedOn === endedOn) return { ok: true, repeated: true };
    if (filing.endedOn !== null || !latestFiled(filing.versions)) return { ok: false, reason: "not-filed" };
    const latest = latestOf(filing.versions);
    if (latest && isUnderWay(latest.state)) return { ok: false, reason: "under-way" };
    if (endedOn < today) return { ok: false, reason: "past-day" };
    await tx.run(
      "update filing set ended_on = $2, end_reason = $3, ended_by_id = $4, ended_at = $5 where id = $1",
      [filingId, endedOn, reason, userId, now],
    );
    const funds = await tx.rows<{ fundId: string }>(
      `update filing_cover
       set ends_on = case when starts_on <= $2::date then least(ends_on, $2::date) else ends_on end,
           superseded_at = case when starts_on > $2::date then $3::timestamptz end
       where filing_id = $1 and superseded_at is null returning fund_id as "fundId"`,
      [filingId, endedOn, now],
    );
    await settleFundFilings(
      tx,
      funds.map(({ fundId }) => fundId),
      today,
    );
    await recordAct(tx, {
      organizationId,
      userId,
      act: "filing-ended",
      subjectKind: "filing",
      subjectId: filingId,
      details: { endedOn },
      now,
    });
    return { ok: true, repeated: false };
  });
}
