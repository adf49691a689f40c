import { settleFundFilings } from "#app/features/funds/filings/cover-funds.server.ts";
import { db } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import type { Handler } from "#workers/job-context.ts";

/** After midnight: a fund whose filing was followed by the next says so. Giving itself reads the days. */
export const settleFilingsJob: Handler<"settle-filings"> = async (_payload, { log, now }) => {
  const changed = await settleFundFilings(db, null, shanghaiDay(now));
  if (changed > 0) log.info({ changed }, "funds show the filing of today");
};
