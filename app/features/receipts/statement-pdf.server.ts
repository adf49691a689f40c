import { inLang } from "#app/features/funds/fund-text.ts";
import { type Lang, translator } from "#app/lib/i18n.ts";
import { formatFen } from "#app/lib/money.ts";
import { PdfDocument } from "#app/lib/pdf/pdf-document.server.ts";
import { mm } from "#app/lib/pdf/pdf-page.ts";
import { startOfShanghaiDay } from "#app/lib/time.ts";
import type { Statement } from "./statement.server.ts";

export interface StatementPaper {
  statement: Statement;
  /** Whose gifts they are. */
  name: string;
  from: string;
  to: string;
  /** The day that the figures are of. */
  asOf: string;
}

/** All gifts of a person in a range of days as one document: sums by organization, then every gift. */
export async function statementPdf(paper: StatementPaper, lang: Lang): Promise<Buffer> {
  const t = translator(lang)("statement");
  const { statement, name, from, to, asOf } = paper;
  const pdf = new PdfDocument({
    title: t("title"),
    lang,
    createdAt: startOfShanghaiDay(asOf),
    footer: t("pdfFooter", { name, from, to }),
  });
  const keptFen = statement.amountFen - statement.backFen;
  pdf.heading(1, t("title"));
  pdf.paragraph(t("pdfLead", { name, from, to, count: statement.gifts.length, kept: formatFen(keptFen) }));
  pdf.note(t("asOf", { day: asOf }));
  pdf.heading(2, t("byOrganization"));
  pdf.table({
    columns: [
      { head: t("organization"), share: 3 },
      { head: t("count"), width: 44, align: "right" },
      { head: t("given"), width: 74, align: "right" },
      { head: t("back"), width: 66, align: "right" },
      { head: t("kept"), width: 74, align: "right" },
      { head: t("withReceipt"), width: 74, align: "right" },
    ],
    rows: statement.organizations.map((sum) => [
      inLang(lang, sum.organizationName, sum.organizationNameEn),
      String(sum.count),
      formatFen(sum.amountFen),
      formatFen(sum.backFen),
      formatFen(sum.amountFen - sum.backFen),
      formatFen(sum.receiptFen),
    ]),
    foot: [
      t("total"),
      String(statement.gifts.length),
      formatFen(statement.amountFen),
      formatFen(statement.backFen),
      formatFen(keptFen),
      formatFen(statement.receiptFen),
    ],
  });
  pdf.heading(2, t("everyGift"));
  pdf.table(
    {
      columns: [
        { head: t("day"), width: mm(20) },
        { head: t("fund"), share: 2 },
        { head: t("number"), width: mm(36) },
        { head: t("given"), width: 64, align: "right" },
        { head: t("back"), width: 56, align: "right" },
        { head: t("receipt"), width: mm(33) },
      ],
      rows: statement.gifts.map((gift) => [
        gift.paidOn,
        inLang(lang, gift.fundTitle, gift.fundTitleEn),
        gift.donationId,
        formatFen(gift.amountFen),
        gift.backFen === 0n ? "" : formatFen(gift.backFen),
        gift.billNumber ?? t("noReceipt"),
      ]),
      foot: [t("total"), "", "", formatFen(statement.amountFen), formatFen(statement.backFen), ""],
    },
    { size: 8 },
  );
  if (statement.isCut) pdf.note(t("cut"));
  pdf.note(t("law"));
  return pdf.finish();
}
