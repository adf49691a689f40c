import type { LoaderFunctionArgs } from "@remix-run/node";
import { currentUser } from "#app/features/identity/guards.server.ts";
import { findPictureCopy } from "#app/features/projects/files.server.ts";

const ADDRESS = /^([0-9a-f]{64})\.jpg$/;

/**
 * A picture in one of its widths. Its address is the hash of its bytes, so what is kept of it anywhere never grows old.
 * Of a draft it is for the organization's members alone.
 */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const sha256 = ADDRESS.exec(params["*"] ?? "")?.[1];
  const copy = sha256 === undefined ? null : await findPictureCopy(sha256);
  if (!copy) throw new Response(null, { status: 404 });
  if (!copy.isPublic) {
    const user = await currentUser(request);
    if (!user?.memberships.some(({ organizationId }) => organizationId === copy.organizationId))
      throw new Response(null, { status: 404 });
  }
  const headers = {
    "Content-Type": copy.mediaType,
    "Cache-Control": copy.isPublic ? "public, max-age=31536000, immutable" : "private, no-store",
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    ETag: `"${sha256}"`,
  };
  if (request.headers.get("If-None-Match") === headers.ETag)
    return new Response(null, { status: 304, headers });
  return new Response(new Uint8Array(copy.content), {
    headers: { ...headers, "Content-Length": String(copy.content.byteLength) },
  });
}
