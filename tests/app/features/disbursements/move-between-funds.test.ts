import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { approveDisbursement } from "#app/features/disbursements/approve-disbursement.server.ts";
import {
  type FundMoveInput,
  moveBetweenFunds,
} from "#app/features/disbursements/move-between-funds.server.ts";
import { payDisbursement } from "#app/features/disbursements/pay-disbursement.server.ts";
import { proposeDisbursement } from "#app/features/disbursements/propose-disbursement.server.ts";
import { traceFund } from "#app/features/disbursements/trace-fund.server.ts";
import { traceFunds } from "#app/features/disbursements/trace-funds.server.ts";
import { disbursementSources, donationTrace } from "#app/features/disbursements/trace-queries.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { makeFund, makeOrganization, NOW } from "#tests/factories/books.ts";
import {
  makePaidGift,
  makeSettledGift,
  makeSpendingPlace,
  proposalOf,
  type SpendingPlace,
} from "#tests/factories/spending.ts";

async function withFund(place: SpendingPlace): Promise<SpendingPlace> {
  const fundId = await makeFund(place.organizationId);
  await db.run(
    `insert into fund_budget_line (fund_id, purpose_code, name, name_en, planned_fen, position)
     values ($1, 'food', '食材', 'Food', 1000000, 1)`,
    [fundId],
  );
  return { ...place, fundId };
}

async function pay(place: SpendingPlace, amountFen: bigint): Promise<string> {
  const proposal = proposalOf(place, amountFen);
  const { id, organizationId } = proposal;
  expect(await proposeDisbursement(proposal)).toMatchObject({ ok: true });
  expect(await approveDisbursement({ id, organizationId, userId: place.approverId, now: NOW })).toMatchObject(
    {
      ok: true,
    },
  );
  const payment = { id, organizationId, userId: place.clerkId, paidAt: NOW, bankReference: id, now: NOW };
  expect(await payDisbursement(payment)).toMatchObject({ ok: true });
  await traceFund(place.fundId, NOW);
  return id;
}

const moveOf = (from: SpendingPlace, to: SpendingPlace, amountFen: bigint): FundMoveInput => ({
  id: randomUUID(),
  organizationId: from.organizationId,
  fromFundId: from.fundId,
  toFundId: to.fundId,
  amountFen,
  proposedById: from.clerkId,
  approvedById: from.approverId,
  now: NOW,
});
const move = (input: FundMoveInput) => transaction((tx) => moveBetweenFunds(tx, input));

test("money moved to another fund is posted once, and each gift's way goes on there, also over two moves", async () => {
  const a = await makeSpendingPlace();
  const [b, c] = [await withFund(a), await withFund(a)];
  const first = await makeSettledGift(a, 10_000n, 60n);
  const second = await makeSettledGift(a, 5_000n, 0n, new Date(NOW.getTime() + 1_000));
  const ofB = await makeSettledGift(b, 3_000n);
  for (const { fundId } of [a, b]) await traceFund(fundId, NOW);
  const inA = await pay(a, 4_000n);

  const given = moveOf(a, b, 10_940n);
  const [one, two] = await Promise.all([move(given), move(given)]);
  expect([one, two].map((result) => result.ok && result.repeated).sort()).toEqual([false, true]);
  expect(await move({ ...given, amountFen: 1n })).toEqual({ ok: false, reason: "other-content" });
  const terms = await fundTerms([a.fundId, b.fundId]);
  expect(terms.get(a.fundId)).toMatchObject({ otherOut: 10_940n, available: 0n, raised: 15_000n });
  expect(terms.get(b.fundId)).toMatchObject({ otherIn: 10_940n, available: 13_940n, raised: 3_000n });

  // Until the traces come by, the sweep asks for both; then nothing is asked.
  expect((await traceFunds(NOW)).sort()).toEqual([a.fundId, b.fundId].sort());
  for (const { fundId } of [a, b]) await traceFund(fundId, NOW);
  expect(await traceFunds(NOW)).toEqual([]);

  // 3,000 of B's own gift, then 5,000 of the 5,940 that the first gift brought.
  const inB = await pay(b, 8_000n);
  expect(await donationTrace(a.fundId, first.donationId)).toMatchObject({
    amountFen: 10_000n,
    feesFen: 60n,
    uses: [
      { disbursementId: inA, amountFen: 4_000n },
      { disbursementId: inB, amountFen: 5_000n },
    ],
    unusedFen: 940n,
    aheadFen: 0n,
    moves: [{ moveId: given.id, amountFen: 5_940n, slug: b.fundId }],
  });
  expect(await donationTrace(a.fundId, second.donationId)).toMatchObject({
    uses: [],
    unusedFen: 5_000n,
    aheadFen: 940n,
  });
  expect(await donationTrace(b.fundId, ofB.donationId)).toMatchObject({ unusedFen: 0n, moves: [] });
  const sources = await disbursementSources(b.fundId, inB, { after: null, limit: 9 });
  expect(sources.map(({ originKind, amountFen }) => [originKind, amountFen])).toEqual([
    ["gift", 3_000n],
    ["fund-move", 5_000n],
  ]);

  await move(moveOf(b, c, 5_940n));
  for (const { fundId } of [b, c]) await traceFund(fundId, NOW);
  const inC = await pay(c, 2_000n);
  expect(await donationTrace(a.fundId, first.donationId)).toMatchObject({
    uses: [{ disbursementId: inA }, { disbursementId: inB }, { disbursementId: inC, amountFen: 940n }],
    unusedFen: 0n,
    moves: [{ slug: b.fundId }, { slug: c.fundId, amountFen: 940n }],
  });
  expect(await donationTrace(a.fundId, second.donationId)).toMatchObject({
    uses: [{ disbursementId: inC, amountFen: 1_060n }],
    unusedFen: 3_940n,
  });
});

test("one person, money not confirmed, another organization's fund and a trust are refused", async () => {
  const a = await makeSpendingPlace();
  const b = await withFund(a);
  await makeSettledGift(a, 1_000n);
  await makePaidGift(a, 500n);
  const given = moveOf(a, b, 1_000n);
  const refused = async (over: Partial<FundMoveInput>, reason: string) =>
    expect(await move({ ...given, id: randomUUID(), ...over })).toMatchObject({ ok: false, reason });
  await refused({ approvedById: a.clerkId }, "same-person");
  await refused({ amountFen: 1_001n }, "above-available");
  await refused({ amountFen: 0n }, "above-available");
  await refused({ toFundId: a.fundId }, "fund-not-found");
  const { organizationId } = await makeOrganization();
  await refused({ toFundId: await makeFund(organizationId) }, "fund-not-found");
  await refused({ toFundId: await makeFund(a.organizationId, { kind: "trust" }) }, "not-the-same-kind");
  await db.run("update fund set state = 'ended' where id = $1", [b.fundId]);
  await refused({}, "fund-not-found");
});
