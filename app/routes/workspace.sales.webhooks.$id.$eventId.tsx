import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { MessagePage } from "#app/features/consumption/webhooks/message-page.tsx";
import { loadMessage, resendFromForm } from "#app/features/consumption/webhooks/webhooks-work.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("webhooks")("messageTitle"));

export const loader = ({ params, request }: LoaderFunctionArgs) => loadMessage(params, request);

export const action = ({ params, request }: ActionFunctionArgs) =>
  resendFromForm(params, request, new Date());

export default function Message() {
  const refused = useActionData<typeof action>();
  return <MessagePage {...useLoaderData<typeof loader>()} complaint={refused?.complaint ?? null} />;
}
