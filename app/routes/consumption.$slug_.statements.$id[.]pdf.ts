import type { LoaderFunctionArgs } from "@remix-run/node";
import { loadPublicStatement } from "#app/features/consumption/statements/public-statement.server.ts";
import { statementPdf } from "#app/features/consumption/statements/statement-file.server.ts";
import { PUBLIC_CACHE_HEADERS } from "#app/lib/cache-headers.ts";
import { preferencesOf } from "#app/lib/preferences.ts";

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const data = await loadPublicStatement(params, new Date());
  const bytes = await statementPdf(data, preferencesOf(request, context).lang);
  return new Response(new Uint8Array(bytes), {
    headers: {
      ...PUBLIC_CACHE_HEADERS,
      "Content-Type": "application/pdf",
      "Content-Disposition": `inline; filename="statement-${data.statement.id}.pdf"`,
    },
  });
}
