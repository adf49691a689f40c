import { randomBytes } from "node:crypto";
import { accountId } from "#app/features/ledger/accounts.ts";
import { postTransfers, type TransferInput } from "#app/features/ledger/post.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { derivedFundScopedId, newReference } from "#app/lib/ids.ts";
import { invariant } from "#app/lib/invariant.ts";
import { insertPromisedRefund } from "./answer-refund.server.ts";
import type { PaymentState } from "./confirmation-state.server.ts";
import { donationToken, hashOfToken } from "./donation-token.server.ts";
import type { LockedQuarantine } from "./locked-quarantine.server.ts";
import { type PromiseFlag, withPromiseSettled } from "./settle-promise.ts";
import { requestThanks } from "./thank-donors.server.ts";

/** It is this gift, with the amount that was received: what was ordered stays in the quarantine's own row. */
export async function acceptAsReceived(tx: Sql, locked: LockedQuarantine, now: Date): Promise<void> {
  const money = moneyOf(locked);
  invariant(money.donationId, "an own payment has its gift");
  const amountFen = locked.situation.leftFen;
  await tx.run("update donation set amount_fen = $3 where fund_id = $1 and id = $2", [
    money.fundId,
    money.donationId,
    amountFen,
  ]);
  await tx.run("update payment set amount_fen = $3, counted_at = $4 where fund_id = $1 and id = $2", [
    money.fundId,
    money.id,
    amountFen,
    now,
  ]);
  await postToFund(tx, locked, { ...money, donationId: money.donationId, amountFen }, now);
  if (money.email) await requestThanks(tx, [money.donationId], now);
}

/** Back to its payer: promised now, paid by the provider when a worker has asked it. */
export async function refundHeld(tx: Sql, locked: LockedQuarantine, now: Date): Promise<void> {
  const { item, situation, lastStep } = locked;
  const money = moneyOf(locked);
  const place = money.fundId.slice(-8);
  const id = derivedFundScopedId("r", place, env().SESSION_SECRET, "quarantine", item.id, String(lastStep));
  await post(tx, {
    bookId: item.organizationId,
    id: transferIdOf(item.provider, item.credentialId, id, "from-suspense"),
    factId: id,
    kind: "suspense-to-refund",
    debitAccountId: accountId("suspense", item.organizationId, item.currency),
    creditAccountId: accountId("refund-payable", item.organizationId, item.currency),
    amountFen: situation.leftFen,
    currency: item.currency,
    subjectId: money.donationId,
    occurredAt: now,
  });
  await insertPromisedRefund(tx, {
    fundId: money.fundId,
    id,
    donationId: money.donationId,
    paymentId: money.donationId ? money.id : null,
    organizationId: item.organizationId,
    credentialId: item.credentialId,
    paymentReference: item.paymentId ?? item.objectId,
    paymentObjectId: item.objectId,
    quarantineId: item.id,
    amountFen: situation.leftFen,
    now,
  });
}

/**
 * A gift of its own, by nobody we know: a second payment becomes a second gift to the same fund; money of an
 * unknown order becomes a gift to the fund that was chosen.
 *
 * @returns the payment that it is, where one was made for it.
 */
export async function makeNewGift(tx: Sql, locked: LockedQuarantine, now: Date): Promise<string | null> {
  const { item, situation, waiting } = locked;
  const money = moneyOf(locked);
  const fundId = situation.isOwnPayment ? money.fundId : waiting?.targetFundId;
  invariant(fundId, "a gift of its own has its fund");
  const donationId = derivedFundScopedId("d", fundId, env().SESSION_SECRET, "quarantine", item.id);
  await insertAnonymousGift(tx, locked, { fundId, donationId });
  const paymentId = situation.isOwnPayment
    ? null
    : derivedFundScopedId("p", fundId, env().SESSION_SECRET, "quarantine", item.id);
  if (paymentId === null) {
    await tx.run(
      `update payment set donation_id = $3, amount_fen = $4, counted_at = $5 where fund_id = $1 and id = $2`,
      [fundId, money.id, donationId, situation.leftFen, now],
    );
  } else {
    await tx.run(
      `insert into payment (fund_id, id, donation_id, organization_id, credential_id, provider, amount_fen, currency,
                            provider_object_id, opened_at, paid_at, paid_amount_fen, counted_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $7, $11)`,
      [
        fundId,
        paymentId,
        donationId,
        item.organizationId,
        item.credentialId,
        item.provider,
        situation.leftFen,
        item.currency,
        item.objectId,
        item.occurredAt,
        now,
      ],
    );
  }
  // Nobody promised it, also where the first payment of the same order settled a promise.
  const gift = { fundId, donationId, amountFen: situation.leftFen, settlesPromise: false };
  await postToFund(tx, locked, gift, now);
  return paymentId;
}

async function insertAnonymousGift(
  tx: Sql,
  { item, situation }: LockedQuarantine,
  { fundId, donationId }: { fundId: string; donationId: string },
): Promise<void> {
  await tx.run(
    `insert into donation (fund_id, id, organization_id, amount_fen, currency, provider, visibility, reference,
                           token_hash, salt, created_at)
     values ($1, $2, $3, $4, $5, $6, 'anonymous', $7, $8, $9, $10)`,
    [
      fundId,
      donationId,
      item.organizationId,
      situation.leftFen,
      item.currency,
      item.provider,
      newReference(),
      hashOfToken(donationToken(donationId)),
      randomBytes(16),
      item.occurredAt,
    ],
  );
}

async function postToFund(
  tx: Sql,
  { item }: LockedQuarantine,
  gift: PromiseFlag & { fundId: string; donationId: string; amountFen: bigint },
  now: Date,
): Promise<void> {
  const transfer: TransferInput = {
    bookId: gift.fundId,
    id: transferIdOf(item.provider, item.credentialId, item.objectId, "to-fund"),
    factId: item.id,
    kind: "suspense-to-fund",
    debitAccountId: accountId("suspense", item.organizationId, item.currency),
    creditAccountId: accountId("available", gift.fundId, item.currency),
    amountFen: gift.amountFen,
    currency: item.currency,
    subjectId: gift.donationId,
    occurredAt: now,
  };
  await post(tx, ...withPromiseSettled(transfer, item.organizationId, gift));
}

async function post(tx: Sql, ...transfers: TransferInput[]): Promise<void> {
  const outcomes = await postTransfers(tx, transfers);
  invariant(
    outcomes.every((outcome) => outcome === "posted"),
    `transfer ${transfers[0]?.id} of the quarantine was ${outcomes}`,
  );
}

function moneyOf({ money, situation }: LockedQuarantine): PaymentState {
  invariant(money && situation.leftFen > 0n, "money is in suspense for it");
  return money;
}
