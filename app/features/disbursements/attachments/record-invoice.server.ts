import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { PROPOSER_ROLES } from "../disbursement-state.ts";
import { holdsRole, lockDisbursement } from "../locked-disbursement.server.ts";
import { type Elsewhere, invoiceElsewhere, lockPaper } from "./elsewhere.server.ts";
import { isInvoiceNumber } from "./invoice-number.ts";

export interface RecordInvoiceInput {
  /** Drawn when the form was shown: sent twice, it is one invoice. */
  id: string;
  disbursementId: string;
  organizationId: string;
  userId: string;
  /** Empty for a fully digital invoice. */
  code: string;
  number: string;
  amountFen: bigint;
  /** YYYY-MM-DD, as printed. */
  issuedOn: string;
  seller: string;
  /** Why an invoice that another payment has is right here too. */
  repeatReason?: string;
  now: Date;
}

export type RecordInvoiceResult =
  | { ok: true; repeated: boolean }
  | {
      ok: false;
      reason:
        | "not-found"
        | "not-permitted"
        | "closed"
        | "invoice-number"
        | "invoice-in-future"
        | "invoice-known"
        | "other-content";
    }
  | { ok: false; reason: "invoice-elsewhere"; elsewhere: Elsewhere };

/**
 * Records an invoice of a payment. The same number anywhere else in the organization is refused, unless
 * somebody writes why it is right. Safe to call again with the same id and content.
 */
export async function recordInvoice(input: RecordInvoiceInput): Promise<RecordInvoiceResult> {
  const { organizationId, userId, number, code, now } = input;
  if (!isInvoiceNumber(code, number)) return { ok: false, reason: "invoice-number" };
  if (input.issuedOn > shanghaiDay(now)) return { ok: false, reason: "invoice-in-future" };
  return transaction(async (tx): Promise<RecordInvoiceResult> => {
    const disbursement = await lockDisbursement(tx, input.disbursementId, organizationId);
    if (!disbursement) return { ok: false, reason: "not-found" };
    if (!(await holdsRole(tx, organizationId, userId, PROPOSER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (disbursement.rejectedAt || disbursement.withdrawnAt) return { ok: false, reason: "closed" };
    await lockPaper(tx, organizationId, `invoice ${code} ${number}`);
    const known = await knownInvoice(tx, disbursement.fundId, input);
    if (known) return known;
    const elsewhere = await invoiceElsewhere(tx, organizationId, input.disbursementId, input);
    if (elsewhere && !input.repeatReason) return { ok: false, reason: "invoice-elsewhere", elsewhere };
    await tx.run(
      `insert into invoice (fund_id, id, organization_id, disbursement_id, code, number, amount_fen, issued_on, seller,
                            repeat_reason, recorded_by_id, recorded_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        disbursement.fundId,
        input.id,
        organizationId,
        input.disbursementId,
        code,
        number,
        input.amountFen,
        input.issuedOn,
        input.seller,
        elsewhere ? input.repeatReason : null,
        userId,
        now,
      ],
    );
    await recordAct(tx, {
      organizationId,
      userId,
      act: "invoice-recorded",
      subjectKind: "disbursement",
      subjectId: input.disbursementId,
      details: { amountFen: input.amountFen, isRepeat: elsewhere !== null },
      now,
    });
    return { ok: true, repeated: false };
  });
}

/** The same id again, or the same number on the same payment. */
async function knownInvoice(
  tx: Sql,
  fundId: string,
  input: RecordInvoiceInput,
): Promise<RecordInvoiceResult | null> {
  const rows = await tx.rows<{ id: string; isSame: boolean }>(
    `select id, number = $4 and code = $5 and amount_fen = $6 and issued_on = $7 and seller = $8
                and disbursement_id = $3 as "isSame"
     from invoice where fund_id = $1 and (id = $2 or (disbursement_id = $3 and number = $4 and code = $5
       and struck_at is null))`,
    [
      fundId,
      input.id,
      input.disbursementId,
      input.number,
      input.code,
      input.amountFen,
      input.issuedOn,
      input.seller,
    ],
  );
  const sameId = rows.find(({ id }) => id === input.id);
  if (sameId) return sameId.isSame ? { ok: true, repeated: true } : { ok: false, reason: "other-content" };
  return rows.length > 0 ? { ok: false, reason: "invoice-known" } : null;
}

export type StrikeInvoiceResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-found" | "not-permitted" };

/** Takes an invoice that was recorded by mistake out of the count; it stays to be seen. Safe to call again. */
export async function strikeInvoice(input: {
  id: string;
  disbursementId: string;
  organizationId: string;
  userId: string;
  now: Date;
}): Promise<StrikeInvoiceResult> {
  const { organizationId, userId, now } = input;
  return transaction(async (tx): Promise<StrikeInvoiceResult> => {
    const disbursement = await lockDisbursement(tx, input.disbursementId, organizationId);
    if (!disbursement) return { ok: false, reason: "not-found" };
    if (!(await holdsRole(tx, organizationId, userId, PROPOSER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const [invoice] = await tx.rows<{ struckAt: Date | null }>(
      `select struck_at as "struckAt" from invoice where fund_id = $1 and id::text = $2 and disbursement_id = $3`,
      [disbursement.fundId, input.id, disbursement.id],
    );
    if (!invoice) return { ok: false, reason: "not-found" };
    if (invoice.struckAt) return { ok: true, repeated: true };
    await tx.run("update invoice set struck_by_id = $3, struck_at = $4 where fund_id = $1 and id = $2", [
      disbursement.fundId,
      input.id,
      userId,
      now,
    ]);
    const act = { organizationId, userId, act: "invoice-struck", now } as const;
    await recordAct(tx, { ...act, subjectKind: "disbursement", subjectId: disbursement.id });
    return { ok: true, repeated: false };
  });
}
