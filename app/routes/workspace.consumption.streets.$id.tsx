import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { loadWorkStreet, workOnStreet } from "#app/features/consumption/streets/street-forms.server.ts";
import { WorkStreetPage } from "#app/features/consumption/streets/work-street-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("streets")("workTitle"));

export const loader = (args: LoaderFunctionArgs) => loadWorkStreet(args);
export const action = (args: ActionFunctionArgs) => workOnStreet(args);

export default function OneStreet() {
  return <WorkStreetPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
