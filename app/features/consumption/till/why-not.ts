import type { RejectReason } from "#app/features/consumption/intake/event.ts";

/** Why an order or a return was not booked, each with its sentence (`why_…`) that says what to do at the counter. */
export const WHY_NOT = [
  "bad-amount",
  "bad-order-no",
  "bad-items",
  "too-old",
  "in-future",
  "no-agreement",
  "agreement-not-started",
  "agreement-ended",
  "unknown-campaign",
  "gift-too-large",
  "unknown-order",
  "returned-too-much",
  "other-content",
  "unclear",
] as const;
export type WhyNot = (typeof WHY_NOT)[number];

/** What a shopkeeper needs to know of the reasons that programs are told. */
export function whyNot(reason: RejectReason | undefined): WhyNot {
  if (reason === "campaign-needed" || reason === "other-campaign") return "unknown-campaign";
  return WHY_NOT.find((known) => known === reason) ?? "unclear";
}
