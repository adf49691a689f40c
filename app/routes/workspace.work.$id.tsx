import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { loadWork, workPageHeaders } from "#app/features/long-work/load-work.server.ts";
import { WorkPage } from "#app/features/long-work/work-page.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = workPageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("work")("title"));

export const loader = (args: LoaderFunctionArgs) => loadWork(args);

export default function Work() {
  return <WorkPage work={useLoaderData<typeof loader>().work} />;
}
