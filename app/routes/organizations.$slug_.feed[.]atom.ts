import type { LoaderFunctionArgs } from "@remix-run/node";
import { findOrganization } from "#app/features/organizations/queries.server.ts";
import { organizationFeed } from "#app/features/projects/feed.server.ts";
import { preferencesOf } from "#app/lib/preferences.ts";

/** What the projects of an organization publish, for those who follow it with a feed reader. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const organization = await findOrganization(params.slug ?? "");
  if (!organization) throw new Response(null, { status: 404 });
  return organizationFeed(organization, preferencesOf(request, context).lang, new Date());
}
