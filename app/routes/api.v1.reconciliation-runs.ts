import type { LoaderFunctionArgs } from "@remix-run/node";
import { readDayPage } from "#app/features/reconciliation/api-pages.server.ts";
import { listPublicRuns } from "#app/features/reconciliation/public-queries.server.ts";
import { pageOf } from "#app/lib/api-page.server.ts";
import { PUBLIC_CACHE_HEADERS } from "#app/lib/cache-headers.ts";
import { jsonAnswer } from "#app/lib/json-answer.server.ts";
import { pageProblem } from "#app/lib/problem.server.ts";

/** GET /api/v1/reconciliation-runs?organization= */
export async function loader({ request }: LoaderFunctionArgs) {
  const page = readDayPage(new URL(request.url));
  if (!page.ok) return pageProblem(request, page.refusals);
  const rows = await listPublicRuns({ ...page.query, limit: page.limit + 1 });
  const answer = pageOf(
    rows,
    page.limit,
    (run) => run,
    (run) => [run.day, run.id],
  );
  return jsonAnswer(answer, { headers: PUBLIC_CACHE_HEADERS });
}
