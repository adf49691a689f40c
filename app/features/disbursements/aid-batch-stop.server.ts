import type { StopReason } from "#app/features/aid/case-state.ts";
import { LIVE_LINE_SQL } from "#app/features/aid/live-line.ts";
import { type StopCaseResult, stopCaseIn } from "#app/features/aid/stop-case.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
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
    // A batch is proposed under the lock of its programme: either it is there already, or it will see the stop.
    await tx.rows(
      "select 1 as locked from aid_programme p join aid_case c on c.programme_id = p.id where c.id = $1 for share of p",
      [caseId],
    );
    const line = (await hasLiveLine(tx, caseId, organizationId))
      ? await stopPayeeIn(tx, {
          organizationId,
          userId,
          which: { subject },
          reason: LINE_REASONS[reason],
          now,
        })
      : ({ ok: false, reason: "not-found" } as const);
    // Without a line there is nothing to take out: the case alone is stopped.
    if (!line.ok && line.reason !== "not-found") return line;
    const stopped = await stopCaseIn(
      tx,
      { id: caseId, organizationId, userId, reason, now },
      { alsoInBatch: true },
    );
    if (!stopped.ok) return stopped;
    await tx.run("update aid_batch_case set released_at = $2 where case_id = $1 and released_at is null", [
      caseId,
      now,
    ]);
    return { ok: true, repeated: stopped.repeated, stoppedFen: line.ok ? line.stoppedFen : 0n };
  });
}

/** Whether a payment line waits for this case or has paid it; one of a payment that was given up does not count. */
async function hasLiveLine(tx: Sql, caseId: string, organizationId: string): Promise<boolean> {
  const [live] = await tx.rows(
    `select 1 as live from aid_case c where c.id = $1 and c.organization_id = $2
       and exists (select from ${LIVE_LINE_SQL})`,
    [caseId, organizationId],
  );
  return live !== undefined;
}
