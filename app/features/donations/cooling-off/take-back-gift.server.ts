import { promiseRefund } from "#app/features/donations/answer-refund.server.ts";
import { tokenOpens } from "#app/features/donations/donation-token.server.ts";
import { hasLiveReceipt } from "#app/features/donations/live-receipt.server.ts";
import { lockRefundable, type Refundable, refundSources } from "#app/features/donations/refundable.server.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { derivedFundScopedId, fundIdOf } from "#app/lib/ids.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { coolingOffRule, coolingOffUntil } from "./cooling-off-rule.ts";

export interface TakeBackInput {
  donationId: string;
  /** The donor's secret of this gift. */
  token: string | null;
  /** Or the account that gave it. */
  userId: string | null;
  now: Date;
}

export type TakeBackRefusal =
  | "not-found"
  /** Money that came by transfer or in cash has no way back that a machine knows. */
  | "not-online"
  | "too-late"
  /** Part of it was used, went back already, or is disputed or asked back. */
  | "used"
  | "partly-back"
  /** An enterprise owed it (民法典 Art. 660): it may ask, and the charity decides. */
  | "promised"
  /** The charity voids the bill first (冲红), or it would stand for money that went back. */
  | "has-receipt";

export type TakeBackResult = { ok: true; repeated: boolean } | { ok: false; reason: TakeBackRefusal };

/**
 * The donor takes a gift back within the cooling-off time, whole and the way it came, as long as no fen of it was
 * used. It is the donor's own right, so nobody of the charity is asked; the promise is posted and paid as any
 * refund is. Safe to call again and at once.
 */
export async function takeBackGift(input: TakeBackInput): Promise<TakeBackResult> {
  const { donationId, now } = input;
  const fundId = fundIdOf(donationId, "d");
  if (!fundId) return { ok: false, reason: "not-found" };
  return transaction(async (tx): Promise<TakeBackResult> => {
    const organizationId = await ownedBy(tx, fundId, input);
    const subject = organizationId ? await lockRefundable(tx, donationId, organizationId) : null;
    if (!organizationId || !subject) return { ok: false, reason: "not-found" };
    const [known] = await tx.rows("select 1 from gift_return where fund_id = $1 and donation_id = $2", [
      fundId,
      donationId,
    ]);
    if (known) return { ok: true, repeated: true };
    const refusal = await refusalOf(tx, subject, now);
    if (refusal) return { ok: false, reason: refusal };
    const { amountFen, paidAt } = subject.payment;
    const rule = paidAt && coolingOffRule(shanghaiDay(paidAt));
    if (!paidAt || !rule) return { ok: false, reason: "too-late" };
    const refundId = derivedFundScopedId("r", fundId, env().SESSION_SECRET, "cooling-off", donationId);
    await promiseRefund(tx, subject, { id: refundId, amountFen, now });
    await tx.run(
      `insert into gift_return (fund_id, donation_id, refund_id, organization_id, amount_fen, rule_hours, paid_at, returned_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [fundId, donationId, refundId, organizationId, amountFen, rule.hours, paidAt, now],
    );
    await recordAct(tx, {
      organizationId,
      userId: null,
      act: "gift-taken-back",
      subjectKind: "donation",
      subjectId: donationId,
      details: { amountFen, refundId, hours: rule.hours },
      now,
    });
    return { ok: true, repeated: false };
  });
}

/** The organization that received it, if the caller is its donor. */
async function ownedBy(
  tx: Sql,
  fundId: string,
  { donationId, token, userId }: TakeBackInput,
): Promise<string | null> {
  const [gift] = await tx.rows<{ organizationId: string; tokenHash: string; userId: string | null }>(
    `select organization_id as "organizationId", token_hash as "tokenHash", user_id as "userId"
     from donation where fund_id = $1 and id = $2`,
    [fundId, donationId],
  );
  if (!gift) return null;
  const isOwn = tokenOpens(token, gift.tokenHash) || (userId !== null && gift.userId === userId);
  return isOwn ? gift.organizationId : null;
}

/** Why not, under the locks of gift and fund. */
async function refusalOf(tx: Sql, subject: Refundable, now: Date): Promise<TakeBackRefusal | null> {
  const { payment } = subject;
  if (payment.settlesPromise) return "promised";
  if (payment.provider !== "alipay" && payment.provider !== "stripe") return "not-online";
  const rule = payment.paidAt && coolingOffRule(shanghaiDay(payment.paidAt));
  if (!payment.paidAt || !rule || now > coolingOffUntil(payment.paidAt, rule)) return "too-late";
  const { leftFen, usedCoverFen } = refundSources(subject, payment.amountFen);
  if (leftFen !== payment.amountFen) return "partly-back";
  if (usedCoverFen > 0n) return "used";
  const waiting = await tx.rows(
    `select 1 from refund_request where fund_id = $1 and donation_id = $2 and rejected_at is null limit 1`,
    [payment.fundId, payment.donationId],
  );
  if (waiting.length > 0) return "partly-back";
  return (await hasLiveReceipt(tx, payment.fundId, payment.donationId)) ? "has-receipt" : null;
}
