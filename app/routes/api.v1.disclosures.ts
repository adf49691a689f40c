import type { LoaderFunctionArgs } from "@remix-run/node";
import { readDisclosurePage, shapeDisclosure } from "#app/features/disclosures/disclosure-api.server.ts";
import { listDisclosures } from "#app/features/disclosures/queries.server.ts";
import { pageOf } from "#app/lib/api-page.server.ts";
import { PUBLIC_CACHE_HEADERS } from "#app/lib/cache-headers.ts";
import { jsonAnswer } from "#app/lib/json-answer.server.ts";
import { pageProblem } from "#app/lib/problem.server.ts";

/** GET /api/v1/disclosures?organization= */
export async function loader({ request }: LoaderFunctionArgs) {
  const page = readDisclosurePage(new URL(request.url));
  if (!page.ok) return pageProblem(request, page.refusals);
  const rows = await listDisclosures({ ...page.query, limit: page.limit + 1 });
  const answer = pageOf(rows, page.limit, shapeDisclosure, (task) => [task.dueOn, task.id]);
  return jsonAnswer(answer, { headers: PUBLIC_CACHE_HEADERS });
}
