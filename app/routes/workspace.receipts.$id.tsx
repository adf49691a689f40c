import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { EMPTY_FORM } from "#app/features/receipts/form-state.ts";
import { ReceiptPage } from "#app/features/receipts/receipt-page.tsx";
import { actOnReceipt, loadReceipt } from "#app/features/receipts/work-pages.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("receipts")("factsTitle"));

export const loader = (args: LoaderFunctionArgs) => loadReceipt(args);
export const action = (args: ActionFunctionArgs) => actOnReceipt(args);

export default function RecordedReceipt() {
  return (
    <ReceiptPage {...useLoaderData<typeof loader>()} state={useActionData<typeof action>() ?? EMPTY_FORM} />
  );
}
