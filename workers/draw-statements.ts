import { drawDueStatements } from "#app/features/consumption/statements/draw-statements.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Where goods can no longer come back and the days are posted, the enterprise gets its month's statement. */
export const drawStatementsJob: Handler<"draw-statements"> = async (_payload, { log, now, signal }) => {
  const { drawn } = await drawDueStatements(now, { signal });
  if (drawn > 0) log.info({ drawn }, "statements were drawn");
};
