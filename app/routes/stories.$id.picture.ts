import type { LoaderFunctionArgs } from "@remix-run/node";
import { UUID } from "#app/features/aid/apply.server.ts";
import { storyPicture } from "#app/features/aid/story-queries.server.ts";

/** A story's picture, for as long as the consent holds: kept by nobody, so that it is gone when it is withdrawn. */
export async function loader({ params }: LoaderFunctionArgs) {
  const id = params.id ?? "";
  const picture = UUID.test(id) ? await storyPicture(id, new Date()) : null;
  if (!picture) throw new Response(null, { status: 404 });
  return new Response(new Uint8Array(picture.content), {
    headers: {
      "Content-Type": picture.type,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
      "X-Robots-Tag": "noindex, noimageindex",
    },
  });
}
