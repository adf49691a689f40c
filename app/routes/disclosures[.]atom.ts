import type { LoaderFunctionArgs } from "@remix-run/node";
import { disclosuresAtom } from "#app/features/disclosures/atom-feed.server.ts";
import { PUBLIC_CACHE_HEADERS } from "#app/lib/cache-headers.ts";
import { preferencesOf } from "#app/lib/preferences.ts";

/** GET /disclosures.atom?organization= */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { lang } = preferencesOf(request, context);
  const organization = new URL(request.url).searchParams.get("organization")?.slice(0, 100) || null;
  return new Response(await disclosuresAtom(organization, lang), {
    headers: { ...PUBLIC_CACHE_HEADERS, "Content-Type": "application/atom+xml; charset=utf-8" },
  });
}
