import type { LoaderFunctionArgs } from "@remix-run/node";
import { loadPublicStatement } from "#app/features/consumption/statements/public-statement.server.ts";
import { statementCsv } from "#app/features/consumption/statements/statement-file.server.ts";
import { PUBLIC_CACHE_HEADERS } from "#app/lib/cache-headers.ts";
import { CSV_MEDIA_TYPE } from "#app/lib/csv.ts";

export async function loader({ params }: LoaderFunctionArgs) {
  const data = await loadPublicStatement(params, new Date());
  return new Response(statementCsv(data), {
    headers: {
      ...PUBLIC_CACHE_HEADERS,
      "Content-Type": CSV_MEDIA_TYPE,
      "Content-Disposition": `attachment; filename="statement-${data.statement.id}.csv"`,
    },
  });
}
