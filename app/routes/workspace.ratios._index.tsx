import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { RatiosPage } from "#app/features/ratios/ratios-page.tsx";
import { loadOwnRatios } from "#app/features/ratios/register-pages.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("ratios")("title"));

export const loader = (args: LoaderFunctionArgs) => loadOwnRatios(args);

export default function Ratios() {
  return <RatiosPage {...useLoaderData<typeof loader>()} isMember />;
}
