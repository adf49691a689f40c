import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listPublicDuties, publicFiltersOf } from "#app/features/disclosures/public-list.server.ts";
import { PublicListPage } from "#app/features/disclosures/public-list-page.tsx";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = publicPageHeaders;
export const meta: MetaFunction = ({ matches }) =>
  pageMeta(
    matches,
    (t) => t("clock")("publicTitle"),
    (t) => t("clock")("publicLead"),
  );

export async function loader({ request }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams;
  const filters = publicFiltersOf(query);
  const cursor = query.get("cursor");
  const today = shanghaiDay(new Date());
  const list = await listPublicDuties(filters, cursor, today);
  return { ...list, filters, isFirstPage: cursor === null, today };
}

export default function Disclosures() {
  return <PublicListPage {...useLoaderData<typeof loader>()} />;
}
