import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { actOnGiftFile, loadGiftFile } from "#app/features/donations/recorded/file-page.server.ts";
import { GiftFilePage } from "#app/features/donations/recorded/file-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("recorded")("fileTitle"));

export const loader = (args: LoaderFunctionArgs) => loadGiftFile(args);
export const action = (args: ActionFunctionArgs) => actOnGiftFile(args);

export default function GiftFile() {
  return <GiftFilePage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
