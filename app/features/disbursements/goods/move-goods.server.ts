import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { holdsRole } from "../locked-disbursement.server.ts";
import { type GoodsFileRefusal, readGoodsFile } from "./goods-file.server.ts";
import {
  GOODS_APPROVER_ROLES,
  GOODS_ROLES,
  type GoodsMoveKind,
  type StockMove,
  stockOf,
  valueOfPart,
} from "./goods-rules.ts";
import { postApproved, postGone } from "./post-goods.server.ts";
import { type DecideGoodsRefusal, lockItem } from "./receive-goods.server.ts";

export interface AskMoveInput {
  /** The form's: the same id asks once. */
  id: string;
  itemId: string;
  organizationId: string;
  userId: string;
  kind: GoodsMoveKind;
  quantity: number;
  fromPlace: string;
  /** Of a move alone. */
  toPlace: string | null;
  /** How many people get it, of an issue alone. */
  people: number | null;
  /** What it is for, or why it is written off. */
  reason: string;
  now: Date;
}

export type AskMoveRefusal =
  | "not-found"
  | "not-permitted"
  | "not-counted"
  | "incomplete"
  | "not-enough"
  | "other-content";

/**
 * Asks to hand out or write off goods, or moves them to another place at once. What is asked for is set aside
 * from that moment; handing out and writing off need a second person. Safe to call again.
 */
export async function askMove(
  input: AskMoveInput,
): Promise<{ ok: true; repeated: boolean } | { ok: false; reason: AskMoveRefusal }> {
  const { id, itemId, organizationId, userId, kind, quantity, fromPlace, toPlace, people, now } = input;
  if ((kind === "moved") !== (toPlace !== null) || (kind === "issued") !== (people !== null))
    return { ok: false, reason: "incomplete" };
  return transaction(async (tx) => {
    const item = await lockItem(tx, organizationId, itemId);
    if (!item) return { ok: false, reason: "not-found" };
    if (!(await holdsRole(tx, organizationId, userId, GOODS_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const [known] = await tx.rows<{ isSame: boolean }>(
      `select item_id = $3 and kind = $4 and quantity = $5 and from_place = $6 and to_place is not distinct from $7
              and people is not distinct from $8::int as "isSame"
       from goods_move where organization_id = $1 and id = $2`,
      [organizationId, id, itemId, kind, quantity, fromPlace, toPlace, people],
    );
    if (known) return known.isSame ? { ok: true, repeated: true } : { ok: false, reason: "other-content" };
    if (item.decision !== "counted") return { ok: false, reason: "not-counted" };
    const stock = stockOf(item, await movesOf(tx, organizationId, itemId));
    const there = stock.find(({ place }) => place === fromPlace)?.quantity ?? 0;
    if (quantity > there) return { ok: false, reason: "not-enough" };
    // A move changes no value and leaves the goods in our own rooms: it needs no second person.
    const isAtOnce = kind === "moved";
    await tx.run(
      `insert into goods_move (organization_id, id, item_id, kind, quantity, from_place, to_place, people, reason,
         asked_by_id, asked_at, decision, decided_by_id, decided_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        organizationId,
        id,
        itemId,
        kind,
        quantity,
        fromPlace,
        toPlace,
        people,
        input.reason,
        userId,
        now,
        isAtOnce ? "approved" : null,
        isAtOnce ? userId : null,
        isAtOnce ? now : null,
      ],
    );
    await recordAct(tx, {
      organizationId,
      userId,
      act: isAtOnce ? "goods-moved" : "goods-asked",
      subjectKind: "goods",
      subjectId: itemId,
      details: { move: id, kind, quantity, people },
      now,
    });
    return { ok: true, repeated: false };
  });
}

function movesOf(tx: Sql, organizationId: string, itemId: string): Promise<StockMove[]> {
  return tx.rows<StockMove>(
    `select kind, quantity, from_place as "fromPlace", to_place as "toPlace", decision
     from goods_move where organization_id = $1 and item_id = $2 order by asked_at, id`,
    [organizationId, itemId],
  );
}

interface LockedMove {
  itemId: string;
  kind: GoodsMoveKind;
  quantity: number;
  valueFen: bigint | null;
  askedById: string;
  decision: "approved" | "rejected" | null;
  handedOverAt: Date | null;
  sha256: string | null;
}

/** The item first, as every verb does, so that two of them never wait for each other. */
async function lockMove(tx: Sql, organizationId: string, id: string) {
  const [found] = await tx.rows<{ itemId: string }>(
    `select item_id as "itemId" from goods_move where organization_id = $1 and id = $2`,
    [organizationId, id],
  );
  const item = found ? await lockItem(tx, organizationId, found.itemId) : null;
  const [move] = await tx.rows<LockedMove>(
    `select item_id as "itemId", kind, quantity, value_fen as "valueFen", asked_by_id as "askedById", decision,
            handed_over_at as "handedOverAt", sha256
     from goods_move where organization_id = $1 and id = $2 for update`,
    [organizationId, id],
  );
  return item && move ? { item, move } : null;
}

/** Another person approves or refuses; a write-off leaves the store with the approval. Safe to call again. */
export async function decideMove(input: {
  id: string;
  organizationId: string;
  userId: string;
  decision: "approved" | "rejected";
  now: Date;
}): Promise<{ ok: true; repeated: boolean } | { ok: false; reason: DecideGoodsRefusal }> {
  const { id, organizationId, userId, decision, now } = input;
  return transaction(async (tx) => {
    const locked = await lockMove(tx, organizationId, id);
    if (!locked) return { ok: false, reason: "not-found" };
    const { item, move } = locked;
    const isOwn = move.askedById === userId;
    if (!(await holdsRole(tx, organizationId, userId, isOwn ? GOODS_ROLES : GOODS_APPROVER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (isOwn && decision === "approved") return { ok: false, reason: "same-person" };
    if (move.decision)
      return move.decision === decision
        ? { ok: true, repeated: true }
        : { ok: false, reason: "decided-otherwise" };
    const valueFen =
      decision === "approved"
        ? valueOfPart(item, await takenOf(tx, organizationId, move), move.quantity)
        : null;
    await tx.run(
      `update goods_move set decision = $3, decided_by_id = $4, decided_at = $5, value_fen = $6
       where organization_id = $1 and id = $2`,
      [organizationId, id, decision, userId, now, valueFen],
    );
    if (valueFen !== null) {
      const place = { organizationId, fundId: item.fundId };
      await postApproved(tx, place, { id, valueFen }, now);
      if (move.kind === "written-off") await postGone(tx, place, { id, valueFen }, now);
    }
    await recordAct(tx, {
      organizationId,
      userId,
      act: decision === "approved" ? "goods-approved" : "goods-refused",
      subjectKind: "goods",
      subjectId: move.itemId,
      details: { move: id, kind: move.kind, quantity: move.quantity },
      now,
    });
    return { ok: true, repeated: false };
  });
}

/** How many of the item are approved to go out already. */
async function takenOf(tx: Sql, organizationId: string, { itemId }: LockedMove): Promise<number> {
  const [taken] = await tx.rows<{ count: number }>(
    `select coalesce(sum(quantity), 0)::int as count from goods_move
     where organization_id = $1 and item_id = $2 and kind <> 'moved' and decision = 'approved'`,
    [organizationId, itemId],
  );
  return taken?.count ?? 0;
}

export type HandOverRefusal =
  | GoodsFileRefusal
  | "not-found"
  | "not-permitted"
  | "not-approved"
  | "in-future"
  | "other-content";

/** The people have it and have signed: their list or its photograph is kept, never public. Safe to call again. */
export async function handOverGoods(input: {
  id: string;
  organizationId: string;
  userId: string;
  handedOverOn: string;
  file: { name: string; content: Uint8Array };
  now: Date;
}): Promise<{ ok: true; repeated: boolean } | { ok: false; reason: HandOverRefusal }> {
  const { id, organizationId, userId, handedOverOn, now } = input;
  if (handedOverOn > shanghaiDay(now)) return { ok: false, reason: "in-future" };
  const read = readGoodsFile(input.file);
  if (!read.ok) return read;
  const { file } = read;
  return transaction(async (tx) => {
    const locked = await lockMove(tx, organizationId, id);
    if (!locked) return { ok: false, reason: "not-found" };
    const { item, move } = locked;
    if (!(await holdsRole(tx, organizationId, userId, GOODS_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (move.handedOverAt)
      return move.sha256 === file.sha256
        ? { ok: true, repeated: true }
        : { ok: false, reason: "other-content" };
    if (move.kind !== "issued" || move.decision !== "approved") return { ok: false, reason: "not-approved" };
    await tx.run(
      `update goods_move set handed_over_by_id = $3, handed_over_at = $4, handed_over_on = $5, file_name = $6,
              media_type = $7, sha256 = $8, content = $9
       where organization_id = $1 and id = $2`,
      [
        organizationId,
        id,
        userId,
        now,
        handedOverOn,
        file.fileName,
        file.mediaType,
        file.sha256,
        file.content,
      ],
    );
    const place = { organizationId, fundId: item.fundId };
    await postGone(tx, place, { id, valueFen: move.valueFen ?? 0n }, now);
    await recordAct(tx, {
      organizationId,
      userId,
      act: "goods-handed-over",
      subjectKind: "goods",
      subjectId: move.itemId,
      details: { move: id, quantity: move.quantity, day: handedOverOn },
      now,
    });
    return { ok: true, repeated: false };
  });
}
