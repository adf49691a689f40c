import { lockFunds } from "#app/features/funds/open-fund.server.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { PROPOSER_ROLES } from "../disbursement-state.ts";
import { holdsRole, lockDisbursement } from "../locked-disbursement.server.ts";
import type { PayeeSubject, StopReason } from "./payee.ts";
import { takeOutLine } from "./take-out-line.server.ts";

export type { StopReason } from "./payee.ts";

export interface StopPayeeInput {
  organizationId: string;
  userId: string;
  /** All lines that stand for this, or one line by its id. */
  which: { subject: PayeeSubject } | { lineId: string };
  reason: StopReason;
  now: Date;
}

export type StopPayeeResult =
  | { ok: true; stopped: number; stoppedFen: bigint; repeated: boolean }
  | {
      ok: false;
      /** `released`: two people have let the batch go; cancel it at once if the bank has not got it yet. */
      reason: "not-found" | "not-permitted" | "released" | "already-paid";
    };

/**
 * Somebody must not be paid any more (died, moved away, no longer qualifies): the line leaves before it is
 * paid. What was approved for it is the fund's again by a posting of its own; the other lines need no new
 * approval, because whoever agreed to more agreed to less. With its last line the whole is withdrawn.
 * Safe to call again.
 */
export async function stopPayee(input: StopPayeeInput): Promise<StopPayeeResult> {
  return transaction((tx) => stopPayeeIn(tx, input));
}

interface FoundLine {
  fundId: string;
  id: string;
  disbursementId: string;
  amountFen: bigint;
  state: "open" | "stopped" | "released" | "done" | "closed";
}

/** The same within the caller's transaction. Nothing is stopped unless all of it can be. */
export async function stopPayeeIn(tx: Sql, input: StopPayeeInput): Promise<StopPayeeResult> {
  const { organizationId, userId, reason, now } = input;
  if (!(await holdsRole(tx, organizationId, userId, PROPOSER_ROLES)))
    return { ok: false, reason: "not-permitted" };
  await lockFunds(
    tx,
    (await findLines(tx, input)).map(({ fundId }) => fundId),
  );
  // Read again under the locks: a release or a payment may have come first.
  const lines = await findLines(tx, input);
  const open = lines.filter(({ state }) => state === "open");
  if (open.length === 0) {
    if (lines.some(({ state }) => state === "stopped"))
      return { ok: true, stopped: 0, stoppedFen: 0n, repeated: true };
    if (lines.some(({ state }) => state === "released")) return { ok: false, reason: "released" };
    return { ok: false, reason: lines.some(({ state }) => state === "done") ? "already-paid" : "not-found" };
  }
  let stoppedFen = 0n;
  for (const line of open) {
    const disbursement = await lockDisbursement(tx, line.disbursementId, organizationId);
    invariant(disbursement, "a line has its disbursement");
    await tx.run(
      `update disbursement_payee set stopped_at = $3, stopped_by_id = $4, stop_reason = $5
       where fund_id = $1 and id = $2`,
      [line.fundId, line.id, now, userId, reason],
    );
    await tx.run(
      "update payment_batch_line set dropped_at = $3 where fund_id = $1 and payee_id = $2 and dropped_at is null",
      [line.fundId, line.id, now],
    );
    await takeOutLine(tx, disbursement, line, now);
    await recordAct(tx, {
      organizationId,
      userId,
      act: "payee-stopped",
      subjectKind: "disbursement",
      subjectId: line.disbursementId,
      details: { line: line.id, amountFen: line.amountFen, reason },
      now,
    });
    stoppedFen += line.amountFen;
  }
  return { ok: true, stopped: open.length, stoppedFen, repeated: false };
}

/** The lines in the order of their ids, each with what may still be done with it. */
async function findLines(tx: Sql, { organizationId, which }: StopPayeeInput): Promise<FoundLine[]> {
  const subject = "subject" in which ? which.subject : null;
  return tx.rows<FoundLine>(
    `select l.fund_id as "fundId", l.id, l.disbursement_id as "disbursementId", l.amount_fen as "amountFen",
            case when l.stopped_at is not null then 'stopped'
                 when d.rejected_at is not null or d.withdrawn_at is not null or l.failed_at is not null then 'closed'
                 when d.paid_at is not null or l.paid_at is not null then 'done'
                 when l.sent_at is not null or exists (
                   select from payment_batch_line b join payment_batch p
                     on p.organization_id = b.organization_id and p.id = b.batch_id
                   where b.fund_id = l.fund_id and b.payee_id = l.id and b.dropped_at is null
                     and p.released_at is not null) then 'released' else 'open' end as state
     from disbursement_payee l join disbursement d on d.fund_id = l.fund_id and d.id = l.disbursement_id
     where l.organization_id = $1
       and ($2::text is null or (l.subject_kind = $2 and l.subject_id = $3)) and ($4::text is null or l.id = $4)
     order by l.fund_id, l.id`,
    [organizationId, subject?.kind ?? null, subject?.id ?? null, "lineId" in which ? which.lineId : null],
  );
}
