import { type Lang, translator } from "#app/lib/i18n.ts";
import { PdfDocument } from "#app/lib/pdf/pdf-document.server.ts";
import { shanghaiDateTime } from "#app/lib/time.ts";
import { agreementLines, dutyTexts, type Reader } from "./agreement-lines.ts";
import type { AgreementPapers } from "./papers.server.ts";
import type { AgreementListed, AgreementVersion } from "./queries.server.ts";

/** One version of an agreement as a document, with both confirmations and the list of versions: same facts, same bytes. */
export async function agreementDocument(
  agreement: AgreementListed,
  versions: readonly AgreementVersion[],
  version: AgreementVersion,
  papers: AgreementPapers,
  reader: Reader,
  lang: Lang,
): Promise<Buffer> {
  const t = translator(lang)("consumptionAgreements");
  const pdf = new PdfDocument({
    title: t("documentTitle"),
    lang,
    createdAt: version.merchantConfirmedAt ?? version.charityConfirmedAt ?? version.proposedAt,
    footer: t("documentFooter", { id: agreement.id, number: version.number }),
  });
  const at = (when: Date | null): string => (when ? shanghaiDateTime(when) : t("notYet"));
  pdf.heading(1, t("documentTitle"));
  pdf.paragraph(t("documentLead"));
  pdf.pairs(agreementLines(agreement, version, papers, reader, lang), { termMm: 42 });
  pdf.heading(2, t("dutiesTitle"));
  for (const duty of dutyTexts(version.terms.giver, lang)) pdf.paragraph(duty);
  pdf.heading(2, t("confirmationsTitle"));
  pdf.pairs(
    [
      { term: agreement.organizationName, value: at(version.charityConfirmedAt) },
      { term: agreement.merchantName, value: at(version.merchantConfirmedAt) },
    ],
    { termMm: 80 },
  );
  pdf.note(t("hashLine", { hash: version.termsSha256 }));
  pdf.heading(2, t("versionsTitle"));
  pdf.table({
    columns: [
      { head: t("versionHead"), share: 1 },
      { head: t("period"), share: 3 },
      { head: t("stepMerchant"), share: 3 },
      { head: t("hash"), share: 3 },
    ],
    rows: versions.map((one) => [
      String(one.number),
      t("fromTo", { from: one.effectiveOn, to: one.endsOn }),
      at(one.merchantConfirmedAt),
      one.termsSha256.slice(0, 16),
    ]),
  });
  return pdf.finish();
}

/** The answer of a route that gives the document. Private ones are kept by nobody. */
export async function agreementPdf(
  given: Parameters<typeof agreementDocument>,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const [agreement, , version] = given;
  return new Response(new Uint8Array(await agreementDocument(...given)), {
    headers: {
      "Content-Type": "application/pdf",
      "Content-Disposition": `inline; filename="agreement-${agreement.id}-${version.number}.pdf"`,
      ...headers,
    },
  });
}
