import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { KeysPage } from "#app/features/consumption/integrators/keys-page.tsx";
import { actOnKeys, loadKeys } from "#app/features/consumption/integrators/keys-work.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("salesKeys")("title"));

export const loader = ({ request }: LoaderFunctionArgs) => loadKeys(request, new Date());

export const action = ({ request }: ActionFunctionArgs) => actOnKeys(request, new Date());

export default function SalesKeys() {
  return <KeysPage {...useLoaderData<typeof loader>()} outcome={useActionData<typeof action>()} />;
}
