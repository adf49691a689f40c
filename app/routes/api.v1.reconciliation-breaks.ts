import type { LoaderFunctionArgs } from "@remix-run/node";
import { readDayPage } from "#app/features/reconciliation/api-pages.server.ts";
import { listPublicBreaks } from "#app/features/reconciliation/public-queries.server.ts";
import { pageOf } from "#app/lib/api-page.server.ts";
import { PUBLIC_CACHE_HEADERS } from "#app/lib/cache-headers.ts";
import { jsonAnswer } from "#app/lib/json-answer.server.ts";
import { pageProblem } from "#app/lib/problem.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";

/** GET /api/v1/reconciliation-breaks?organization= */
export async function loader({ request }: LoaderFunctionArgs) {
  const page = readDayPage(new URL(request.url));
  if (!page.ok) return pageProblem(request, page.refusals);
  const rows = await listPublicBreaks({ ...page.query, limit: page.limit + 1 }, shanghaiDay(new Date()));
  const answer = pageOf(
    rows,
    page.limit,
    (found) => found,
    (found) => [found.day, found.id],
  );
  return jsonAnswer(answer, { headers: PUBLIC_CACHE_HEADERS });
}
