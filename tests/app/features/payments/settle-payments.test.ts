import { expect, test } from "vitest";
import { spendableOf } from "#app/features/disbursements/spendable.server.ts";
import { fundFigures } from "#app/features/funds/queries.server.ts";
import { checkLedger } from "#app/features/ledger/check-ledger.server.ts";
import { settlePayments } from "#app/features/payments/settle-payments.server.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { NOW } from "#tests/factories/books.ts";
import { makePaidGift, makeSpendingPlace } from "#tests/factories/spending.ts";
import { testDatabase } from "#tests/setup/test-database.ts";

const CHOSEN = "select * from unnest($1::text[], $2::text[]) as g(fund_id, payment_id)";
const LATER = new Date(NOW.getTime() + 60_000);

const settle = (gifts: readonly { fundId: string; paymentId: string }[], at = NOW) =>
  transaction((tx) =>
    settlePayments(tx, CHOSEN, [gifts.map((gift) => gift.fundId), gifts.map((gift) => gift.paymentId)], at),
  );

const settlements = () =>
  db.rows<{ paymentId: string; fen: bigint; at: Date }>(
    `select payment_id as "paymentId", amount_fen as fen, settled_at as at from settlement order by amount_fen`,
  );

test("a counted payment waits; settling takes it from those that wait, once and for good", async () => {
  const place = await makeSpendingPlace();
  const [one, two] = [await makePaidGift(place, 1_000n), await makePaidGift(place, 2_500n)];
  expect(await spendableOf(place.fundId)).toEqual({
    availableFen: 3_500n,
    unsettledFen: 3_500n,
    onHoldFen: 0n,
    spendableFen: 0n,
  });
  expect(await settle([one])).toEqual([place.fundId]);
  expect((await fundFigures([place.fundId])).get(place.fundId)).toMatchObject({ unsettledFen: 2_500n });
  expect(await settle([one, two], LATER)).toEqual([place.fundId]);
  expect(await settle([one, two], LATER)).toEqual([]);
  expect(await settlements()).toEqual([
    { paymentId: one.paymentId, fen: 1_000n, at: NOW },
    { paymentId: two.paymentId, fen: 2_500n, at: LATER },
  ]);
  expect(await spendableOf(place.fundId)).toMatchObject({ unsettledFen: 0n, spendableFen: 3_500n });
});

test("of eight at the same time one settles, and each named twice counts once", async () => {
  const place = await makeSpendingPlace();
  const gifts = [await makePaidGift(place, 1_000n), await makePaidGift(place, 2_500n)];
  const told = await Promise.all(Array.from({ length: 8 }, () => settle([...gifts, ...gifts])));
  expect(told.filter((funds) => funds.length > 0)).toEqual([[place.fundId]]);
  expect((await settlements()).map(({ fen }) => fen)).toEqual([1_000n, 2_500n]);
});

test("a transaction that fails half-way leaves the payment waiting", async () => {
  const place = await makeSpendingPlace();
  const gift = await makePaidGift(place, 1_000n);
  const failing = transaction(async (tx) => {
    await settlePayments(tx, CHOSEN, [[gift.fundId], [gift.paymentId]], NOW);
    throw new Error("the process ends here");
  });
  await expect(failing).rejects.toThrow("the process ends here");
  expect(await settlements()).toEqual([]);
  expect(await spendableOf(place.fundId)).toMatchObject({ unsettledFen: 1_000n, spendableFen: 0n });
  expect(await settle([gift])).toEqual([place.fundId]);
});

test("neither a payment that does not count nor an unknown one is settled", async () => {
  const place = await makeSpendingPlace();
  const gift = await makePaidGift(place, 1_000n);
  expect(await settle([{ fundId: place.fundId, paymentId: gift.donationId }])).toEqual([]);
  expect(await settlements()).toEqual([]);
});

test("nobody but the owner takes a settlement back", async () => {
  const place = await makeSpendingPlace();
  await settle([await makePaidGift(place, 1_000n)]);
  await expect(db.run("delete from settlement")).rejects.toThrow("permission denied");
  await expect(db.run("update unsettled_payment set amount_fen = 1")).rejects.toThrow("permission denied");
});

test("the self-check sees money that waits nowhere, or twice", async ({ task }) => {
  task.meta.ledgerMayBreak = true;
  const place = await makeSpendingPlace();
  const gift = await makePaidGift(place, 1_000n);
  const verdict = async () =>
    (await checkLedger(NOW)).failures.filter(({ name }) => name === "counted-payment-settles-once");
  expect(await verdict()).toEqual([]);
  const superuser = await testDatabase().superuser();
  await superuser.query("insert into settlement select *, now() from unsettled_payment");
  expect(await verdict()).toMatchObject([{ offenders: [gift.paymentId] }]);
  await superuser.query("truncate settlement, unsettled_payment");
  expect(await verdict()).toMatchObject([{ offenders: [gift.paymentId] }]);
});
