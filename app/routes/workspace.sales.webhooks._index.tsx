import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { WebhooksPage } from "#app/features/consumption/webhooks/webhooks-page.tsx";
import { addFromForm, loadWebhooks } from "#app/features/consumption/webhooks/webhooks-work.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("webhooks")("title"));

export const loader = ({ request }: LoaderFunctionArgs) => loadWebhooks(request);

export const action = ({ request }: ActionFunctionArgs) => addFromForm(request, new Date());

export default function Webhooks() {
  return <WebhooksPage {...useLoaderData<typeof loader>()} outcome={useActionData<typeof action>()} />;
}
