import { expect, test } from "vitest";
import { accountId } from "#app/features/ledger/accounts.ts";
import { accountBalances } from "#app/features/ledger/balances.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import {
  confirmSuggestions,
  rejectSuggestions,
} from "#app/features/reconciliation/decide-suggestions.server.ts";
import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import { db } from "#app/lib/db.server.ts";
import { makePledge } from "#tests/factories/offline.ts";
import { makePaidOut, makeSpenders, type Spenders } from "#tests/factories/paid-out.ts";
import {
  at,
  type BankLine,
  bankFile,
  type Charity,
  DAY,
  giftLines,
  ledgerFile,
  makeCharity,
  makePaidGift,
  NEXT_MORNING,
  withdrawalLine,
} from "./statement-files.ts";

type Place = Charity & Spenders;

async function makePlace(): Promise<Place> {
  const charity = await makeCharity();
  return { ...charity, ...(await makeSpenders(charity, 1_000_000n, at("08:00:00"))) };
}

async function take(
  place: Place,
  source: "bank-ccb" | "alipay-signcustomer",
  bytes: Uint8Array,
): Promise<void> {
  const { organizationId } = place;
  const file = { organizationId, source, account: null, fileName: "file", bytes };
  const outcome = await importStatement({ ...file, origin: "upload", userId: null, now: NEXT_MORNING });
  expect(outcome).toMatchObject({ ok: true });
}
const takeBank = (place: Place, lines: readonly BankLine[]) =>
  take(place, "bank-ccb", bankFile(place, lines, DAY));
const reconcile = (place: Place) => reconcileOrganization(place.organizationId, NEXT_MORNING);
const pay = (place: Place, amountFen: bigint, reference: string, payee = "澄溪粮油店") =>
  makePaidOut(place, { amountFen, reference, payee, paidAt: at("10:00:00") });
const proposed = async () =>
  (
    await db.rows<{ id: string }>(
      "select id from reconciliation_suggestion where state = 'proposed' order by score desc, id",
    )
  ).map(({ id }) => id);
const by = (place: Place, suggestionIds: readonly string[], userId = place.clerkId) => ({
  organizationId: place.organizationId,
  userId,
  suggestionIds,
  now: NEXT_MORNING,
});
const states = () =>
  db.rows("select state, count(*)::int as n from reconciliation_suggestion group by state order by state");
const balance = async (id: string) => (await accountBalances([id])).get(id);

test("a sum that a person confirms is matched with its parts; its rivals are withdrawn", async () => {
  const place = await makePlace();
  for (const fen of [1_000n, 4_000n, 2_000n, 3_000n]) await pay(place, fen, `slip-${fen}`);
  await takeBank(place, [{ id: "1-1", amountFen: -5_000n, name: "澄溪粮油店" }]);
  await reconcile(place);
  const ids = await proposed();
  expect(ids.length).toBe(2);
  // Both at once: the second claims the row that the first has taken.
  expect(await confirmSuggestions(by(place, ids))).toEqual({ ok: true, doneCount: 1, staleCount: 1 });
  expect(await states()).toEqual([
    { state: "confirmed", n: 1 },
    { state: "withdrawn", n: 1 },
  ]);
  expect(await confirmSuggestions(by(place, ids.slice(0, 1)))).toEqual({
    ok: true,
    doneCount: 1,
    staleCount: 0,
  });
  const [sum] = await db.rows(
    "select count(*)::int as n, sum(amount_fen)::int8 as fen from reconciliation_match_part",
  );
  expect(sum).toEqual({ n: 2, fen: -5_000n });
  expect(
    await db.rows("select count(*)::int as n from disbursement where bank_matched_at is not null"),
  ).toEqual([{ n: 2 }]);
  expect(await db.rows("select open_fen, matched_fen from reconciliation_run")).toEqual([
    { open_fen: 0n, matched_fen: 5_000n },
  ]);
  expect(
    await db.rows(
      "select 1 from reconciliation_break where state <> 'resolved' and kind = 'bank-row-unexplained'",
    ),
  ).toEqual([]);
  expect(
    await db.rows("select decided_by_id from reconciliation_suggestion where state = 'confirmed'"),
  ).toEqual([{ decided_by_id: place.clerkId }]);
});

test("a return that a person confirms is booked to the fund, out of suspense", async () => {
  const place = await makePlace();
  await pay(place, 10_000n, "1-0001");
  await takeBank(place, [
    { id: "1-0001", amountFen: -10_000n },
    { id: "1-0002", amountFen: 4_000n, name: "澄溪粮油店" },
    { id: "1-0003", amountFen: 7_000n, name: "澄溪粮油店" },
  ]);
  await reconcile(place);
  const ids = await proposed();
  expect(ids.length).toBe(2);
  // Together they are more than was paid.
  expect(await confirmSuggestions(by(place, ids))).toEqual({ ok: true, doneCount: 1, staleCount: 1 });
  const terms = (await fundTerms([place.fundId])).get(place.fundId);
  const [match] = await db.rows<{ fen: bigint }>(
    "select amount_fen as fen from reconciliation_match where subject_kind = 'disbursement-return'",
  );
  expect(terms?.disbursed).toBe(10_000n - (match?.fen ?? 0n));
  expect(await balance(accountId("suspense", place.organizationId))).toBe(-(11_000n - (match?.fen ?? 0n)));
});

test("a payout that a person confirms arrives at the bank", async () => {
  const place = await makePlace();
  const gift = await makePaidGift(place, 60_000n);
  await take(
    place,
    "alipay-signcustomer",
    ledgerFile(place, [
      ...giftLines(gift, { feeFen: 0n }),
      withdrawalLine("20261121000000000000000000000071", 30_000n),
      withdrawalLine("20261121000000000000000000000072", 30_000n),
    ]),
  );
  await takeBank(place, [
    { id: "1-1", amountFen: 30_000n, name: "支付宝（中国）网络技术有限公司", summary: "提现" },
  ]);
  await reconcile(place);
  const [first, second] = await proposed();
  expect(await confirmSuggestions(by(place, [first ?? ""]))).toMatchObject({ doneCount: 1 });
  expect(await confirmSuggestions(by(place, [second ?? ""]))).toMatchObject({ doneCount: 0, staleCount: 1 });
  expect(await balance(accountId("payout-in-transit", place.organizationId))).toBe(30_000n);
  await reconcile(place);
  expect(await proposed()).toEqual([]);
});

test("what is rejected stays so; strangers decide nothing; both at once decide once", async () => {
  const place = await makePlace();
  const other = await makePlace();
  await pay(place, 10_000n, "slip-a");
  await takeBank(place, [{ id: "1-1", amountFen: -10_000n, name: "某某" }]);
  await reconcile(place);
  const ids = await proposed();
  expect(await confirmSuggestions(by(place, ids, other.clerkId))).toEqual({
    ok: false,
    reason: "not-permitted",
  });
  expect(await confirmSuggestions(by(other, ids))).toEqual({ ok: true, doneCount: 0, staleCount: 1 });
  const results = await Promise.all([
    rejectSuggestions(by(place, ids)),
    confirmSuggestions(by(place, ids)),
    rejectSuggestions(by(place, ids)),
  ]);
  const done = results.map((result) => (result.ok ? result.doneCount : -1));
  expect(done[0]).toBe(done[2]);
  expect((done[0] ?? 0) + (done[1] ?? 0)).toBe(1);
  await reconcile(place);
  expect(await proposed()).toEqual([]);
});

test("a transfer without its reference is proposed for the pledge it fits, and counted when confirmed", async () => {
  const place = await makePlace();
  const mine = await makePledge(place.fundId, 8_800n, { visibility: "public", name: "林某" });
  await makePledge(place.fundId, 8_800n, { visibility: "public", name: "王某" });
  await makePledge(place.fundId, 9_900n);
  await takeBank(place, [{ id: "1-1", amountFen: 8_800n, name: "林某", note: "捐款" }]);
  await reconcile(place);
  expect(await balance(accountId("suspense", place.organizationId))).toBe(-8_800n);
  const [first] = await proposed();
  expect(
    await db.rows("select subject_id from reconciliation_suggestion_subject where suggestion_id = $1", [
      first,
    ]),
  ).toEqual([{ subject_id: mine.donationId }]);
  expect(await confirmSuggestions(by(place, [first ?? ""]))).toEqual({
    ok: true,
    doneCount: 1,
    staleCount: 0,
  });
  expect(await balance(accountId("suspense", place.organizationId))).toBe(0n);
  expect((await fundTerms([place.fundId])).get(place.fundId)).toMatchObject({ raised: 8_800n });
  // Its namesake of the same amount was another possibility of the same row.
  expect(await proposed()).toEqual([]);
  await reconcile(place);
  expect(await proposed()).toEqual([]);
  expect(await db.rows("select open_fen from reconciliation_run")).toEqual([{ open_fen: 0n }]);
});
