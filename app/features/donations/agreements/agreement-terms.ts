/**
 * A written donation agreement, which a donor may ask for (慈善法 Art. 39: names of both sides; kind, amount,
 * quality and use of the property; time of delivery). Its amount is the gift's own and nobody types it.
 */
export interface AgreementTerms {
  /** As the donor signs: a person's or an organization's full name. */
  partyName: string;
  /** 统一社会信用代码, where an organization gives. */
  partyUscc: string | null;
  organizationName: string;
  organizationUscc: string | null;
  donationId: string;
  fundTitle: string;
  filingNo: string | null;
  /** Money in this currency; goods have a form of their own. */
  currency: string;
  amountFen: bigint;
  /** What it is for, within the fund's purpose. */
  use: string;
  /** 交付时间, `YYYY-MM-DD` in China. */
  deliverOn: string;
  /** Whatever else both agreed on; may be empty. */
  otherTerms: string;
}

export interface AgreementVersion {
  version: number;
  terms: AgreementTerms;
  /** Why it changes what stood before; null in the first. */
  changeReason: string | null;
  sha256: string;
  draftedById: string;
  draftedAt: Date;
  charityConfirmedAt: Date | null;
  donorConfirmedAt: Date | null;
}

/**
 * asked: nothing is drafted · drafted: a second person of the charity has to look · offered: the donor's turn ·
 * concluded: both confirmed the same version. A change begins again at drafted; until it is concluded, the
 * version concluded before stays in force.
 */
export type AgreementState = "asked" | "drafted" | "offered" | "concluded";

type Confirmed = Pick<AgreementVersion, "charityConfirmedAt" | "donorConfirmedAt">;

/** @param latest the newest version, if one is drafted. */
export function agreementState(latest: Confirmed | undefined): AgreementState {
  if (!latest) return "asked";
  if (!latest.charityConfirmedAt) return "drafted";
  return latest.donorConfirmedAt ? "concluded" : "offered";
}

/** The version in force; null before one is concluded. */
export function versionInForce<V extends Confirmed>(versions: readonly V[]): V | null {
  return versions.findLast((one) => one.charityConfirmedAt !== null && one.donorConfirmedAt !== null) ?? null;
}
