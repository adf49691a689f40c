import { randomUUID } from "node:crypto";
import type { MemberRole } from "#app/features/identity/roles.ts";
import { accountId } from "#app/features/ledger/accounts.ts";
import { postTransfers } from "#app/features/ledger/post.server.ts";
import type { TransferKind } from "#app/features/ledger/postings.ts";
import { settlePayments } from "#app/features/payments/settle-payments.server.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import { makeFund, makeOrganization, makePendingGift, NOW, type PendingGift } from "./books.ts";

/** A charity with a fund, a budget of two lines, a clerk and two approvers. */
export interface SpendingPlace {
  organizationId: string;
  credentialId: string;
  fundId: string;
  clerkId: string;
  approverId: string;
  secondApproverId: string;
}

export async function makeSpendingPlace(): Promise<SpendingPlace> {
  const { organizationId, credentialId } = await makeOrganization();
  const fundId = await makeFund(organizationId);
  await db.run(
    `insert into fund_budget_line (fund_id, purpose_code, name, name_en, planned_fen, position)
     values ($1, 'food', '食材', 'Food', 1000000, 1), ($1, 'boxes', '保温箱', 'Boxes', 500000, 2)`,
    [fundId],
  );
  return {
    organizationId,
    credentialId,
    fundId,
    clerkId: await makeMember(organizationId, "charity-clerk"),
    approverId: await makeMember(organizationId, "charity-approver"),
    secondApproverId: await makeMember(organizationId, "charity-approver"),
  };
}

export async function makeMember(organizationId: string, role: MemberRole): Promise<string> {
  const userId = randomUUID();
  await db.run("insert into app_user (id, email, name) values ($1, $2, $3)", [
    userId,
    `${userId}@example.org`,
    role,
  ]);
  await db.run("insert into membership (organization_id, user_id, role) values ($1, $2, $3)", [
    organizationId,
    userId,
    role,
  ]);
  return userId;
}

/** Posts one transfer about a gift of the place. */
export async function postOf(
  place: SpendingPlace,
  kind: TransferKind,
  debitAccountId: string,
  creditAccountId: string,
  amountFen: bigint,
  subjectId: string | null,
  reversesId: string | null = null,
): Promise<string> {
  const id = randomUUID();
  await transaction((tx) =>
    postTransfers(tx, [
      {
        bookId: place.fundId,
        id,
        factId: id,
        kind,
        debitAccountId,
        creditAccountId,
        amountFen,
        currency: "CNY",
        subjectId,
        reversesId,
        occurredAt: NOW,
      },
    ]),
  );
  return id;
}

export const accountsOf = (place: SpendingPlace) => ({
  available: accountId("available", place.fundId),
  held: accountId("held", place.fundId),
  clearing: accountId("clearing", place.credentialId),
  bank: accountId("bank", place.organizationId),
  payable: accountId("refund-payable", place.organizationId),
  receivable: accountId("receivable", place.organizationId),
});

/** A gift that is paid and counted, and not matched to any statement yet. */
export async function makePaidGift(place: SpendingPlace, amountFen: bigint, at = NOW): Promise<PendingGift> {
  const gift = await makePendingGift(place, amountFen);
  await db.run(
    "update payment set paid_at = $3, paid_amount_fen = $4, counted_at = $3 where fund_id = $1 and id = $2",
    [place.fundId, gift.paymentId, at, amountFen],
  );
  const { clearing, available } = accountsOf(place);
  await postOf(place, "gift-paid", clearing, available, amountFen, gift.donationId);
  return gift;
}

export async function chargeFee(place: SpendingPlace, gift: PendingGift, feeFen: bigint): Promise<void> {
  if (feeFen === 0n) return;
  const { clearing, available } = accountsOf(place);
  await postOf(place, "provider-fee", available, clearing, feeFen, gift.donationId);
}

/** The provider's statement names the gift: its fee is charged and the gift is settled. */
export async function settleGift(
  place: SpendingPlace,
  gift: PendingGift,
  feeFen = 0n,
  at = NOW,
): Promise<void> {
  await chargeFee(place, gift, feeFen);
  await settlePayments(
    db,
    "select $1::text as fund_id, $2::text as payment_id",
    [place.fundId, gift.paymentId],
    at,
  );
}

export async function makeSettledGift(
  place: SpendingPlace,
  amountFen: bigint,
  feeFen = 0n,
  at = NOW,
): Promise<PendingGift> {
  const gift = await makePaidGift(place, amountFen, at);
  await settleGift(place, gift, feeFen, at);
  return gift;
}

/** A refund that the provider made, as donations/ writes it; what the fund cannot bear is covered. */
export async function makeRefund(
  place: SpendingPlace,
  gift: PendingGift,
  amountFen: bigint,
  coverFen = 0n,
  at = NOW,
): Promise<string> {
  const { available, payable, receivable, clearing } = accountsOf(place);
  const refundId = newFundScopedId("r", place.fundId);
  if (coverFen > 0n) await postOf(place, "cover-promised", receivable, available, coverFen, gift.donationId);
  await db.run(
    `insert into refund (fund_id, id, donation_id, payment_id, amount_fen, provider_refund_id, promised_at, paid_at)
     values ($1, $2, $3, $4, $5, $2, $6, $6)`,
    [place.fundId, refundId, gift.donationId, gift.paymentId, amountFen, at],
  );
  await postOf(place, "refund-promised", available, payable, amountFen, gift.donationId);
  await postOf(place, "refund-paid", payable, clearing, amountFen, gift.donationId);
  return refundId;
}

export async function failRefund(
  place: SpendingPlace,
  gift: PendingGift,
  refundId: string,
  amountFen: bigint,
  at = NOW,
): Promise<void> {
  const { available, payable, clearing } = accountsOf(place);
  const [paid] = await db.rows<{ id: string }>(
    `select id from transfer where book_id = $1 and kind = 'refund-paid' and subject_id = $2 and amount_fen = $3`,
    [place.fundId, gift.donationId, amountFen],
  );
  if (paid) await postOf(place, "refund-paid", clearing, payable, amountFen, gift.donationId, paid.id);
  await db.run("update refund set failed_at = $3 where fund_id = $1 and id = $2", [
    place.fundId,
    refundId,
    at,
  ]);
  await postOf(place, "refund-failed", payable, available, amountFen, gift.donationId);
}

export async function openDispute(
  place: SpendingPlace,
  gift: PendingGift,
  amountFen: bigint,
  coverFen = 0n,
  at = NOW,
): Promise<string> {
  const { available, held, receivable } = accountsOf(place);
  const disputeId = newFundScopedId("x", place.fundId);
  if (coverFen > 0n) await postOf(place, "cover-promised", receivable, available, coverFen, gift.donationId);
  await db.run(
    `insert into dispute (fund_id, id, donation_id, payment_id, amount_fen, provider_dispute_id, opened_at)
     values ($1, $2, $3, $4, $5, $2, $6)`,
    [place.fundId, disputeId, gift.donationId, gift.paymentId, amountFen, at],
  );
  await postOf(place, "dispute-opened", available, held, amountFen, gift.donationId);
  return disputeId;
}

export async function winDispute(
  place: SpendingPlace,
  gift: PendingGift,
  disputeId: string,
  amountFen: bigint,
  at = NOW,
): Promise<void> {
  const { available, held } = accountsOf(place);
  await db.run("update dispute set won_at = $3 where fund_id = $1 and id = $2", [
    place.fundId,
    disputeId,
    at,
  ]);
  await postOf(place, "dispute-won", held, available, amountFen, gift.donationId);
}

/** What proposeDisbursement takes, of the clerk of the place. */
export function proposalOf(place: SpendingPlace, amountFen: bigint) {
  return {
    id: newFundScopedId("b", place.fundId),
    fundId: place.fundId,
    organizationId: place.organizationId,
    userId: place.clerkId,
    amountFen,
    purposeCode: "food",
    purpose: "10 月食材",
    payee: "澄溪粮油店",
    beneficiaryCount: 412,
    personTimes: 9_000,
    now: NOW,
  };
}
