import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { holdsRole } from "../locked-disbursement.server.ts";
import { type GoodsFileRefusal, readGoodsFile } from "./goods-file.server.ts";
import { GOODS_APPROVER_ROLES, GOODS_ROLES, NOMINAL_FEN, type Valuation } from "./goods-rules.ts";
import { postReceived } from "./post-goods.server.ts";

export interface ReceiveGoodsInput {
  /** The form's: the same id records once. */
  id: string;
  organizationId: string;
  userId: string;
  fundId: string;
  name: string;
  /** 袋, 床, 箱. */
  unit: string;
  quantity: number;
  valuation: Valuation;
  /** Of all of it; a nominal value is one yuan whatever is written. */
  valueFen: bigint;
  batchNo: string;
  expiresOn: string | null;
  place: string;
  /** For colleagues and the certificate; never public. */
  donorName: string | null;
  receivedOn: string;
  /** The giver's voucher, the proof of fair value, or a photograph. */
  file: { name: string; content: Uint8Array };
  now: Date;
}

export type ReceiveGoodsRefusal =
  | GoodsFileRefusal
  | "not-permitted"
  | "fund-not-found"
  | "in-future"
  | "expired"
  | "other-content";

/** Records goods that came in; they are the fund's once a second person has counted them. Safe to call again. */
export async function receiveGoods(
  input: ReceiveGoodsInput,
): Promise<{ ok: true; repeated: boolean } | { ok: false; reason: ReceiveGoodsRefusal }> {
  if (input.receivedOn > shanghaiDay(input.now)) return { ok: false, reason: "in-future" };
  if (input.expiresOn !== null && input.expiresOn <= input.receivedOn)
    return { ok: false, reason: "expired" };
  const read = readGoodsFile(input.file);
  if (!read.ok) return read;
  const { file } = read;
  const valueFen = input.valuation === "nominal" ? NOMINAL_FEN : input.valueFen;
  const content = [
    input.organizationId,
    input.id,
    input.fundId,
    input.name,
    input.unit,
    input.quantity,
    input.valuation,
    valueFen,
    input.batchNo,
    input.expiresOn,
    input.place,
    input.donorName,
    input.receivedOn,
  ];
  return transaction(async (tx) => {
    const { organizationId, userId } = input;
    if (!(await holdsRole(tx, organizationId, userId, GOODS_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const fund = await tx.rows(
      "select 1 as x from fund where id = $1 and organization_id = $2 and kind <> 'trust'",
      [input.fundId, organizationId],
    );
    if (fund.length === 0) return { ok: false, reason: "fund-not-found" };
    const inserted = await tx.run(
      `insert into goods_item (organization_id, id, fund_id, name, unit, quantity, valuation, value_fen, batch_no,
         expires_on, place, donor_name, received_on, file_name, media_type, sha256, content, recorded_by_id, recorded_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
       on conflict do nothing`,
      [...content, file.fileName, file.mediaType, file.sha256, file.content, userId, input.now],
    );
    if (inserted === 0) {
      const same = await tx.rows(
        `select 1 as x from goods_item where organization_id = $1 and id = $2 and fund_id = $3 and name = $4
           and unit = $5 and quantity = $6 and valuation = $7 and value_fen = $8 and batch_no = $9
           and expires_on is not distinct from $10::date and place = $11
           and donor_name is not distinct from $12::text and received_on = $13::date`,
        content,
      );
      return same.length > 0 ? { ok: true, repeated: true } : { ok: false, reason: "other-content" };
    }
    await recordAct(tx, {
      organizationId,
      userId,
      act: "goods-recorded",
      subjectKind: "goods",
      subjectId: input.id,
      details: { quantity: input.quantity, valueFen, valuation: input.valuation },
      now: input.now,
    });
    return { ok: true, repeated: false };
  });
}

interface LockedItem {
  fundId: string;
  quantity: number;
  valueFen: bigint;
  place: string;
  recordedById: string;
  decision: "counted" | "rejected" | null;
}

export async function lockItem(tx: Sql, organizationId: string, id: string): Promise<LockedItem | null> {
  const [item] = await tx.rows<LockedItem>(
    `select fund_id as "fundId", quantity, value_fen as "valueFen", place, recorded_by_id as "recordedById", decision
     from goods_item where organization_id = $1 and id = $2 for update`,
    [organizationId, id],
  );
  return item ?? null;
}

export type DecideGoodsRefusal = "not-found" | "not-permitted" | "same-person" | "decided-otherwise";

/** A second person has counted the goods, or sends the entry back. Safe to call again with the same decision. */
export async function countGoods(input: {
  id: string;
  organizationId: string;
  userId: string;
  decision: "counted" | "rejected";
  now: Date;
}): Promise<{ ok: true; repeated: boolean } | { ok: false; reason: DecideGoodsRefusal }> {
  const { id, organizationId, userId, decision, now } = input;
  return transaction(async (tx) => {
    const item = await lockItem(tx, organizationId, id);
    if (!item) return { ok: false, reason: "not-found" };
    const isOwn = item.recordedById === userId;
    if (!(await holdsRole(tx, organizationId, userId, isOwn ? GOODS_ROLES : GOODS_APPROVER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (isOwn && decision === "counted") return { ok: false, reason: "same-person" };
    if (item.decision)
      return item.decision === decision
        ? { ok: true, repeated: true }
        : { ok: false, reason: "decided-otherwise" };
    await tx.run(
      `update goods_item set decision = $3, decided_by_id = $4, decided_at = $5
       where organization_id = $1 and id = $2`,
      [organizationId, id, decision, userId, now],
    );
    if (decision === "counted")
      await postReceived(tx, { organizationId, fundId: item.fundId }, { id, valueFen: item.valueFen }, now);
    await recordAct(tx, {
      organizationId,
      userId,
      act: decision === "counted" ? "goods-counted" : "goods-sent-back",
      subjectKind: "goods",
      subjectId: id,
      now,
    });
    return { ok: true, repeated: false };
  });
}
