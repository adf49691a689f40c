import Stripe from "stripe";
import type { ProbeResult } from "./provider.ts";

/** Asks Stripe whose key this is: proves the secret key and that the account's id belongs to it. */
export async function probeStripe(stripe: Stripe, accountId: string): Promise<ProbeResult> {
  try {
    const account = await stripe.accounts.retrieveCurrent();
    if (account.id === accountId) return { ok: true };
    return { ok: false, reason: "other-account", detail: account.id };
  } catch (error) {
    if (error instanceof Stripe.errors.StripeAuthenticationError)
      return { ok: false, reason: "secret-key-refused", detail: error.type };
    // A restricted key may not read the account: it is a key of Stripe's all the same.
    if (error instanceof Stripe.errors.StripePermissionError) return { ok: true };
    if (error instanceof Stripe.errors.StripeConnectionError)
      return { ok: false, reason: "no-answer", detail: error.type };
    if (error instanceof Stripe.errors.StripeError)
      return { ok: false, reason: "refused", detail: error.type };
    throw error;
  }
}
