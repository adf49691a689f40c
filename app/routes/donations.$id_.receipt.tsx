import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { giftPaperHeaders } from "#app/features/receipts/certificate-answer.server.ts";
import { EMPTY_FORM } from "#app/features/receipts/form-state.ts";
import { actOnGiftReceipt, loadGiftReceipt } from "#app/features/receipts/gift-receipt.server.ts";
import { GiftReceiptPage } from "#app/features/receipts/gift-receipt-page.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-gift", nav: "projects" };
export const headers = giftPaperHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("receipts")("title"));

export const loader = (args: LoaderFunctionArgs) => loadGiftReceipt(args);
export const action = (args: ActionFunctionArgs) => actOnGiftReceipt(args);

export default function ReceiptOfGift() {
  return (
    <GiftReceiptPage
      page={useLoaderData<typeof loader>()}
      state={useActionData<typeof action>() ?? EMPTY_FORM}
    />
  );
}
