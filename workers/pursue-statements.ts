import { pursueStatements } from "#app/features/consumption/statements/pursue-statements.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** What the passing of days does to statements: silence, reminders, badges. */
export const pursueStatementsJob: Handler<"pursue-statements"> = async (_payload, { log, now }) => {
  const done = await pursueStatements(now);
  if (Object.values(done).some((count) => count > 0)) log.info(done, "statements were pursued");
};
