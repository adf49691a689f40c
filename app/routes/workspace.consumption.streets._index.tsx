import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { loadWorkStreets, makeStreet } from "#app/features/consumption/streets/street-forms.server.ts";
import { WorkStreetsPage } from "#app/features/consumption/streets/work-streets-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("streets")("workTitle"));

export const loader = (args: LoaderFunctionArgs) => loadWorkStreets(args);
export const action = (args: ActionFunctionArgs) => makeStreet(args);

export default function Streets() {
  return <WorkStreetsPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
