import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { lastLines } from "../services/child.ts";
import { Failure, reportFailure } from "../services/failure.ts";
import { projectRoot } from "../services/place.ts";
import { portIsFree } from "../services/ports.ts";
import { alive, stopAll } from "./alive.ts";
import { buildSite } from "./build-site.ts";
import { say, withHeartbeat } from "./progress.ts";
import { RunFile } from "./run-file.ts";
import { type Database, ensureTools, openDatabase, openRedis } from "./services.ts";
import { type DemoSettings, demoSettings, openDataFolder, resetDataFolder } from "./settings.ts";
import { migrate, type Sandbox, seed, siteVariables, startSandbox, startWeb, startWorker } from "./site.ts";

/** Starts everything, prints `ready: …` last and then stays until it is told to stop or a part of it dies. */
export async function runDemo(options: { reset: boolean }): Promise<void> {
  let runFile: RunFile | undefined;
  const stopping = new AbortController();
  listenForStop(stopping);
  try {
    const settings = demoSettings();
    runFile = await claimPlace(settings, options.reset);
    await Promise.race([startEverything(settings, runFile), aborted(stopping.signal)]);
    if (!stopping.signal.aborted) {
      say(
        `the site, its workers and the sandbox are up; logs are in ${join(settings.dataDir, "logs")}, accounts in ${join(settings.dataDir, "demo.json")}`,
      );
      process.stdout.write(`ready: http://127.0.0.1:${settings.port}\n`);
      await Promise.race([aDeath(stopping.signal), aborted(stopping.signal)]);
    }
  } catch (error) {
    if (!stopping.signal.aborted) reportFailure("demo", error);
  }
  stopping.abort();
  await stopAll(10_000);
  runFile?.release();
  process.exit();
}

async function claimPlace(settings: DemoSettings, reset: boolean): Promise<RunFile> {
  if (reset && settings.databaseUrl)
    throw new Failure("--reset does not empty the database that DATABASE_URL names: empty it yourself");
  openDataFolder(settings.dataDir);
  const runFile = new RunFile(settings.dataDir);
  await runFile.claim();
  if (!(await portIsFree(settings.port, settings.host))) {
    runFile.release();
    throw new Failure(
      `port ${settings.port} is taken; stop what uses it, or choose another one: PORT=3001 npm run demo`,
    );
  }
  if (reset) {
    resetDataFolder(settings.dataDir);
    openDataFolder(settings.dataDir);
    await runFile.claim();
    say("the old data is gone");
  }
  return runFile;
}

async function startEverything(settings: DemoSettings, runFile: RunFile): Promise<void> {
  ensureTools(settings);
  const [database, redisUrl] = await both(openDatabase(settings, runFile), openRedis(settings, runFile));
  generateClient();
  await migrate(settings, database);
  say("database is migrated");
  const built = withHeartbeat("building the site", buildSite(join(settings.dataDir, "logs/build.log"))).then(
    say,
  );
  const prepared = prepareData(settings, runFile, database, redisUrl);
  const [, variables] = await both(built, prepared);
  await both(startWeb(settings, runFile, variables), startWorker(settings, runFile, variables));
  writeDemoFile(settings, variables.SANDBOX_URL ?? "");
}

/** Waits for both even when one fails, so that nothing starts behind the back of what stops everything. */
async function both<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  const [a, b] = await Promise.allSettled([first, second]);
  if (a.status === "rejected") throw a.reason;
  if (b.status === "rejected") throw b.reason;
  return [a.value, b.value];
}

function generateClient(): void {
  const result = spawnSync(process.execPath, ["scripts/generate-prisma-client.mjs"], {
    cwd: projectRoot,
    encoding: "utf8",
  });
  if (result.status !== 0)
    throw new Failure(`the Prisma client could not be generated:\n${result.stderr.trim()}`);
}

async function prepareData(settings: DemoSettings, runFile: RunFile, database: Database, redisUrl: string) {
  const sandbox: Sandbox = await startSandbox(settings, runFile);
  say(`payment sandbox runs on ${sandbox.url}`);
  const variables = siteVariables(settings, database, redisUrl, sandbox);
  if (existsSync(seedFile(settings))) say("data is there already");
  else await seedEmptyDatabase(settings, database, variables);
  return variables;
}

const seedFile = (settings: DemoSettings) => join(settings.dataDir, "seed.json");

/** The seed writes seed.json last: without it, what the database holds is a seed that was cut off. */
async function seedEmptyDatabase(
  settings: DemoSettings,
  database: Database,
  variables: Record<string, string>,
): Promise<void> {
  if (!(await isEmpty(database.ownerUrl))) {
    if (!database.recreate)
      throw new Failure(
        "the database that DATABASE_URL names holds data that this demo did not make; give it an empty one",
      );
    say("an earlier start was cut off while filling the database: beginning anew");
    await database.recreate();
    await migrate(settings, database);
  }
  await withHeartbeat("filling the database", seed(settings, database, variables));
  if (!existsSync(seedFile(settings))) throw new Failure("the seed ended without writing seed.json");
  say("database is filled with invented charities and gifts");
}

/** Accounts of the ledger come first in every seed. */
async function isEmpty(ownerUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select (xpath('/row/filled/text()', query_to_xml(format('select exists (select 1 from %s) as filled', c.oid::regclass), false, true, '')))[1]::text as filled
         from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname in ('organization', 'user', 'account', 'fund')`,
    );
    return rows.every(({ filled }) => filled === "false");
  } finally {
    await client.end();
  }
}

function writeDemoFile(settings: DemoSettings, sandboxUrl: string): void {
  const seeded = JSON.parse(readFileSync(seedFile(settings), "utf8"));
  const { users = [], apiKeys = [], guide = {} } = seeded;
  const demo = { url: settings.url, sandboxUrl, users, apiKeys, guide };
  writeFileSync(join(settings.dataDir, "demo.json"), `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
}

/** Throws when a part ends by itself: half a demo is worse than none. */
async function aDeath(stopped: AbortSignal): Promise<never> {
  const child = await Promise.race([...alive].map((one) => one.ended.then(() => one)));
  if (stopped.aborted) return new Promise(() => undefined);
  throw new Failure(`${child.name} ended by itself; ${child.logFile} says:\n${lastLines(child.logFile)}`);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** Ctrl-C and SIGTERM stop politely, a second one at once. So does the death of the npm that started us. */
function listenForStop(stopping: AbortController): void {
  let asked = 0;
  const stop = () => {
    asked += 1;
    if (asked === 1) process.stdout.write("\nstopping\n");
    if (asked > 1) for (const child of alive) child.stop(0);
    stopping.abort();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  const parent = process.ppid;
  if (!process.env.npm_lifecycle_event) return;
  const watch = setInterval(() => {
    if (process.ppid === parent || stopping.signal.aborted) return;
    clearInterval(watch);
    stop();
  }, 200);
  watch.unref();
}
