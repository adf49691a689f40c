import { settleStatements } from "#app/features/consumption/statements/settle-statements.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Statements go on as the gifts that pay them do. */
export const settleStatementsJob: Handler<"settle-statements"> = async (_payload, { log, now }) => {
  const changed = await settleStatements(now);
  if (changed > 0) log.info({ changed }, "statements went on as their gifts did");
};
