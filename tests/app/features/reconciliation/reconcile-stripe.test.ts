import { expect, test } from "vitest";
import { confirmDonations } from "#app/features/donations/confirm-donations.server.ts";
import type { ReceivedFact } from "#app/features/donations/provider-event.ts";
import { accountId } from "#app/features/ledger/accounts.ts";
import { accountBalances } from "#app/features/ledger/balances.server.ts";
import { openClearingAccount } from "#app/features/ledger/open-accounts.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import type { ProviderFact } from "#app/features/payments/providers/provider.ts";
import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { newCredentialId } from "#app/lib/ids.ts";
import { makePendingGift, type PendingGift, paidFact } from "#tests/factories/books.ts";
import { at, type Charity, DAY, makeCharity, NEXT_MORNING, stripeFile } from "./statement-files.ts";

type Transaction = Parameters<typeof stripeFile>[1][number];
type Payout = NonNullable<Parameters<typeof stripeFile>[2]>[number];

const ACCOUNT = "acct_demo";
/** Noon in China: the same day in UTC. */
const NOON = at("12:00:00");

async function makeStripeCharity(): Promise<Charity> {
  const charity = await makeCharity();
  const credentialId = newCredentialId();
  await transaction(async (tx) => {
    await tx.run(
      `insert into payment_credential (id, organization_id, provider, provider_account, config_sealed, key_id)
       values ($1, $2, 'stripe', $3, '', 'none')`,
      [credentialId, charity.organizationId, ACCOUNT],
    );
    await openClearingAccount(tx, credentialId, charity.organizationId);
  });
  return { ...charity, credentialId };
}

const intentOf = (gift: PendingGift): string => `pi_${gift.paymentId}`;

function fact(gift: PendingGift, over: Partial<ProviderFact> = {}): ReceivedFact {
  const about = { provider: "stripe" as const, paymentObjectId: intentOf(gift), occurredAt: NOON };
  return paidFact(gift, {
    ...about,
    objectId: intentOf(gift),
    eventKey: `evt_${over.objectId ?? gift.paymentId}`,
    ...over,
  });
}

async function makeStripeGift(charity: Charity, amountFen: bigint): Promise<PendingGift> {
  const gift = await makePendingGift(charity, amountFen);
  await db.run("update payment set provider = 'stripe' where id = $1", [gift.paymentId]);
  await confirmDonations([fact(gift)], NOON);
  return gift;
}

function entry(over: Partial<Transaction> & Pick<Transaction, "id" | "amount" | "type">): Transaction {
  const fee = over.fee ?? 0;
  return {
    fee,
    net: over.amount - fee,
    currency: "cny",
    created: NOON.getTime() / 1000,
    reporting_category: over.type,
    source: null,
    ...over,
  } as Transaction;
}

const charge = (gift: PendingGift, fee: number): Transaction =>
  entry({
    id: `txn_${gift.paymentId}`,
    amount: Number(gift.amountFen),
    fee,
    type: "charge",
    source: {
      id: `ch_${gift.paymentId}`,
      object: "charge",
      payment_intent: intentOf(gift),
      metadata: { payment_id: gift.paymentId },
    },
  });

const payoutOf = (id: string, amount: number): Payout => ({
  payout: { id, amount, currency: "cny", status: "paid", arrival_date: NOON.getTime() / 1000 },
  members: null,
});

async function reconcile(
  charity: Charity,
  transactions: Transaction[],
  payouts: Payout[] = [],
): Promise<void> {
  const outcome = await importStatement({
    organizationId: charity.organizationId,
    source: "stripe",
    account: null,
    fileName: `stripe-${DAY}.ndjson`,
    bytes: stripeFile(ACCOUNT, transactions, payouts),
    origin: "fetched",
    userId: null,
    now: NEXT_MORNING,
  });
  expect(outcome).toMatchObject({ ok: true });
  await reconcileOrganization(charity.organizationId, NEXT_MORNING);
}

const openBreaks = () =>
  db.rows("select kind, amount_fen as fen from reconciliation_break where state = 'open' order by kind");
const balances = async (charity: Charity) => {
  const ids = {
    clearing: accountId("clearing", charity.credentialId),
    transit: accountId("payout-in-transit", charity.organizationId),
    receivable: accountId("receivable", charity.organizationId),
  };
  const found = await accountBalances(Object.values(ids));
  return {
    clearing: found.get(ids.clearing),
    transit: found.get(ids.transit),
    receivable: found.get(ids.receivable),
  };
};

test("a charge settles its gift and charges the fee inside it; the payout empties the clearing account", async () => {
  const charity = await makeStripeCharity();
  const gift = await makeStripeGift(charity, 50_000n);
  await reconcile(
    charity,
    [charge(gift, 1_685), entry({ id: "txn_po", amount: -48_315, type: "payout", source: "po_1" })],
    [payoutOf("po_1", 48_315)],
  );
  expect(await openBreaks()).toEqual([]);
  expect(await balances(charity)).toEqual({ clearing: 0n, transit: 48_315n, receivable: 0n });
  expect((await fundTerms([charity.fundId])).get(charity.fundId)).toMatchObject({
    fees: 1_685n,
    available: 48_315n,
  });
  expect(await db.rows("select matched_fen, explained_fen, open_fen from reconciliation_run")).toEqual([
    { matched_fen: 50_000n, explained_fen: 48_315n, open_fen: 0n },
  ]);
});

test("the fee that Stripe keeps on a full refund is the organization's, not other gifts'", async () => {
  const charity = await makeStripeCharity();
  const other = await makeStripeGift(charity, 10_000n);
  const gift = await makeStripeGift(charity, 50_000n);
  await confirmDonations(
    [fact(gift, { type: "refunded", objectId: "re_1", refundId: "re_1", amountFen: 50_000n })],
    NOON,
  );
  const refund = entry({
    id: "txn_re",
    amount: -50_000,
    type: "refund",
    source: { id: "re_1", object: "refund", payment_intent: intentOf(gift), metadata: {} },
  });
  await reconcile(charity, [charge(other, 525), charge(gift, 1_685), refund]);
  expect(await openBreaks()).toEqual([]);
  expect((await fundTerms([charity.fundId])).get(charity.fundId)).toMatchObject({
    raised: 60_000n,
    refunded: 50_000n,
    fees: 2_210n,
    otherIn: 1_685n,
    available: 9_475n,
  });
  expect(await balances(charity)).toMatchObject({ receivable: 1_685n });
});

test("a dispute row matches the dispute, and its fee is the organization's", async () => {
  const charity = await makeStripeCharity();
  const gift = await makeStripeGift(charity, 50_000n);
  await confirmDonations(
    [fact(gift, { type: "dispute-opened", objectId: "du_1", amountFen: 50_000n })],
    NOON,
  );
  const dispute = entry({
    id: "txn_du",
    amount: -50_000,
    fee: 10_500,
    type: "adjustment",
    reporting_category: "dispute",
    source: { id: "du_1", object: "dispute", payment_intent: intentOf(gift), metadata: {} },
  });
  await reconcile(charity, [charge(gift, 0), dispute]);
  expect(await openBreaks()).toEqual([]);
  expect((await fundTerms([charity.fundId])).get(charity.fundId)).toMatchObject({
    held: 50_000n,
    fees: 10_500n,
    otherIn: 10_500n,
    available: 0n,
  });
});

test("an unknown dispute is a break", async () => {
  const charity = await makeStripeCharity();
  const source = { id: "du_9", object: "dispute", payment_intent: "pi_9", metadata: {} };
  await reconcile(charity, [entry({ id: "txn_du", amount: -900, type: "adjustment", source })]);
  expect(await openBreaks()).toEqual([{ kind: "missing-in-ledger", fen: 900n }]);
});

test("a payout that failed is back in the clearing account and waits for no bank", async () => {
  const charity = await makeStripeCharity();
  const gift = await makeStripeGift(charity, 50_000n);
  await reconcile(
    charity,
    [
      charge(gift, 0),
      entry({ id: "txn_po", amount: -50_000, type: "payout", source: "po_1" }),
      entry({ id: "txn_pf", amount: 50_000, type: "payout_failure", source: "po_1" }),
    ],
    [payoutOf("po_1", 50_000)],
  );
  expect(await openBreaks()).toEqual([]);
  expect(await balances(charity)).toEqual({ clearing: 50_000n, transit: 0n, receivable: 0n });
  expect(await db.rows("select 1 from reconciliation_match where subject_kind = 'transit'")).toEqual([]);
});

test("an itemised payout is held against its rows: one that never came is a break until it does", async () => {
  const charity = await makeStripeCharity();
  const gifts = [await makeStripeGift(charity, 50_000n), await makeStripeGift(charity, 20_000n)];
  const [first, second] = gifts.map((gift) => charge(gift, 1_000)) as [Transaction, Transaction];
  const sent = entry({ id: "txn_po", amount: -68_000, type: "payout", source: "po_1" });
  const members = [first, second].map(({ id, net }) => ({ id, net }));
  const payout: Payout = { ...payoutOf("po_1", 68_000), members };
  const later = new Date("2026-11-27T09:00:00+08:00");
  await reconcile(charity, [first, sent], [payout]);
  // Its statement may still come.
  expect(await openBreaks()).toMatchObject([{ kind: "missing-at-provider" }]);
  await reconcileOrganization(charity.organizationId, later);
  expect(await openBreaks()).toMatchObject([
    { kind: "missing-at-provider" },
    { kind: "payout-sum-mismatch", fen: 19_000n },
  ]);
  await reconcile(charity, [first, second, sent], [payout]);
  expect(await openBreaks()).toEqual([]);
  expect(
    await db.rows("select member_count as n, summed_at is not null as ok from statement_payout"),
  ).toEqual([{ n: 2, ok: true }]);
});
