import { randomUUID } from "node:crypto";
import { strToU8 } from "fflate";
import { describe, expect, it } from "vitest";
import { attachEvidence } from "#app/features/disbursements/attach-evidence.server.ts";
import { repeatsOf } from "#app/features/disbursements/attachments/elsewhere.server.ts";
import { invoicesOf } from "#app/features/disbursements/attachments/invoice-queries.server.ts";
import {
  recordInvoice,
  strikeInvoice,
} from "#app/features/disbursements/attachments/record-invoice.server.ts";
import { proposeDisbursement } from "#app/features/disbursements/propose-disbursement.server.ts";
import { withdrawDisbursement } from "#app/features/disbursements/withdraw-disbursement.server.ts";
import { actOnForm } from "#app/features/disbursements/work-actions.server.ts";
import { db } from "#app/lib/db.server.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import { makeFund, NOW } from "#tests/factories/books.ts";
import { makeSpendingPlace, proposalOf, type SpendingPlace } from "#tests/factories/spending.ts";

const PDF = strToU8("%PDF-1.7 one invoice");

async function proposed(place: SpendingPlace, fundId = place.fundId): Promise<string> {
  const proposal = { ...proposalOf(place, 500n), fundId, id: newFundScopedId("b", fundId) };
  const result = await proposeDisbursement(proposal);
  if (!result.ok) throw new Error(result.reason);
  return result.id;
}

/** Another fund of the same organization, with a budget. */
async function secondFund(place: SpendingPlace): Promise<string> {
  const fundId = await makeFund(place.organizationId);
  await db.run(
    `insert into fund_budget_line (fund_id, purpose_code, name, name_en, planned_fen, position)
     values ($1, 'food', '食材', 'Food', 1000000, 1)`,
    [fundId],
  );
  return fundId;
}

const file = (place: SpendingPlace, disbursementId: string, over = {}) => ({
  id: newFundScopedId("e", disbursementId.slice(1, 9)),
  disbursementId,
  organizationId: place.organizationId,
  userId: place.clerkId,
  kind: "invoice" as const,
  fileName: "发票.pdf",
  content: PDF,
  isPublic: false,
  now: NOW,
  ...over,
});

const invoice = (place: SpendingPlace, disbursementId: string, over = {}) => ({
  id: randomUUID(),
  disbursementId,
  organizationId: place.organizationId,
  userId: place.clerkId,
  code: "",
  number: "26332000000012345678",
  amountFen: 300n,
  issuedOn: "2026-11-01",
  seller: "澄溪粮油店",
  now: NOW,
  ...over,
});

describe("a file that another payment has", () => {
  it("is found in every fund of the organization and refused without a reason", async () => {
    const place = await makeSpendingPlace();
    const first = await proposed(place);
    const second = await proposed(place, await secondFund(place));
    expect(await attachEvidence(file(place, first))).toMatchObject({ ok: true });
    expect(await attachEvidence(file(place, second))).toEqual({
      ok: false,
      reason: "file-elsewhere",
      elsewhere: { disbursementId: first, purpose: expect.any(String), at: NOW },
    });
    const why = { repeatReason: "一张发票，两个项目各付一半" };
    expect(await attachEvidence(file(place, second, why))).toMatchObject({ ok: true });
    const repeats = await repeatsOf(second, [place.organizationId]);
    expect(repeats).toMatchObject([
      { kind: "file", paper: "发票.pdf", disbursementId: first, reason: why.repeatReason },
    ]);
    expect(await repeatsOf(second, ["oanother0"])).toEqual([]);
  });

  it("is another organization's own affair, and free again after a withdrawal", async () => {
    const place = await makeSpendingPlace();
    const other = await makeSpendingPlace();
    const first = await proposed(place);
    expect(await attachEvidence(file(place, first))).toMatchObject({ ok: true });
    expect(await attachEvidence(file(other, await proposed(other)))).toMatchObject({ ok: true });
    await withdrawDisbursement({
      id: first,
      organizationId: place.organizationId,
      userId: place.clerkId,
      now: NOW,
    });
    expect(await attachEvidence(file(place, await proposed(place)))).toMatchObject({ ok: true });
  });

  it("is seen by one of two that come at once", async () => {
    const place = await makeSpendingPlace();
    const first = await proposed(place);
    const second = await proposed(place, await secondFund(place));
    const results = await Promise.all([
      attachEvidence(file(place, first)),
      attachEvidence(file(place, second)),
    ]);
    expect(results.map((result) => result.ok).sort()).toEqual([false, true]);
  });
});

describe("invoices", () => {
  it("are found by their number across the organization", async () => {
    const place = await makeSpendingPlace();
    const first = await proposed(place);
    const second = await proposed(place, await secondFund(place));
    const given = invoice(place, first);
    expect(await recordInvoice(given)).toEqual({ ok: true, repeated: false });
    expect(await recordInvoice(given)).toEqual({ ok: true, repeated: true });
    expect(await recordInvoice({ ...given, amountFen: 301n })).toMatchObject({ reason: "other-content" });
    expect(await recordInvoice(invoice(place, first))).toMatchObject({ reason: "invoice-known" });
    expect(await recordInvoice(invoice(place, second))).toMatchObject({
      reason: "invoice-elsewhere",
      elsewhere: { disbursementId: first },
    });
    const why = { repeatReason: "分两个项目报销" };
    expect(await recordInvoice(invoice(place, second, why))).toMatchObject({ ok: true });
    expect(await repeatsOf(first, [place.organizationId])).toMatchObject([
      { kind: "invoice", paper: given.number, disbursementId: second },
    ]);
    const striking = { id: given.id, disbursementId: first, organizationId: place.organizationId, now: NOW };
    expect(await strikeInvoice({ ...striking, userId: place.clerkId })).toEqual({
      ok: true,
      repeated: false,
    });
    expect(await strikeInvoice({ ...striking, userId: place.clerkId })).toEqual({ ok: true, repeated: true });
    expect((await invoicesOf(first, [place.organizationId])).map(({ struckAt }) => struckAt)).toEqual([NOW]);
    expect(await repeatsOf(second, [place.organizationId])).toEqual([]);
  });

  it.each([
    [{ number: "1234567" }, "invoice-number"],
    [{ number: "12345678" }, "invoice-number"],
    [{ number: "26332000000012345678", code: "033002100211" }, "invoice-number"],
    [{ number: "12345678", code: "03300210021" }, "invoice-number"],
    [{ issuedOn: "2999-01-01" }, "invoice-in-future"],
    [{ organizationId: "oanother0" }, "not-found"],
  ])("refuses %o", async (over, reason) => {
    const place = await makeSpendingPlace();
    expect(await recordInvoice(invoice(place, await proposed(place), over))).toEqual({ ok: false, reason });
  });
});

describe("the form of several files", () => {
  it("keeps those that were taken and shows where a repeated one is", async () => {
    const place = await makeSpendingPlace();
    const first = await proposed(place);
    const second = await proposed(place);
    await attachEvidence(file(place, first));
    const acting = { id: second, organizationId: place.organizationId, userId: place.clerkId, now: NOW };
    const form = (why: string) => {
      const given = new FormData();
      for (const [name, value] of [
        ["intent", "evidence"],
        ["kind", "photo"],
        ["repeatReason", why],
      ] as const)
        given.set(name, value);
      given.append("files", new File([new Uint8Array([0xff, 0xd8, 0xff, 1])], "照片.jpg"));
      given.append("files", new File([PDF], "发票.pdf"));
      return given;
    };
    const refused = await actOnForm(form(""), acting);
    expect(refused).toMatchObject({
      ok: false,
      state: { refusal: { reason: "file-elsewhere", elsewhere: { disbursementId: first } } },
    });
    expect(await actOnForm(form("同一张发票"), acting)).toEqual({ ok: true });
    const names = await db.rows(
      "select file_name as name from evidence where disbursement_id = $1 order by 1",
      [second],
    );
    expect(names).toEqual([{ name: "发票.pdf" }, { name: "照片.jpg" }]);
  });
});
