import type { QuarantineReason } from "./provider-event.ts";

/** accept: it is this gift, as received · refund: back to the payer · new-gift: a gift of its own · dismiss: looked into, nothing to post. */
export const QUARANTINE_DECISIONS = ["accept", "refund", "new-gift", "dismiss"] as const;
export type QuarantineDecision = (typeof QUARANTINE_DECISIONS)[number];

/** What is known of an item when somebody decides about it. */
export interface QuarantineSituation {
  reason: QuarantineReason;
  /** What is still in suspense of it. */
  leftFen: bigint;
  /** It is the very payment that the gift asked for, and not another one of the same order. */
  isOwnPayment: boolean;
  /** Its gift is paid by another payment. */
  isGiftCounted: boolean;
  /** Part of it went back already, or is promised back. */
  hasGoneBack: boolean;
  takesGifts: boolean;
}

/**
 * What may be decided, the proposed one first. Money that is there is kept as what it was given for where that
 * can be, else it goes back; where no money is in suspense there is nothing to post.
 */
export function possibleDecisions(item: QuarantineSituation): QuarantineDecision[] {
  if (item.leftFen <= 0n) return ["dismiss"];
  const canAccept =
    item.isOwnPayment &&
    !item.isGiftCounted &&
    !item.hasGoneBack &&
    (item.reason !== "fund-closed" || item.takesGifts);
  const isStranger = !item.isOwnPayment && item.reason !== "second-payment";
  const canBecomeNew = (isStranger || (item.isOwnPayment && item.isGiftCounted)) && !item.hasGoneBack;
  const possible: QuarantineDecision[] = [
    ...(canAccept ? (["accept"] as const) : []),
    "refund",
    ...(canBecomeNew ? (["new-gift"] as const) : []),
  ];
  // Late money, and what came back once, was rather not wanted here.
  const goesBackFirst = item.reason === "fund-closed" || item.reason === "refund-returned";
  return goesBackFirst ? ["refund", ...possible.filter((decision) => decision !== "refund")] : possible;
}
