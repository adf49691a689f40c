/**
 * Something that a provider says about the danger of a payment, beside the facts about its money. What names
 * a card here is a secret of its holder: it is turned into a keyed hash before anything is kept.
 */
export interface RiskSignal {
  kind: "declined" | "charged" | "fraud-warning";
  /** The same happening has the same key, whichever message tells it. */
  key: string;
  paymentId: string | null;
  /** PaymentIntent or trade number. */
  paymentObjectId: string | null;
  amountFen: bigint | null;
  currency: string | null;
  /** The provider's name for the card: the same card has the same, whoever uses it. */
  cardFingerprint: string | null;
  /** The first digits of the card, where the provider tells them. */
  cardBin: string | null;
  /** The provider's word for why. For the log alone. */
  reason: string | null;
  occurredAt: Date;
}
