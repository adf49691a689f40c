import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { CertificatesPage } from "#app/features/receipts/certificates-page.tsx";
import { EMPTY_FORM } from "#app/features/receipts/form-state.ts";
import { actOnCertificates, loadCertificates } from "#app/features/receipts/work-pages.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("receipts")("batchTitle"));

export const loader = (args: LoaderFunctionArgs) => loadCertificates(args);
export const action = (args: ActionFunctionArgs) => actOnCertificates(args);

export default function CertificateBatches() {
  return (
    <CertificatesPage
      {...useLoaderData<typeof loader>()}
      state={useActionData<typeof action>() ?? EMPTY_FORM}
    />
  );
}
