import { type AskCharityResult, askCharity } from "#app/features/donations/enquiries/ask-charity.server.ts";
import { findGift } from "#app/features/donations/queries.server.ts";

/**
 * After the cooling-off time, or for money that came by transfer: the donor asks, the charity decides by its two
 * people (request-refund, answer-refund) and answers within the rule's days. Only the donor's secret opens it.
 */
export async function askForRefund(input: {
  /** Drawn when the form was shown; the request's own id. */
  id: string;
  donationId: string;
  token: string | null;
  words: string;
  email: string;
  lang: "zh" | "en";
  address: string;
  now: Date;
}): Promise<AskCharityResult> {
  const { donationId, token, ...rest } = input;
  const gift = await findGift(donationId, token);
  if (!gift?.own || !gift.paidAt) return { ok: false, reason: "not-found" };
  return askCharity({ ...rest, kind: "refund", about: { donationId }, name: "" });
}
