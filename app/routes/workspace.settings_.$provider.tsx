import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { actOnChannel, loadChannel } from "#app/features/payments/channel-page.server.ts";
import { ChannelPage } from "#app/features/payments/channel-page.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("settings")("channels"));

export const loader = (args: LoaderFunctionArgs) => loadChannel(args);
export const action = (args: ActionFunctionArgs) => actOnChannel(args);

export default function Channel() {
  return <ChannelPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
