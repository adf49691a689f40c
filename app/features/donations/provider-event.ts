import type { ProviderFact } from "#app/features/payments/providers/provider.ts";

/** A verified fact and where it came from: the credential decides whose money it is. */
export interface ReceivedFact {
  fact: ProviderFact;
  credentialId: string;
  organizationId: string;
  origin: "webhook" | "sweep" | "statement";
  /** It came too early and is taken up now. */
  isTakenUp?: true;
}

/** Behind the key of a message that was deferred: how it ended. */
export const TAKEN_UP = "#taken-up";

export const QUARANTINE_REASONS = [
  "wrong-amount",
  "wrong-currency",
  "wrong-seller",
  "unknown-payment",
  "other-credential",
  "second-payment",
  "conflicting-content",
  /** Paid after its order was closed, for a fund that takes no gifts any more. */
  "fund-closed",
  /** A refund out of suspense that came back: its money waits again. */
  "refund-returned",
] as const;
export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];

/** deferred: it speaks of something not seen yet; it is taken again with the next word about that payment. */
export type FactOutcome = "applied" | "repeated" | "ignored" | "deferred" | `quarantined:${QuarantineReason}`;

/** The order in which the facts of one payment are taken, whatever order they came in. */
const RANK: Record<ProviderFact["type"], number> = {
  paid: 0,
  "dispute-opened": 1,
  refunded: 2,
  "refund-failed": 3,
  "dispute-won": 4,
  "dispute-lost": 4,
  closed: 5,
  failed: 6,
  other: 7,
};

export function byRank(a: ReceivedFact, b: ReceivedFact): number {
  return (
    RANK[a.fact.type] - RANK[b.fact.type] ||
    a.fact.occurredAt.getTime() - b.fact.occurredAt.getTime() ||
    (a.fact.eventKey < b.fact.eventKey ? -1 : a.fact.eventKey > b.fact.eventKey ? 1 : 0)
  );
}

/** Facts that give money back: what they need to know is read only where one of them came. */
export function isMoneyBack({ fact }: ReceivedFact): boolean {
  return fact.type.startsWith("refund") || fact.type.startsWith("dispute");
}
