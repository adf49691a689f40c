import { fetchStatements } from "#app/features/reconciliation/fetch-statements.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Fetches what providers and banks have published since the last time. */
export const fetchStatementsJob: Handler<"fetch-statements"> = async (_payload, { now }) => {
  await fetchStatements(now);
};
