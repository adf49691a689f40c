import { http } from "msw";
import { setupServer } from "msw/node";
import Stripe from "stripe";
import { expect, it } from "vitest";
import { registerMerchant } from "#scripts/sandbox/merchants.ts";
import { openState } from "#scripts/sandbox/state.ts";
import { stripeHandler } from "#scripts/sandbox/stripe/handler.ts";
import { checkoutParams, temporaryFolder } from "./support.ts";

it("is mounted by msw in place of Stripe's own address", async () => {
  const state = await openState({ dataDir: await temporaryFolder() });
  const merchant = await registerMerchant(state, { key: "o1", name: "云岭助学会" });
  const handler = stripeHandler(state);
  const server = setupServer(http.all("https://api.stripe.com/*", ({ request }) => handler(request)));
  server.listen({ onUnhandledRequest: "error" });
  try {
    const stripe = new Stripe(merchant.secretKey, { apiVersion: "2026-10-28.endive", telemetry: false });
    const session = await stripe.checkout.sessions.create(checkoutParams("p1"));
    expect((await stripe.checkout.sessions.retrieve(session.id)).client_reference_id).toBe("p1");
  } finally {
    server.close();
    await state.close();
  }
});
