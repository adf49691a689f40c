import { inLang } from "#app/features/funds/fund-text.ts";
import { CSV_BOM, csvRecord } from "#app/lib/csv.ts";
import { env } from "#app/lib/env.server.ts";
import { type Lang, translator } from "#app/lib/i18n.ts";
import { fenToYuan, formatFen } from "#app/lib/money.ts";
import { PdfDocument } from "#app/lib/pdf/pdf-document.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { statementHref } from "../pages/hrefs.ts";
import { exactYuan } from "../rules/exact-yuan.ts";
import type { PublicStatementData } from "./public-statement.server.ts";
import { dueFenOf, statementWord } from "./statement-state.ts";

/** The public figures of a statement as a paper, dated with its newest step. */
export async function statementPdf(data: PublicStatementData, lang: Lang): Promise<Uint8Array> {
  const { statement, days, payments, today } = data;
  const t = translator(lang)("consumptionStatements");
  const url = `${env().PUBLIC_URL}${statementHref(statement.campaignSlug, statement.id)}`;
  const pdf = new PdfDocument({
    title: t("paperTitle", { number: statement.number }),
    lang,
    createdAt: newestStep(data),
    footer: url,
  });
  pdf.heading(1, t("paperTitle", { number: statement.number }));
  pdf.pairs(
    [
      { term: t("campaign"), value: inLang(lang, statement.campaignTitle, statement.campaignTitleEn) },
      { term: t("merchant"), value: inLang(lang, statement.merchantName, statement.merchantNameEn) },
      { term: t("charity"), value: inLang(lang, statement.organizationName, statement.organizationNameEn) },
      { term: t("period"), value: t("fromTo", { from: statement.fromDay, to: statement.toDay }) },
      { term: t("drawnAt"), value: shanghaiDay(statement.drawnAt) },
      { term: t("confirmBy"), value: statement.confirmBy },
      { term: t("payBy"), value: statement.payBy },
      { term: t("state"), value: t(`word_${statementWord(statement, today)}`) },
      { term: t("promised"), value: `¥${formatFen(statement.amountFen)}` },
      { term: t("paid"), value: `¥${formatFen(statement.paidFen)}` },
      { term: t("due"), value: `¥${formatFen(dueFenOf(statement))}` },
    ],
    { termMm: 38 },
  );
  pdf.heading(2, t("daysTitle"));
  pdf.table(
    {
      columns: [
        { head: t("day"), share: 3 },
        { head: t("ordersHead"), share: 2, align: "right" },
        { head: t("returnsHead"), share: 2, align: "right" },
        { head: t("exactHead"), share: 3, align: "right" },
        { head: t("amountHead"), share: 3, align: "right" },
      ],
      rows: days.map((row) => [
        row.kind === "orders" ? row.day : `${row.day} ${t(`kind_${row.kind}`)}`,
        String(row.orderCount),
        String(row.returnCount),
        exactYuan(row.countedE4),
        formatFen(row.amountFen),
      ]),
      foot: [
        t("sum"),
        String(statement.orderCount),
        String(statement.returnCount),
        "",
        formatFen(statement.amountFen),
      ],
    },
    { size: 9 },
  );
  pdf.note(t("roundingNote"));
  for (const gift of payments) pdf.note(`${t("gift")} ${env().PUBLIC_URL}/donations/${gift.donationId}`);
  pdf.space(12);
  pdf.qr(url, [t("scan"), url], { label: t("scan") });
  return pdf.finish();
}

function newestStep({ statement }: PublicStatementData): Date {
  const { drawnAt, disputedAt, answeredAt, confirmedAt, paidAt, reconciledAt } = statement;
  const steps = [drawnAt, disputedAt, answeredAt, confirmedAt, paidAt, reconciledAt];
  return new Date(Math.max(...steps.map((step) => step?.getTime() ?? 0)));
}

/** Its days as a table, each with the address of its rows. Column names are fixed, in English, for programs. */
export function statementCsv({ statement, days }: PublicStatementData): string {
  const head = ["day", "kind", "orders", "returns", "counted_yuan_exact", "amount_yuan", "agreement_id"];
  const rows = days.map((row) => [
    row.day,
    row.kind,
    String(row.orderCount),
    String(row.returnCount),
    exactYuan(row.countedE4).replaceAll(",", "").replace("−", "-"),
    fenToYuan(row.amountFen),
    statement.agreementId,
  ]);
  return CSV_BOM + [head, ...rows].map(csvRecord).join("");
}
