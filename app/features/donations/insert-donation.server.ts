import { randomBytes } from "node:crypto";
import type { Sql } from "#app/lib/db.server.ts";
import { donationToken, hashOfToken } from "./donation-token.server.ts";
import type { StartDonationInput } from "./start-donation.server.ts";

/**
 * The gift's row, once per id. Returns whether it is new. The id and the reference follow from each other, and two
 * that come at the same moment may meet at either key first: both are no error.
 */
export async function insertDonation(
  tx: Sql,
  input: StartDonationInput,
  ids: { donationId: string; reference: string },
): Promise<boolean> {
  const { target } = input;
  const inserted = await tx.run(
    `insert into donation (fund_id, id, organization_id, amount_fen, currency, provider, visibility, donor_name,
       pseudonym, email, phone, message, unit, user_id, reference, token_hash, salt, created_at, settles_promise)
     values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19)
     on conflict do nothing`,
    [
      target.id,
      ids.donationId,
      target.organizationId,
      input.amountFen,
      target.currency,
      input.provider,
      input.visibility,
      input.name ?? null,
      input.pseudonym ?? null,
      input.email ?? null,
      input.phone ?? null,
      input.message ?? null,
      input.unit ?? null,
      input.userId,
      ids.reference,
      hashOfToken(donationToken(ids.donationId)),
      randomBytes(16),
      input.now,
      input.settlesPromise ?? false,
    ],
  );
  return inserted === 1;
}
