import type { LoaderFunctionArgs } from "@remix-run/node";
import { disclosurePdf, pdfName } from "#app/features/disclosures/disclosure-pdf.server.ts";
import { findDisclosure } from "#app/features/disclosures/queries.server.ts";
import { PUBLIC_CACHE_HEADERS } from "#app/lib/cache-headers.ts";
import { preferencesOf } from "#app/lib/preferences.ts";

/** GET /disclosures/:id/pdf: the newest version, or the one of ?version= */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const found = await findDisclosure(params.id ?? "");
  const wanted = new URL(request.url).searchParams.get("version");
  const entry = found?.entries.find(({ version }) => wanted === null || String(version) === wanted);
  if (!found || !entry) throw new Response(null, { status: 404 });
  const { lang } = preferencesOf(request, context);
  return new Response(new Uint8Array(await disclosurePdf(found, entry, lang)), {
    headers: {
      ...PUBLIC_CACHE_HEADERS,
      "Content-Type": "application/pdf",
      "Content-Disposition": `inline; filename="${pdfName(found.task.id, entry)}"`,
    },
  });
}
