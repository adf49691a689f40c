import { db } from "#app/lib/db.server.ts";
import { streamRows, type TextRow } from "#app/lib/stream-rows.server.ts";
import type { RejectReason } from "../event.ts";

/** An uploaded list with what became of its rows. */
export interface UploadView {
  id: string;
  fileName: string;
  rowCount: number;
  uploadedAt: Date;
  begunAt: Date | null;
  finishedAt: Date | null;
  acceptedCount: bigint;
  duplicateCount: bigint;
  rejectedCount: bigint;
  /** Of what was accepted. */
  giftE4: bigint;
}

const VIEW = `
  select u.id, u.file_name as "fileName", u.row_count as "rowCount", u.uploaded_at as "uploadedAt",
         u.begun_at as "begunAt", u.finished_at as "finishedAt", c.*
  from consumption_upload u
  cross join lateral (
    select count(*) filter (where outcome = 'accepted') as "acceptedCount",
           count(*) filter (where outcome = 'duplicate') as "duplicateCount",
           count(*) filter (where outcome = 'rejected') as "rejectedCount",
           coalesce(sum(gift_e4) filter (where outcome = 'accepted'), 0)::int8 as "giftE4"
    from consumption_upload_row r where r.upload_id = u.id
  ) c`;

/** The newest lists of some enterprises. */
export async function listUploads(organizationIds: readonly string[], limit: number): Promise<UploadView[]> {
  return db.rows<UploadView>(
    `${VIEW} where u.merchant_id = any($1) order by u.uploaded_at desc, u.id limit $2`,
    [[...organizationIds], limit],
  );
}

/** One list; null also for another enterprise's. */
export async function findUpload(id: string, organizationIds: readonly string[]): Promise<UploadView | null> {
  const [upload] = await db.rows<UploadView>(`${VIEW} where u.id::text = $1 and u.merchant_id = any($2)`, [
    id,
    [...organizationIds],
  ]);
  return upload ?? null;
}

export interface RejectedRow {
  line: number;
  orderNo: string;
  reason: RejectReason;
}

/** The first rows of a list that were not taken, and why. */
export async function listRejectedRows(id: string, limit: number): Promise<RejectedRow[]> {
  return db.rows<RejectedRow>(
    `select line, order_no as "orderNo", reason from consumption_upload_row
     where upload_id = $1 and outcome = 'rejected' order by line limit $2`,
    [id, limit],
  );
}

/** The rows of a list that wait to be taken. */
export async function listWaitingRows(
  id: string,
): Promise<{ merchantId: string; line: number; orderNo: string; event: unknown }[]> {
  return db.rows(
    `select u.merchant_id as "merchantId", r.line, r.order_no as "orderNo", r.event
     from consumption_upload_row r join consumption_upload u on u.id = r.upload_id
     where r.upload_id = $1 and r.outcome is null order by r.line`,
    [id],
  );
}

/** Every row's line, number, outcome, reason and gift (ten-thousandths of a fen), as texts. */
export function streamOutcomes(id: string): AsyncGenerator<TextRow[], void, undefined> {
  return streamRows(
    `select line, order_no, outcome, reason, gift_e4 from consumption_upload_row where upload_id = $1 order by line`,
    [id],
  );
}
