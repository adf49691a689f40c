import type { DeliverMode, DeliveryResult } from "../delivery.ts";
import { takeFault } from "../faults.ts";
import { randomId } from "../random.ts";
import type { SandboxState } from "../state.ts";
import { type EventOptions, recordEvent, sendEvents } from "./events.ts";
import { type Form, metadata, string, strings } from "./form.ts";
import type { ChargeRecord, EventRecord, Intent, RefundRecord } from "./records.ts";
import { invalid, missing } from "./refusal.ts";

export const MINIMUM_FEN = 400n;
export const MAXIMUM_FEN = 99_999_999n * 100n;

/** Checks an amount and currency as Stripe does: whole minor units, at least about half a US dollar. */
export function chargeable(
  amount: string,
  currency: string,
  param: string,
): { amountFen: bigint; currency: string } {
  const lower = currency.toLowerCase();
  if (!/^[a-z]{3}$/.test(lower)) throw invalid(`Invalid currency: ${currency}.`, "currency");
  const amountFen = BigInt(amount);
  if (amountFen < 1n) throw invalid("Invalid positive integer", param, "parameter_invalid_integer");
  if (amountFen < MINIMUM_FEN) {
    throw invalid("Amount must convert to at least 50 cents.", param, "amount_too_small");
  }
  if (amountFen > MAXIMUM_FEN)
    throw invalid("Amount must be no more than 99,999,999", param, "amount_too_large");
  return { amountFen, currency: lower };
}

export type NewIntent = Pick<
  Intent,
  "account" | "amountFen" | "currency" | "description" | "metadata" | "allowedTypes" | "customerId"
> & {
  automatic?: boolean;
};

export function makeIntent(state: SandboxState, fields: NewIntent, at: Date = state.now()): Intent {
  const id = `pi_${randomId(24)}`;
  return state.tables.intents.put(id, {
    automatic: true,
    ...fields,
    id,
    status: "requires_payment_method",
    createdAt: at.toISOString(),
    canceledAt: null,
    cancellationReason: null,
    chargeId: null,
    declined: false,
  });
}

export function createIntent(state: SandboxState, account: string, form: Form): Intent {
  const { amountFen, currency } = chargeable(
    string(form.amount) ?? "",
    string(form.currency) ?? "",
    "amount",
  );
  return makeIntent(state, {
    account,
    amountFen,
    currency,
    description: string(form.description),
    metadata: metadata(form.metadata),
    allowedTypes: form.allowed_payment_method_types ? strings(form.allowed_payment_method_types) : null,
    customerId: string(form.customer),
  });
}

/** Takes the money (or is declined): a charge under the intent. */
export function chargeIntent(
  state: SandboxState,
  intent: Intent,
  paid: boolean,
  at: Date = state.now(),
): { intent: Intent; charge: ChargeRecord } {
  const id = `ch_${randomId(24)}`;
  const charge = state.tables.charges.put(id, {
    id,
    account: intent.account,
    intentId: intent.id,
    amountFen: intent.amountFen,
    refundedFen: 0n,
    currency: intent.currency,
    description: intent.description,
    metadata: intent.metadata,
    customerId: intent.customerId,
    methodId: `pm_${intent.id.slice(3)}`,
    paid,
    createdAt: at.toISOString(),
    balanceId: `txn_${randomId(24)}`,
    settled: false,
    disputeId: null,
    ...(intent.card ? { card: intent.card } : {}),
  });
  const changed: Intent = paid
    ? { ...intent, status: "succeeded", chargeId: id, declined: false }
    : { ...intent, chargeId: id, declined: true };
  return { intent: state.tables.intents.put(intent.id, changed), charge };
}

export function cancelIntent(
  state: SandboxState,
  intent: Intent,
  form: Form,
  options: EventOptions,
): { intent: Intent; events: EventRecord[] } {
  if (intent.status !== "requires_payment_method") {
    const message = `You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`;
    throw invalid(message, undefined, "payment_intent_unexpected_state");
  }
  const canceled: Intent = {
    ...intent,
    status: "canceled",
    canceledAt: state.now().toISOString(),
    cancellationReason: string(form.cancellation_reason),
  };
  state.tables.intents.put(intent.id, canceled);
  const snapshot = { kind: "intent" as const, record: canceled };
  return {
    intent: canceled,
    events: [recordEvent(state, intent.account, "payment_intent.canceled", snapshot, options)],
  };
}

/** POST /v1/refunds: by charge or by intent; the rest when no amount is given. */
export function createRefund(state: SandboxState, account: string, form: Form, options: EventOptions) {
  const intentId = string(form.payment_intent);
  const chargeId = string(form.charge) ?? (intentId ? chargeOfIntent(state, account, intentId) : null);
  if (!chargeId)
    throw invalid(
      "You must provide either a charge or a payment_intent.",
      "payment_intent",
      "parameter_missing",
    );
  const charge = state.tables.charges.get(chargeId);
  if (!charge || charge.account !== account) throw missing("charge", chargeId, "charge");
  const amount = string(form.amount);
  return refundCharge(state, charge, amount === null ? null : BigInt(amount), {
    reason: string(form.reason) as RefundRecord["reason"],
    metadata: metadata(form.metadata),
    options,
  });
}

function chargeOfIntent(state: SandboxState, account: string, intentId: string): string {
  const intent = state.tables.intents.get(intentId);
  if (!intent || intent.account !== account) throw missing("payment_intent", intentId, "payment_intent");
  if (intent.status === "succeeded") return intent.chargeId!;
  throw invalid(
    "This PaymentIntent does not have a successful charge to refund.",
    "payment_intent",
    "payment_intent_unexpected_state",
  );
}

export type RefundDetails = Pick<RefundRecord, "reason" | "metadata"> & {
  options?: EventOptions;
  at?: Date;
  id?: string;
};

/** Gives money back on a charge; with `refund-fails` armed the refund succeeds first and fails at once afterwards. */
export function refundCharge(
  state: SandboxState,
  charge: ChargeRecord,
  wanted: bigint | null,
  details: RefundDetails,
) {
  const leftFen = charge.amountFen - charge.refundedFen;
  const amountFen = wanted ?? leftFen;
  if (!charge.paid) throw invalid("This charge has not succeeded.", "charge");
  if (charge.disputeId) throw invalid("This charge has been charged back.", "charge", "charge_disputed");
  if (leftFen === 0n)
    throw invalid(`Charge ${charge.id} has already been refunded.`, undefined, "charge_already_refunded");
  if (amountFen < 1n) throw invalid("Invalid positive integer", "amount", "parameter_invalid_integer");
  if (amountFen > leftFen) {
    throw invalid(
      `Refund amount (${amountFen}) is greater than unrefunded amount on charge (${leftFen})`,
      "amount",
    );
  }
  const id = `re_${details.id ?? randomId(24)}`;
  const refund = state.tables.refunds.put(id, {
    id,
    account: charge.account,
    chargeId: charge.id,
    intentId: charge.intentId,
    amountFen,
    currency: charge.currency,
    reason: details.reason,
    metadata: details.metadata,
    status: "succeeded",
    methodId: charge.methodId,
    createdAt: (details.at ?? state.now()).toISOString(),
    balanceId: `txn_${randomId(24)}`,
    settled: false,
    failedAt: null,
    failureBalanceId: null,
    failureSettled: false,
  });
  const changed = { ...charge, refundedFen: charge.refundedFen + amountFen };
  state.tables.charges.put(charge.id, changed);
  return { refund, charge: changed };
}

export function refundEvents(
  state: SandboxState,
  refund: RefundRecord,
  charge: ChargeRecord,
  options: EventOptions,
): EventRecord[] {
  const previous = { amount_refunded: Number(charge.refundedFen - refund.amountFen) };
  return [
    recordEvent(state, refund.account, "refund.created", { kind: "refund", record: refund }, options),
    recordEvent(
      state,
      refund.account,
      "charge.refunded",
      { kind: "charge", record: charge },
      { ...options, previous },
    ),
  ];
}

/** The bank could not pay the refund out: the money returns to the balance. */
export function failRefund(state: SandboxState, refund: RefundRecord): EventRecord[] {
  const failed: RefundRecord = {
    ...refund,
    status: "failed",
    failedAt: state.now().toISOString(),
    failureBalanceId: `txn_${randomId(24)}`,
  };
  state.tables.refunds.put(refund.id, failed);
  const charge = state.tables.charges.get(refund.chargeId)!;
  state.tables.charges.put(charge.id, { ...charge, refundedFen: charge.refundedFen - refund.amountFen });
  const snapshot = { kind: "refund" as const, record: failed };
  const previous = { status: "succeeded" };
  return [
    recordEvent(state, refund.account, "refund.updated", snapshot, { previous }),
    recordEvent(state, refund.account, "refund.failed", snapshot),
  ];
}

/** Records, tells and, where armed, fails a refund. The answer holds what the endpoint said. */
export async function announceRefund(
  state: SandboxState,
  refund: RefundRecord,
  charge: ChargeRecord,
  mode: DeliverMode,
  options: EventOptions = {},
): Promise<DeliveryResult[]> {
  const fails = takeFault(state, ["refund-fails"], ["refund", "POST /v1/refunds"]);
  const results = await sendEvents(state, refundEvents(state, refund, charge, options), mode);
  if (!fails) return results;
  return [...results, ...(await sendEvents(state, failRefund(state, refund)))];
}
