import "#app/lib/require-env.server.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { couldChange } from "#app/lib/database-role.server.ts";
import { closeDatabase } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { log } from "#app/lib/log.server.ts";
import { handlers } from "#workers/handlers.ts";
import { scheduleFor } from "#workers/schedule.ts";
import { startWorker } from "#workers/start-worker.ts";

/** Longer than any job needs to reach its next step; what is still running then is repeated by the next process. */
const SHUTDOWN_MS = 30_000;

if (await couldChangeLedger()) {
  process.stderr.write(
    "DATABASE_URL may change the ledger: use the application's role, not the owner (see .env.example)\n",
  );
  process.exit(1);
}
const worker = startWorker({
  handlers,
  schedule: scheduleFor({ isDemo: env().DEMO }),
  redisUrl: env().REDIS_URL,
});
process.stdout.write("worker ready\n");

let isStopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (isStopping) return;
    isStopping = true;
    void shutDown();
  });
}

async function shutDown(): Promise<void> {
  // When Redis is stopped in the same breath, Bull drops promises that nobody can hear any more.
  process.on("unhandledRejection", (reason) => log.debug({ err: reason }, "while stopping"));
  setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
  await worker.stop();
  await closeDatabase();
  process.exit(0);
}

/** A database that is not there yet is waited for: processes of one machine start in any order. */
async function couldChangeLedger(): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await couldChange("transfer");
    } catch (error) {
      if (tries === 1) log.warn({ err: error }, "waiting for the database");
      await sleep(Math.min(tries * 500, 5_000));
    }
  }
}
