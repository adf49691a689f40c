import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import {
  listSupervisedOrganizations,
  supervisedFiltersOf,
} from "#app/features/supervision/list-organizations.server.ts";
import { SupervisedOrganizations } from "#app/features/supervision/organizations-page.tsx";
import { requireOfficer } from "#app/features/supervision/supervised.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) =>
  pageMeta(matches, (t) => t("supervision")("organizationsTitle"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { user } = await requireOfficer(request);
  const query = new URL(request.url).searchParams;
  const filters = supervisedFiltersOf(query);
  const cursor = query.get("cursor");
  const list = await listSupervisedOrganizations(user.id, filters, cursor);
  return { ...list, filters, isFirstPage: cursor === null, today: shanghaiDay(new Date()) };
}

export default function Organizations() {
  return <SupervisedOrganizations {...useLoaderData<typeof loader>()} />;
}
