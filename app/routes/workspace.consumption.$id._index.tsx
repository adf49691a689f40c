import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { CampaignPage } from "#app/features/consumption/campaigns/campaign-page.tsx";
import { actOnCampaign, loadCampaign } from "#app/features/consumption/campaigns/campaign-work.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("consumption")("agreements"));

export const loader = (args: LoaderFunctionArgs) => loadCampaign(args);
export const action = (args: ActionFunctionArgs) => actOnCampaign(args);

export default function Campaign() {
  const answer = useActionData<typeof action>() ?? { refusals: [], isEmpty: false };
  return <CampaignPage {...useLoaderData<typeof loader>()} {...answer} />;
}
