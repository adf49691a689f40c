import { jsonAnswer } from "#app/lib/json-answer.server.ts";
import { readReadiness } from "#app/lib/readiness.server.ts";

/** 503 without PostgreSQL or with migrations missing; without Redis 200 and degraded. */
export async function loader() {
  const readiness = await readReadiness();
  const headers = { "Cache-Control": "no-store" };
  if (!readiness.ok)
    return jsonAnswer({ status: "unavailable", reason: readiness.reason }, { status: 503, headers });
  return jsonAnswer({ status: "ready", degraded: readiness.degraded }, { headers });
}
