import { join } from "node:path";
import { Redis } from "ioredis";
import pg from "pg";
import { Failure } from "../services/failure.ts";
import { ensureSystemPackages } from "../services/packages.ts";
import { databaseName, recreateDatabase, startPostgres } from "../services/postgres.ts";
import { startRedis } from "../services/redis.ts";
import { watchOver } from "./alive.ts";
import { say } from "./progress.ts";
import type { RunFile } from "./run-file.ts";
import type { DemoSettings } from "./settings.ts";

export interface Database {
  applicationUrl: string;
  ownerUrl: string;
  /** Throws everything away; undefined for a server that is not ours. */
  recreate: (() => Promise<void>) | undefined;
}

/** The database of DATABASE_URL, which must answer; else the embedded PostgreSQL. */
export async function openDatabase(settings: DemoSettings, runFile: RunFile): Promise<Database> {
  const { databaseUrl, migrationDatabaseUrl, dataDir } = settings;
  if (databaseUrl && migrationDatabaseUrl) {
    await requireDatabase("DATABASE_URL", databaseUrl);
    await requireDatabase("MIGRATION_DATABASE_URL", migrationDatabaseUrl);
    say(`PostgreSQL: using ${new URL(databaseUrl).host}`);
    return { applicationUrl: databaseUrl, ownerUrl: migrationDatabaseUrl, recreate: undefined };
  }
  const server = await startPostgres({ dataDir, logFile: join(dataDir, "logs/postgres.log") });
  watchOver(server.child);
  runFile.add(server.child);
  say(`PostgreSQL runs on 127.0.0.1:${server.port}`);
  return {
    applicationUrl: server.url("application"),
    ownerUrl: server.url("owner"),
    recreate: () =>
      recreateDatabase(server.url("superuser", "postgres"), server.url("superuser"), databaseName),
  };
}

async function requireDatabase(name: string, url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await client.end();
  } catch (error) {
    throw new Failure(`${name}: no database answers at ${new URL(url).host}: ${reason(error)}`);
  }
}

/** Before anything is started: installing takes its time, and a missing tool is told at once. */
export function ensureTools(settings: DemoSettings): void {
  if (!settings.redisUrl) ensureSystemPackages(["redis-server"], say);
}

/** The Redis of REDIS_URL, which must answer; else a private one. */
export async function openRedis(settings: DemoSettings, runFile: RunFile): Promise<string> {
  const { redisUrl, dataDir } = settings;
  if (redisUrl) {
    await requireRedis(redisUrl);
    say(`Redis: using ${new URL(redisUrl).host}`);
    return redisUrl;
  }
  const server = await startRedis({ dataDir, logFile: join(dataDir, "logs/redis.log") });
  watchOver(server.child);
  runFile.add(server.child);
  say(`Redis runs on 127.0.0.1:${server.port}`);
  return server.url;
}

async function requireRedis(url: string): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, connectTimeout: 5_000, retryStrategy: () => null });
  const heard: unknown[] = [];
  client.on("error", (error) => heard.push(error));
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    throw new Failure(`REDIS_URL: no Redis answers at ${new URL(url).host}: ${reason(heard[0] ?? error)}`);
  } finally {
    client.disconnect();
  }
}

function reason(error: unknown): string {
  if (error instanceof AggregateError) return reason(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
