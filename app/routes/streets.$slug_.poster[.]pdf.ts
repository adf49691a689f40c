import type { LoaderFunctionArgs } from "@remix-run/node";
import { streetPoster } from "#app/features/consumption/streets/street-poster.server.ts";
import { PUBLIC_CACHE_HEADERS } from "#app/lib/cache-headers.ts";
import { preferencesOf } from "#app/lib/preferences.ts";

/** A street's poster: A4, or A3 with `?size=a3`. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const isLarge = new URL(request.url).searchParams.get("size") === "a3";
  const { lang } = preferencesOf(request, context);
  const { bytes, fileName } = await streetPoster(params.slug, {
    ...{ size: isLarge ? "A3" : "A4", lang },
    now: new Date(),
  });
  return new Response(new Uint8Array(bytes), {
    headers: {
      ...PUBLIC_CACHE_HEADERS,
      "Content-Type": "application/pdf",
      "Content-Disposition": `inline; filename="${fileName}"`,
    },
  });
}
