import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { migrationsFolder } from "#scripts/migrations/engine.ts";
import {
  databaseFolder,
  projectRoot,
  removeDatabaseFolder,
  serverAccount,
  temporaryFolder,
} from "#scripts/services/place.ts";
import { databaseName, startPostgres } from "#scripts/services/postgres.ts";
import { startRedis } from "#scripts/services/redis.ts";

declare module "vitest" {
  interface ProvidedContext {
    services: {
      /** Addresses without a database's name at the end. */
      superuserUrl: string;
      ownerUrl: string;
      applicationUrl: string;
      template: string;
      redisUrl: string;
    };
  }
}

const cacheFolder = join(projectRoot, ".cache");

/**
 * Every run has a PostgreSQL and a Redis of its own, so runs side by side do not meet. The cluster with the
 * migrated template is made once for each state of the migrations and copied from .cache (0.3 s).
 */
export default async function startServices(project: TestProject): Promise<() => Promise<void>> {
  runScript("scripts/generate-prisma-client.mjs");
  const cluster = await preparedCluster();
  const folder = temporaryFolder("test");
  copyCluster(cluster, folder);
  const postgres = await startPostgres({
    dataDir: folder,
    logFile: join(folder, "postgres.log"),
    throwaway: true,
  });
  const redis = await startRedis({ dataDir: folder, logFile: join(folder, "redis.log") });
  project.provide("services", {
    superuserUrl: postgres.url("superuser", ""),
    ownerUrl: postgres.url("owner", ""),
    applicationUrl: postgres.url("application", ""),
    template: databaseName,
    redisUrl: redis.url,
  });
  return async () => {
    await Promise.all([postgres.stop(), redis.stop()]);
    removeDatabaseFolder(folder);
    rmSync(folder, { recursive: true, force: true });
  };
}

/** The folder in .cache with a stopped cluster whose database has been migrated. */
async function preparedCluster(): Promise<string> {
  const name = `test-cluster-${fingerprint()}`;
  const cluster = join(cacheFolder, name);
  if (existsSync(cluster)) return cluster;
  const folder = temporaryFolder("cluster");
  try {
    const server = await startPostgres({
      dataDir: folder,
      logFile: join(folder, "postgres.log"),
      throwaway: true,
    });
    try {
      runScript("scripts/migrate.ts", { MIGRATION_DATABASE_URL: server.url("owner") });
    } finally {
      await server.stop();
    }
    mkdirSync(cacheFolder, { recursive: true });
    const half = join(cacheFolder, `half-${process.pid}`);
    copyTree(folder, half);
    copyTree(databaseFolder(folder, serverAccount()), join(half, "postgres"));
    for (const old of readdirSync(cacheFolder)) {
      if (old.startsWith("test-cluster-")) rmSync(join(cacheFolder, old), { recursive: true, force: true });
    }
    if (existsSync(cluster))
      rmSync(half, { recursive: true, force: true }); // another run was first
    else renameSync(half, cluster);
  } finally {
    removeDatabaseFolder(folder);
    rmSync(folder, { recursive: true, force: true });
  }
  return cluster;
}

/** Changes with every migration and with what makes the cluster. */
function fingerprint(): string {
  const hash = createHash("sha256");
  for (const entry of readdirSync(migrationsFolder, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )) {
    hash.update(entry.name).update(readFileSync(join(migrationsFolder, entry.name, "migration.sql")));
  }
  for (const file of ["scripts/services/postgres.ts", "scripts/migrations/engine.ts"])
    hash.update(readFileSync(join(projectRoot, file)));
  return hash.digest("hex").slice(0, 16);
}

function copyCluster(cluster: string, folder: string): void {
  const account = serverAccount();
  const target = databaseFolder(folder, account);
  copyTree(join(cluster, "postgres"), target);
  copyTree(join(cluster, "postgres.json"), join(folder, "postgres.json"));
  if (account) spawnSync("chown", ["-R", `${account.uid}:${account.gid}`, target]);
}

function copyTree(from: string, to: string): void {
  const result = spawnSync("cp", ["-a", "-T", from, to], { encoding: "utf8" });
  if (result.status !== 0) throw new Error(`cp ${from} ${to}: ${result.stderr}`);
}

function runScript(script: string, variables: Record<string, string> = {}): void {
  const result = spawnSync(process.execPath, ["--import", "tsx", script], {
    cwd: projectRoot,
    encoding: "utf8",
    env: { ...process.env, ...variables },
  });
  if (result.status !== 0) throw new Error(`${script} failed: ${result.stdout}${result.stderr}`);
}
