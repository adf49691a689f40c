import type Stripe from "stripe";
import { AGREEMENT_EVENTS } from "./stripe-agreements.ts";
import { FACT_EVENTS } from "./stripe-facts.ts";
import { SIGNAL_EVENTS } from "./stripe-signals.ts";

/**
 * The events a charity subscribes its webhook to: those that the three readers understand. Each reader's switch
 * has neither a default nor a case outside its list, so the compiler refuses a list that differs from it.
 */
export const STRIPE_EVENTS: readonly Stripe.Event["type"][] = [
  ...new Set([...FACT_EVENTS, ...AGREEMENT_EVENTS, ...SIGNAL_EVENTS]),
].sort();
