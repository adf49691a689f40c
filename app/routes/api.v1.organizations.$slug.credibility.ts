import type { LoaderFunctionArgs } from "@remix-run/node";
import { loadReport, reportJson } from "#app/features/credibility/load-report.server.ts";
import { PUBLIC_CACHE_HEADERS } from "#app/lib/cache-headers.ts";
import { jsonAnswer } from "#app/lib/json-answer.server.ts";
import { problem } from "#app/lib/problem.server.ts";

/** GET /api/v1/organizations/{slug}/credibility: the newest report; 404 before the first. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  try {
    const { view } = await loadReport(params.slug, new Date());
    if (!view) return problem(request, "not-found");
    return jsonAnswer(reportJson(view), { headers: PUBLIC_CACHE_HEADERS });
  } catch (error) {
    if (error instanceof Response && error.status === 404) return problem(request, "not-found");
    throw error;
  }
}
