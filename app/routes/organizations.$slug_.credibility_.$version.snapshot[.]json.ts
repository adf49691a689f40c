import type { LoaderFunctionArgs } from "@remix-run/node";
import { findSnapshot } from "#app/features/credibility/queries.server.ts";

/** The stored bytes of a report's inputs: they never change. */
export async function loader({ params }: LoaderFunctionArgs) {
  const { slug = "", version = "" } = params;
  const snapshot = /^[1-9]\d{0,8}$/.test(version) ? await findSnapshot(slug, Number(version)) : null;
  if (!snapshot) throw new Response(null, { status: 404 });
  return new Response(snapshot.inputs, {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="credibility-${version}-snapshot.json"`,
      "Cache-Control": "public, max-age=31536000, immutable",
      ETag: `"${snapshot.sha256}"`,
    },
  });
}
