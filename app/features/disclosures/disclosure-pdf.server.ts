import { inLang } from "#app/features/funds/fund-text.ts";
import { env } from "#app/lib/env.server.ts";
import { type Lang, translator } from "#app/lib/i18n.ts";
import { formatFen } from "#app/lib/money.ts";
import { PdfDocument } from "#app/lib/pdf/pdf-document.server.ts";
import { shanghaiDateTime, shanghaiDay } from "#app/lib/time.ts";
import { dutyArticle, dutyTitle } from "./duty-text.ts";
import { sectionsOf } from "./entry-text.ts";
import type { LockedFigures } from "./locked-figures.ts";
import type { DisclosureEntryView, FoundDisclosure } from "./queries.server.ts";

/**
 * A published version set for print: what it is, by when and after which article, the figures with their source, the
 * text, and every correction. Dated by its publication, so that the same version gives the same bytes.
 */
export async function disclosurePdf(
  { task }: FoundDisclosure,
  entry: DisclosureEntryView,
  lang: Lang,
): Promise<Buffer> {
  const t = translator(lang)("disclosures");
  const organization = inLang(lang, task.organizationName, task.organizationNameEn);
  const title = dutyTitle(lang, task);
  const pdf = new PdfDocument({
    title,
    lang,
    createdAt: entry.publishedAt,
    author: organization,
    footer: t("pdfFoot", { organization, version: entry.version }),
    size: "A4",
  });
  pdf.heading(1, title);
  pdf.pairs(
    [
      { term: t("organization"), value: organization },
      ...(task.fundTitle === null
        ? []
        : [{ term: t("fund"), value: inLang(lang, task.fundTitle, task.fundTitleEn ?? "") }]),
      { term: t("dueOn"), value: task.dueOn },
      { term: t("publishedOn"), value: shanghaiDateTime(entry.publishedAt).slice(0, 16) },
      { term: t("version"), value: t("latest", { version: entry.version }) },
      ...(entry.correctionNote === null
        ? []
        : [{ term: t("correction"), value: inLang(lang, entry.correctionNote, entry.correctionNoteEn) }]),
      { term: t("basis"), value: dutyArticle(lang, task) },
    ],
    { termMm: 36 },
  );
  if (entry.figures) figuresOf(pdf, entry.figures, lang);
  pdf.heading(2, t("text"));
  for (const { heading, text } of sectionsOf(inLang(lang, entry.body, entry.bodyEn))) {
    if (heading !== null) pdf.heading(3, heading);
    if (text !== "") pdf.paragraph(text);
  }
  pdf.space(12);
  pdf.qr(`${env().PUBLIC_URL}/disclosures/${task.id}`, [t("pdfVerify"), `sha256 ${entry.sha256}`], {
    label: t("pdfVerify"),
  });
  return pdf.finish();
}

function figuresOf(pdf: PdfDocument, figures: LockedFigures, lang: Lang): void {
  const t = translator(lang)("disclosures");
  const { fromDay, throughDay } = figures;
  const money = (fen: string | null): string => (fen === null ? "" : formatFen(BigInt(fen)));
  const amount = { width: 120, align: "right" as const };
  pdf.heading(2, t("figures"));
  pdf.table({
    columns: [
      { head: t("figure"), share: 1 },
      ...(fromDay === null
        ? []
        : [{ head: t("figurePeriod", { from: fromDay, to: throughDay }), ...amount }]),
      { head: t("figureTotal", { to: throughDay }), ...amount },
    ],
    rows: figures.rows.map((row) => [
      t(`figure_${row.term}`),
      ...(fromDay === null ? [] : [money(row.periodFen)]),
      money(row.totalFen),
    ]),
  });
  pdf.note(t("figuresSource", { day: throughDay, count: Number(figures.transferIndex) }));
}

/** What a printed version is called when it is saved. */
export const pdfName = (taskId: string, entry: DisclosureEntryView): string =>
  `disclosure-${taskId.slice(0, 8)}-v${entry.version}-${shanghaiDay(entry.publishedAt)}.pdf`;
