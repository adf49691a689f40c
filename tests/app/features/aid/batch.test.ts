import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { announceCases } from "#app/features/aid/announce-cases.server.ts";
import { listCases } from "#app/features/aid/queries.server.ts";
import { deliverAidBatch } from "#app/features/disbursements/aid-batch-deliver.server.ts";
import { proposeAidBatch } from "#app/features/disbursements/aid-batch-propose.server.ts";
import {
  askRecovery,
  linkRecovery,
  returnsOf,
} from "#app/features/disbursements/aid-batch-recover.server.ts";
import { stopAid } from "#app/features/disbursements/aid-batch-stop.server.ts";
import { approveDisbursement } from "#app/features/disbursements/approve-disbursement.server.ts";
import { attachEvidence } from "#app/features/disbursements/attach-evidence.server.ts";
import { lockDisbursement } from "#app/features/disbursements/locked-disbursement.server.ts";
import { payDisbursement } from "#app/features/disbursements/pay-disbursement.server.ts";
import { takeOutLine } from "#app/features/disbursements/payees/take-out-line.server.ts";
import { rejectDisbursement } from "#app/features/disbursements/reject-disbursement.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { type AidPlace, makeAidPlace, makeApproved } from "#tests/factories/aid.ts";
import { NOW } from "#tests/factories/books.ts";
import { accountsOf, makeSettledGift, postOf } from "#tests/factories/spending.ts";

const DAY_MS = 86_400_000;
/** When nobody may object any more. */
const LATER = new Date(NOW.getTime() + 8 * DAY_MS);

const termsOf = async (place: AidPlace) => (await fundTerms([place.fundId])).get(place.fundId);

async function announced(place: AidPlace): Promise<void> {
  const { organizationId, programmeId, approverId } = place;
  const result = await announceCases({
    id: randomUUID(),
    organizationId,
    programmeId,
    userId: approverId,
    now: NOW,
  });
  expect(result).toMatchObject({ ok: true });
}

const batchOf = (place: AidPlace, over: { urgentOnly?: boolean; now?: Date; id?: string } = {}) => ({
  id: newFundScopedId("b", place.fundId),
  organizationId: place.organizationId,
  programmeId: place.programmeId,
  userId: place.clerkId,
  urgentOnly: false,
  now: LATER,
  ...over,
});

async function paid(place: AidPlace, id: string): Promise<void> {
  const { organizationId, clerkId, approverId } = place;
  expect(await approveDisbursement({ id, organizationId, userId: approverId, now: LATER })).toMatchObject({
    ok: true,
  });
  await payIt(place, id, clerkId);
}

async function payIt(place: AidPlace, id: string, userId: string): Promise<void> {
  const { organizationId } = place;
  const result = await payDisbursement({
    id,
    organizationId,
    userId,
    paidAt: LATER,
    bankReference: `AID-${id}`,
    now: LATER,
  });
  expect(result).toMatchObject({ ok: true });
}

async function delivery(place: AidPlace, disbursementId: string) {
  const proofId = newFundScopedId("e", place.fundId);
  const { organizationId, clerkId: userId } = place;
  const attached = await attachEvidence({
    id: proofId,
    disbursementId,
    organizationId,
    userId,
    kind: "signed-list",
    fileName: "signed.csv",
    content: Buffer.from(`line,signed ${disbursementId}\n`),
    isPublic: false,
    now: LATER,
  });
  expect(attached).toMatchObject({ ok: true });
  return { disbursementId, organizationId, userId, deliveredOn: shanghaiDay(LATER), proofId, now: LATER };
}

it("pays what nobody objected to in one batch, stops one before payment, tells exact numbers once delivered", async () => {
  const place = await makeAidPlace();
  await makeSettledGift(place, 3_000_000n);
  const cases: string[] = [];
  for (let number = 1; number <= 12; number += 1)
    cases.push(await makeApproved(place, number, { town: number <= 6 ? "330122101" : "330122102" }));
  expect(await proposeAidBatch(batchOf(place))).toMatchObject({ reason: "nobody-ready" });
  await announced(place);
  expect(await proposeAidBatch(batchOf(place, { now: NOW }))).toMatchObject({ reason: "nobody-ready" });
  const batch = batchOf(place);
  const twice = await Promise.all([proposeAidBatch(batch), proposeAidBatch(batch)]);
  expect(twice.map((one) => one.ok && one.repeated).sort()).toEqual([false, true]);
  expect(twice[0]).toMatchObject({ people: 12, withoutAccount: 0 });
  const { organizationId, clerkId, approverId } = place;
  await approveDisbursement({ id: batch.id, organizationId, userId: approverId, now: LATER });
  expect(await termsOf(place)).toMatchObject({ committed: 1_200_000n });
  const stop = {
    caseId: cases[0] ?? "",
    organizationId,
    userId: clerkId,
    reason: "died" as const,
    now: LATER,
  };
  const stops = await Promise.all([stopAid(stop), stopAid(stop)]);
  expect(stops.map((one) => one.ok && one.repeated).sort()).toEqual([false, true]);
  expect(await termsOf(place)).toMatchObject({ committed: 1_100_000n, available: 1_900_000n });
  await payIt(place, batch.id, clerkId);
  // What is public of the payment begins its range, and does not move with the one who was stopped.
  expect(await db.rows("select beneficiary_count from disbursement where id = $1", [batch.id])).toEqual([
    { beneficiary_count: 10 },
  ]);
  expect(await stopAid({ ...stop, caseId: cases[1] ?? "" })).toMatchObject({
    ok: false,
    reason: "already-paid",
  });
  const confirm = await delivery(place, batch.id);
  const delivered = await Promise.all([deliverAidBatch(confirm), deliverAidBatch(confirm)]);
  expect(delivered.map((one) => one.ok && one.repeated).sort()).toEqual([false, true]);
  const cells = await db.rows(
    "select division_code, people_from, people_to from aid_cell where subject_kind = 'delivery' order by position",
  );
  expect(cells).toEqual([
    { division_code: "330122101", people_from: 5, people_to: 5 },
    { division_code: "330122102", people_from: 6, people_to: 6 },
  ]);
  expect(await db.rows("select beneficiary_count from disbursement where id = $1", [batch.id])).toEqual([
    { beneficiary_count: 11 },
  ]);
  const groups = await db.rows(
    "select people, delivered_fen, division_code from beneficiary_batch order by people",
  );
  expect(groups).toEqual([
    { people: 5, delivered_fen: 500_000n, division_code: "330122101" },
    { people: 6, delivered_fen: 600_000n, division_code: "330122102" },
  ]);
});

it("waits for five, but pays urgent aid first; a refused batch lets its people go into the next", async () => {
  const place = await makeAidPlace();
  await makeSettledGift(place, 3_000_000n);
  for (const number of [1, 2]) await makeApproved(place, number, { urgent: "yes" });
  await makeApproved(place, 3, { accountNo: "" });
  await makeApproved(place, 4);
  await makeApproved(place, 5);
  await announced(place);
  expect(await proposeAidBatch(batchOf(place))).toEqual({
    ok: false,
    reason: "too-few",
    people: 4,
    fewest: 5,
  });
  const urgent = batchOf(place, { urgentOnly: true, now: NOW });
  expect(await proposeAidBatch(urgent)).toMatchObject({ ok: true, people: 2 });
  expect(await proposeAidBatch(batchOf(place, { urgentOnly: true, now: NOW }))).toMatchObject({
    reason: "nobody-ready",
  });
  const { organizationId, approverId } = place;
  await rejectDisbursement({ id: urgent.id, organizationId, userId: approverId, why: "先核账号", now: NOW });
  expect(await db.rows("select 1 from aid_cell where subject_kind = 'batch'")).toEqual([]);
  const again = batchOf(place, { urgentOnly: true, now: NOW });
  expect(await proposeAidBatch(again)).toMatchObject({ ok: true, people: 2 });
  await paid(place, again.id);
  expect(await deliverAidBatch(await delivery(place, again.id))).toMatchObject({ ok: true, people: 2 });
  expect(await db.rows("select people, division_code from beneficiary_batch")).toEqual([
    { people: 2, division_code: null },
  ]);
  expect(await db.rows("select 1 from aid_cell where subject_kind = 'delivery'")).toEqual([]);
});

it("asks money back and links what the bank brought: never more than came, never the same money twice", async () => {
  const place = await makeAidPlace();
  await makeSettledGift(place, 3_000_000n);
  const cases: string[] = [];
  for (const number of [1, 2, 3, 4, 5]) cases.push(await makeApproved(place, number));
  await announced(place);
  const batch = batchOf(place);
  await proposeAidBatch(batch);
  await paid(place, batch.id);
  const { organizationId, clerkId: userId } = place;
  const ask = (id: string, caseId = cases[0] ?? "", amountFen = 100_000n) =>
    askRecovery({ id, caseId, organizationId, userId, reason: "died", amountFen, now: LATER });
  const [first, second] = [randomUUID(), randomUUID()];
  expect(await ask(first, cases[0], 100_001n)).toEqual({ ok: false, reason: "above-aid", leftFen: 100_000n });
  expect(await ask(first)).toEqual({ ok: true, repeated: false });
  expect(await ask(first)).toEqual({ ok: true, repeated: true });
  expect(await ask(randomUUID())).toMatchObject({ reason: "asked-already" });
  expect(await ask(second, cases[1])).toEqual({ ok: true, repeated: false });
  const { bank, available } = accountsOf(place);
  const transferId = await postOf(place, "disbursement-returned", bank, available, 100_000n, batch.id);
  const link = (id: string) => linkRecovery({ id, transferId, organizationId, userId, now: LATER });
  const both = await Promise.all([link(first), link(second)]);
  expect(both.filter((one) => one.ok)).toHaveLength(1);
  expect(both.find((one) => !one.ok)).toMatchObject({ reason: "above-return", leftFen: 0n });
  expect(await returnsOf(db, place.fundId, batch.id)).toMatchObject([{ amountFen: 100_000n, leftFen: 0n }]);
  // Three are left who have the money: too few to be told by town.
  expect(await deliverAidBatch(await delivery(place, batch.id))).toMatchObject({
    people: 3,
    deliveredFen: 300_000n,
  });
  expect(await termsOf(place)).toMatchObject({ disbursed: 400_000n });
});

it("pays again whose line the bank refused, in the next batch and once", async () => {
  const place = await makeAidPlace();
  await makeSettledGift(place, 3_000_000n);
  for (const number of [1, 2, 3, 4, 5, 6]) await makeApproved(place, number);
  await announced(place);
  const first = batchOf(place);
  await proposeAidBatch(first);
  const { organizationId, approverId, clerkId } = place;
  await approveDisbursement({ id: first.id, organizationId, userId: approverId, now: LATER });
  // The bank refuses one line, as batches/settle-lines has it.
  const refused = `${first.id}_0001`;
  await transaction(async (tx) => {
    const disbursement = await lockDisbursement(tx, first.id, organizationId);
    if (!disbursement) throw new Error("not found");
    await tx.run("update disbursement_payee set failed_at = $2, failure_code = 'account' where id = $1", [
      refused,
      LATER,
    ]);
    await takeOutLine(tx, disbursement, { id: refused, amountFen: 100_000n }, LATER);
  });
  await payIt(place, first.id, clerkId);
  expect(await deliverAidBatch(await delivery(place, first.id))).toMatchObject({
    people: 5,
    deliveredFen: 500_000n,
  });
  const states = await listCases([organizationId], { state: null, programmeId: null, before: null }, 20);
  expect(states.map(({ state }) => state).sort()).toEqual(["announced", ...Array(5).fill("delivered")]);
  for (const number of [7, 8, 9, 10]) await makeApproved(place, number);
  for (const number of [11]) await makeApproved(place, number);
  await announced(place);
  const second = batchOf(place);
  expect(await proposeAidBatch(second)).toMatchObject({ ok: true, people: 6 });
  expect(
    await db.rows(
      "select retry_of from disbursement_payee where disbursement_id = $1 and retry_of is not null",
      [second.id],
    ),
  ).toEqual([{ retry_of: refused }]);
  expect(await proposeAidBatch(batchOf(place))).toMatchObject({ reason: "nobody-ready" });
});
