import { accountId } from "#app/features/ledger/accounts.ts";
import { postTransfers } from "#app/features/ledger/post.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { invariant } from "#app/lib/invariant.ts";
import { requestJob } from "#app/lib/outbox.server.ts";
import { hasLiveReceipt } from "./live-receipt.server.ts";
import { MONEY_APPROVER_ROLES, mayAct } from "./refund-roles.ts";
import { lockRefundable, type Refundable, refundSources } from "./refundable.server.ts";
import { ownFreeFen, takeFromFund } from "./take-from-fund.ts";

export interface AnswerRefundInput {
  id: string;
  organizationId: string;
  userId: string;
  answer: "approve" | "reject";
  /** Needed for a no; kept with a yes. */
  note: string;
  now: Date;
}

export type AnswerRefundResult =
  | { ok: true; repeated: boolean }
  | {
      ok: false;
      /** has-receipt: the bill has to be voided first (冲红), or it would stand for money that went back. */
      reason: "not-found" | "own-request" | "not-permitted" | "answered-already" | "has-receipt";
    }
  | { ok: false; reason: "above-left" | "needs-override"; fen: bigint };

interface Request {
  donationId: string;
  amountFen: bigint;
  overrideReason: string | null;
  requestedById: string;
  approvedById: string | null;
  rejectedById: string | null;
}

/**
 * A second person says yes or no. A yes promises the money under the locks of gift and fund: it leaves the
 * fund at once, and a worker asks the provider to pay it. Safe to call again by the same person.
 */
export async function answerRefund(input: AnswerRefundInput): Promise<AnswerRefundResult> {
  const fundId = fundIdOf(input.id, "r");
  if (!fundId) return { ok: false, reason: "not-found" };
  return transaction(async (tx) => {
    const request = await readRequest(tx, fundId, input);
    if (!request) return { ok: false, reason: "not-found" };
    // Said before anything about roles: it is the rule that the asker should learn.
    if (request.requestedById === input.userId) return { ok: false, reason: "own-request" };
    if (!(await mayAct(tx, input.organizationId, input.userId, MONEY_APPROVER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const subject = await lockRefundable(tx, request.donationId, input.organizationId);
    if (!subject) return { ok: false, reason: "not-found" };
    // Read again under the lock: two people may answer at once.
    const now = await readRequest(tx, fundId, input);
    const answeredBy = now?.approvedById ?? now?.rejectedById;
    if (answeredBy) {
      const isSame = (input.answer === "approve" ? now?.approvedById : now?.rejectedById) === input.userId;
      return isSame ? { ok: true, repeated: true } : { ok: false, reason: "answered-already" };
    }
    if (input.answer === "approve") {
      if (await hasLiveReceipt(tx, fundId, request.donationId)) return { ok: false, reason: "has-receipt" };
      const { leftFen, usedCoverFen } = refundSources(subject, request.amountFen);
      if (request.amountFen > leftFen) return { ok: false, reason: "above-left", fen: leftFen };
      if (usedCoverFen > 0n && !request.overrideReason)
        return { ok: false, reason: "needs-override", fen: usedCoverFen };
      await promiseRefund(tx, subject, { ...input, amountFen: request.amountFen });
    }
    await tx.run(
      input.answer === "approve"
        ? "update refund_request set approved_by_id = $3, approved_at = $4, answer_note = $5 where fund_id = $1 and id = $2"
        : "update refund_request set rejected_by_id = $3, rejected_at = $4, answer_note = $5 where fund_id = $1 and id = $2",
      [fundId, input.id, input.userId, input.now, input.note],
    );
    return { ok: true, repeated: false };
  });
}

async function readRequest(tx: Sql, fundId: string, input: AnswerRefundInput): Promise<Request | null> {
  const [request] = await tx.rows<Request>(
    `select donation_id as "donationId", amount_fen as "amountFen", override_reason as "overrideReason",
            requested_by_id as "requestedById", approved_by_id as "approvedById", rejected_by_id as "rejectedById"
     from refund_request where fund_id = $1 and id = $2 and organization_id = $3`,
    [fundId, input.id, input.organizationId],
  );
  return request ?? null;
}

/**
 * The money leaves the fund for the payer; what the gift cannot bear the organization covers. Call under the locks
 * of `lockRefundable`, once it is decided.
 */
export async function promiseRefund(
  tx: Sql,
  { payment, availableFen }: Refundable,
  { id, amountFen, now }: { id: string; amountFen: bigint; now: Date },
): Promise<void> {
  const payable = accountId("refund-payable", payment.organizationId, payment.currency);
  const { legs } = takeFromFund(payment, amountFen, "refund-promised", payable, {
    freeFen: ownFreeFen(payment),
    availableFen,
  });
  const outcomes = await postTransfers(
    tx,
    legs.map(({ leg, ...transfer }) => ({
      ...transfer,
      bookId: payment.fundId,
      id: transferIdOf(payment.provider, payment.credentialId, id, leg),
      factId: id,
      currency: payment.currency,
      subjectId: payment.donationId,
      occurredAt: now,
    })),
  );
  invariant(!outcomes.includes("conflicting"), `refund ${id} was promised before with other content`);
  await insertPromisedRefund(tx, {
    fundId: payment.fundId,
    id,
    donationId: payment.donationId,
    paymentId: payment.id,
    organizationId: payment.organizationId,
    credentialId: payment.credentialId,
    paymentReference: payment.id,
    paymentObjectId: payment.providerObjectId,
    quarantineId: null,
    amountFen,
    now,
  });
}

/** The refund's row, and the work of asking the provider for it. The same for money that never counted. */
export async function insertPromisedRefund(
  tx: Sql,
  refund: {
    fundId: string;
    id: string;
    donationId: string | null;
    paymentId: string | null;
    organizationId: string;
    credentialId: string;
    paymentReference: string;
    paymentObjectId: string;
    quarantineId: string | null;
    amountFen: bigint;
    now: Date;
  },
): Promise<void> {
  await tx.run(
    `insert into refund (fund_id, id, donation_id, payment_id, amount_fen, provider_refund_id, promised_at, origin,
                         organization_id, credential_id, payment_reference, payment_object_id, quarantine_id,
                         next_ask_at)
     values ($1, $2, $3, $4, $5, $2, $6, 'organization', $7, $8, $9, $10, $11, $6)`,
    [
      refund.fundId,
      refund.id,
      refund.donationId,
      refund.paymentId,
      refund.amountFen,
      refund.now,
      refund.organizationId,
      refund.credentialId,
      refund.paymentReference,
      refund.paymentObjectId,
      refund.quarantineId,
    ],
  );
  await requestJob(tx, "send-refund", { fundId: refund.fundId, refundId: refund.id });
}
