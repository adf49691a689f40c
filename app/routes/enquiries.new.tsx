import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { actOnAskForm, loadAskPage } from "#app/features/donations/enquiries/ask-page.server.ts";
import { AskPage } from "#app/features/donations/enquiries/ask-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { preferencesOf } from "#app/lib/preferences.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("enquiries")("askTitle"));

export const loader = ({ request }: LoaderFunctionArgs) => loadAskPage(request, new Date());

export const action = ({ request, context }: ActionFunctionArgs) =>
  actOnAskForm(request, context, preferencesOf(request, context).lang, new Date());

export default function Ask() {
  return <AskPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
