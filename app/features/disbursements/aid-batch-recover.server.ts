import { AID_ROLES, type StopReason } from "#app/features/aid/case-state.ts";
import { holdsAidRole, lockCase } from "#app/features/aid/locked-case.server.ts";
import { lockFunds } from "#app/features/funds/open-fund.server.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";

export interface AskRecoveryInput {
  /** The caller's. */
  id: string;
  caseId: string;
  organizationId: string;
  userId: string;
  reason: StopReason;
  amountFen: bigint;
  now: Date;
}

export type AskRecoveryResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-found" | "not-permitted" | "not-paid" | "asked-already" }
  | { ok: false; reason: "above-aid"; leftFen: bigint };

/**
 * Asks for aid back that was paid to somebody who had died, moved away or did not qualify. Moves no money: the
 * transfer is posted when the bank's own row shows that it came (reconciliation/match-returns). Safe to call again.
 */
export async function askRecovery(input: AskRecoveryInput): Promise<AskRecoveryResult> {
  const { id, caseId, organizationId, userId, reason, amountFen, now } = input;
  return transaction(async (tx): Promise<AskRecoveryResult> => {
    const one = await lockCase(tx, caseId, organizationId);
    if (!one) return { ok: false, reason: "not-found" };
    if (!(await holdsAidRole(tx, organizationId, userId, AID_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const [paid] = await tx.rows<{
      disbursementId: string;
      leftFen: bigint;
      isKnown: boolean;
      isWaiting: boolean;
    }>(
      `select b.disbursement_id as "disbursementId",
              (b.amount_fen - coalesce((select sum(amount_fen) from aid_recovery where case_id = $1), 0))::int8 as "leftFen",
              exists (select from aid_recovery where id = $2 and case_id = $1 and amount_fen = $3) as "isKnown",
              exists (select from aid_recovery where case_id = $1 and linked_at is null) as "isWaiting"
       from aid_batch_case b join disbursement d on d.fund_id = b.fund_id and d.id = b.disbursement_id
       where b.case_id = $1 and b.released_at is null and d.paid_at is not null`,
      [caseId, id, amountFen],
    );
    if (!paid) return { ok: false, reason: "not-paid" };
    if (paid.isKnown) return { ok: true, repeated: true };
    if (paid.isWaiting) return { ok: false, reason: "asked-already" };
    if (amountFen <= 0n || amountFen > paid.leftFen)
      return { ok: false, reason: "above-aid", leftFen: paid.leftFen };
    await tx.run(
      `insert into aid_recovery (id, organization_id, case_id, fund_id, disbursement_id, reason, amount_fen,
                                 asked_by_id, asked_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [id, organizationId, caseId, one.fundId, paid.disbursementId, reason, amountFen, userId, now],
    );
    await recordAct(tx, {
      organizationId,
      userId,
      act: "aid-recovery-asked",
      subjectKind: "aid-case",
      subjectId: caseId,
      details: { reason, amountFen },
      now,
    });
    return { ok: true, repeated: false };
  });
}

export type LinkRecoveryResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-found" | "not-permitted" | "no-such-return" }
  | { ok: false; reason: "above-return"; leftFen: bigint };

/**
 * Says which money that came back is this case's: a transfer "returned by the payee" of its batch, and no more of
 * it than no other case has. Safe to call again.
 */
export async function linkRecovery(input: {
  id: string;
  transferId: string;
  organizationId: string;
  userId: string;
  now: Date;
}): Promise<LinkRecoveryResult> {
  const { id, transferId, organizationId, userId, now } = input;
  return transaction(async (tx): Promise<LinkRecoveryResult> => {
    const found = await findRecovery(tx, id, organizationId);
    if (!found) return { ok: false, reason: "not-found" };
    // All recoveries of a fund wait here: two cases do not take the same money.
    await lockFunds(tx, [found.fundId]);
    const recovery = await findRecovery(tx, id, organizationId);
    if (!recovery || !(await holdsAidRole(tx, organizationId, userId, AID_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (recovery.transferId === transferId) return { ok: true, repeated: true };
    if (recovery.transferId !== null) return { ok: false, reason: "no-such-return" };
    const money = (await returnsOf(tx, recovery.fundId, recovery.disbursementId)).find(
      (one) => one.id === transferId,
    );
    if (!money) return { ok: false, reason: "no-such-return" };
    if (recovery.amountFen > money.leftFen)
      return { ok: false, reason: "above-return", leftFen: money.leftFen };
    await tx.run(
      "update aid_recovery set transfer_id = $2, linked_by_id = $3, linked_at = $4 where id = $1",
      [id, transferId, userId, now],
    );
    await recordAct(tx, {
      organizationId,
      userId,
      act: "aid-recovery-linked",
      subjectKind: "aid-case",
      subjectId: recovery.caseId,
      details: { amountFen: recovery.amountFen, transfer: transferId },
      now,
    });
    return { ok: true, repeated: false };
  });
}

interface Recovery {
  caseId: string;
  fundId: string;
  disbursementId: string;
  amountFen: bigint;
  transferId: string | null;
}

async function findRecovery(tx: Sql, id: string, organizationId: string): Promise<Recovery | undefined> {
  const [recovery] = await tx.rows<Recovery>(
    `select case_id as "caseId", fund_id as "fundId", disbursement_id as "disbursementId", amount_fen as "amountFen",
            transfer_id as "transferId"
     from aid_recovery where id = $1 and organization_id = $2`,
    [id, organizationId],
  );
  return recovery;
}

/** Money that came back of a batch, with what of it belongs to no case yet. */
export interface ReturnedMoney {
  id: string;
  amountFen: bigint;
  leftFen: bigint;
  occurredAt: Date;
}

/** What the bank brought back of a disbursement and was not taken back again, oldest first. */
export async function returnsOf(sql: Sql, fundId: string, disbursementId: string): Promise<ReturnedMoney[]> {
  return sql.rows<ReturnedMoney>(
    `select t.id, t.amount_fen as "amountFen", t.occurred_at as "occurredAt",
            (t.amount_fen - coalesce((select sum(r.amount_fen) from aid_recovery r where r.transfer_id = t.id), 0))::int8
              as "leftFen"
     from transfer t
     where t.book_id = $1 and t.subject_id = $2 and t.kind = 'disbursement-returned' and t.reverses_id is null
       and not exists (select from transfer u where u.book_id = t.book_id and u.reverses_id = t.id)
     order by t.occurred_at, t.id`,
    [fundId, disbursementId],
  );
}
