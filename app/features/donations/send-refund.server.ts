import { openCredential } from "#app/features/payments/credentials.server.ts";
import type {
  PaymentProvider,
  ProviderFact,
  RefundResult,
} from "#app/features/payments/providers/provider.ts";
import { db } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { log } from "#app/lib/log.server.ts";
import { confirmDonations } from "./confirm-donations.server.ts";
import type { ReceivedFact } from "./provider-event.ts";

/** The wait until the provider is asked again doubles from the first to the longest. */
const FIRST_WAIT_MS = 20_000;
const LONGEST_WAIT_MS = 60 * 60_000;
/** In the demo its one visitor waits for it. */
const DEMO_LONGEST_WAIT_MS = 30_000;
/** Only after so long is "no such refund" taken for the truth about an earlier call. */
const SURE_AFTER_MS = 60_000;
const REASON = "退款";

interface ClaimedRefund {
  fundId: string;
  id: string;
  organizationId: string;
  credentialId: string;
  paymentId: string | null;
  paymentReference: string;
  paymentObjectId: string;
  amountFen: bigint;
  sentAt: Date;
  askCount: number;
  providerObjectId: string | null;
}

type Answer =
  | { state: "succeeded" | "failed" | "pending"; providerObjectId: string | null }
  | { state: "unknown" | "refused" };

export type SendRefundOutcome = "settled" | "waiting" | "not-due" | "no-channel";

/**
 * Asks the provider to pay out a promised refund. That it will be asked is written before the call; after an
 * answer that never came it is asked about first, always under the refund's own id, so it is paid once.
 * Concurrent and repeated calls do nothing while one is under way.
 */
export async function sendRefund(fundId: string, refundId: string, now: Date): Promise<SendRefundOutcome> {
  const [named] = await db.rows<{ credentialId: string; askCount: number }>(
    `select credential_id as "credentialId", ask_count as "askCount" from refund
     where fund_id = $1 and id = $2 and origin = 'organization' and paid_at is null and failed_at is null
       and next_ask_at <= $3`,
    [fundId, refundId, now],
  );
  if (!named) return "not-due";
  const opened = await openCredential(named.credentialId);
  if (!opened) {
    await db.run(
      `update refund set last_answer = 'no-channel', ask_count = ask_count + 1, next_ask_at = $3
       where fund_id = $1 and id = $2 and paid_at is null and failed_at is null`,
      [fundId, refundId, new Date(now.getTime() + waitMs(named.askCount + 1))],
    );
    log.warn({ refundId }, "the payment channel of a refund is off");
    return "no-channel";
  }
  const refund = await claim(fundId, refundId, now, waitMs(named.askCount + 1));
  if (!refund) return "not-due";
  const answer = await askProvider(opened.provider, refund, now);
  return record(opened.provider, refund, answer, now);
}

const waitMs = (askCount: number): number =>
  Math.min(
    FIRST_WAIT_MS * 2 ** Math.max(askCount - 1, 0),
    env().DEMO ? DEMO_LONGEST_WAIT_MS : LONGEST_WAIT_MS,
  );

/** The intent, committed before the call. Whoever comes second finds that it is not due. */
async function claim(
  fundId: string,
  refundId: string,
  now: Date,
  leaseMs: number,
): Promise<ClaimedRefund | null> {
  const [refund] = await db.rows<ClaimedRefund>(
    `update refund set sent_at = coalesce(sent_at, $3), asked_at = $3, ask_count = ask_count + 1, next_ask_at = $4
     where fund_id = $1 and id = $2 and origin = 'organization' and paid_at is null and failed_at is null
       and next_ask_at <= $3
     returning fund_id as "fundId", id, organization_id as "organizationId", credential_id as "credentialId",
               payment_id as "paymentId", payment_reference as "paymentReference",
               payment_object_id as "paymentObjectId", amount_fen as "amountFen", sent_at as "sentAt",
               ask_count as "askCount", provider_object_id as "providerObjectId"`,
    [fundId, refundId, now, new Date(now.getTime() + leaseMs)],
  );
  return refund ?? null;
}

async function askProvider(provider: PaymentProvider, refund: ClaimedRefund, now: Date): Promise<Answer> {
  const isFirst = refund.sentAt.getTime() === now.getTime();
  if (!isFirst) {
    const found = await query(provider, refund, now);
    if (found.state !== "not-found") return found;
  }
  const isSure = now.getTime() - refund.sentAt.getTime() >= SURE_AFTER_MS;
  const result: RefundResult = await provider.refund({
    paymentId: refund.paymentReference,
    paymentObjectId: refund.paymentObjectId,
    refundId: refund.id,
    amountFen: refund.amountFen,
    currency: "CNY",
    reason: REASON,
    now,
    attempt: isSure ? refund.askCount : 1,
  });
  if (result.ok) return { state: result.state, providerObjectId: result.providerRefundId };
  if (result.reason === "unknown") return { state: "unknown" };
  // A definite no: unless an earlier call did it after all.
  const found = await query(provider, refund, now);
  return found.state === "not-found" ? { state: "refused" } : found;
}

async function query(
  provider: PaymentProvider,
  refund: ClaimedRefund,
  now: Date,
): Promise<Answer | { state: "not-found" }> {
  const found = await provider.queryRefund({
    paymentId: refund.paymentReference,
    paymentObjectId: refund.paymentObjectId,
    refundId: refund.id,
    providerRefundId: refund.providerObjectId,
    now,
  });
  if (!found.ok) return { state: "unknown" };
  if (found.state === "not-found") return { state: "not-found" };
  return { state: found.state, providerObjectId: found.providerRefundId };
}

/** What the answer means goes through the same verb as a message of the provider. */
async function record(
  provider: PaymentProvider,
  refund: ClaimedRefund,
  answer: Answer,
  now: Date,
): Promise<SendRefundOutcome> {
  const providerObjectId = "providerObjectId" in answer ? answer.providerObjectId : null;
  const lastAnswer = answer.state === "succeeded" || answer.state === "failed" ? null : answer.state;
  await db.run(
    `update refund set last_answer = $3, provider_object_id = coalesce(provider_object_id, $4)
     where fund_id = $1 and id = $2`,
    [refund.fundId, refund.id, lastAnswer, providerObjectId],
  );
  if (answer.state === "unknown" || answer.state === "pending") {
    log.warn({ refundId: refund.id, state: answer.state }, "a refund is not settled yet");
    return "waiting";
  }
  const type = answer.state === "succeeded" ? "refunded" : "refund-failed";
  const [outcome] = await confirmDonations([factOf(provider, refund, type, providerObjectId, now)], now);
  return outcome === "applied" || outcome === "repeated" ? "settled" : "waiting";
}

function factOf(
  provider: PaymentProvider,
  refund: ClaimedRefund,
  type: Extract<ProviderFact["type"], "refunded" | "refund-failed">,
  providerObjectId: string | null,
  now: Date,
): ReceivedFact {
  return {
    credentialId: refund.credentialId,
    organizationId: refund.organizationId,
    origin: "sweep",
    fact: {
      provider: provider.provider,
      eventKey: `query|${refund.id}|${type}`,
      type,
      providerType: "refund",
      paymentId: refund.paymentId ?? refund.paymentReference,
      objectId: providerObjectId ?? refund.id,
      paymentObjectId: refund.paymentObjectId,
      providerAccount: provider.providerAccount,
      amountFen: refund.amountFen,
      currency: "CNY",
      occurredAt: now,
      sellerMatches: true,
      payerReference: null,
      refundId: refund.id,
      payloadSha256: "",
    },
  };
}
