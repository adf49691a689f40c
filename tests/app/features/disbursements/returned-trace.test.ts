import { expect, test } from "vitest";
import { approveDisbursement } from "#app/features/disbursements/approve-disbursement.server.ts";
import { payDisbursement } from "#app/features/disbursements/pay-disbursement.server.ts";
import { proposeDisbursement } from "#app/features/disbursements/propose-disbursement.server.ts";
import { traceFund } from "#app/features/disbursements/trace-fund.server.ts";
import { disbursementSources, donationTrace } from "#app/features/disbursements/trace-queries.server.ts";
import { NOW } from "#tests/factories/books.ts";
import {
  accountsOf,
  makeRefund,
  makeSettledGift,
  makeSpendingPlace,
  postOf,
  proposalOf,
  type SpendingPlace,
} from "#tests/factories/spending.ts";

async function pay(place: SpendingPlace, amountFen: bigint, minute: number): Promise<string> {
  const proposal = proposalOf(place, amountFen);
  const { id, organizationId } = proposal;
  const paidAt = new Date(NOW.getTime() + minute * 60_000);
  expect(await proposeDisbursement(proposal)).toMatchObject({ ok: true });
  expect(await approveDisbursement({ id, organizationId, userId: place.approverId, now: NOW })).toMatchObject(
    { ok: true },
  );
  const paid = {
    id,
    organizationId,
    userId: place.clerkId,
    paidAt,
    bankReference: `r${minute}`,
    now: paidAt,
  };
  expect(await payDisbursement(paid)).toMatchObject({ ok: true });
  await traceFund(place.fundId, NOW);
  return id;
}

async function giveBack(place: SpendingPlace, disbursementId: string, amountFen: bigint): Promise<void> {
  const { bank, available } = accountsOf(place);
  await postOf(place, "disbursement-returned", bank, available, amountFen, disbursementId);
  await traceFund(place.fundId, NOW);
}

test("what a payee gave back is followed to the gifts it came from, and on into its next use and back again", async () => {
  const place = await makeSpendingPlace();
  const first = await makeSettledGift(place, 10_000n);
  const second = await makeSettledGift(place, 20_000n, 0n, new Date(NOW.getTime() + 1_000));
  const trace = async (gift: { donationId: string }) => {
    const found = await donationTrace(place.fundId, gift.donationId);
    const uses = new Map(found?.uses.map((use) => [use.disbursementId, [use.amountFen, use.returnedFen]]));
    return { uses, unused: found?.unusedFen };
  };
  // 10,000 of the first gift and 5,000 of the second.
  const one = await pay(place, 15_000n, 1);
  await giveBack(place, one, 7_000n);
  expect(await trace(first)).toEqual({ uses: new Map([[one, [8_000n, 2_000n]]]), unused: 2_000n });
  expect(await trace(second)).toEqual({ uses: new Map([[one, [0n, 5_000n]]]), unused: 20_000n });

  // The rest of the second gift, then 2,000 of what came back: the first gift's.
  const two = await pay(place, 17_000n, 2);
  expect(await trace(first)).toEqual({
    uses: new Map([
      [one, [8_000n, 2_000n]],
      [two, [2_000n, 0n]],
    ]),
    unused: 0n,
  });
  expect(await trace(second)).toEqual({
    uses: new Map([
      [one, [0n, 5_000n]],
      [two, [15_000n, 0n]],
    ]),
    unused: 5_000n,
  });
  const sources = await disbursementSources(place.fundId, two, { after: null, limit: 10 });
  expect(sources.map(({ originKind, returnedOf, amountFen }) => [originKind, returnedOf, amountFen])).toEqual(
    [
      ["gift", null, 15_000n],
      ["disbursement-returned", one, 2_000n],
    ],
  );

  await giveBack(place, two, 1_000n);
  expect(await trace(first)).toEqual({
    uses: new Map([
      [one, [8_000n, 2_000n]],
      [two, [1_000n, 1_000n]],
    ]),
    unused: 1_000n,
  });
  // A refund may take what came back: it is the gift's own and free.
  await makeRefund(place, first, 1_000n);
  await traceFund(place.fundId, NOW);
  expect((await trace(first)).unused).toBe(0n);
  expect((await trace(second)).unused).toBe(5_000n);
});
