import { mayAct } from "#app/features/donations/refund-roles.ts";
import { type ActInput, recordActs } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { type ReceiptableGift, readReceiptableGifts } from "./receiptable-gifts.server.ts";
import type { BillFields } from "./schema.ts";

export const RECEIPT_ROLES = ["charity-clerk", "charity-approver"] as const;

/** A bill of the finance department's system, and the gifts that it is for. */
export interface IssuedBill extends BillFields {
  /** Drawn when the form was shown, or derived from the bill's numbers: the same bill twice is one receipt. */
  id: string;
  donationIds: readonly string[];
  payer: string;
  payerUscc: string | null;
  kind: "money" | "goods";
  /** What the bill says, where its file tells; it must be what the gifts sum to. */
  amountFen: bigint | null;
  /** The voided receipt that this one is issued for again. */
  replacesId: string | null;
}

export interface Recorder {
  organizationId: string;
  userId: string;
  now: Date;
}

export type BillRefusal =
  | "not-found"
  | "not-counted"
  | "nothing-left"
  | "contested"
  | "issued-already"
  | "waived"
  | "number-used"
  | "other-amount"
  | "before-gift"
  | "in-future"
  | "trust-at-spend"
  | "trust-undecided"
  | "replaces-live"
  | "other-content";
export type BillOutcome =
  | { ok: true; repeated: boolean; amountFen: bigint }
  | { ok: false; reason: BillRefusal };

/**
 * Records bills that were issued in the finance department's system. One transaction and a fixed number of
 * statements for any number of bills: each is judged alone, the good ones are kept, in the order given.
 * Null: the person may not do this here.
 */
export async function issueReceipts(
  bills: readonly IssuedBill[],
  recorder: Recorder,
): Promise<BillOutcome[] | null> {
  if (bills.length === 0) return [];
  return transaction(async (tx) => {
    if (!(await mayAct(tx, recorder.organizationId, recorder.userId, RECEIPT_ROLES))) return null;
    const gifts = await readReceiptableGifts(
      tx,
      bills.flatMap(({ donationIds }) => donationIds),
      { lock: true },
    );
    const known = await readKnown(tx, bills);
    const taken = { gifts: new Set<string>(), numbers: new Set<string>() };
    const outcomes = bills.map((bill) => judge(bill, { gifts, known, taken, recorder }));
    const good = bills.flatMap((bill, index) => {
      const outcome = outcomes[index];
      return outcome?.ok && !outcome.repeated ? [{ bill, amountFen: outcome.amountFen }] : [];
    });
    await insertReceipts(tx, good, gifts, recorder);
    return outcomes;
  });
}

interface Known {
  /** id → what is there under it. */
  byId: Map<string, { numbers: string; amountFen: bigint }>;
  numbers: Set<string>;
  /** Receipts of this organization that are void and not yet issued again. */
  replaceable: Set<string>;
}

const numbersOf = (bill: { billCode: string; billNo: string }) => `${bill.billCode} ${bill.billNo}`;

async function readKnown(tx: Sql, bills: readonly IssuedBill[]): Promise<Known> {
  const rows = await tx.rows<{
    id: string;
    billCode: string;
    billNo: string;
    amountFen: bigint;
    isOpen: boolean;
  }>(
    `select r.id, r.bill_code as "billCode", r.bill_no as "billNo", r.amount_fen as "amountFen",
            r.voided_at is not null and not exists (select 1 from receipt n where n.replaces_id = r.id) as "isOpen"
     from receipt r
     where r.id = any($1::uuid[]) or (r.bill_code, r.bill_no) in (select * from unnest($2::text[], $3::text[]))`,
    [
      bills.flatMap(({ id, replacesId }) => (replacesId ? [id, replacesId] : [id])),
      bills.map(({ billCode }) => billCode),
      bills.map(({ billNo }) => billNo),
    ],
  );
  return {
    byId: new Map(rows.map((row) => [row.id, { numbers: numbersOf(row), amountFen: row.amountFen }])),
    numbers: new Set(rows.map(numbersOf)),
    replaceable: new Set(rows.filter(({ isOpen }) => isOpen).map(({ id }) => id)),
  };
}

interface Judging {
  gifts: Map<string, ReceiptableGift>;
  known: Known;
  /** What earlier bills of the same file took. */
  taken: { gifts: Set<string>; numbers: Set<string> };
  recorder: Recorder;
}

function judge(bill: IssuedBill, { gifts, known, taken, recorder }: Judging): BillOutcome {
  const refuse = (reason: BillRefusal): BillOutcome => ({ ok: false, reason });
  const there = known.byId.get(bill.id);
  if (there)
    return there.numbers === numbersOf(bill)
      ? { ok: true, repeated: true, amountFen: there.amountFen }
      : refuse("other-content");
  if (known.numbers.has(numbersOf(bill)) || taken.numbers.has(numbersOf(bill))) return refuse("number-used");
  if (bill.replacesId && !known.replaceable.has(bill.replacesId)) return refuse("replaces-live");
  if (bill.issuedOn > shanghaiDay(recorder.now)) return refuse("in-future");
  if (bill.donationIds.length === 0) return refuse("not-found");
  let amountFen = 0n;
  for (const donationId of bill.donationIds) {
    const gift = gifts.get(donationId);
    // Another organization's gift is as good as none.
    if (!gift || gift.organizationId !== recorder.organizationId) return refuse("not-found");
    const refusal = taken.gifts.has(donationId) ? "issued-already" : refusalOfGift(gift, bill);
    if (refusal) return refuse(refusal);
    amountFen += gift.validFen;
  }
  if (bill.amountFen !== null && bill.amountFen !== amountFen) return refuse("other-amount");
  taken.numbers.add(numbersOf(bill));
  for (const donationId of bill.donationIds) taken.gifts.add(donationId);
  return { ok: true, repeated: false, amountFen };
}

function refusalOfGift(gift: ReceiptableGift, bill: IssuedBill): BillRefusal | null {
  if (!gift.isCounted || !gift.paidAt) return "not-counted";
  if (gift.liveReceiptId) return "issued-already";
  if (gift.requestKind === "waived") return "waived";
  if (gift.validFen <= 0n) return "nothing-left";
  if (gift.isContested) return "contested";
  if (gift.trustTiming === "at-spend") return "trust-at-spend";
  if (gift.trustTiming === "undecided") return "trust-undecided";
  return bill.issuedOn < shanghaiDay(gift.paidAt) ? "before-gift" : null;
}

type Good = { bill: IssuedBill; amountFen: bigint };

/** The bill's name: one form for the whole country (财综〔2024〕1号 Art. 2). */
export const BILL_NAME = "公益事业捐赠统一票据（电子）";

async function insertReceipts(
  tx: Sql,
  good: readonly Good[],
  gifts: Map<string, ReceiptableGift>,
  { organizationId, userId, now }: Recorder,
): Promise<void> {
  if (good.length === 0) return;
  const rows = good.map(({ bill, amountFen }) => {
    const first = gifts.get(bill.donationIds[0] ?? "");
    const { donationIds: _, ...fields } = bill;
    return {
      ...fields,
      amountFen: amountFen.toString(),
      fundId: first?.fundId,
      requestId: first?.requestId ?? null,
    };
  });
  await tx.run(INSERT_SQL, [JSON.stringify(rows), organizationId, BILL_NAME, userId, now]);
  const lines = good.flatMap(({ bill }) =>
    bill.donationIds.map((donationId) => ({ receiptId: bill.id, gift: gifts.get(donationId) })),
  );
  await tx.run(
    `insert into receipt_gift (receipt_id, fund_id, donation_id, amount_fen)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::int8[])`,
    [
      lines.map(({ receiptId }) => receiptId),
      lines.map(({ gift }) => gift?.fundId),
      lines.map(({ gift }) => gift?.donationId),
      lines.map(({ gift }) => gift?.validFen),
    ],
  );
  await recordActs(
    tx,
    good.map(
      ({ bill, amountFen }): ActInput => ({
        organizationId,
        userId,
        act: "receipt-issued",
        subjectKind: "receipt",
        subjectId: bill.id,
        details: { billCode: bill.billCode, billNo: bill.billNo, amountFen, gifts: bill.donationIds.length },
        now,
      }),
    ),
  );
}

const INSERT_SQL = `
  insert into receipt (id, organization_id, fund_id, request_id, replaces_id, kind, bill_name, supervised_by, bill_code,
                       bill_no, check_code, payer, payer_uscc, issued_on, qr_text, item_code, item_name, unit, quantity,
                       standard, amount_fen, note, other, payee, reviewer, cashier, recorded_by_id, recorded_at)
  select b."id", $2, b."fundId", b."requestId", b."replacesId", b."kind", $3, b."supervisedBy", b."billCode",
         b."billNo", b."checkCode", b."payer", b."payerUscc", b."issuedOn", b."qrText", b."itemCode", b."itemName",
         b."unit", b."quantity", b."standard", b."amountFen", b."note", b."other", o.name, b."reviewer", b."cashier", $4, $5
  from jsonb_to_recordset($1::jsonb) as b(
    "id" uuid, "fundId" text, "requestId" uuid, "replacesId" uuid, "kind" text, "supervisedBy" text, "billCode" text,
    "billNo" text, "checkCode" text, "payer" text, "payerUscc" text, "issuedOn" date, "qrText" text, "itemCode" text,
    "itemName" text, "unit" text, "quantity" int, "standard" text, "amountFen" int8, "note" text, "other" text,
    "reviewer" text, "cashier" text)
  join organization o on o.id = $2`;
