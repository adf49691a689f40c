import { mayAct } from "#app/features/donations/refund-roles.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { RECEIPT_ROLES, type Recorder } from "./issue-receipts.server.ts";
import type { VoidReason } from "./schema.ts";

export interface VoidReceiptInput extends Recorder {
  id: string;
  reason: VoidReason;
  /** Numbers and day of the red bill that the finance department's system issued against it. */
  voidBillCode: string;
  voidBillNo: string;
  voidedOn: string;
}

export type VoidReceiptResult =
  | { ok: true; repeated: boolean }
  | {
      ok: false;
      reason: "not-found" | "not-permitted" | "voided-already" | "number-used" | "before-issue" | "in-future";
    };

/**
 * Records that a receipt was voided (红字冲正): what was issued stays readable with the red bill's numbers, the
 * gifts are free for a new one, and a request that still stands waits again. Safe to call again.
 */
export async function voidReceipt(input: VoidReceiptInput): Promise<VoidReceiptResult> {
  return transaction(async (tx) => {
    if (!(await mayAct(tx, input.organizationId, input.userId, RECEIPT_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const [receipt] = await tx.rows<{
      voidBillNo: string | null;
      voidBillCode: string | null;
      issuedOn: string;
    }>(
      `select void_bill_no as "voidBillNo", void_bill_code as "voidBillCode", issued_on as "issuedOn"
       from receipt where id = $1 and organization_id = $2 for no key update`,
      [input.id, input.organizationId],
    );
    if (!receipt) return { ok: false, reason: "not-found" };
    if (receipt.voidBillNo !== null) {
      const isSame = receipt.voidBillNo === input.voidBillNo && receipt.voidBillCode === input.voidBillCode;
      return isSame ? { ok: true, repeated: true } : { ok: false, reason: "voided-already" };
    }
    if (input.voidedOn > shanghaiDay(input.now)) return { ok: false, reason: "in-future" };

    if (input.voidedOn < receipt.issuedOn) return { ok: false, reason: "before-issue" };
    const [used] = await tx.rows(
      `select 1 from receipt where (void_bill_code = $1 and void_bill_no = $2) or (bill_code = $1 and bill_no = $2) limit 1`,
      [input.voidBillCode, input.voidBillNo],
    );
    if (used) return { ok: false, reason: "number-used" };
    await tx.run(
      `update receipt set voided_at = $2, voided_by_id = $3, voided_on = $4, void_reason = $5,
                          void_bill_code = $6, void_bill_no = $7 where id = $1`,
      [input.id, input.now, input.userId, input.voidedOn, input.reason, input.voidBillCode, input.voidBillNo],
    );
    await recordAct(tx, {
      organizationId: input.organizationId,
      userId: input.userId,
      act: "receipt-voided",
      subjectKind: "receipt",
      subjectId: input.id,
      details: { reason: input.reason, voidBillCode: input.voidBillCode, voidBillNo: input.voidBillNo },
      now: input.now,
    });
    return { ok: true, repeated: false };
  });
}
