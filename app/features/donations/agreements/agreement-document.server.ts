import { type Lang, translator } from "#app/lib/i18n.ts";
import { PdfDocument } from "#app/lib/pdf/pdf-document.server.ts";
import { shanghaiDateTime } from "#app/lib/time.ts";
import { agreementPairs } from "./agreement-pairs.ts";
import type { AgreementVersion } from "./agreement-terms.ts";

/** A version of an agreement as a PDF: the same version gives the same bytes. */
export async function agreementDocument(version: AgreementVersion, lang: Lang): Promise<Buffer> {
  const t = translator(lang)("agreements");
  const title = t("documentTitle");
  const confirmed = version.donorConfirmedAt ?? version.charityConfirmedAt;
  const pdf = new PdfDocument({
    title,
    lang,
    createdAt: confirmed ?? version.draftedAt,
    footer: t("documentFooter", { id: version.terms.donationId, version: version.version }),
  });
  const at = (when: Date | null): string => (when ? shanghaiDateTime(when) : t("notYet"));
  pdf.heading(1, title);
  pdf.paragraph(t("documentLead"));
  pdf.pairs(agreementPairs(t, version.terms), { termMm: 42 });
  pdf.heading(2, t("documentDuties"));
  for (const key of ["duty1", "duty2", "duty3", "duty4"] as const) pdf.paragraph(t(key));
  pdf.heading(2, t("documentConfirmed"));
  pdf.pairs(
    [
      { term: version.terms.partyName, value: at(version.donorConfirmedAt) },
      { term: version.terms.organizationName, value: at(version.charityConfirmedAt) },
    ],
    { termMm: 80 },
  );
  pdf.note(`${t("digest")} ${version.sha256}`);
  return pdf.finish();
}

/** The answer of a route that gives the document to somebody who may see it; kept by nobody. */
export async function agreementPdf(version: AgreementVersion, lang: Lang): Promise<Response> {
  const name = `agreement-${version.terms.donationId}-${version.version}.pdf`;
  return new Response(new Uint8Array(await agreementDocument(version, lang)), {
    headers: {
      "Content-Type": "application/pdf",
      "Content-Disposition": `inline; filename="${name}"`,
      "Cache-Control": "no-store",
      "X-Robots-Tag": "noindex",
    },
  });
}
