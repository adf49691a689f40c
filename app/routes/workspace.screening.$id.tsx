import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ScreeningPage } from "#app/features/donations/screening/case-page.tsx";
import { actOnScreening, loadScreening } from "#app/features/donations/screening/work-page.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("screening")("queueTitle"));

export const loader = ({ request, params }: LoaderFunctionArgs) => loadScreening(params.id, request);
export const action = ({ request, params }: ActionFunctionArgs) =>
  actOnScreening(params.id, request, new Date());

export default function Screening() {
  return <ScreeningPage {...useLoaderData<typeof loader>()} state={useActionData<typeof action>()} />;
}
