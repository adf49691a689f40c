import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { giftPaperHeaders, loadCertificatePage } from "#app/features/receipts/certificate-answer.server.ts";
import { CertificatePage } from "#app/features/receipts/certificate-page.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-certificate", nav: "projects" };
export const headers = giftPaperHeaders;
export const meta: MetaFunction = ({ matches }) =>
  pageMeta(
    matches,
    (t) => t("certificate")("title"),
    (t) => t("certificate")("description"),
  );

export const loader = (args: LoaderFunctionArgs) => loadCertificatePage(args);

export default function CertificateOfGift() {
  return <CertificatePage {...useLoaderData<typeof loader>()} />;
}
