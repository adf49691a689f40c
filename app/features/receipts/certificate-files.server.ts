import { env } from "#app/lib/env.server.ts";
import { type Lang, translator } from "#app/lib/i18n.ts";
import { drawPieces, piecesToSvg } from "#app/lib/pdf/drawing.ts";
import { PdfCanvas } from "#app/lib/pdf/pdf-canvas.server.ts";
import { svgToPng } from "#app/lib/svg-picture.server.ts";
import type { Certificate } from "./certificate.ts";
import { CERTIFICATE_SIZE, type CertificateSetting, drawCertificate } from "./certificate-drawing.ts";

/** Wide enough to be read on a telephone and to be printed on A6. */
const PICTURE_WIDTH = 1_680;

/** The gift's page as everybody sees it: what the QR code opens. */
export function publicGiftAddress(donationId: string): string {
  return `${env().PUBLIC_URL}/donations/${donationId}`;
}

function settingOf(certificate: Certificate, lang: Lang): CertificateSetting {
  return { lang, address: publicGiftAddress(certificate.donationId), isDemo: env().DEMO };
}

/** A certificate as PDF, A5 across. The same certificate gives the same bytes. */
export async function certificatePdf(
  certificate: Certificate,
  lang: Lang,
  { withoutFont = false } = {},
): Promise<Buffer> {
  const t = translator(lang)("certificate");
  const canvas = new PdfCanvas({
    title: `${t("title")} ${certificate.number}`,
    author: certificate.organizationName,
    lang,
    createdAt: certificate.paidAt,
    size: "A5-landscape",
    withoutFont,
  });
  drawPieces(canvas, drawCertificate(certificate, settingOf(certificate, lang)));
  return canvas.finish();
}

/** The same sheet as a picture (PNG). */
export async function certificatePicture(certificate: Certificate, lang: Lang): Promise<Buffer> {
  const pieces = drawCertificate(certificate, settingOf(certificate, lang));
  return svgToPng(piecesToSvg(pieces, CERTIFICATE_SIZE.width, CERTIFICATE_SIZE.height), PICTURE_WIDTH);
}
