import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { loadFundAid } from "#app/features/aid/load-public-aid.server.ts";
import { FundAid } from "#app/features/aid/public-aid.tsx";
import { fundMeta } from "#app/features/funds/fund-meta.ts";
import { FundPage } from "#app/features/funds/fund-page.tsx";
import { loadFundPage } from "#app/features/funds/load-fund-page.server.ts";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-project" };
export const headers = publicPageHeaders;

export const meta: MetaFunction<typeof loader> = ({ matches, data }) => fundMeta(matches, data?.fund);

export async function loader({ params }: LoaderFunctionArgs) {
  const now = new Date();
  const page = await loadFundPage("project", params.slug, now);
  return { ...page, aid: await loadFundAid(page.fund.id, now) };
}

export default function ProjectPage() {
  const { aid, ...page } = useLoaderData<typeof loader>();
  return (
    <FundPage {...page}>
      <FundAid aid={aid} applyHref={`/projects/${page.fund.slug}/apply`} />
    </FundPage>
  );
}
