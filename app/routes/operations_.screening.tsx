import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import {
  actOnScreeningLists,
  loadScreeningLists,
} from "#app/features/donations/screening/lists-page.server.ts";
import { ScreeningListsPage } from "#app/features/donations/screening/lists-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("screening")("listsTitle"));

export const loader = ({ request }: LoaderFunctionArgs) => loadScreeningLists(request);
export const action = ({ request }: ActionFunctionArgs) => actOnScreeningLists(request, new Date());

export default function ScreeningLists() {
  return <ScreeningListsPage {...useLoaderData<typeof loader>()} state={useActionData<typeof action>()} />;
}
