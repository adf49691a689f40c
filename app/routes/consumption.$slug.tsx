import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { CampaignAnswer } from "#app/features/consumption/pages/campaign-answer.tsx";
import {
  Article37Section,
  MerchantsSection,
  PromisesSection,
} from "#app/features/consumption/pages/campaign-parts.tsx";
import { loadCampaign } from "#app/features/consumption/pages/load-campaign.server.ts";
import { fundMeta } from "#app/features/funds/fund-meta.ts";
import { FundPage } from "#app/features/funds/fund-page.tsx";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-project" };
export const headers = publicPageHeaders;

export const meta: MetaFunction<typeof loader> = ({ matches, data }) => fundMeta(matches, data?.fund);

export function loader({ params }: LoaderFunctionArgs) {
  return loadCampaign(params.slug, new Date());
}

export default function ConsumptionPage() {
  const { promises, ...page } = useLoaderData<typeof loader>();
  const part = { fund: page.fund, promises };
  return (
    <FundPage
      {...page}
      parts={{
        answer: <CampaignAnswer {...part} reconciliation={page.reconciliation} />,
        opening: (
          <>
            <MerchantsSection {...part} />
            <PromisesSection {...part} />
            <Article37Section {...part} />
          </>
        ),
      }}
    />
  );
}
