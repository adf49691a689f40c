import type { DonationStatus } from "#app/features/donations/donation-status.ts";
import { shanghaiDay } from "#app/lib/time.ts";

/** Everything a certificate says, for one reader: `donor` is already what this reader may know. */
export interface Certificate {
  donationId: string;
  number: string;
  amountFen: bigint;
  /** What went back of it. */
  refundedFen: bigint;
  paidAt: Date;
  /** The name or pseudonym; null is an anonymous donor. */
  donor: { name: string; isPseudonym: boolean } | null;
  fundTitle: string;
  fundTitleEn: string;
  filingNo: string | null;
  organizationName: string;
  organizationNameEn: string;
  uscc: string | null;
  /** Its line in the public ledger; null for the moment until it is numbered. */
  ledgerLine: bigint | null;
  standing: CertificateStanding;
}

/** void: all of it went back or was charged back; reduced: a part went back; contested: the payer's bank asks. */
export type CertificateStanding = "valid" | "reduced" | "contested" | "void";

/** How a certificate stands for a gift in this state; null where the gift does not count and has none. */
export function standingOf(status: DonationStatus, isCounted: boolean): CertificateStanding | null {
  if (!isCounted) return null;
  switch (status) {
    case "paid":
    case "settled":
      return "valid";
    case "partially-refunded":
      return "reduced";
    case "disputed":
    case "quarantined":
      return "contested";
    case "refunded":
    case "charged-back":
      return "void";
    case "pending":
    case "closed":
      return null;
  }
}

/** The number follows from the gift's public id, so that it leads back to it: C-2026-k3m9q2fw-7k3m9q2fwx12. */
export function certificateNumber(donationId: string, paidAt: Date): string {
  return `C-${shanghaiDay(paidAt).slice(0, 4)}-${donationId.slice(1, 9)}-${donationId.slice(9)}`;
}
