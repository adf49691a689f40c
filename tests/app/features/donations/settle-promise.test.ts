import { describe, expect, it } from "vitest";
import { traceFund } from "#app/features/disbursements/trace-fund.server.ts";
import { answerQuarantine } from "#app/features/donations/answer-quarantine.server.ts";
import { confirmDonations } from "#app/features/donations/confirm-donations.server.ts";
import { takeBackGift } from "#app/features/donations/cooling-off/take-back-gift.server.ts";
import { hashOfToken } from "#app/features/donations/donation-token.server.ts";
import { proposeQuarantine } from "#app/features/donations/propose-quarantine.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import { fourBooks } from "#app/features/reconciliation/queries.server.ts";
import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import { db } from "#app/lib/db.server.ts";
import { paidFact } from "#tests/factories/books.ts";
import { makePledge } from "#tests/factories/offline.ts";
import {
  orderGift,
  type PayingPlace,
  pay,
  type Receiver,
  withPayingPlaces,
} from "#tests/factories/paying.ts";
import {
  at,
  bankFile,
  type Charity,
  DAY,
  giftLines,
  ledgerFile,
  makeCharity,
  makeUnheardGift,
  NEXT_MORNING,
} from "../reconciliation/statement-files.ts";

let place: PayingPlace;
let receiver: Receiver;
withPayingPlaces("settle-promise", (given) => {
  ({ place, receiver } = given);
});

const AMOUNT = 5_000n;
const promises = (donationId: string) =>
  db.run("update donation set settles_promise = true where id = $1", [donationId]);
const posted = async () =>
  (
    await db.rows<{ kind: string; accounts: string; amountFen: bigint }>(
      `select kind, split_part(debit_account_id, '.', 1) || ' → ' || split_part(credit_account_id, '.', 1) as accounts,
              amount_fen as "amountFen" from transfer order by kind`,
    )
  ).map(({ kind, accounts, amountFen }) => `${kind}: ${accounts} ${amountFen}`);
const raisedIn = async (fundId: string) => (await fundTerms([fundId])).get(fundId);

async function says(
  charity: Charity,
  source: "bank-ccb" | "alipay-signcustomer",
  bytes: Uint8Array,
): Promise<void> {
  const taken = await importStatement({
    organizationId: charity.organizationId,
    source,
    account: null,
    fileName: "file",
    bytes,
    origin: "upload",
    userId: null,
    now: NEXT_MORNING,
  });
  expect(taken).toMatchObject({ ok: true });
  await reconcileOrganization(charity.organizationId, NEXT_MORNING);
}

describe.each(["alipay", "stripe"] as const)("a gift through %s that pays a promise", (provider) => {
  it("counts as paid by the enterprise and settles the promise, once, however often it is told", async () => {
    const gift = await orderGift(place, provider, AMOUNT, receiver.url);
    await promises(gift.donationId);
    await pay(place, gift, { deliver: "twice" });
    await confirmDonations(
      [{ ...paidFact({ ...gift, credentialId: place.credentials[provider] }), origin: "sweep" }],
      new Date(),
    );
    expect((await posted()).filter((line) => line.startsWith("consumption"))).toEqual([
      "consumption-paid: clearing → available 5000",
      "consumption-settled: promised → receivable 5000",
    ]);
    expect(await raisedIn(gift.fundId)).toMatchObject({ raised: AMOUNT, donationCount: 1n });
    await db.run("update donation set token_hash = $1", [hashOfToken("secret")]);
    const back = { donationId: gift.donationId, token: "secret", userId: null, now: new Date() };
    expect(await takeBackGift(back)).toEqual({ ok: false, reason: "promised" });
  });

  it("of another amount waits for two people, and then settles what came", async () => {
    const gift = await orderGift(place, provider, AMOUNT, receiver.url);
    await promises(gift.donationId);
    await pay(place, gift, { deliver: "wrong-amount" });
    expect(await posted()).toEqual(["suspense-received: clearing → suspense 4999"]);
    const [item] = await db.rows<{ id: string }>("select id from quarantine where decided_at is null");
    const about = { organizationId: place.organizationId, id: item?.id ?? "", now: new Date() };
    const proposal = { ...about, userId: place.clerkId, decision: "accept", targetFundId: null } as const;
    await proposeQuarantine({ ...proposal, note: "已和商家核对" });
    const yes = { ...about, step: 1, userId: place.approverId, answer: "approve", note: "同意" } as const;
    expect(await answerQuarantine(yes)).toMatchObject({ ok: true });
    expect(await posted()).toEqual([
      "consumption-settled: promised → receivable 4999",
      "suspense-received: clearing → suspense 4999",
      "suspense-to-fund: suspense → available 4999",
    ]);
  });
});

describe("a bank transfer that pays a promise", () => {
  it("counts by its reference, straight from the bank, and again changes nothing", async () => {
    const charity = await makeCharity();
    const pledge = await makePledge(charity.fundId, 12_345n, { settlesPromise: true, visibility: "public" });
    const file = bankFile(charity, [{ id: "1", amountFen: 12_345n, note: `消费捐 ${pledge.reference}` }]);
    await says(charity, "bank-ccb", file);
    await says(charity, "bank-ccb", file);
    expect(await posted()).toEqual([
      "consumption-paid: bank → available 12345",
      "consumption-settled: promised → receivable 12345",
    ]);
    expect(await fourBooks(charity.organizationId, DAY)).toMatchObject({
      orderFen: 12_345n,
      ledgerFen: 12_345n,
    });
    // One line of the fund, not one for the gift and one for the posting.
    await traceFund(charity.fundId, NEXT_MORNING);
    expect(await db.rows("select origin_kind as kind, to_fen - from_fen as fen from fund_inflow")).toEqual([
      { kind: "gift", fen: 12_345n },
    ]);
  });

  it("leaves a gift that promises nothing as it was", async () => {
    const charity = await makeCharity();
    const pledge = await makePledge(charity.fundId, 700n);
    await says(
      charity,
      "bank-ccb",
      bankFile(charity, [{ id: "1", amountFen: 700n, note: pledge.reference }]),
    );
    expect(await posted()).toEqual(["gift-paid: bank → available 700"]);
  });
});

it("settles a promise after the campaign's end and the order's close: it is owed all the same", async () => {
  const charity = await makeCharity();
  const gift = await makeUnheardGift(charity, AMOUNT);
  await promises(gift.donationId);
  await db.run("update payment set closed_at = now()");
  await db.run("update fund set state = 'ended' where id = $1", [charity.fundId]);
  const told = { objectId: gift.tradeNo, paymentObjectId: gift.tradeNo, occurredAt: at("10:00:00") };
  expect(await confirmDonations([paidFact(gift, told)], NEXT_MORNING)).toEqual(["applied"]);
  await says(charity, "alipay-signcustomer", ledgerFile(charity, giftLines(gift, { feeFen: 30n })));
  expect(await posted()).toEqual([
    "consumption-paid: clearing → available 5000",
    "consumption-settled: promised → receivable 5000",
    "provider-fee: available → clearing 30",
  ]);
});
