import { extractText, getDocumentProxy } from "unpdf";
import { describe, expect, it } from "vitest";
import { confirmDonations } from "#app/features/donations/confirm-donations.server.ts";
import { deductionRule, estimateDeduction } from "#app/features/receipts/deduction.ts";
import { deductibleFen, readStatement } from "#app/features/receipts/statement.server.ts";
import { actOnEstimate, statementPdfAnswer } from "#app/features/receipts/statement-page.server.ts";
import { db } from "#app/lib/db.server.ts";
import { makeFund, makeOrganization, makePendingGift, NOW, paidFact } from "#tests/factories/books.ts";
import { makeUser, requestOf } from "#tests/factories/people.ts";

const person = deductionRule("person", 2026);
const enterprise = deductionRule("enterprise", 2026);
if (!person || !enterprise) throw new Error("the table has rules for 2026");

describe("the deduction estimate", () => {
  it.each([
    // base, gifts → deducted, lost (yuan)
    ["below the limit", 100_000n, 20_000n, 20_000n, 0n],
    ["at the limit", 100_000n, 30_000n, 30_000n, 0n],
    ["above the limit: a person carries nothing", 100_000n, 35_000n, 30_000n, 5_000n],
    ["no income", 0n, 100n, 0n, 100n],
    ["a loss", -5_000n, 100n, 0n, 100n],
    ["rounded down to the fen", 1n, 100n, 0n, 100n],
  ])("of a person %s", (_, base, gifts, deducted, lost) => {
    const result = estimateDeduction(person, { year: 2026, baseFen: base, giftsFen: gifts });
    expect(result).toMatchObject({ deductedFen: deducted, lostFen: lost, carried: [] });
  });

  it("of an enterprise takes what is older first and carries the rest for three years", () => {
    const result = estimateDeduction(enterprise, {
      year: 2026,
      baseFen: 1_000_000n,
      giftsFen: 100_000n,
      carried: [
        { year: 2025, leftFen: 30_000n },
        { year: 2023, leftFen: 50_000n },
      ],
    });
    expect(result).toEqual({
      limitFen: 120_000n,
      deductedFen: 120_000n,
      ownDeductedFen: 40_000n,
      carried: [{ year: 2026, leftFen: 60_000n, untilYear: 2029 }],
      lostFen: 0n,
    });
  });

  it("loses what is over after its last year, and what is older than that", () => {
    const result = estimateDeduction(enterprise, {
      year: 2026,
      baseFen: 100_000n,
      giftsFen: 0n,
      carried: [
        { year: 2022, leftFen: 9_000n },
        { year: 2023, leftFen: 20_000n },
      ],
    });
    expect(result).toMatchObject({ limitFen: 12_000n, deductedFen: 12_000n, carried: [], lostFen: 17_000n });
  });

  it("knows no rule for years before its table", () => {
    expect(deductionRule("person", 2018)).toBeNull();
  });
});

async function makeDonor() {
  const userId = await makeUser({ name: "欧阳喆" });
  const made = await makeOrganization();
  await db.run(
    "update organization set tax_status_from = '2026-01-01', tax_status_to = '2026-11-30' where id = $1",
    [made.organizationId],
  );
  const place = { ...made, fundId: await makeFund(made.organizationId) };
  const give = async (amountFen: bigint, at: string, owner: string | null = userId) => {
    const gift = await makePendingGift(place, amountFen);
    await db.run("update donation set user_id = $2 where id = $1", [gift.donationId, owner]);
    await confirmDonations([paidFact(gift, { occurredAt: new Date(at) })], NOW);
    return gift;
  };
  return { userId, give };
}

describe("a donor's statement", () => {
  it("lists the own gifts of the days in China, with refunds and sums, and nobody else's", async () => {
    const { userId, give } = await makeDonor();
    // 16:30 UTC is already the next day, and here the next year, in China.
    await give(100n, "2025-12-31T15:59:00Z");
    await give(200_000n, "2025-12-31T16:30:00Z");
    const gift = await give(50_000n, "2026-06-01T02:00:00Z");
    await give(777n, "2026-06-01T02:00:00Z", null);
    const late = await give(1_000n, "2026-12-01T02:00:00Z");
    await confirmDonations(
      [paidFact(gift, { type: "refunded", amountFen: 20_000n, objectId: "x", eventKey: "x" })],
      NOW,
    );
    const statement = await readStatement(userId, { from: "2026-01-01", to: "2026-12-31" });
    expect(statement.gifts.map(({ paidOn, amountFen, backFen }) => [paidOn, amountFen, backFen])).toEqual([
      ["2026-01-01", 200_000n, 0n],
      ["2026-06-01", 50_000n, 20_000n],
      ["2026-12-01", 1_000n, 0n],
    ]);
    expect(statement).toMatchObject({ amountFen: 251_000n, backFen: 20_000n, receiptFen: 0n, isCut: false });
    expect(statement.organizations).toHaveLength(1);
    // The organization's tax status ended before the last gift.
    expect(deductibleFen(statement.gifts)).toEqual({ allFen: 230_000n, withReceiptFen: 0n });

    const request = await requestOf(userId, "/account/statement.pdf?from=2026-01-01&to=2026-12-31");
    const answer = await statementPdfAnswer({ request, params: {}, context: {} });
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const { text } = await extractText(await getDocumentProxy(bytes), { mergePages: true });
    expect(text).toContain("欧阳喆从 2026-01-01 到 2026-12-31，捐赠 3 笔");
    expect(text).toContain(late.donationId);
    expect(text).toMatch(/合计\s+3\s+2,510\.00\s+200\.00\s+2,310\.00/);
    expect(text).not.toContain("7.77");
  });

  it("is for who is signed in, and the estimate says what is missing", async () => {
    const signedOut = await requestOf(null, "/account/statement.pdf");
    await expect(statementPdfAnswer({ request: signedOut, params: {}, context: {} })).rejects.toMatchObject({
      status: 302,
    });
    const { userId, give } = await makeDonor();
    await give(200_000n, "2026-06-01T02:00:00Z");
    const post = async (form: Record<string, string>) =>
      actOnEstimate({
        request: await requestOf(userId, "/account/statement", {
          method: "POST",
          body: new URLSearchParams(form),
        }),
        params: {},
        context: {},
      });
    expect((await post({ payer: "", year: "26", base: "x" })).data.errors).toEqual({
      payer: "errPayer",
      year: "errYear",
      base: "errAmount",
    });
    const { data } = await post({ payer: "person", year: "2026", base: "5,000" });
    expect(data.estimate?.deduction).toMatchObject({
      limitFen: 150_000n,
      deductedFen: 150_000n,
      lostFen: 50_000n,
    });
  });
});
