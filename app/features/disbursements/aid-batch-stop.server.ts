import type { StopReason } from "#app/features/aid/case-state.ts";
import { type StopCaseResult, stopCaseIn } from "#app/features/aid/stop-case.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import {
  type StopReason as LineReason,
  type StopPayeeResult,
  stopPayeeIn,
} from "./payees/stop-payee.server.ts";

export type StopAidResult =
  | { ok: true; repeated: boolean; stoppedFen: bigint }
  | Extract<StopCaseResult, { ok: false }>
  | Extract<StopPayeeResult, { ok: false }>;

const LINE_REASONS: Record<StopReason, LineReason> = {
  died: "died",
  "moved-away": "moved",
  "no-longer-qualifies": "not-eligible",
  duplicate: "misc",
  "objection-upheld": "not-eligible",
  withdrawn: "consent",
};

/**
 * Stops one person's aid wherever it stands before payment: the case, and with it the line of the batch that it
 * waits in, whose money is the fund's again. After payment it is refused as `already-paid`: then the money is asked
 * back (aid-batch-recover). Safe to call again.
 */
export async function stopAid(input: {
  caseId: string;
  organizationId: string;
  userId: string;
  reason: StopReason;
  now: Date;
}): Promise<StopAidResult> {
  const { caseId, organizationId, userId, reason, now } = input;
  return transaction(async (tx): Promise<StopAidResult> => {
    const subject = { kind: "aid-case", id: caseId } as const;
    const line = await stopPayeeIn(tx, {
      organizationId,
      userId,
      which: { subject },
      reason: LINE_REASONS[reason],
      now,
    });
    // Without a line there is nothing to take out: the case alone is stopped.
    if (!line.ok && line.reason !== "not-found") return line;
    const stopped = await stopCaseIn(
      tx,
      { id: caseId, organizationId, userId, reason, now },
      { alsoInBatch: line.ok },
    );
    if (!stopped.ok) return stopped;
    await tx.run("update aid_batch_case set released_at = $2 where case_id = $1 and released_at is null", [
      caseId,
      now,
    ]);
    return { ok: true, repeated: stopped.repeated, stoppedFen: line.ok ? line.stoppedFen : 0n };
  });
}
