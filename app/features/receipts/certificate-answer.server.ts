import type { LoaderFunctionArgs } from "@remix-run/node";
import { tokenInAddress, tokenOf } from "#app/features/donations/donation-token.server.ts";
import { inLang } from "#app/features/funds/fund-text.ts";
import { currentUser } from "#app/features/identity/guards.server.ts";
import { env } from "#app/lib/env.server.ts";
import type { Lang } from "#app/lib/i18n.ts";
import { preferencesOf } from "#app/lib/preferences.ts";
import type { Certificate } from "./certificate.ts";
import { type CertificateReader, findCertificate, mayOpenGift } from "./certificate-facts.server.ts";
import { certificatePdf, certificatePicture, publicGiftAddress } from "./certificate-files.server.ts";
import { sealMarks } from "./seal-drawing.ts";

/** Who asks for a gift's papers: whoever has its secret, or is signed in as the account that gave. */
export async function readerOf(request: Request): Promise<CertificateReader> {
  return { token: tokenOf(request), userId: (await currentUser(request))?.id ?? null };
}

/** A paper of one gift may hold its donor's name: nobody keeps it and no search engine lists it. */
export const GIFT_PAPER_HEADERS = { "Cache-Control": "no-store", "X-Robots-Tag": "noindex" } as const;
export const giftPaperHeaders = () => GIFT_PAPER_HEADERS;

async function askedFor({ params, request }: LoaderFunctionArgs): Promise<Certificate> {
  const certificate = await findCertificate(params.id ?? "", await readerOf(request));
  if (!certificate) throw new Response(null, { status: 404 });
  return certificate;
}

/** `?token=…` to carry on to a gift's other addresses, where the reader came by it. */
export function ownQueryOf(request: Request): string {
  const secret = tokenInAddress(request);
  return secret ? `?token=${encodeURIComponent(secret)}` : "";
}

export async function loadCertificatePage(args: LoaderFunctionArgs) {
  const certificate = await askedFor(args);
  const { lang } = preferencesOf(args.request, args.context);
  return {
    certificate,
    isOwn: await mayOpenGift(certificate.donationId, await readerOf(args.request)),
    isDemo: env().DEMO,
    seal: sealMarks(inLang(lang, certificate.organizationName, certificate.organizationNameEn), 31, 31),
    address: publicGiftAddress(certificate.donationId),
    ownQuery: ownQueryOf(args.request),
  };
}

async function fileAnswer(
  args: LoaderFunctionArgs,
  file: { make: (certificate: Certificate, lang: Lang) => Promise<Buffer>; type: string; ending: string },
): Promise<Response> {
  const certificate = await askedFor(args);
  const { lang } = preferencesOf(args.request, args.context);
  const bytes = await file.make(certificate, lang);
  return new Response(new Uint8Array(bytes), {
    headers: {
      ...GIFT_PAPER_HEADERS,
      "Content-Type": file.type,
      "Content-Disposition": `inline; filename="${certificate.number}.${file.ending}"`,
    },
  });
}

export const certificatePdfAnswer = (args: LoaderFunctionArgs) =>
  fileAnswer(args, { make: certificatePdf, type: "application/pdf", ending: "pdf" });

export const certificatePictureAnswer = (args: LoaderFunctionArgs) =>
  fileAnswer(args, { make: certificatePicture, type: "image/png", ending: "png" });
