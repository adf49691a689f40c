import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { loadWorkList, workPageHeaders } from "#app/features/long-work/load-work.server.ts";
import { WorkListPage } from "#app/features/long-work/work-list-page.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = workPageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("work")("title"));

export const loader = (args: LoaderFunctionArgs) => loadWorkList(args);

export default function WorkList() {
  return <WorkListPage {...useLoaderData<typeof loader>()} />;
}
