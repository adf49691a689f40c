import { type Lang, translator } from "#app/lib/i18n.ts";
import { PdfDocument } from "#app/lib/pdf/pdf-document.server.ts";
import { startOfShanghaiDay } from "#app/lib/time.ts";
import { latestOf } from "./filing-state.ts";
import { planRows } from "./plan-rows.ts";
import { type FilingView, planNames } from "./queries.server.ts";

/**
 * The latest version as a document to hand in and to keep: the ministry's fields in its order, place for signature
 * and seal. The same version gives the same bytes.
 */
export async function filingPdf(filing: FilingView, lang: Lang): Promise<Buffer> {
  const version = latestOf(filing.versions);
  if (!version) throw new Error(`filing ${filing.id} has no version`);
  const t = translator(lang)("filings");
  const pdf = new PdfDocument({
    title: t("pdfTitle"),
    lang,
    createdAt: version.answeredOn ? startOfShanghaiDay(version.answeredOn) : version.draftedAt,
    footer: t("pdfFoot"),
  });
  const isFiled = version.state === "filed";
  pdf.heading(1, t("pdfTitle"));
  pdf.pairs(
    [
      { term: t("filingNo"), value: filing.filingNo ?? t("noNumber") },
      { term: t("pdfOrganization"), value: filing.organizationName },
      { term: t("pdfUscc"), value: filing.uscc ?? "" },
    ],
    { termMm: 42 },
  );
  if (!isFiled) pdf.note(t("pdfDraftNote"));
  pdf.heading(2, t("version", { number: version.number, kind: t(`kind_${version.kind}`) }));
  if (version.reason !== "") pdf.pairs([{ term: t("reason"), value: version.reason }], { termMm: 42 });
  pdf.pairs(
    planRows(version.plan, await planNames([version.plan]), lang, "charity").map(({ term, value }) => ({
      term,
      value,
    })),
    { termMm: 42 },
  );
  pdf.space(18);
  pdf.pairs([{ term: t("pdfSigned"), value: t("pdfSeal") }], { termMm: 42 });
  pdf.note(t("pdfSha", { sha: version.planSha256 }));
  return pdf.finish();
}
