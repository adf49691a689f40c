import { db } from "#app/lib/db.server.ts";
import type { PayeeChannel, PayeeState } from "../payees/payee.ts";
import { payeeState } from "../payees/payee.ts";
import { openPayee } from "../payees/sealed-payee.server.ts";
import { batchFile, type FileEncoding, sha256Of } from "./batch-file.ts";
import { linesOfBatch } from "./locked-batch.server.ts";
import { OPEN_LINE } from "./prepare-batch.server.ts";
import { fileBatchOf, fileLines } from "./release-batch.server.ts";

export interface BatchView {
  id: string;
  channel: PayeeChannel;
  currency: string;
  /** The bank account's end, or the Alipay account. */
  payer: string;
  preparedById: string;
  preparedByName: string;
  preparedAt: Date;
  releasedByName: string | null;
  releasedAt: Date | null;
  sentAt: Date | null;
  settledAt: Date | null;
  cancelledAt: Date | null;
  bankReference: string | null;
  sha256Utf8: string | null;
  sha256Gb18030: string | null;
  lineCount: number;
  totalFen: bigint;
  paidCount: number;
  failedCount: number;
}

const VIEW = `
  select p.id, p.channel, p.currency,
         coalesce(right(a.account_no, 4), split_part(c.provider_account, '/', 2), '') as payer,
         p.prepared_by_id as "preparedById", coalesce(u.name, '') as "preparedByName", p.prepared_at as "preparedAt",
         v.name as "releasedByName", p.released_at as "releasedAt", p.sent_at as "sentAt",
         p.settled_at as "settledAt", p.cancelled_at as "cancelledAt", p.bank_reference as "bankReference",
         p.sha256_utf8 as "sha256Utf8", p.sha256_gb18030 as "sha256Gb18030",
         coalesce(p.line_count, s.lines) as "lineCount", coalesce(p.total_fen, s.fen) as "totalFen",
         s.paid as "paidCount", s.failed as "failedCount"
  from payment_batch p
  left join bank_account a on a.id = p.bank_account_id left join payment_credential c on c.id = p.credential_id
  left join app_user u on u.id = p.prepared_by_id left join app_user v on v.id = p.released_by_id
  cross join lateral (
    select count(*)::int4 as lines, coalesce(sum(l.amount_fen), 0)::int8 as fen,
           (count(*) filter (where l.paid_at is not null and l.returned_at is null))::int4 as paid,
           (count(*) filter (where l.failed_at is not null or l.returned_at is not null))::int4 as failed
    from payment_batch_line b join disbursement_payee l on l.fund_id = b.fund_id and l.id = b.payee_id
    where b.organization_id = p.organization_id and b.batch_id = p.id
      and (b.dropped_at is null or p.cancelled_at is not null)) s`;

/** The newest batches of these organizations. */
export async function listBatches(organizationIds: readonly string[], limit: number): Promise<BatchView[]> {
  return db.rows<BatchView>(
    `${VIEW} where p.organization_id = any($1) order by p.prepared_at desc, p.id limit $2`,
    [organizationIds, limit],
  );
}

/** One batch of these organizations; null also for somebody else's. */
export async function findBatch(id: string, organizationIds: readonly string[]): Promise<BatchView | null> {
  const [batch] = await db.rows<BatchView>(`${VIEW} where p.id = $1 and p.organization_id = any($2)`, [
    id,
    organizationIds,
  ]);
  return batch ?? null;
}

export interface BatchLineView {
  number: number;
  id: string;
  disbursementId: string;
  purpose: string;
  name: string;
  bank: string;
  accountEnd: string;
  amountFen: bigint;
  state: PayeeState;
  failureCode: string | null;
  /** Asked and not answered for certain yet. */
  isUnclear: boolean;
}

/** The lines of a batch of these organizations as their people see them. */
export async function batchLines(id: string, organizationIds: readonly string[]): Promise<BatchLineView[]> {
  const rows = await db.rows<
    Omit<BatchLineView, "name" | "bank" | "state"> & {
      keyId: string;
      sealed: Buffer;
      stoppedAt: Date | null;
      sentAt: Date | null;
      paidAt: Date | null;
      failedAt: Date | null;
      returnedAt: Date | null;
    }
  >(
    `select b.number, l.id, l.disbursement_id as "disbursementId", d.purpose, l.account_end as "accountEnd",
            l.amount_fen as "amountFen", l.failure_code as "failureCode", l.last_answer is not null as "isUnclear",
            l.key_id as "keyId", l.sealed, l.stopped_at as "stoppedAt", l.sent_at as "sentAt", l.paid_at as "paidAt",
            l.failed_at as "failedAt", l.returned_at as "returnedAt"
     from payment_batch_line b join disbursement_payee l on l.fund_id = b.fund_id and l.id = b.payee_id
     join disbursement d on d.fund_id = l.fund_id and d.id = l.disbursement_id
     join payment_batch p on p.organization_id = b.organization_id and p.id = b.batch_id
     where b.batch_id = $1 and b.organization_id = any($2) and (b.dropped_at is null or p.cancelled_at is not null)
     order by b.number`,
    [id, organizationIds],
  );
  return rows.map(({ keyId, sealed, stoppedAt, sentAt, paidAt, failedAt, returnedAt, ...row }) => {
    const { name, bank } = openPayee({ id: row.id, keyId, sealed });
    return { ...row, name, bank, state: payeeState({ stoppedAt, sentAt, paidAt, failedAt, returnedAt }) };
  });
}

export interface PayableDisbursement {
  id: string;
  purpose: string;
  fundTitle: string;
  fundTitleEn: string;
  amountFen: bigint;
  lines: number;
  channel: PayeeChannel;
  approvedAt: Date;
}

/** Approved payments of an organization whose lines no batch has, the oldest first. */
export async function payableDisbursements(organizationId: string): Promise<PayableDisbursement[]> {
  return db.rows<PayableDisbursement>(
    `select d.id, d.purpose, f.title as "fundTitle", f.title_en as "fundTitleEn", d.amount_fen as "amountFen",
            count(*)::int4 as lines, min(l.channel) as channel, d.approved_at as "approvedAt"
     from disbursement d join fund f on f.id = d.fund_id
     join disbursement_payee l on l.fund_id = d.fund_id and l.disbursement_id = d.id and ${OPEN_LINE}
     where d.organization_id = $1 and d.approved_at is not null and d.paid_at is null and d.withdrawn_at is null
     group by d.id, d.fund_id, f.id order by d.approved_at, d.id limit 200`,
    [organizationId],
  );
}

export interface Payer {
  channel: PayeeChannel;
  id: string;
  name: string;
}

/** What an organization may pay from: its confirmed bank accounts and its Alipay account. */
export async function payersOf(organizationId: string): Promise<Payer[]> {
  return db.rows<Payer>(
    `select 'bank' as channel, id::text, bank || ' ' || right(account_no, 4) as name from bank_account
     where organization_id = $1 and confirmed_at is not null and closed_at is null
     union all
     select 'alipay', id, split_part(provider_account, '/', 2) from payment_credential
     where organization_id = $1 and provider = 'alipay' and disabled_at is null
     order by 1 desc, 3`,
    [organizationId],
  );
}

export interface BatchFileAnswer {
  bytes: Buffer;
  fileName: string;
  sha256: string;
  /** As recorded when it was released: the same, or the file must not be used. */
  recordedSha256: string;
}

/** The file of a released bank batch of these organizations, made again; null for any other. */
export async function findBatchFile(
  id: string,
  organizationIds: readonly string[],
  encoding: FileEncoding,
): Promise<BatchFileAnswer | null> {
  const [batch] = await db.rows<{
    organizationId: string;
    currency: string;
    bankAccountId: string;
    releasedAt: Date;
    recordedSha256: string;
  }>(
    `select organization_id as "organizationId", currency, bank_account_id as "bankAccountId",
            released_at as "releasedAt", case $3 when 'utf-8' then sha256_utf8 else sha256_gb18030 end as "recordedSha256"
     from payment_batch
     where id = $1 and organization_id = any($2) and channel = 'bank' and released_at is not null
       and cancelled_at is null`,
    [id, organizationIds, encoding],
  );
  if (!batch) return null;
  const lines = await linesOfBatch(db, batch.organizationId, id);
  const bytes = batchFile(await fileBatchOf(db, { ...batch, id }), fileLines(lines), encoding);
  const { recordedSha256 } = batch;
  return { bytes, fileName: `${id}.csv`, sha256: sha256Of(bytes), recordedSha256 };
}
