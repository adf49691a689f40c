import type Stripe from "stripe";

/** Whether an event is one of these types. */
export function isEventOf<const Type extends Stripe.Event["type"]>(
  event: Stripe.Event,
  types: readonly Type[],
): event is Extract<Stripe.Event, { type: Type }> {
  return (types as readonly string[]).includes(event.type);
}
