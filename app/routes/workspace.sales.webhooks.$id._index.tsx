import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { EndpointPage } from "#app/features/consumption/webhooks/endpoint-page.tsx";
import { actOnEndpoint, loadEndpoint } from "#app/features/consumption/webhooks/webhooks-work.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("webhooks")("endpointTitle"));

export const loader = ({ params, request }: LoaderFunctionArgs) => loadEndpoint(params.id, request);

export const action = ({ params, request }: ActionFunctionArgs) =>
  actOnEndpoint(params.id, request, new Date());

export default function Endpoint() {
  return <EndpointPage {...useLoaderData<typeof loader>()} outcome={useActionData<typeof action>()} />;
}
