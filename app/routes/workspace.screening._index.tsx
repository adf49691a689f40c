import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ScreeningsPage } from "#app/features/donations/screening/queue-page.tsx";
import { loadScreenings } from "#app/features/donations/screening/work-page.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("screening")("queueTitle"));

export const loader = ({ request }: LoaderFunctionArgs) => loadScreenings(request, new Date());

export default function Screenings() {
  return <ScreeningsPage {...useLoaderData<typeof loader>()} />;
}
