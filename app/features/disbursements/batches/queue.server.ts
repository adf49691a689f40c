import { lockFunds } from "#app/features/funds/open-fund.server.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { derivedFundScopedId } from "#app/lib/ids.ts";
import { PROPOSER_ROLES } from "../disbursement-state.ts";
import { holdsRole } from "../locked-disbursement.server.ts";
import {
  disbursementOfPayee,
  type PayeeAccount,
  type PayeeChannel,
  type PayeeRefusal,
  payeeRefusal,
} from "../payees/payee.ts";
import { openPayee } from "../payees/sealed-payee.server.ts";
import { proposeDisbursementIn } from "../propose-disbursement.server.ts";

/** A line that did not reach its payee and that nobody has taken up again. */
export interface QueuedLine extends PayeeAccount {
  id: string;
  disbursementId: string;
  purpose: string;
  amountFen: bigint;
  channel: PayeeChannel;
  failureCode: string;
  at: Date;
}

/**
 * Over `l`: failed or come back, not set aside, and not proposed again. A new proposal that was turned down,
 * taken back or stopped leaves the line where it was; one that failed in its turn stands in the queue itself.
 */
const IN_QUEUE = `(l.failed_at is not null or l.returned_at is not null) and l.set_aside_at is null and not exists (
  select from disbursement_payee r join disbursement n on n.fund_id = r.fund_id and n.id = r.disbursement_id
  where r.fund_id = l.fund_id and r.retry_of = l.id
    and (r.failed_at is not null or r.returned_at is not null
         or (r.stopped_at is null and n.rejected_at is null and n.withdrawn_at is null)))`;

/** The queue of an organization, the oldest first. */
export async function queueOf(organizationId: string): Promise<QueuedLine[]> {
  const rows = await db.rows<Omit<QueuedLine, keyof PayeeAccount> & { keyId: string; sealed: Buffer }>(
    `select l.id, l.disbursement_id as "disbursementId", d.purpose, l.amount_fen as "amountFen", l.channel,
            l.failure_code as "failureCode", coalesce(l.returned_at, l.failed_at) as at, l.key_id as "keyId", l.sealed
     from disbursement_payee l join disbursement d on d.fund_id = l.fund_id and d.id = l.disbursement_id
     where l.organization_id = $1 and ${IN_QUEUE} order by at, l.id limit 200`,
    [organizationId],
  );
  return rows.map(({ keyId, sealed, ...row }) => ({
    ...row,
    ...openPayee({ id: row.id, keyId, sealed }),
  }));
}

/** What waits for somebody: batches for their release, and lines that came back. */
export interface WaitingPayouts {
  releaseCount: number;
  releaseFen: bigint;
  queueCount: number;
  queueFen: bigint;
}

export async function waitingPayouts(organizationIds: readonly string[]): Promise<WaitingPayouts> {
  const [row] = await db.rows<WaitingPayouts>(
    `with waiting as (
       select p.id, coalesce(sum(l.amount_fen), 0) as fen from payment_batch p
       left join payment_batch_line b on b.organization_id = p.organization_id and b.batch_id = p.id
         and b.dropped_at is null
       left join disbursement_payee l on l.fund_id = b.fund_id and l.id = b.payee_id
       where p.organization_id = any($1) and p.released_at is null and p.cancelled_at is null group by p.id
     ), back as (
       select l.amount_fen as fen from disbursement_payee l where l.organization_id = any($1) and ${IN_QUEUE}
     )
     select (select count(*) from waiting)::int4 as "releaseCount",
            coalesce((select sum(fen) from waiting), 0)::int8 as "releaseFen",
            (select count(*) from back)::int4 as "queueCount",
            coalesce((select sum(fen) from back), 0)::int8 as "queueFen"`,
    [organizationIds],
  );
  return row ?? { releaseCount: 0, releaseFen: 0n, queueCount: 0, queueFen: 0n };
}

interface Queued {
  fundId: string;
  id: string;
  disbursementId: string;
  amountFen: bigint;
  channel: PayeeChannel;
  subjectKind: "aid-case" | null;
  subjectId: string | null;
  purposeCode: string;
  purpose: string;
  purposeEn: string;
  payee: string;
  isQueued: boolean;
  retries: number;
  liveRetry: string | null;
}

async function lockQueued(tx: Sql, organizationId: string, lineId: string): Promise<Queued | null> {
  const disbursementId = disbursementOfPayee(lineId);
  if (!disbursementId) return null;
  await lockFunds(tx, [disbursementId.slice(1, 9)]);
  const [line] = await tx.rows<Queued>(
    `select l.fund_id as "fundId", l.id, l.disbursement_id as "disbursementId", l.amount_fen as "amountFen",
            l.channel, l.subject_kind as "subjectKind", l.subject_id as "subjectId",
            d.purpose_code as "purposeCode", d.purpose, d.purpose_en as "purposeEn", d.payee,
            ${IN_QUEUE} as "isQueued",
            (select count(*)::int4 from disbursement_payee r where r.fund_id = l.fund_id and r.retry_of = l.id) as retries,
            (select r.disbursement_id from disbursement_payee r where r.fund_id = l.fund_id and r.retry_of = l.id
             order by r.id desc limit 1) as "liveRetry"
     from disbursement_payee l join disbursement d on d.fund_id = l.fund_id and d.id = l.disbursement_id
     where l.fund_id = $1 and l.id = $2 and l.organization_id = $3
       and (l.failed_at is not null or l.returned_at is not null) for update of l`,
    [disbursementId.slice(1, 9), lineId, organizationId],
  );
  return line ?? null;
}

export type ProposeAgainResult =
  | { ok: true; id: string; repeated: boolean }
  | { ok: false; reason: "not-found" | "not-permitted" | "set-aside" | "not-proposed" | PayeeRefusal };

/**
 * Proposes a line that came back anew, with the account as somebody has checked and corrected it: a payment of
 * its own that another person must approve. Safe to call again.
 */
export async function proposeAgain(input: {
  organizationId: string;
  userId: string;
  lineId: string;
  account: PayeeAccount;
  now: Date;
}): Promise<ProposeAgainResult> {
  const { organizationId, userId, lineId, account, now } = input;
  return transaction(async (tx): Promise<ProposeAgainResult> => {
    if (!(await holdsRole(tx, organizationId, userId, PROPOSER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const line = await lockQueued(tx, organizationId, lineId);
    if (!line) return { ok: false, reason: "not-found" };
    if (!line.isQueued) {
      return line.liveRetry
        ? { ok: true, id: line.liveRetry, repeated: true }
        : { ok: false, reason: "set-aside" };
    }
    const { fundId, amountFen, channel, subjectKind, subjectId } = line;
    const subject = subjectKind && subjectId ? { kind: subjectKind, id: subjectId } : undefined;
    const payee = { ...account, amountFen, channel, subject, retryOf: lineId };
    const refusal = payeeRefusal(payee);
    if (refusal) return { ok: false, reason: refusal };
    const secret = env().SESSION_SECRET;
    const proposed = await proposeDisbursementIn(tx, {
      id: derivedFundScopedId("b", fundId, secret, "propose again", lineId, String(line.retries)),
      fundId,
      organizationId,
      userId,
      amountFen,
      purposeCode: line.purposeCode,
      purpose: line.purpose,
      purposeEn: line.purposeEn,
      payee: line.payee,
      beneficiaryCount: 1,
      personTimes: 1,
      payees: [payee],
      now,
    });
    return proposed.ok
      ? { ok: true, id: proposed.id, repeated: proposed.repeated }
      : { ok: false, reason: "not-proposed" };
  });
}

export type SetAsideResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-found" | "not-permitted" };

/** Nobody pays this line any more: its money stays with the fund. Safe to call again. */
export async function setAside(input: {
  organizationId: string;
  userId: string;
  lineId: string;
  now: Date;
}): Promise<SetAsideResult> {
  const { organizationId, userId, lineId, now } = input;
  return transaction(async (tx): Promise<SetAsideResult> => {
    if (!(await holdsRole(tx, organizationId, userId, PROPOSER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const line = await lockQueued(tx, organizationId, lineId);
    if (!line) return { ok: false, reason: "not-found" };
    if (!line.isQueued) return { ok: true, repeated: true };
    await tx.run(
      `update disbursement_payee set set_aside_at = $3, set_aside_by_id = $4 where fund_id = $1 and id = $2`,
      [line.fundId, lineId, now, userId],
    );
    await recordAct(tx, {
      organizationId,
      userId,
      act: "payee-set-aside",
      subjectKind: "disbursement",
      subjectId: line.disbursementId,
      details: { line: lineId, amountFen: line.amountFen },
      now,
    });
    return { ok: true, repeated: false };
  });
}
