import type { LoaderFunctionArgs } from "@remix-run/node";
import { findFund } from "#app/features/funds/queries.server.ts";
import { projectFeed } from "#app/features/projects/feed.server.ts";
import { preferencesOf } from "#app/lib/preferences.ts";

/** What a project publishes, for those who follow it with a feed reader. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const fund = await findFund("project", params.slug ?? "");
  if (!fund) throw new Response(null, { status: 404 });
  return projectFeed(fund, preferencesOf(request, context).lang);
}
