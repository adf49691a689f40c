import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { type OrderList, readOrderList } from "./read-order-list.ts";

export interface UploadInput {
  /** Drawn when the form was shown: sent twice, it is one list. */
  id: string;
  merchantId: string;
  userId: string;
  fileName: string;
  bytes: Uint8Array;
  now: Date;
}

export type UploadResult = { ok: true } | Extract<OrderList, { ok: false }>;

/**
 * Keeps a list of orders with what is wrong with its rows, for a person to look at. Nothing counts until it is taken
 * (`takeUpload`). The caller has checked that the person belongs to the enterprise.
 */
export async function uploadOrders(input: UploadInput): Promise<UploadResult> {
  const list = readOrderList(input.bytes);
  if (!list.ok) return list;
  const { rows } = list;
  await transaction(async (tx) => {
    const inserted = await tx.run(
      `insert into consumption_upload (id, merchant_id, uploaded_by_id, file_name, row_count, uploaded_at)
       values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing`,
      [input.id, input.merchantId, input.userId, input.fileName.slice(0, 200), rows.length, input.now],
    );
    if (inserted === 0) return;
    await tx.run(
      `insert into consumption_upload_row (upload_id, line, order_no, is_return, event, outcome, reason, gift_e4)
       select $1, line, order_no, is_return, event::jsonb, case when reason is not null then 'rejected' end, reason,
              case when reason is not null then 0 end
       from unnest($2::int4[], $3::text[], $4::bool[], $5::text[], $6::text[])
         as r (line, order_no, is_return, event, reason)`,
      [
        input.id,
        rows.map(({ line }) => line),
        rows.map(({ orderNo }) => orderNo),
        rows.map(({ isReturn }) => isReturn),
        rows.map(({ event }) => event && JSON.stringify(event)),
        rows.map(({ reason }) => reason),
      ],
    );
    await recordAct(tx, {
      organizationId: input.merchantId,
      userId: input.userId,
      act: "orders-uploaded",
      subjectKind: "order-list",
      subjectId: input.id,
      details: { rows: rows.length },
      now: input.now,
    });
  });
  return { ok: true };
}
