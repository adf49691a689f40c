import { describe, expect, it } from "vitest";
import { traceFund } from "#app/features/disbursements/trace-fund.server.ts";
import { closePledges } from "#app/features/donations/close-pledges.server.ts";
import { countOfflineGift } from "#app/features/donations/count-offline-gifts.server.ts";
import { createDonation } from "#app/features/donations/donation-api.server.ts";
import { groupedReference, isGiftReference } from "#app/features/donations/gift-reference.ts";
import { startedDonationSchema } from "#app/features/donations/openapi.ts";
import { findGift } from "#app/features/donations/queries.server.ts";
import { startDonation } from "#app/features/donations/start-donation.server.ts";
import { transferDetails } from "#app/features/donations/transfer-details.server.ts";
import { accountId } from "#app/features/ledger/accounts.ts";
import { accountBalances } from "#app/features/ledger/balances.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { makePledge, pledgeInput, strangeReference } from "#tests/factories/offline.ts";
import {
  type BankLine,
  bankFile,
  type Charity,
  makeCharity,
  NEXT_MORNING,
} from "../reconciliation/statement-files.ts";

async function bankSays(charity: Charity, lines: readonly BankLine[]): Promise<void> {
  const taken = await importStatement({
    organizationId: charity.organizationId,
    source: "bank-ccb",
    account: null,
    fileName: "file",
    bytes: bankFile(charity, lines),
    origin: "upload",
    userId: null,
    now: NEXT_MORNING,
  });
  expect(taken).toMatchObject({ ok: true });
  await reconcileOrganization(charity.organizationId, NEXT_MORNING);
}

const balances = async (charity: Charity) => {
  const ids = (["bank", "suspense"] as const).map((kind) => accountId(kind, charity.organizationId));
  const found = await accountBalances(ids);
  const [bank = 0n, suspense = 0n] = ids.map((id) => found.get(id) ?? 0n);
  // Suspense is owed: it grows by credits.
  return [bank, -suspense];
};
const status = async (donationId: string) => (await findGift(donationId))?.status;
const matches = () =>
  db.rows<{ rowKey: string; kind: string; subjectId: string }>(
    `select row_key as "rowKey", subject_kind as kind, subject_id as "subjectId" from reconciliation_match order by 1`,
  );
const rowOf = async (charity: Charity, amountFen: bigint) => {
  const [row] = await db.rows<{ source: string; account: string; rowKey: string }>(
    `select source, account, row_key as "rowKey" from statement_row where organization_id = $1 and amount_fen = $2`,
    [charity.organizationId, amountFen],
  );
  if (!row) throw new Error("no such row");
  return row;
};

describe("starting a gift by bank transfer", () => {
  it("gives a reference and the charity's own account, and writes them to who left an address", async () => {
    const charity = await makeCharity();
    const pledge = await makePledge(charity.fundId, 12_345n, { email: "lin@example.org" });
    expect(isGiftReference(pledge.reference)).toBe(true);
    const details = await transferDetails(pledge.donationId);
    expect(details).toMatchObject({
      reference: pledge.reference,
      amountFen: 12_345n,
      accounts: [{ bank: "CCB", accountName: "演示慈善会", accountNo: charity.bankAccountNo }],
    });
    expect(details?.closesAt).toEqual(new Date("2027-01-19T02:00:00Z"));
    const [letter] = await db.rows<{ text: string; recipient: string }>(
      "select recipient, text from outgoing_mail",
    );
    expect(letter?.recipient).toBe("lin@example.org");
    for (const words of [
      groupedReference(pledge.reference),
      "¥123.45",
      "中国建设银行",
      `token=${pledge.token}`,
    ])
      expect(letter?.text).toContain(words);
    expect(await status(pledge.donationId)).toBe("pending");
  });

  it("makes one gift and one letter however often and at once it is sent, and refuses other content", async () => {
    const charity = await makeCharity();
    const input = await pledgeInput(charity.fundId, 5_000n, {
      intention: "form:same",
      email: "a@example.org",
    });
    const all = await Promise.all([1, 2, 3, 4].map(() => startDonation(input)));
    expect(new Set(all.map((one) => (one.ok ? `${one.donationId} ${one.reference}` : one.reason))).size).toBe(
      1,
    );
    expect(await db.rows("select 1 from payment")).toHaveLength(1);
    expect(await db.rows("select 1 from outgoing_mail")).toHaveLength(1);
    expect(await startDonation({ ...input, amountFen: 5_001n })).toEqual({
      ok: false,
      reason: "other-content",
    });
  });

  it("is not offered without a bank account", async () => {
    const charity = await makeCharity();
    const input = await pledgeInput(charity.fundId, 5_000n);
    await db.run("update bank_account set closed_at = now()");
    const again = await pledgeInput(charity.fundId, 5_000n);
    expect(input.target.giving).toMatchObject({ open: true, providers: expect.arrayContaining(["offline"]) });
    expect(await startDonation(again)).toEqual({ ok: false, reason: "provider-not-offered" });
  });
});

it("POST /donations with provider offline answers with a reference and nowhere to pay", async () => {
  const charity = await makeCharity();
  const send = (key: string) =>
    createDonation({
      request: new Request("http://127.0.0.1:3000/api/v1/donations", {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": key },
        body: JSON.stringify({
          target: { kind: "project", slug: charity.fundId },
          amountFen: 1,
          currency: "CNY",
          provider: "offline",
        }),
      }),
      params: {},
      context: { clientAddress: "192.0.2.7" },
    });
  const [first, again] = [await send("one"), await send("one")];
  expect([first.status, again.status]).toEqual([201, 201]);
  const body = startedDonationSchema.parse(await first.json());
  expect(body).toMatchObject({ status: "pending", payUrl: null });
  expect(isGiftReference(body.reference)).toBe(true);
  expect(await again.json()).toEqual(body);
  await db.run("update bank_account set closed_at = now()");
  expect((await send("two")).status).toBe(409);
});

describe("the bank's statement", () => {
  it("counts the gift whose reference and amount it shows, settles it and lets the trace take it", async () => {
    const charity = await makeCharity();
    const pledge = await makePledge(charity.fundId, 30_000n, { email: "lin@example.org" });
    const other = await makePledge(charity.fundId, 30_000n);
    await bankSays(charity, [
      { id: "r1", amountFen: 30_000n, note: `捐款 ${groupedReference(pledge.reference).toLowerCase()} 谢谢` },
    ]);
    expect(await status(pledge.donationId)).toBe("settled");
    expect(await status(other.donationId)).toBe("pending");
    expect(await balances(charity)).toEqual([30_000n, 0n]);
    await traceFund(charity.fundId, NEXT_MORNING);
    const terms = (await fundTerms([charity.fundId])).get(charity.fundId);
    expect(terms).toMatchObject({ raised: 30_000n, available: 30_000n, donationCount: 1n });
    expect(await db.rows("select origin_kind, origin_id from fund_inflow")).toEqual([
      { origin_kind: "gift", origin_id: pledge.donationId },
    ]);
    expect((await matches())[0]).toMatchObject({ kind: "payment" });
    expect(await db.rows("select 1 from outgoing_mail where subject like '收到%'")).toHaveLength(1);
    // Again changes nothing.
    await reconcileOrganization(charity.organizationId, NEXT_MORNING);
    expect(await balances(charity)).toEqual([30_000n, 0n]);
  });

  it("keeps the second row of one reference, another amount, two references and strangers in suspense", async () => {
    const charity = await makeCharity();
    const pledge = await makePledge(charity.fundId, 10_000n);
    const less = await makePledge(charity.fundId, 20_000n);
    const [a, b] = [await makePledge(charity.fundId, 700n), await makePledge(charity.fundId, 700n)];
    await bankSays(charity, [
      { id: "r1", amountFen: 10_000n, note: pledge.reference },
      { id: "r2", amountFen: 10_000n, note: pledge.reference },
      { id: "r3", amountFen: 19_999n, summary: less.reference },
      { id: "r4", amountFen: 700n, note: `${a.reference} ${b.reference}` },
      { id: "r5", amountFen: 500n, note: strangeReference() },
    ]);
    expect(await status(pledge.donationId)).toBe("settled");
    expect(await status(less.donationId)).toBe("quarantined");
    expect([await status(a.donationId), await status(b.donationId)]).toEqual(["pending", "pending"]);
    expect(await balances(charity)).toEqual([41_199n, 31_199n]);
    expect(await matches()).toHaveLength(1);
  });

  it("counts a late transfer, also of a pledge that is closed or was answered wrongly first", async () => {
    const charity = await makeCharity();
    const late = await makePledge(charity.fundId, 8_800n, { now: new Date("2026-09-01T02:00:00Z") });
    const wrong = await makePledge(charity.fundId, 6_600n);
    expect(await closePledges(NEXT_MORNING)).toBe(1);
    expect(await closePledges(NEXT_MORNING)).toBe(0);
    expect(await status(late.donationId)).toBe("closed");
    await bankSays(charity, [{ id: "w1", amountFen: 6_000n, note: wrong.reference }]);
    expect(await status(wrong.donationId)).toBe("quarantined");
    await bankSays(charity, [
      { id: "w1", amountFen: 6_000n, note: wrong.reference },
      { id: "w2", amountFen: 6_600n, note: wrong.reference },
      { id: "w3", amountFen: 8_800n, note: late.reference },
    ]);
    expect([await status(late.donationId), await status(wrong.donationId)]).toEqual(["settled", "settled"]);
    expect(await balances(charity)).toEqual([21_400n, 6_000n]);
  });

  it("takes a row out of suspense when the gift it names is found afterwards", async () => {
    const charity = await makeCharity();
    const pledge = await makePledge(charity.fundId, 4_000n);
    await db.run("update donation set reference = 'MSAAAAAAAA' where id = $1", [pledge.donationId]);
    await bankSays(charity, [{ id: "r1", amountFen: 4_000n, note: pledge.reference }]);
    expect(await balances(charity)).toEqual([4_000n, 4_000n]);
    await db.run("update donation set reference = $2 where id = $1", [pledge.donationId, pledge.reference]);
    await reconcileOrganization(charity.organizationId, NEXT_MORNING);
    expect(await balances(charity)).toEqual([4_000n, 0n]);
    expect(await db.rows("select kind from transfer where book_id = $1", [charity.fundId])).toEqual([
      { kind: "suspense-to-fund" },
    ]);
    expect(await status(pledge.donationId)).toBe("settled");
  });
});

describe("a person's decision about a bank row", () => {
  it("counts another amount only where that is accepted, once, and keeps what was pledged", async () => {
    const charity = await makeCharity();
    const pledge = await makePledge(charity.fundId, 20_000n);
    await bankSays(charity, [{ id: "r3", amountFen: 19_999n, note: pledge.reference }]);
    const row = await rowOf(charity, 19_999n);
    const decide = (acceptOtherAmount: boolean) =>
      transaction((tx) =>
        countOfflineGift(tx, {
          organizationId: charity.organizationId,
          donationId: pledge.donationId,
          row,
          origin: "person",
          acceptOtherAmount,
          now: NEXT_MORNING,
        }),
      );
    expect(await decide(false)).toEqual({ ok: false, reason: "other-amount" });
    const twice = await Promise.all([decide(true), decide(true)]);
    expect(twice.map((one) => one.ok && one.repeated).sort()).toEqual([false, true]);
    expect(await balances(charity)).toEqual([19_999n, 0n]);
    const gift = await findGift(pledge.donationId);
    expect(gift).toMatchObject({ status: "settled", amountFen: 19_999n });
    expect(await transferDetails(pledge.donationId)).toMatchObject({ amountFen: 20_000n });
  });

  it("refuses unknown gifts and rows, rows outside suspense and gifts of others", async () => {
    const charity = await makeCharity();
    const stranger = await makeCharity();
    const pledge = await makePledge(charity.fundId, 1_000n);
    const foreign = await makePledge(stranger.fundId, 1_000n);
    await bankSays(charity, [
      { id: "x1", amountFen: 1_000n, note: pledge.reference },
      { id: "x2", amountFen: 2_000n },
    ]);
    const [paid, free] = [await rowOf(charity, 1_000n), await rowOf(charity, 2_000n)];
    const attempt = (donationId: string, row: typeof free) =>
      transaction((tx) =>
        countOfflineGift(tx, {
          organizationId: charity.organizationId,
          donationId,
          row,
          origin: "person",
          acceptOtherAmount: true,
          now: NEXT_MORNING,
        }),
      );
    expect(await attempt(foreign.donationId, free)).toEqual({ ok: false, reason: "unknown-gift" });
    expect(await attempt(pledge.donationId, { ...free, rowKey: "none" })).toEqual({
      ok: false,
      reason: "unknown-row",
    });
    expect(await attempt(pledge.donationId, free)).toEqual({ ok: false, reason: "already-counted" });
    const second = await makePledge(charity.fundId, 1_000n);
    expect(await attempt(second.donationId, paid)).toEqual({ ok: false, reason: "row-matched" });
  });
});
