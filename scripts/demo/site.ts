import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Child, startChild, waitUntilReady } from "../services/child.ts";
import { projectRoot } from "../services/place.ts";
import { freePort } from "../services/ports.ts";
import { watchOver } from "./alive.ts";
import type { RunFile } from "./run-file.ts";
import { runToEnd } from "./run-to-end.ts";
import type { Database } from "./services.ts";
import { type DemoSettings, demoSecrets } from "./settings.ts";

type Variables = Record<string, string>;

/** Runs a TypeScript file of this project as a program of its own. */
function program(name: string, file: string, settings: DemoSettings, env: Variables) {
  return {
    name,
    command: process.execPath,
    args: ["--import", "tsx", file],
    logFile: join(settings.dataDir, "logs", `${name}.log`),
    env,
    cwd: projectRoot,
  };
}

/** Starts a program, waits until it says so in its log (or answers), and watches over it from then on. */
async function startProgram(
  options: ReturnType<typeof program>,
  runFile: RunFile,
  ready: (log: string) => Promise<boolean>,
): Promise<Child> {
  const before = readLog(options.logFile).length;
  const child = watchOver(startChild(options));
  runFile.add(child);
  await waitUntilReady(child, () => ready(readLog(options.logFile).slice(before)), 120_000);
  return child;
}

function readLog(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}

export interface Sandbox {
  url: string;
  smtpUrl: string;
}

/** The payment sandbox; its port is kept with its state, so that orders made earlier still lead to it. */
export async function startSandbox(settings: DemoSettings, runFile: RunFile): Promise<Sandbox> {
  const env = { DATA_DIR: settings.dataDir, SITE_URL: settings.url };
  await startProgram(program("sandbox", "scripts/sandbox/index.ts", settings, env), runFile, async (log) =>
    log.includes("sandbox ready: "),
  );
  return JSON.parse(readFileSync(join(settings.dataDir, "sandbox/keys.json"), "utf8"));
}

/** What the site, the workers and the seed read: .env.example explains every variable. */
export function siteVariables(
  settings: DemoSettings,
  database: Database,
  redisUrl: string,
  sandbox: Sandbox,
): Variables {
  const secrets = demoSecrets(settings.dataDir);
  return {
    NODE_ENV: "production",
    HOST: settings.host,
    PORT: String(settings.port),
    PUBLIC_URL: settings.url,
    DATABASE_URL: database.applicationUrl,
    REDIS_URL: redisUrl,
    SESSION_SECRET: secrets.sessionSecret,
    CREDENTIAL_KEYS: secrets.credentialKeys,
    METRICS_TOKEN: secrets.metricsToken,
    DEPLOYMENT_MODE: process.env.DEPLOYMENT_MODE || "designated-platform",
    DEMO: "1",
    SANDBOX_URL: sandbox.url,
    DATA_DIR: settings.dataDir,
    SMTP_URL: sandbox.smtpUrl,
    MAIL_FROM: "明善 <noreply@mingshan.example>",
    LOG_LEVEL: process.env.LOG_LEVEL || "info",
  };
}

export function migrate(settings: DemoSettings, database: Database): Promise<void> {
  return runToEnd(
    program("migrate", "scripts/migrate.ts", settings, {
      DATABASE_URL: database.applicationUrl,
      MIGRATION_DATABASE_URL: database.ownerUrl,
    }),
  );
}

export function seed(settings: DemoSettings, database: Database, variables: Variables): Promise<void> {
  return runToEnd(
    program("seed", "prisma/seed.ts", settings, { ...variables, MIGRATION_DATABASE_URL: database.ownerUrl }),
  );
}

export async function startWeb(
  settings: DemoSettings,
  runFile: RunFile,
  variables: Variables,
): Promise<void> {
  await startProgram(program("web", "app/server.ts", settings, variables), runFile, () =>
    answersReady(settings.port),
  );
}

export async function startWorker(
  settings: DemoSettings,
  runFile: RunFile,
  variables: Variables,
): Promise<void> {
  // The worker serves nothing; should it want a port of its own for metrics, it must not be the site's.
  const env = { ...variables, PORT: String(await freePort()) };
  await startProgram(program("worker", "workers/index.ts", settings, env), runFile, async (log) =>
    log.includes("worker ready"),
  );
}

async function answersReady(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(5_000) });
    return answer.status === 200;
  } catch {
    return false;
  }
}
