import { transaction } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { MONEY_ASKER_ROLES, mayAct } from "./refund-roles.ts";
import { lockRefundable, refundSources } from "./refundable.server.ts";

export interface RequestRefundInput {
  /** Drawn when the form was shown: sent twice, it is one request. It becomes the refund's own id. */
  id: string;
  donationId: string;
  organizationId: string;
  userId: string;
  amountFen: bigint;
  reason: string;
  /** Why it goes back although it was used: the organization then covers it. */
  overrideReason: string | null;
  now: Date;
}

export type RequestRefundResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-found" | "not-permitted" | "not-online" | "other-content" }
  | { ok: false; reason: "above-left" | "needs-override"; fen: bigint };

/**
 * A person of the charity asks to pay back a gift, or part of it. Nothing moves before a second person says
 * yes. What was used already goes back only with a named reason: the organization then covers it.
 */
export async function requestRefund(input: RequestRefundInput): Promise<RequestRefundResult> {
  const fundId = fundIdOf(input.donationId, "d");
  if (!fundId || fundIdOf(input.id, "r") !== fundId || input.amountFen <= 0n)
    return { ok: false, reason: "not-found" };
  return transaction(async (tx) => {
    const subject = await lockRefundable(tx, input.donationId, input.organizationId);
    if (!subject) return { ok: false, reason: "not-found" };
    if (!(await mayAct(tx, input.organizationId, input.userId, MONEY_ASKER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const { payment } = subject;
    const [known] = await tx.rows<{ amountFen: bigint; donationId: string; requestedById: string }>(
      `select amount_fen as "amountFen", donation_id as "donationId", requested_by_id as "requestedById"
       from refund_request where fund_id = $1 and id = $2`,
      [fundId, input.id],
    );
    if (known) {
      const isSame =
        known.amountFen === input.amountFen &&
        known.donationId === input.donationId &&
        known.requestedById === input.userId;
      return isSame ? { ok: true, repeated: true } : { ok: false, reason: "other-content" };
    }
    if (payment.provider !== "alipay" && payment.provider !== "stripe")
      return { ok: false, reason: "not-online" };
    const [waiting] = await tx.rows<{ fen: bigint }>(
      `select coalesce(sum(amount_fen), 0)::int8 as fen from refund_request
       where fund_id = $1 and donation_id = $2 and approved_at is null and rejected_at is null`,
      [fundId, input.donationId],
    );
    const { leftFen, usedCoverFen } = refundSources(subject, input.amountFen);
    const askableFen = leftFen - (waiting?.fen ?? 0n);
    if (input.amountFen > askableFen) return { ok: false, reason: "above-left", fen: askableFen };
    if (usedCoverFen > 0n && !input.overrideReason)
      return { ok: false, reason: "needs-override", fen: usedCoverFen };
    await tx.run(
      `insert into refund_request (fund_id, id, organization_id, donation_id, payment_id, amount_fen, reason,
                                   override_reason, requested_by_id, requested_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        fundId,
        input.id,
        input.organizationId,
        input.donationId,
        payment.id,
        input.amountFen,
        input.reason,
        input.overrideReason,
        input.userId,
        input.now,
      ],
    );
    return { ok: true, repeated: false };
  });
}
