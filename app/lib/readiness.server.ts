import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import { db } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";

const ANSWER_MS = 2_000;
const REDIS_ANSWER_MS = 500;

export type Readiness = { ok: true; degraded: "redis"[] } | { ok: false; reason: "database" | "migrations" };

/**
 * Whether this process can serve: PostgreSQL answers and has every migration that this version brings.
 * Without Redis it still can: gifts are confirmed, what follows from them waits.
 */
export async function readReadiness(): Promise<Readiness> {
  const [database, hasRedis] = await Promise.all([databaseState(), redisAnswers()]);
  if (database !== "ready") return { ok: false, reason: database };
  return { ok: true, degraded: hasRedis ? [] : ["redis"] };
}

async function databaseState(): Promise<"ready" | "database" | "migrations"> {
  try {
    return (await withLimit(missingMigrations())).length === 0 ? "ready" : "migrations";
  } catch (error) {
    // 42P01: the table in which Prisma notes its migrations is not there yet.
    return hasCode(error, "42P01") ? "migrations" : "database";
  }
}

async function missingMigrations(): Promise<string[]> {
  const rows = await db.rows<{ name: string }>(
    "select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null",
  );
  const applied = new Set(rows.map(({ name }) => name));
  return shippedMigrations().filter((name) => !applied.has(name));
}

let shipped: string[] | undefined;

/** Processes run in the project's folder, where the migrations lie beside the build. */
function shippedMigrations(): string[] {
  if (!shipped) {
    const folder = join(process.cwd(), "prisma/migrations");
    shipped = readdirSync(folder).filter((name) => existsSync(join(folder, name, "migration.sql")));
  }
  return shipped;
}

async function redisAnswers(): Promise<boolean> {
  const redis = new Redis(env().REDIS_URL, {
    lazyConnect: true,
    connectTimeout: REDIS_ANSWER_MS,
    commandTimeout: REDIS_ANSWER_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let failure: Error | undefined;
  redis.on("error", (error) => {
    failure = error;
  });
  try {
    await redis.connect();
    return (await redis.ping()) === "PONG" && failure === undefined;
  } catch {
    return false; // whatever it was, Redis does not answer
  } finally {
    redis.disconnect();
  }
}

async function withLimit<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("the database does not answer")), ANSWER_MS);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}
