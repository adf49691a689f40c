import Stripe from "stripe";
import type { CallRefusal, RefundResult, RefundState } from "./provider.ts";

export function refundState(status: string | null): RefundState {
  if (status === "succeeded") return "succeeded";
  return status === "failed" || status === "canceled" ? "failed" : "pending";
}

export function isMissing(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.code === "resource_missing";
}

export function refundRefusal(
  error: Stripe.errors.StripeInvalidRequestError,
): Exclude<RefundResult, { ok: true }> {
  const code = error.code ?? "";
  const detail = code || "invalid request";
  if (code === "charge_already_refunded" || code === "amount_too_large")
    return { ok: false, reason: "exceeds-payment", detail };
  if (code === "balance_insufficient" || code === "insufficient_funds") {
    return { ok: false, reason: "insufficient-balance", detail };
  }
  if (code === "charge_disputed" || code === "resource_missing")
    return { ok: false, reason: "not-refundable", detail };
  if (/greater than (?:the )?(?:unrefunded|charge)/i.test(error.message))
    return { ok: false, reason: "exceeds-payment", detail };
  return { ok: false, reason: "refused", detail };
}

/**
 * A definite no (bad request, key or permission) is "refused"; everything after which the thing may have been
 * done, or which only asks to come again, is "unknown". Anything that is not Stripe's is a bug.
 */
export function refusal(error: unknown): { ok: false; reason: CallRefusal; detail: string } {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  const definite =
    error instanceof Stripe.errors.StripeInvalidRequestError ||
    error instanceof Stripe.errors.StripeIdempotencyError ||
    error instanceof Stripe.errors.StripeAuthenticationError ||
    error instanceof Stripe.errors.StripePermissionError ||
    error instanceof Stripe.errors.StripeCardError;
  // 409: another call with this key is under way; it is answered by the same key later.
  const reason = definite && error.statusCode !== 409 ? "refused" : "unknown";
  return { ok: false, reason, detail: `${error.type} ${error.code ?? ""}`.trim() };
}
