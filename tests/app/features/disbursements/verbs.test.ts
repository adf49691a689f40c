import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { approveDisbursement } from "#app/features/disbursements/approve-disbursement.server.ts";
import { attachEvidence } from "#app/features/disbursements/attach-evidence.server.ts";
import { confirmDelivery } from "#app/features/disbursements/confirm-delivery.server.ts";
import { payDisbursement } from "#app/features/disbursements/pay-disbursement.server.ts";
import { proposeDisbursement } from "#app/features/disbursements/propose-disbursement.server.ts";
import { rejectDisbursement } from "#app/features/disbursements/reject-disbursement.server.ts";
import { withdrawDisbursement } from "#app/features/disbursements/withdraw-disbursement.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import { makeOrganization, NOW } from "#tests/factories/books.ts";
import {
  makeMember,
  makePaidGift,
  makeSettledGift,
  makeSpendingPlace,
  proposalOf,
  type SpendingPlace,
} from "#tests/factories/spending.ts";

const PDF = strToU8("%PDF-1.7 invoice");

async function proposed(place: SpendingPlace, amountFen: bigint): Promise<string> {
  const result = await proposeDisbursement(proposalOf(place, amountFen));
  if (!result.ok) throw new Error(result.reason);
  return result.id;
}

const act = (place: SpendingPlace, id: string, userId: string) => ({
  id,
  organizationId: place.organizationId,
  userId,
  now: NOW,
});

async function approved(place: SpendingPlace, amountFen: bigint): Promise<string> {
  const id = await proposed(place, amountFen);
  expect(await approveDisbursement(act(place, id, place.approverId))).toEqual({ ok: true, repeated: false });
  return id;
}

const payment = (place: SpendingPlace, id: string) => ({
  ...act(place, id, place.clerkId),
  paidAt: NOW,
  bankReference: "20261122000017",
});

async function paid(place: SpendingPlace, amountFen: bigint): Promise<string> {
  const id = await approved(place, amountFen);
  expect(await payDisbursement(payment(place, id))).toEqual({ ok: true, repeated: false });
  return id;
}

async function termsOf(place: SpendingPlace) {
  const terms = (await fundTerms([place.fundId])).get(place.fundId);
  if (!terms) throw new Error("no terms");
  return terms;
}

const evidence = (
  place: SpendingPlace,
  disbursementId: string,
  content: Uint8Array = PDF,
  fileName = "发票.pdf",
) => ({
  id: newFundScopedId("e", place.fundId),
  disbursementId,
  organizationId: place.organizationId,
  userId: place.clerkId,
  kind: "invoice" as const,
  fileName,
  content,
  isPublic: false,
  now: NOW,
});

describe("proposeDisbursement", () => {
  it("is made once however often it is sent", async () => {
    const place = await makeSpendingPlace();
    const proposal = proposalOf(place, 500n);
    const results = await Promise.all([proposeDisbursement(proposal), proposeDisbursement(proposal)]);
    expect(results.map((result) => result.ok)).toEqual([true, true]);
    expect(await proposeDisbursement(proposal)).toEqual({ ok: true, id: proposal.id, repeated: true });
    expect(await proposeDisbursement({ ...proposal, amountFen: 501n })).toEqual({
      ok: false,
      reason: "other-content",
    });
    expect(await db.rows("select id from disbursement")).toEqual([{ id: proposal.id }]);
  });

  it("refuses what does not belong to the fund or the person", async () => {
    const place = await makeSpendingPlace();
    const other = await makeSpendingPlace();
    const merchantId = await makeMember(place.organizationId, "merchant");
    const proposal = proposalOf(place, 500n);
    const refused = async (over: Partial<typeof proposal>) => {
      const result = await proposeDisbursement({ ...proposal, ...over });
      return result.ok ? "ok" : result.reason;
    };
    expect(await refused({ purposeCode: "travel" })).toBe("purpose-not-in-budget");
    expect(await refused({ userId: merchantId })).toBe("not-permitted");
    expect(await refused({ userId: other.clerkId })).toBe("not-permitted");
    expect(await refused({ organizationId: other.organizationId, userId: other.clerkId })).toBe(
      "fund-not-found",
    );
    expect(await refused({ amountFen: 0n })).toBe("amount-not-positive");
    expect(await refused({ beneficiaryCount: 10, personTimes: 9 })).toBe("person-times-below-people");
    expect(await refused({ beneficiaryCount: 0, personTimes: 0 })).toBe("person-times-below-people");
    await db.run("update fund set state = 'draft' where id = $1", [place.fundId]);
    expect(await refused({})).toBe("fund-not-found");
    expect(await db.rows("select id from disbursement")).toEqual([]);
  });
});

describe("approveDisbursement", () => {
  it("commits the money once, by a second person", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 1_000n);
    const id = await proposed(place, 600n);
    expect(await approveDisbursement(act(place, id, place.clerkId))).toEqual({
      ok: false,
      reason: "own-proposal",
    });
    const twice = await Promise.all([
      approveDisbursement(act(place, id, place.approverId)),
      approveDisbursement(act(place, id, place.approverId)),
    ]);
    expect(twice.map((result) => result.ok)).toEqual([true, true]);
    expect(await approveDisbursement(act(place, id, place.approverId))).toEqual({ ok: true, repeated: true });
    expect(await termsOf(place)).toMatchObject({ available: 400n, committed: 600n, disbursed: 0n });
  });

  it("lets an approver propose, and another approve", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 1_000n);
    const proposal = { ...proposalOf(place, 600n), userId: place.approverId };
    await proposeDisbursement(proposal);
    expect(await approveDisbursement(act(place, proposal.id, place.approverId))).toEqual({
      ok: false,
      reason: "own-proposal",
    });
    expect(await approveDisbursement(act(place, proposal.id, place.secondApproverId))).toMatchObject({
      ok: true,
    });
  });

  it("is kept by the database too: nobody approves their own proposal", async () => {
    const place = await makeSpendingPlace();
    const id = await proposed(place, 600n);
    await expect(
      db.run("update disbursement set approved_by_id = proposed_by_id, approved_at = $2 where id = $1", [
        id,
        NOW,
      ]),
    ).rejects.toThrow(/disbursement_two_people/);
  });

  it("one of two approvers at once is first", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 1_000n);
    const id = await proposed(place, 600n);
    const results = await Promise.all([
      approveDisbursement(act(place, id, place.approverId)),
      approveDisbursement(act(place, id, place.secondApproverId)),
    ]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(results.find((result) => !result.ok)).toEqual({ ok: false, reason: "approved-by-another" });
    expect(await termsOf(place)).toMatchObject({ available: 400n, committed: 600n });
  });

  it("refuses more than is there and confirmed by a statement", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 1_000n, 6n);
    await makePaidGift(place, 5_000n);
    const tooMuch = await proposed(place, 995n);
    expect(await approveDisbursement(act(place, tooMuch, place.approverId))).toEqual({
      ok: false,
      reason: "above-available",
      spendableFen: 994n,
    });
    await approved(place, 994n);
    expect(await termsOf(place)).toMatchObject({ available: 5_000n, committed: 994n });
  });

  it("two together never exceed what one fund has", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 1_000n);
    const ids = [await proposed(place, 600n), await proposed(place, 600n), await proposed(place, 300n)];
    const results = await Promise.all(ids.map((id) => approveDisbursement(act(place, id, place.approverId))));
    expect(results.filter((result) => !result.ok).length).toBeGreaterThanOrEqual(1);
    const terms = await termsOf(place);
    expect(terms.available + terms.committed).toBe(1_000n);
    expect(terms.committed).toBeGreaterThanOrEqual(600n);
    expect(terms.committed).toBeLessThanOrEqual(900n);
  });

  it("refuses people without the role, other charities and closed proposals", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 1_000n);
    const other = await makeOrganization();
    const stranger = await makeMember(other.organizationId, "charity-approver");
    const secondClerk = await makeMember(place.organizationId, "charity-clerk");
    const id = await proposed(place, 600n);
    expect(await approveDisbursement(act(place, id, secondClerk))).toEqual({
      ok: false,
      reason: "not-permitted",
    });
    expect(await approveDisbursement(act(place, id, stranger))).toEqual({
      ok: false,
      reason: "not-permitted",
    });
    const elsewhere = { ...act(place, id, stranger), organizationId: other.organizationId };
    expect(await approveDisbursement(elsewhere)).toEqual({ ok: false, reason: "not-found" });
    expect(await approveDisbursement(act(place, "b-nothing", place.approverId))).toEqual({
      ok: false,
      reason: "not-found",
    });
    await withdrawDisbursement(act(place, id, place.clerkId));
    expect(await approveDisbursement(act(place, id, place.approverId))).toEqual({
      ok: false,
      reason: "already-withdrawn",
    });
    const second = await proposed(place, 100n);
    await rejectDisbursement({ ...act(place, second, place.approverId), why: "没有发票" });
    expect(await approveDisbursement(act(place, second, place.approverId))).toEqual({
      ok: false,
      reason: "already-rejected",
    });
  });
});

describe("rejectDisbursement", () => {
  it("says no once, with a reason, and moves no money", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 1_000n);
    const id = await proposed(place, 600n);
    const no = { ...act(place, id, place.approverId), why: "发票抬头不对" };
    expect(await rejectDisbursement({ ...no, userId: place.clerkId })).toEqual({
      ok: false,
      reason: "own-proposal",
    });
    expect(await rejectDisbursement(no)).toEqual({ ok: true, repeated: false });
    expect(await rejectDisbursement(no)).toEqual({ ok: true, repeated: true });
    expect(await rejectDisbursement({ ...no, userId: place.secondApproverId })).toEqual({
      ok: false,
      reason: "already-rejected",
    });
    expect(await termsOf(place)).toMatchObject({ available: 1_000n, committed: 0n });
    const second = await approved(place, 100n);
    expect(await rejectDisbursement({ ...no, id: second })).toEqual({
      ok: false,
      reason: "already-approved",
    });
    expect(
      await rejectDisbursement({ ...no, userId: await makeMember(place.organizationId, "merchant") }),
    ).toEqual({
      ok: false,
      reason: "not-permitted",
    });
    expect(await rejectDisbursement({ ...no, id: newFundScopedId("b", place.fundId) })).toEqual({
      ok: false,
      reason: "not-found",
    });
    const third = await proposed(place, 100n);
    await withdrawDisbursement(act(place, third, place.clerkId));
    expect(await rejectDisbursement({ ...no, id: third })).toEqual({
      ok: false,
      reason: "already-withdrawn",
    });
  });
});

describe("withdrawDisbursement", () => {
  it("gives approved money back once", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 1_000n);
    const id = await approved(place, 600n);
    const results = await Promise.all([
      withdrawDisbursement(act(place, id, place.clerkId)),
      withdrawDisbursement(act(place, id, place.clerkId)),
    ]);
    expect(results.every((result) => result.ok)).toBe(true);
    expect(await termsOf(place)).toMatchObject({ available: 1_000n, committed: 0n });
    expect(await payDisbursement(payment(place, id))).toEqual({ ok: false, reason: "not-approved" });
  });

  it("refuses what is paid or rejected, and people without the role", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 1_000n);
    const id = await paid(place, 600n);
    expect(await withdrawDisbursement(act(place, id, place.clerkId))).toEqual({
      ok: false,
      reason: "already-paid",
    });
    const second = await proposed(place, 100n);
    const merchantId = await makeMember(place.organizationId, "merchant");
    expect(await withdrawDisbursement(act(place, second, merchantId))).toEqual({
      ok: false,
      reason: "not-permitted",
    });
    await rejectDisbursement({ ...act(place, second, place.approverId), why: "重复" });
    expect(await withdrawDisbursement(act(place, second, place.clerkId))).toEqual({
      ok: false,
      reason: "already-rejected",
    });
  });
});

describe("payDisbursement", () => {
  it("leaves the fund once and asks for the trace", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 1_000n);
    const id = await approved(place, 600n);
    const results = await Promise.all([
      payDisbursement(payment(place, id)),
      payDisbursement(payment(place, id)),
    ]);
    expect(results.filter((result) => result.ok && !result.repeated)).toHaveLength(1);
    expect(results.every((result) => result.ok)).toBe(true);
    expect(await payDisbursement({ ...payment(place, id), bankReference: "another" })).toEqual({
      ok: false,
      reason: "paid-otherwise",
    });
    expect(await termsOf(place)).toMatchObject({ available: 400n, committed: 0n, disbursed: 600n });
    expect(await db.rows("select job, payload from outbox")).toEqual([
      { job: "trace-fund", payload: { fundId: place.fundId } },
    ]);
  });

  it("refuses what is not approved, dates that cannot be, and people without the role", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 1_000n);
    const id = await proposed(place, 600n);
    expect(await payDisbursement(payment(place, id))).toEqual({ ok: false, reason: "not-approved" });
    await approveDisbursement(act(place, id, place.approverId));
    const merchantId = await makeMember(place.organizationId, "merchant");
    const refused = async (over: Partial<ReturnType<typeof payment>>) =>
      payDisbursement({ ...payment(place, id), ...over });
    expect(await refused({ userId: merchantId })).toEqual({ ok: false, reason: "not-permitted" });
    expect(await refused({ paidAt: new Date(NOW.getTime() + 86_400_000) })).toEqual({
      ok: false,
      reason: "paid-in-future",
    });
    expect(await refused({ paidAt: new Date("2016-11-22T00:00:00Z") })).toEqual({
      ok: false,
      reason: "paid-too-long-ago",
    });
    expect(await refused({ id: newFundScopedId("b", place.fundId) })).toEqual({
      ok: false,
      reason: "not-found",
    });
    expect(await termsOf(place)).toMatchObject({ committed: 600n, disbursed: 0n });
  });
});

describe("attachEvidence", () => {
  it("keeps a file once and reads its type from what it holds", async () => {
    const place = await makeSpendingPlace();
    const id = await proposed(place, 600n);
    const file = evidence(place, id, PDF, "../../发票\u0000 10月.exe");
    const results = await Promise.all([attachEvidence(file), attachEvidence(file)]);
    expect(results.every((result) => result.ok)).toBe(true);
    expect(await attachEvidence({ ...file, content: strToU8("%PDF-1.7 other") })).toEqual({
      ok: false,
      reason: "other-content",
    });
    expect(await attachEvidence(evidence(place, id))).toEqual({ ok: false, reason: "duplicate" });
    expect(await db.rows(`select file_name, media_type, size_bytes, is_public from evidence`)).toEqual([
      { file_name: "发票 10月.pdf", media_type: "application/pdf", size_bytes: 16, is_public: false },
    ]);
  });

  it("takes tables and pictures, and nothing that only says so", async () => {
    const place = await makeSpendingPlace();
    const id = await proposed(place, 600n);
    const workbook = zipSync({ "[Content_Types].xml": strToU8("<x/>"), "xl/workbook.xml": strToU8("<x/>") });
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]);
    const took = async (content: Uint8Array, name: string) => {
      const result = await attachEvidence(evidence(place, id, content, name));
      return result.ok ? "ok" : result.reason;
    };
    expect(await took(workbook, "签收表.xlsx")).toBe("ok");
    expect(await took(png, "照片.png")).toBe("ok");
    expect(await took(strToU8("村,人数\n云岭,31\n"), "名单.csv")).toBe("ok");
    expect(await took(strToU8("村,人数\n云岭,32\n"), "名单.pdf")).toBe("type-not-allowed");
    expect(await took(strToU8("<script>alert(1)</script>"), "a.html")).toBe("type-not-allowed");
    expect(await took(zipSync({ "virus.exe": strToU8("MZ") }), "a.xlsx")).toBe("type-not-allowed");
    expect(await took(strToU8("PK\u0003\u0004 broken"), "a.xlsx")).toBe("type-not-allowed");
    expect(await took(new Uint8Array([1, 2, 0, 44]), "a.csv")).toBe("type-not-allowed");
    expect(await took(new Uint8Array(), "a.pdf")).toBe("empty");
    const large = new Uint8Array(10 * 1024 * 1024 + 1);
    large.set(PDF);
    expect(await took(large, "a.pdf")).toBe("too-large");
  });

  it("refuses other people and closed disbursements", async () => {
    const place = await makeSpendingPlace();
    const other = await makeSpendingPlace();
    const id = await proposed(place, 600n);
    const file = evidence(place, id);
    expect(await attachEvidence({ ...file, userId: other.clerkId })).toEqual({
      ok: false,
      reason: "not-permitted",
    });
    expect(
      await attachEvidence({ ...file, organizationId: other.organizationId, userId: other.clerkId }),
    ).toEqual({ ok: false, reason: "not-found" });
    await withdrawDisbursement(act(place, id, place.clerkId));
    expect(await attachEvidence(file)).toEqual({ ok: false, reason: "closed" });
  });
});

describe("confirmDelivery", () => {
  it("confirms batches up to the disbursement, each once", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 1_000n);
    const id = await paid(place, 600n);
    const proof = evidence(place, id);
    await attachEvidence(proof);
    const batch = {
      id: newFundScopedId("n", place.fundId),
      disbursementId: id,
      organizationId: place.organizationId,
      userId: place.clerkId,
      people: 31,
      personTimes: 700,
      deliveredFen: 400n,
      divisionCode: "330122",
      deliveredOn: "2026-11-22",
      proofId: proof.id,
      now: NOW,
    };
    const results = await Promise.all([confirmDelivery(batch), confirmDelivery(batch)]);
    expect(results.every((result) => result.ok)).toBe(true);
    const refused = async (over: Partial<typeof batch>) => {
      const result = await confirmDelivery({ ...batch, id: newFundScopedId("n", place.fundId), ...over });
      return result.ok ? "ok" : result.reason;
    };
    expect(await refused({ id: batch.id, people: 30 })).toBe("other-content");
    expect(await refused({})).toBe("above-disbursement");
    expect(await refused({ deliveredFen: 201n })).toBe("above-disbursement");
    expect(await refused({ deliveredFen: 0n })).toBe("amount-not-positive");
    expect(await refused({ deliveredFen: 1n, people: 0, personTimes: 0 })).toBe("person-times-below-people");
    expect(await refused({ deliveredFen: 1n, personTimes: 30 })).toBe("person-times-below-people");
    expect(await refused({ deliveredFen: 1n, deliveredOn: "2026-11-23" })).toBe("delivered-in-future");
    expect(await refused({ deliveredFen: 1n, proofId: newFundScopedId("e", place.fundId) })).toBe(
      "proof-not-found",
    );
    expect(await refused({ deliveredFen: 1n, divisionCode: "999999" })).toBe("division-not-found");
    expect(await refused({ userId: await makeMember(place.organizationId, "merchant") })).toBe(
      "not-permitted",
    );
    const together = await Promise.all([refused({ deliveredFen: 150n }), refused({ deliveredFen: 150n })]);
    expect(together.sort()).toEqual(["above-disbursement", "ok"]);
    const unpaid = await approved(place, 100n);
    expect(await refused({ disbursementId: unpaid, deliveredFen: 1n })).toBe("not-paid");
    expect(await db.rows("select sum(delivered_fen)::int8 as fen from beneficiary_batch")).toEqual([
      { fen: 550n },
    ]);
  });
});
