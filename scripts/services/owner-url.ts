import { rmSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "./failure.ts";
import { dataDirectory, removeDatabaseFolder, temporaryFolder } from "./place.ts";
import { runningPostgresUrl, startPostgres } from "./postgres.ts";

/** MIGRATION_DATABASE_URL, which a DATABASE_URL needs beside it: the application's role may not change the schema. */
function configuredOwnerUrl(): string | undefined {
  const configured = process.env.MIGRATION_DATABASE_URL;
  if (configured) return configured;
  if (process.env.DATABASE_URL)
    throw new Failure(
      "MIGRATION_DATABASE_URL is missing: DATABASE_URL is the application's role, which may not change the schema",
    );
  return undefined;
}

/**
 * Gives the owner's address of the database to migrate: MIGRATION_DATABASE_URL; else the embedded PostgreSQL of
 * DATA_DIR, which is started for as long as `use` takes where no demo has it running.
 */
export async function withOwnerUrl(use: (ownerUrl: string) => Promise<void>): Promise<void> {
  const dataDir = dataDirectory();
  const ready = configuredOwnerUrl() ?? (await runningPostgresUrl(dataDir, "owner"));
  if (ready) return use(ready);
  const server = await startPostgres({ dataDir, logFile: join(dataDir, "logs/postgres.log") });
  try {
    await use(server.url("owner"));
  } finally {
    await server.stop();
  }
}

/** Gives an owner who may create scratch databases: MIGRATION_DATABASE_URL, else a throwaway server. */
export async function withScratchUrl(use: (ownerUrl: string) => Promise<void>): Promise<void> {
  const ready = configuredOwnerUrl();
  if (ready) return use(ready);
  const folder = temporaryFolder("scratch");
  try {
    const server = await startPostgres({
      dataDir: folder,
      logFile: join(folder, "postgres.log"),
      throwaway: true,
    });
    try {
      await use(server.url("owner"));
    } finally {
      await server.stop();
    }
  } finally {
    removeDatabaseFolder(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}
