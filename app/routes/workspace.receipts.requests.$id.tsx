import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { EMPTY_FORM } from "#app/features/receipts/form-state.ts";
import { RecordPage } from "#app/features/receipts/record-page.tsx";
import { actOnRequest, loadRequest } from "#app/features/receipts/work-pages.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("receipts")("recordTitle"));

export const loader = (args: LoaderFunctionArgs) => loadRequest(args);
export const action = (args: ActionFunctionArgs) => actOnRequest(args);

export default function ReceiptRequest() {
  return (
    <RecordPage {...useLoaderData<typeof loader>()} state={useActionData<typeof action>() ?? EMPTY_FORM} />
  );
}
