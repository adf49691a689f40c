import type { FactOutcome } from "./provider-event.ts";

/**
 * The whole state machine of money in and money back, as data: from which stage, on which fact, to which stage,
 * with which posting. The deciding code looks up here and does nothing that has no line; the database refuses a
 * step back by itself (migration 20261122060000).
 *
 * Stages are read off rows that only move forward; a stage is never stored.
 */

/** open · closed (unpaid) · counted (it is the gift) · suspended (paid, not a gift) · barred (signed, not our money). */
export type PaymentStage = "open" | "closed" | "counted" | "suspended" | "barred";

export type PaymentFact =
  | "paid"
  | "paid-after-the-end"
  | "paid-other-amount"
  | "paid-for-a-counted-gift"
  | "paid-in-other-currency"
  | "paid-to-other-seller"
  | "paid-again"
  | "told-again"
  | "told-otherwise"
  | "closed";

/** What is posted: the gift, the money into suspense, or nothing. */
export type MoneyIn = "gift-paid" | "suspense-received" | null;

export interface PaymentTransition {
  from: readonly PaymentStage[];
  fact: PaymentFact;
  next: PaymentStage | "same";
  posts: MoneyIn;
  outcome: FactOutcome;
}

const UNPAID = ["open", "closed"] as const;
const UNTAKEN = ["open", "closed", "barred"] as const;
const TAKEN = ["counted", "suspended"] as const;

export const PAYMENT_TRANSITIONS: readonly PaymentTransition[] = [
  // Money that comes after the close is real: it counts while the fund may still take gifts.
  { from: UNPAID, fact: "paid", next: "counted", posts: "gift-paid", outcome: "applied" },
  {
    from: UNTAKEN,
    fact: "paid-after-the-end",
    next: "suspended",
    posts: "suspense-received",
    outcome: "quarantined:fund-closed",
  },
  {
    from: UNTAKEN,
    fact: "paid-other-amount",
    next: "suspended",
    posts: "suspense-received",
    outcome: "quarantined:wrong-amount",
  },
  {
    from: UNTAKEN,
    fact: "paid-for-a-counted-gift",
    next: "suspended",
    posts: "suspense-received",
    outcome: "quarantined:second-payment",
  },
  // Rightly signed, but not money of ours: nothing to post.
  {
    from: UNPAID,
    fact: "paid-in-other-currency",
    next: "barred",
    posts: null,
    outcome: "quarantined:wrong-currency",
  },
  {
    from: UNPAID,
    fact: "paid-to-other-seller",
    next: "barred",
    posts: null,
    outcome: "quarantined:wrong-seller",
  },
  // What was barred and is then rightly paid waits for a person all the same.
  {
    from: ["barred"],
    fact: "paid",
    next: "suspended",
    posts: "suspense-received",
    outcome: "quarantined:wrong-seller",
  },
  {
    from: ["counted", "suspended", "barred"],
    fact: "paid-in-other-currency",
    next: "same",
    posts: null,
    outcome: "quarantined:wrong-currency",
  },
  {
    from: ["counted", "suspended", "barred"],
    fact: "paid-to-other-seller",
    next: "same",
    posts: null,
    outcome: "quarantined:wrong-seller",
  },
  // The same order paid twice at the provider: another object there, real money here.
  {
    from: TAKEN,
    fact: "paid-again",
    next: "same",
    posts: "suspense-received",
    outcome: "quarantined:second-payment",
  },
  { from: TAKEN, fact: "told-again", next: "same", posts: null, outcome: "repeated" },
  {
    from: TAKEN,
    fact: "told-otherwise",
    next: "same",
    posts: null,
    outcome: "quarantined:conflicting-content",
  },
  { from: ["open"], fact: "closed", next: "closed", posts: null, outcome: "applied" },
  {
    from: ["closed", "counted", "suspended", "barred"],
    fact: "closed",
    next: "same",
    posts: null,
    outcome: "repeated",
  },
];

/**
 * absent · promised (two people said yes) · sent (the provider was asked) · paid · failed (the provider says so, before or
 * after it was paid) · refused (it would not do it).
 */
export type RefundStage = "absent" | "promised" | "sent" | "paid" | "failed" | "refused";
export type RefundFact = "refunded" | "refund-failed";

/**
 * take: out of the fund, or out of suspense · pay: what was promised left the clearing account · unpay: it came back
 * there · give-back: the promise is undone.
 */
export type RefundLeg = "take" | "pay" | "unpay" | "give-back";

export interface RefundTransition {
  from: readonly RefundStage[];
  fact: RefundFact;
  next: RefundStage | "same";
  posts: readonly RefundLeg[];
  outcome: FactOutcome;
}

export const REFUND_TRANSITIONS: readonly RefundTransition[] = [
  // Made at the provider's own console: we hear of it when it is done.
  { from: ["absent"], fact: "refunded", next: "paid", posts: ["take", "pay"], outcome: "applied" },
  { from: ["promised", "sent"], fact: "refunded", next: "paid", posts: ["pay"], outcome: "applied" },
  // After a failure an older word that it was paid changes nothing; after a refusal it is a contradiction.
  { from: ["paid", "failed"], fact: "refunded", next: "same", posts: [], outcome: "repeated" },
  {
    from: ["refused"],
    fact: "refunded",
    next: "same",
    posts: [],
    outcome: "quarantined:conflicting-content",
  },
  { from: ["absent"], fact: "refund-failed", next: "same", posts: [], outcome: "deferred" },
  {
    from: ["promised", "sent"],
    fact: "refund-failed",
    next: "failed",
    posts: ["give-back"],
    outcome: "applied",
  },
  {
    from: ["paid"],
    fact: "refund-failed",
    next: "failed",
    posts: ["unpay", "give-back"],
    outcome: "applied",
  },
  { from: ["failed", "refused"], fact: "refund-failed", next: "same", posts: [], outcome: "repeated" },
];

export type DisputeStage = "absent" | "open" | "won" | "lost";
export type DisputeFact = "dispute-opened" | "dispute-won" | "dispute-lost";

/** hold: the fund's money is set aside · charge: the provider took it · release, return: both undone · lose: it is gone. */
export type DisputeLeg = "hold" | "charge" | "release" | "return" | "lose";

export interface DisputeTransition {
  from: readonly DisputeStage[];
  fact: DisputeFact;
  next: DisputeStage | "same";
  posts: readonly DisputeLeg[];
  outcome: FactOutcome;
}

export const DISPUTE_TRANSITIONS: readonly DisputeTransition[] = [
  { from: ["absent"], fact: "dispute-opened", next: "open", posts: ["hold", "charge"], outcome: "applied" },
  { from: ["open", "won", "lost"], fact: "dispute-opened", next: "same", posts: [], outcome: "repeated" },
  { from: ["absent"], fact: "dispute-won", next: "same", posts: [], outcome: "deferred" },
  { from: ["absent"], fact: "dispute-lost", next: "same", posts: [], outcome: "deferred" },
  { from: ["open"], fact: "dispute-won", next: "won", posts: ["release", "return"], outcome: "applied" },
  { from: ["open"], fact: "dispute-lost", next: "lost", posts: ["lose"], outcome: "applied" },
  { from: ["won", "lost"], fact: "dispute-won", next: "same", posts: [], outcome: "repeated" },
  { from: ["won", "lost"], fact: "dispute-lost", next: "same", posts: [], outcome: "repeated" },
];

/** The one line for a stage and a fact; undefined where the table has none, which the callers take for a bug. */
export function lineFor<
  Stage extends string,
  Fact extends string,
  Line extends { from: readonly Stage[]; fact: Fact },
>(table: readonly Line[], stage: Stage, fact: Fact): Line | undefined {
  return table.find((line) => line.fact === fact && line.from.includes(stage));
}

export const PAYMENT_STAGES = ["open", "closed", "counted", "suspended", "barred"] as const;
export const REFUND_STAGES = ["absent", "promised", "sent", "paid", "failed", "refused"] as const;
export const DISPUTE_STAGES = ["absent", "open", "won", "lost"] as const;
