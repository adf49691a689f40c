import type { LoaderFunctionArgs } from "@remix-run/node";
import { promisesCsv } from "#app/features/consumption/pages/load-promises.server.ts";
import { PUBLIC_CACHE_HEADERS } from "#app/lib/cache-headers.ts";
import { CSV_MEDIA_TYPE } from "#app/lib/csv.ts";
import { preferencesOf } from "#app/lib/preferences.ts";

/** The table promised against paid, with the page's own filters. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams;
  const { lang } = preferencesOf(request, context);
  const { fileName, text } = await promisesCsv(params.slug, query, lang, new Date());
  return new Response(text, {
    headers: {
      ...PUBLIC_CACHE_HEADERS,
      "Content-Type": CSV_MEDIA_TYPE,
      "Content-Disposition": `attachment; filename="${fileName}"`,
    },
  });
}
