import { createHmac } from "node:crypto";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { derivedFundScopedId } from "#app/lib/ids.ts";
import { invariant } from "#app/lib/invariant.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { donationToken } from "./donation-token.server.ts";
import { giftReference } from "./gift-reference.ts";
import { insertDonation } from "./insert-donation.server.ts";
import { pledgeDays } from "./offline-rules.ts";
import type { StartDonationInput, StartDonationResult } from "./start-donation.server.ts";
import { writeTransferLetter } from "./transfer-letter.server.ts";

/** In place of a credential: the money comes straight to the organization's bank account. */
export const OFFLINE_CREDENTIAL = "offline";
const DAY_MS = 24 * 60 * 60 * 1000;
/** References tried before giving up; one in three thousand million is taken already. */
const REFERENCE_TRIES = 5;

/**
 * Starts a gift by bank transfer: a pending gift with a reference for the donor to write on the transfer, and a
 * letter with the account, if there is an address. The statement's row makes it count (match-offline-gifts).
 * Safe to call again with the same intention.
 */
export async function startOfflineGift(input: StartDonationInput): Promise<StartDonationResult> {
  const { target } = input;
  if (!target.giving.open || !target.giving.providers.includes("offline"))
    return { ok: false, reason: "provider-not-offered" };
  const secret = env().SESSION_SECRET;
  const donationId = derivedFundScopedId("d", target.id, secret, input.intention);
  return transaction(async (tx) => {
    const reference = await freeReference(tx, target.organizationId, donationId);
    const isNew = await insertDonation(tx, input, { donationId, reference });
    const [stored] = await tx.rows<{ amountFen: bigint; provider: string; reference: string }>(
      `select coalesce(pledged_fen, amount_fen) as "amountFen", provider, reference from donation
       where fund_id = $1 and id = $2 for update`,
      [target.id, donationId],
    );
    if (stored?.amountFen !== input.amountFen || stored.provider !== "offline")
      return { ok: false, reason: "other-content" };
    if (isNew) {
      await openPledge(tx, input, donationId);
      await writeTransferLetter(tx, donationId, input.now);
    }
    const token = donationToken(donationId);
    return { ok: true, donationId, token, reference: stored.reference, payUrl: null };
  });
}

/** The first reference derived from the gift's id that no other gift of the organization has. */
async function freeReference(tx: Sql, organizationId: string, donationId: string): Promise<string> {
  const candidates = Array.from({ length: REFERENCE_TRIES }, (_, turn) =>
    giftReference(
      createHmac("sha256", env().SESSION_SECRET).update(`reference ${donationId} ${turn}`).digest(),
    ),
  );
  const taken = await tx.rows<{ reference: string }>(
    `select reference from donation
     where organization_id = $1 and reference = any($2) and provider = 'offline' and id <> $3`,
    [organizationId, candidates, donationId],
  );
  const free = candidates.find((candidate) => !taken.some(({ reference }) => reference === candidate));
  invariant(free, `no free reference for ${donationId}`);
  return free;
}

async function openPledge(tx: Sql, input: StartDonationInput, donationId: string): Promise<void> {
  const { target, now } = input;
  await tx.run(
    `insert into payment (fund_id, id, donation_id, organization_id, credential_id, provider, amount_fen,
       currency, opened_at, expires_at)
     values ($1, $2, $3, $4, $5, 'offline', $6, $7, $8, $9)`,
    [
      target.id,
      derivedFundScopedId("p", target.id, env().SESSION_SECRET, donationId, "1"),
      donationId,
      target.organizationId,
      OFFLINE_CREDENTIAL,
      input.amountFen,
      target.currency,
      now,
      new Date(now.getTime() + pledgeDays(shanghaiDay(now)) * DAY_MS),
    ],
  );
}
