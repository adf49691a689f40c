import { apiDocument } from "#app/features/open-data/openapi.ts";
import { PUBLIC_CACHE_HEADERS } from "#app/lib/cache-headers.ts";
import { env } from "#app/lib/env.server.ts";
import { jsonAnswer } from "#app/lib/json-answer.server.ts";

/** The OpenAPI 3.1 description of /api/v1. */
export function loader() {
  return jsonAnswer(apiDocument(env().PUBLIC_URL), { headers: PUBLIC_CACHE_HEADERS });
}
