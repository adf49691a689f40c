import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { CampaignsPage } from "#app/features/consumption/campaigns/campaigns-page.tsx";
import { listCampaigns } from "#app/features/consumption/campaigns/queries.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { requireProjectPerson } from "#app/features/projects/work-project.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("consumption")("listTitle"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { organizationIds } = await requireProjectPerson(request);
  return { rows: await listCampaigns(organizationIds, shanghaiDay(new Date())) };
}

export default function ConsumptionCampaigns() {
  return <CampaignsPage {...useLoaderData<typeof loader>()} />;
}
