import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { type BankRowKey, suspenseIdOf } from "../count-offline-gifts.server.ts";
import { MONEY_ASKER_ROLES, mayAct } from "../refund-roles.ts";
import type { Visibility } from "../schema.ts";

/** A gift as a person typed it. */
export interface TypedGiftRecord {
  /** Drawn when the form was shown: sent twice, it is one entry. */
  id: string;
  fundId: string;
  kind: "cash" | "transfer";
  amountFen: bigint;
  /** YYYY-MM-DD, the day in China on which it was given. */
  givenOn: string;
  receiptNo: string | null;
  visibility: Visibility;
  name: string | null;
  pseudonym: string | null;
  /** transfer: the bank row in suspense that it explains. */
  row: BankRowKey | null;
}

export type RecordRefusal =
  | "fund-not-found"
  | "receipt-missing"
  | "receipt-used"
  | "in-future"
  | "row-not-in-suspense"
  | "other-amount"
  | "row-taken"
  | "other-content";

export type RecordGiftsResult =
  | { ok: true; recorded: number }
  | { ok: false; reason: "not-permitted" }
  /** Nothing was recorded: the entries at these places are wrong. */
  | { ok: false; reason: "refused"; entries: { place: number; reason: RecordRefusal }[] };

interface Known {
  place: number;
  hasFund: boolean;
  sameId: boolean;
  sameContent: boolean;
  receiptUsed: boolean;
  rowFen: bigint | null;
  rowIsFree: boolean;
  rowIsTaken: boolean;
}

/**
 * Records gifts that were given by hand or came to the bank without a pledge: all of them or none. Moves no
 * money: a second person counts them (count-gifts). Safe to call again with the same ids and content.
 */
export async function recordGifts(input: {
  organizationId: string;
  userId: string;
  gifts: readonly TypedGiftRecord[];
  now: Date;
}): Promise<RecordGiftsResult> {
  const { organizationId, userId, gifts, now } = input;
  return transaction(async (tx) => {
    if (!(await mayAct(tx, organizationId, userId, MONEY_ASKER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    // One book of receipts: two people who enter the same number at once meet here.
    await tx.rows("select pg_advisory_xact_lock(hashtextextended($1, 0))", [
      `record-gifts ${organizationId}`,
    ]);
    const known = await lookUp(tx, organizationId, userId, gifts);
    const entries = refusals(gifts, known, shanghaiDay(now));
    if (entries.length > 0) return { ok: false, reason: "refused", entries };
    const fresh = gifts.filter((_, place) => !known.get(place)?.sameId);
    await insert(tx, organizationId, userId, fresh, now);
    return { ok: true, recorded: fresh.length };
  });
}

/** What recording these would refuse, without recording anything: for a preview. */
export async function checkGifts(
  organizationId: string,
  userId: string,
  gifts: readonly TypedGiftRecord[],
  now: Date,
): Promise<{ place: number; reason: RecordRefusal }[]> {
  return refusals(gifts, await lookUp(db, organizationId, userId, gifts), shanghaiDay(now));
}

async function lookUp(
  tx: Sql,
  organizationId: string,
  userId: string,
  gifts: readonly TypedGiftRecord[],
): Promise<Map<number, Known>> {
  const rows = await tx.rows<Known>(
    `select (g.place - 1)::int as place, f.id is not null as "hasFund", r.id is not null as "sameId",
            coalesce(r.fund_id = g.fund_id and r.amount_fen = g.amount_fen and r.given_on = g.given_on
                     and r.receipt_no is not distinct from g.receipt_no and r.recorded_by_id = $2, false) as "sameContent",
            exists (select from recorded_gift o where o.organization_id = $1 and o.receipt_no = g.receipt_no
                    and o.id <> g.id and o.withdrawn_at is null and o.reversed_at is null) as "receiptUsed",
            w.amount_fen as "rowFen",
            t.id is not null and m.row_key is null
              and not exists (select from transfer v where v.book_id = t.book_id and v.reverses_id = t.id) as "rowIsFree",
            exists (select from recorded_gift o where o.organization_id = $1 and o.source = g.source
                    and o.account = g.account and o.row_key = g.row_key and o.kind = 'transfer' and o.id <> g.id
                    and o.withdrawn_at is null and o.reversed_at is null) as "rowIsTaken"
     from unnest($3::uuid[], $4::text[], $5::int8[], $6::date[], $7::text[], $8::text[], $9::text[], $10::text[],
                 $11::uuid[]) with ordinality
       as g(id, fund_id, amount_fen, given_on, receipt_no, source, account, row_key, suspense_id, place)
     left join fund f on f.id = g.fund_id and f.organization_id = $1 and f.state <> 'draft'
     left join recorded_gift r on r.organization_id = $1 and r.id = g.id
     left join statement_row w on w.organization_id = $1 and w.source = g.source and w.account = g.account
       and w.row_key = g.row_key
     left join transfer t on t.book_id = $1 and t.id = g.suspense_id
     left join reconciliation_match m on m.organization_id = $1 and m.source = g.source
       and m.account = g.account and m.row_key = g.row_key`,
    [
      organizationId,
      userId,
      gifts.map((gift) => gift.id),
      gifts.map((gift) => gift.fundId),
      gifts.map((gift) => gift.amountFen),
      gifts.map((gift) => gift.givenOn),
      gifts.map((gift) => gift.receiptNo),
      gifts.map((gift) => gift.row?.source ?? null),
      gifts.map((gift) => gift.row?.account ?? null),
      gifts.map((gift) => gift.row?.rowKey ?? null),
      gifts.map((gift) => (gift.row ? suspenseIdOf(gift.row) : null)),
    ],
  );
  return new Map(rows.map((row) => [row.place, row]));
}

function refusals(
  gifts: readonly TypedGiftRecord[],
  known: ReadonlyMap<number, Known>,
  today: string,
): { place: number; reason: RecordRefusal }[] {
  const receipts = new Set<string>();
  return gifts.flatMap((gift, place) => {
    const reason = refusalOf(gift, known.get(place), today, receipts);
    if (gift.receiptNo) receipts.add(gift.receiptNo);
    return reason ? [{ place, reason }] : [];
  });
}

function refusalOf(
  gift: TypedGiftRecord,
  known: Known | undefined,
  today: string,
  receipts: ReadonlySet<string>,
): RecordRefusal | null {
  if (known?.sameId) return known.sameContent ? null : "other-content";
  if (!known?.hasFund) return "fund-not-found";
  if (gift.givenOn > today) return "in-future";
  if (gift.kind === "cash" && !gift.receiptNo) return "receipt-missing";
  if (gift.receiptNo && (known.receiptUsed || receipts.has(gift.receiptNo))) return "receipt-used";
  if (gift.kind === "cash") return null;
  if (!known.rowIsFree) return "row-not-in-suspense";
  if (known.rowFen !== gift.amountFen) return "other-amount";
  return known.rowIsTaken ? "row-taken" : null;
}

async function insert(
  tx: Sql,
  organizationId: string,
  userId: string,
  gifts: readonly TypedGiftRecord[],
  now: Date,
): Promise<void> {
  await tx.run(
    `insert into recorded_gift (organization_id, id, fund_id, kind, amount_fen, currency, given_on, receipt_no,
       visibility, donor_name, pseudonym, source, account, row_key, recorded_by_id, recorded_at)
     select $1, g.id, g.fund_id, g.kind, g.amount_fen, 'CNY', g.given_on, g.receipt_no, g.visibility, g.donor_name,
            g.pseudonym, g.source, g.account, g.row_key, $2, $3
     from unnest($4::uuid[], $5::text[], $6::text[], $7::int8[], $8::date[], $9::text[], $10::text[], $11::text[],
                 $12::text[], $13::text[], $14::text[], $15::text[])
       as g(id, fund_id, kind, amount_fen, given_on, receipt_no, visibility, donor_name, pseudonym, source, account,
            row_key)
     on conflict (organization_id, id) do nothing`,
    [
      organizationId,
      userId,
      now,
      gifts.map((gift) => gift.id),
      gifts.map((gift) => gift.fundId),
      gifts.map((gift) => gift.kind),
      gifts.map((gift) => gift.amountFen),
      gifts.map((gift) => gift.givenOn),
      gifts.map((gift) => gift.receiptNo),
      gifts.map((gift) => gift.visibility),
      gifts.map((gift) => gift.name),
      gifts.map((gift) => gift.pseudonym),
      gifts.map((gift) => gift.row?.source ?? null),
      gifts.map((gift) => gift.row?.account ?? null),
      gifts.map((gift) => gift.row?.rowKey ?? null),
    ],
  );
}
