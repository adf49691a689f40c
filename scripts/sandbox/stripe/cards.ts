import type Stripe from "stripe";
import { unix } from "../clock.ts";
import type { Intent } from "./records.ts";

/** Stripe's name for the card that a page is paid with, unless /control/pay names another. */
export const USUAL_CARD = "Xt5EWLLDS7FJjR1c";

/** The first digits of the sandbox's cards: Visa's test range. */
const IIN = "424242";

/** The card that was tried, as it hangs below a failed attempt. */
export function triedCard(row: Intent): Stripe.PaymentMethod {
  return {
    id: `pm_${row.id.slice(3)}`,
    object: "payment_method",
    allow_redisplay: "limited",
    billing_details: {
      address: { city: null, country: "US", line1: null, line2: null, postal_code: null, state: null },
      email: "payer@example.com",
      name: "Test Payer",
      phone: null,
      tax_id: null,
    },
    card: {
      brand: "visa",
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "fail" },
      country: "US",
      display_brand: "visa",
      exp_month: 12,
      exp_year: 2034,
      fingerprint: row.card ?? USUAL_CARD,
      funding: "credit",
      generated_from: null,
      iin: IIN,
      last4: "4242",
      networks: { available: ["visa"], preferred: null },
      regulated_status: "unregulated",
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: unix(row.createdAt),
    customer: row.customerId,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: "card",
  };
}
