import { extractText, getDocumentProxy } from "unpdf";
import { describe, expect, it } from "vitest";
import { postDueDays } from "#app/features/consumption/postings/post-days.server.ts";
import { confirmStatement } from "#app/features/consumption/statements/confirm-statement.server.ts";
import { drawDueStatements } from "#app/features/consumption/statements/draw-statements.server.ts";
import { settleStatements } from "#app/features/consumption/statements/settle-statements.server.ts";
import { readYearReport, reportYears } from "#app/features/consumption/year-report/read-report.server.ts";
import { REPORT_TABLES } from "#app/features/consumption/year-report/report-fields.ts";
import { yearReportPdf } from "#app/features/consumption/year-report/report-pdf.server.ts";
import {
  answerReportFile,
  loadYearReport,
} from "#app/features/consumption/year-report/report-work.server.ts";
import { traceFund } from "#app/features/disbursements/trace-fund.server.ts";
import { accountId } from "#app/features/ledger/accounts.ts";
import { settlePayments } from "#app/features/payments/settle-payments.server.ts";
import { db } from "#app/lib/db.server.ts";
import { makePendingGift } from "#tests/factories/books.ts";
import { makeCampaign, makeEnterprise } from "#tests/factories/consumption.ts";
import { makePaidOut, makeSpenders } from "#tests/factories/paid-out.ts";
import { makeMember, requestOf } from "#tests/factories/people.ts";
import { at, sell } from "#tests/factories/sales.ts";
import { postOf } from "#tests/factories/spending.ts";
import { makeStatement } from "#tests/factories/statements.ts";

const CONFIRMED_AT = at("2026-10-09");
const PAID_AT = at("2026-10-12");
const USED_AT = at("2026-10-20");
const NOW = at("2026-12-01");
const PATH = "/workspace/sales/report";

/** A September statement of 50 yuan, confirmed, paid in time and used; an October one of 7 yuan that nobody paid. */
async function makeYear() {
  const campaign = await makeCampaign();
  const made = await makeStatement(campaign, 5_000n);
  const { statementId: id, merchantId, userId } = made;
  await confirmStatement({ id, merchantIds: [merchantId], userId, now: CONFIRMED_AT });
  const gift = await makePendingGift(campaign, 5_000n);
  await db.run("update donation set settles_promise = true where id = $1", [gift.donationId]);
  await db.run(
    `insert into consumption_statement_payment (fund_id, donation_id, statement_id, number, opened_at)
     values ($1, $2, $3, 1, $4)`,
    [campaign.fundId, gift.donationId, id, PAID_AT],
  );
  await db.run("update payment set paid_at = $2, paid_amount_fen = 5000, counted_at = $2 where id = $1", [
    gift.paymentId,
    PAID_AT,
  ]);
  const spending = { ...campaign, clerkId: "", approverId: "", secondApproverId: "" };
  const { organizationId, fundId, credentialId } = campaign;
  const [clearing, available] = [accountId("clearing", credentialId), accountId("available", fundId)];
  await postOf(spending, "consumption-paid", clearing, available, 5_000n, gift.donationId);
  await postOf(
    spending,
    "consumption-settled",
    accountId("promised", organizationId),
    accountId("receivable", organizationId),
    5_000n,
    gift.donationId,
  );
  await settlePayments(
    db,
    "select $1::text as fund_id, $2::text as payment_id",
    [fundId, gift.paymentId],
    PAID_AT,
  );
  await settleStatements(PAID_AT);
  return { ...campaign, ...made, gift };
}

const read = async (merchantId: string, now = NOW, year = 2026) => {
  const report = await readYearReport(merchantId, year, now);
  if (!report) throw new Error("no report");
  return report;
};

describe("an enterprise's year report", () => {
  it("says what was promised, paid and on time, and what the money did, by rows that sum to its totals", async () => {
    const year = await makeYear();
    expect((await read(year.merchantId)).totals).toMatchObject({
      paidFen: 5_000n,
      usedFen: 0n,
      unusedFen: 5_000n,
    });
    const spenders = await makeSpenders(year, 1n, USED_AT);
    const disbursementId = await makePaidOut(spenders, {
      amountFen: 3_000n,
      reference: "R1",
      paidAt: USED_AT,
    });
    await traceFund(year.fundId, USED_AT);
    const report = await read(year.merchantId);
    expect(report).toMatchObject({
      version: 1,
      year: 2026,
      currency: "CNY",
      asOf: USED_AT,
      totals: {
        orderCount: 2n,
        promisedFen: 5_000n,
        statedFen: 5_000n,
        paidFen: 5_000n,
        dueFen: 0n,
        judgedCount: 1,
        paidOnTimeCount: 1,
      },
      months: [{ campaign: year.slug, month: "2026-09", orderCount: 2n, promisedFen: 5_000n }],
      statements: [
        {
          id: year.statementId,
          periodTo: "2026-09-30",
          paidFen: 5_000n,
          paidOn: "2026-10-12",
          isOnTime: true,
        },
      ],
      receipts: [],
      links: { merchant: expect.stringMatching(/\/merchants\//) },
    });
    // One fen of other money may stand before the gift in the fund's line.
    expect(report.uses).toHaveLength(1);
    const [use] = report.uses;
    expect(use).toMatchObject({ disbursementId, totalFen: 3_000n, paidOn: "2026-10-20", people: null });
    expect(use?.amountFen).toBe(report.totals.usedFen);
    const { usedFen, unusedFen, feesFen } = report.totals;
    expect(usedFen + unusedFen + feesFen).toBe(5_000n);
    expect(await reportYears(year.merchantId, 2027)).toEqual([2027, 2026]);
    const empty = await read(year.merchantId, NOW, 2025);
    expect(empty).toMatchObject({ asOf: null, months: [], statements: [], uses: [], receipts: [] });
  });

  it("gives the same bytes for the same facts, and other bytes once one of them changes", async () => {
    const year = await makeYear();
    await sell(year.agreementId, [{ orderNo: "B1", occurredAt: at("2026-10-03"), giftE4: 7_000_000n }]);
    await postDueDays(at("2026-11-10"));
    await drawDueStatements(at("2026-11-10"));
    const file = async (name: string, now: Date) =>
      Buffer.from(
        await (
          await answerReportFile(await requestOf(year.userId, `${PATH}?year=2026`), name, "zh", now)
        ).arrayBuffer(),
      );
    const names = ["report.pdf", "report.json", "months.csv", "statements.csv"];
    const before = await Promise.all(names.map((name) => file(name, at("2026-11-11"))));
    const again = await Promise.all(names.map((name) => file(name, at("2026-11-13"))));
    expect(again.map((bytes, index) => bytes.equals(before[index] ?? Buffer.alloc(0)))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    // October's statement was not paid by its last day: a fact that changes without anybody's act.
    const late = await read(year.merchantId, at("2026-12-30"));
    expect(late.totals).toMatchObject({ overdueFen: 700n, judgedCount: 2, paidOnTimeCount: 1 });
    expect((await file("report.pdf", at("2026-12-30"))).equals(before[0] ?? Buffer.alloc(0))).toBe(false);
    const json = JSON.parse(String(await file("report.json", at("2026-12-30"))));
    expect(json).toMatchObject({
      totals: { onTimeBp: 5_000, overdueFen: 700 },
      mapped: [{ field: "totals.paidFen", standard: "GRI 201-1 (2016)" }],
    });
    for (const [table, columns] of Object.entries(REPORT_TABLES)) {
      for (const row of json[table]) expect(Object.keys(row)).toEqual(expect.arrayContaining([...columns]));
    }
    const [head, ...rows] = String(await file("statements.csv", at("2026-12-30")))
      .trimEnd()
      .split("\r\n");
    expect(head?.replace("\uFEFF", "")).toBe(REPORT_TABLES.statements.join(","));
    expect(rows.map((row) => row.split(",").slice(3, 7).join())).toEqual([
      "2026-09-01,2026-09-30,5000,5000",
      "2026-10-01,2026-10-31,700,0",
    ]);
  });

  it("is a tagged document in both languages that anybody can check", async () => {
    const year = await makeYear();
    const report = await read(year.merchantId);
    for (const lang of ["zh", "en"] as const) {
      const bytes = await yearReportPdf(report, lang);
      expect(bytes.toString("latin1")).toContain("/StructTreeRoot");
      const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true });
      expect(text).toContain("50.00");
      expect(text).toContain(report.links.merchant);
      expect(text).toContain("GRI 201-1");
      expect(text).not.toMatch(/\{\{|undefined|null|NaN/);
    }
  });

  it("is the enterprise's own", async () => {
    const year = await makeYear();
    const stranger = await makeMember(await makeEnterprise(), "merchant");
    const own = await loadYearReport(await requestOf(year.userId, `${PATH}?year=1999`), NOW);
    expect(own).toMatchObject({ of: year.merchantId, years: [2026], report: { year: 2026 } });
    await expect(
      loadYearReport(await requestOf(stranger, `${PATH}?of=${year.merchantId}`), NOW),
    ).rejects.toMatchObject({ status: 404 });
    await expect(
      answerReportFile(await requestOf(year.userId, PATH), "secrets.csv", "zh", NOW),
    ).rejects.toMatchObject({ status: 404 });
  });
});
