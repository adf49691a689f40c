import { randomInt } from "node:crypto";
import { lockFunds } from "#app/features/funds/open-fund.server.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { PROPOSER_ROLES } from "../disbursement-state.ts";
import { holdsRole } from "../locked-disbursement.server.ts";
import { MAX_PAYEES, type PayeeChannel } from "../payees/payee.ts";

const REFERENCE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/** Short enough for a bank's note, long enough to name nothing else. */
export const newBatchId = (): string =>
  `PB${Array.from({ length: 8 }, () => REFERENCE_LETTERS[randomInt(REFERENCE_LETTERS.length)]).join("")}`;

export interface PrepareBatchInput {
  /** The caller's, from newBatchId: the same one never makes a second batch. */
  id: string;
  organizationId: string;
  userId: string;
  channel: PayeeChannel;
  /** A confirmed bank account, or an enabled Alipay credential, of the organization itself. */
  payerId: string;
  disbursementIds: readonly string[];
  now: Date;
}

export type PrepareBatchResult =
  | { ok: true; id: string; repeated: boolean }
  | {
      ok: false;
      reason:
        | "not-permitted"
        | "payer-not-found"
        | "nothing-chosen"
        | "not-payable"
        | "too-many-lines"
        | "other-content";
    };

/**
 * Collects approved payments, with all their lines, into one file or one run of transfers. Pays nothing: that
 * begins with another person's release. A line is in one batch at a time. Safe to call again.
 */
export async function prepareBatch(input: PrepareBatchInput): Promise<PrepareBatchResult> {
  const { id, organizationId, userId, channel, now } = input;
  const ids = [...new Set(input.disbursementIds)].sort();
  if (ids.length === 0) return { ok: false, reason: "nothing-chosen" };
  return transaction(async (tx): Promise<PrepareBatchResult> => {
    if (!(await holdsRole(tx, organizationId, userId, PROPOSER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    await lockFunds(
      tx,
      ids.flatMap((disbursementId) => fundIdOf(disbursementId, "b") ?? []),
    );
    const known = await knownBatch(tx, input, ids);
    if (known) return known;
    if (!(await payerExists(tx, input))) return { ok: false, reason: "payer-not-found" };
    const payable = await tx.rows<{ id: string; lines: number }>(
      `select d.id, count(*)::int4 as lines from disbursement d
       join disbursement_payee l on l.fund_id = d.fund_id and l.disbursement_id = d.id and ${OPEN_LINE}
       where d.organization_id = $1 and d.id = any($2) and d.fund_id = any($3) and l.channel = $4
         and d.approved_at is not null and d.paid_at is null and d.withdrawn_at is null
       group by d.id`,
      [organizationId, ids, ids.map((one) => one.slice(1, 9)), channel],
    );
    if (payable.length !== ids.length) return { ok: false, reason: "not-payable" };
    const lineCount = payable.reduce((sum, { lines }) => sum + lines, 0);
    if (lineCount > MAX_PAYEES) return { ok: false, reason: "too-many-lines" };
    await insertBatch(tx, input, ids);
    const details = { channel, lines: lineCount, disbursements: ids.length };
    const act = { organizationId, userId, act: "payment-batch-prepared", details, now } as const;
    await recordAct(tx, { ...act, subjectKind: "payment-batch", subjectId: id });
    return { ok: true, id, repeated: false };
  });
}

/** A line, over `l`, that no batch has and that has no outcome. */
export const OPEN_LINE = `(l.stopped_at is null and l.sent_at is null and l.paid_at is null and l.failed_at is null
  and not exists (select from payment_batch_line b where b.fund_id = l.fund_id and b.payee_id = l.id
                  and b.dropped_at is null))`;

async function knownBatch(
  tx: Sql,
  { organizationId, id, userId }: PrepareBatchInput,
  ids: readonly string[],
): Promise<PrepareBatchResult | null> {
  const [known] = await tx.rows<{ preparedById: string; ids: string[] }>(
    `select p.prepared_by_id as "preparedById",
            array(select distinct l.disbursement_id from payment_batch_line b
                  join disbursement_payee l on l.fund_id = b.fund_id and l.id = b.payee_id
                  where b.organization_id = p.organization_id and b.batch_id = p.id order by 1) as ids
     from payment_batch p where p.organization_id = $1 and p.id = $2`,
    [organizationId, id],
  );
  if (!known) return null;
  return known.preparedById === userId && known.ids.join() === ids.join()
    ? { ok: true, id, repeated: true }
    : { ok: false, reason: "other-content" };
}

async function payerExists(
  tx: Sql,
  { organizationId, channel, payerId }: PrepareBatchInput,
): Promise<boolean> {
  const [found] = await tx.rows(
    channel === "bank"
      ? `select 1 as found from bank_account where organization_id = $1 and id::text = $2
           and confirmed_at is not null and closed_at is null`
      : `select 1 as found from payment_credential where organization_id = $1 and id = $2
           and provider = 'alipay' and disabled_at is null`,
    [organizationId, payerId],
  );
  return found !== undefined;
}

async function insertBatch(tx: Sql, input: PrepareBatchInput, ids: readonly string[]): Promise<void> {
  const { id, organizationId, userId, channel, payerId, now } = input;
  const isBank = channel === "bank";
  await tx.run(
    `insert into payment_batch (organization_id, id, channel, bank_account_id, credential_id, currency,
                                prepared_by_id, prepared_at)
     values ($1, $2, $3, $4, $5, 'CNY', $6, $7)`,
    [organizationId, id, channel, isBank ? payerId : null, isBank ? null : payerId, userId, now],
  );
  await tx.run(
    `insert into payment_batch_line (organization_id, batch_id, number, fund_id, payee_id)
     select $1, $2, row_number() over (order by d.approved_at, d.id, l.number), l.fund_id, l.id
     from disbursement d join disbursement_payee l on l.fund_id = d.fund_id and l.disbursement_id = d.id
     where d.id = any($3) and d.fund_id = any($4) and ${OPEN_LINE}`,
    [organizationId, id, ids, ids.map((one) => one.slice(1, 9))],
  );
}
