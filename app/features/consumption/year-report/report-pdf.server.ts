import { inLang } from "#app/features/funds/fund-text.ts";
import { type Lang, translator } from "#app/lib/i18n.ts";
import { formatFen } from "#app/lib/money.ts";
import { PdfDocument } from "#app/lib/pdf/pdf-document.server.ts";
import { mm } from "#app/lib/pdf/pdf-page.ts";
import { shanghaiDateTime, startOfShanghaiDay } from "#app/lib/time.ts";
import { percentText } from "../rules/rule-text.ts";
import { onTimeBp, type YearReport } from "./report.ts";

/**
 * The report as one tagged document: what was promised and paid by campaign and month, on time or not, what the money
 * did, the receipts, and how to check it. Its date is that of its last fact, so the same facts give the same bytes.
 */
export async function yearReportPdf(report: YearReport, lang: Lang): Promise<Buffer> {
  const t = translator(lang)("yearReport");
  const name = inLang(lang, report.enterprise.name, report.enterprise.nameEn);
  const pdf = new PdfDocument({
    title: t("pdfTitle", { name, year: report.year }),
    lang,
    createdAt: report.asOf ?? startOfShanghaiDay(`${report.year}-01-01`),
    footer: t("pdfFooter", { name, year: report.year }),
  });
  pdf.heading(1, t("pdfTitle", { name, year: report.year }));
  pdf.paragraph(t("pdfLead"));
  pdf.note(report.asOf === null ? t("noFacts") : t("asOf", { at: shanghaiDateTime(report.asOf) }));
  drawTotals(pdf, report, lang);
  drawMonths(pdf, report, lang);
  drawStatements(pdf, report, lang);
  drawUses(pdf, report, lang);
  drawReceipts(pdf, report, lang);
  pdf.heading(2, t("method"));
  for (const key of ["methodPromised", "methodPaid", "methodUses", "methodPeople", "methodMapped"] as const)
    pdf.paragraph(t(key));
  pdf.heading(2, t("check"));
  pdf.qr(report.links.merchant, [t("checkText"), report.links.merchant], { label: t("checkText") });
  return pdf.finish();
}

function drawTotals(pdf: PdfDocument, { totals }: YearReport, lang: Lang): void {
  const t = translator(lang)("yearReport");
  const yuan = (fen: bigint) => t("yuan", { amount: formatFen(fen) });
  const share = onTimeBp(totals);
  pdf.heading(2, t("totals"));
  pdf.pairs(
    [
      { term: t("promised"), value: yuan(totals.promisedFen) },
      { term: t("stated"), value: yuan(totals.statedFen) },
      { term: t("paid"), value: yuan(totals.paidFen) },
      { term: t("due"), value: yuan(totals.dueFen) },
      { term: t("overdue"), value: yuan(totals.overdueFen) },
      {
        term: t("onTime"),
        value:
          share === null
            ? t("onTimeNone")
            : t("onTimeOf", {
                share: percentText(share),
                paid: totals.paidOnTimeCount,
                all: totals.judgedCount,
              }),
      },
      { term: t("used"), value: yuan(totals.usedFen) },
      { term: t("delivered"), value: yuan(totals.deliveredFen) },
      { term: t("unused"), value: yuan(totals.unusedFen) },
      { term: t("fees"), value: yuan(totals.feesFen) },
    ],
    { termMm: 46 },
  );
}

function drawMonths(pdf: PdfDocument, { months, totals }: YearReport, lang: Lang): void {
  const t = translator(lang)("yearReport");
  pdf.heading(2, t("months"));
  if (months.length === 0) {
    pdf.paragraph(t("nothing"));
    return;
  }
  pdf.table(
    {
      columns: [
        { head: t("month"), width: mm(18) },
        { head: t("campaign"), share: 2 },
        { head: t("charity"), share: 2 },
        { head: t("orders"), width: 50, align: "right" },
        { head: t("returns"), width: 44, align: "right" },
        { head: t("promisedYuan"), width: 74, align: "right" },
      ],
      rows: months.map((row) => [
        row.month,
        inLang(lang, row.campaignName, row.campaignNameEn),
        inLang(lang, row.charityName, row.charityNameEn),
        row.orderCount.toLocaleString("en-US"),
        row.returnCount.toLocaleString("en-US"),
        formatFen(row.promisedFen),
      ]),
      foot: [
        t("sum"),
        "",
        "",
        totals.orderCount.toLocaleString("en-US"),
        totals.returnCount.toLocaleString("en-US"),
        formatFen(totals.promisedFen),
      ],
    },
    { size: 8 },
  );
}

function drawStatements(pdf: PdfDocument, { statements, totals }: YearReport, lang: Lang): void {
  const t = translator(lang)("yearReport");
  pdf.heading(2, t("statements"));
  if (statements.length === 0) {
    pdf.paragraph(t("nothing"));
    return;
  }
  pdf.table(
    {
      columns: [
        { head: t("period"), share: 2 },
        { head: t("statement"), width: mm(38) },
        { head: t("statedYuan"), width: 70, align: "right" },
        { head: t("paidYuan"), width: 70, align: "right" },
        { head: t("payBy"), width: mm(20) },
        { head: t("paidOn"), width: mm(20) },
      ],
      rows: statements.map((row) => [
        t("fromTo", { from: row.periodFrom, to: row.periodTo }),
        row.id,
        formatFen(row.amountFen),
        formatFen(row.paidFen),
        row.payBy,
        row.paidOn ?? (row.isOnTime === false ? t("late") : ""),
      ]),
      foot: [t("sum"), "", formatFen(totals.statedFen), formatFen(totals.paidFen), "", ""],
    },
    { size: 8 },
  );
}

function drawUses(pdf: PdfDocument, { uses, totals }: YearReport, lang: Lang): void {
  const t = translator(lang)("yearReport");
  pdf.heading(2, t("uses"));
  pdf.paragraph(uses.length === 0 ? t("usesNone") : t("usesLead", { unused: formatFen(totals.unusedFen) }));
  if (uses.length === 0) return;
  pdf.table(
    {
      columns: [
        { head: t("paidOut"), width: mm(20) },
        { head: t("purpose"), share: 3 },
        { head: t("oursYuan"), width: 70, align: "right" },
        { head: t("wholeYuan"), width: 74, align: "right" },
        { head: t("people"), width: 50, align: "right" },
      ],
      rows: uses.map((use) => [
        use.paidOn,
        inLang(lang, use.purpose, use.purposeEn),
        formatFen(use.amountFen),
        formatFen(use.totalFen),
        use.people === null ? "" : String(use.people),
      ]),
      foot: [t("sum"), "", formatFen(totals.usedFen), "", ""],
    },
    { size: 8 },
  );
}

function drawReceipts(pdf: PdfDocument, { receipts }: YearReport, lang: Lang): void {
  const t = translator(lang)("yearReport");
  pdf.heading(2, t("receipts"));
  if (receipts.length === 0) {
    pdf.paragraph(t("receiptsNone"));
    return;
  }
  pdf.table(
    {
      columns: [
        { head: t("billCode"), share: 1 },
        { head: t("billNo"), share: 1 },
        { head: t("issuedOn"), width: mm(24) },
        { head: t("amountYuan"), width: 80, align: "right" },
      ],
      rows: receipts.map((row) => [row.billCode, row.billNo, row.issuedOn, formatFen(row.amountFen)]),
    },
    { size: 9 },
  );
}
