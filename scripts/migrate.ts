// npm run migrate                  applies the migrations that are missing
// npm run migrate -- create NAME   writes prisma/migrations/<time>_<name>/migration.sql from schema.prisma
// npm run migrate -- check         fails when schema.prisma and the migrations disagree
// MIGRATION_DATABASE_URL names the database and its owner; without it the embedded PostgreSQL of DATA_DIR is used.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import {
  applyMigrations,
  differenceSql,
  historyProblems,
  lockfileText,
  migrationsFolder,
} from "./migrations/engine.ts";
import { Failure, reportFailure } from "./services/failure.ts";
import { withOwnerUrl, withScratchUrl } from "./services/owner-url.ts";
import { projectRoot } from "./services/place.ts";

async function apply(ownerUrl: string): Promise<void> {
  const problems = await historyProblems(ownerUrl);
  if (problems.length > 0) throw new Failure(problems.join("; "));
  const names = await applyMigrations(ownerUrl);
  for (const name of names) console.log(`applied ${name}`);
  console.log(names.length === 0 ? "nothing to apply" : `${names.length} applied`);
}

async function create(ownerUrl: string, name: string | undefined): Promise<void> {
  if (!name || !/^[a-z][a-z0-9_-]*$/.test(name))
    throw new Failure("name the migration: npm run migrate -- create add_something");
  const sql = await differenceSql(ownerUrl);
  if (sql === "") {
    console.log("schema.prisma and the migrations agree: nothing to write");
    return;
  }
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = join(migrationsFolder, `${stamp}_${name.replaceAll("-", "_")}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "migration.sql"), sql);
  const lockfile = join(migrationsFolder, "migration_lock.toml");
  if (!existsSync(lockfile)) writeFileSync(lockfile, lockfileText);
  console.log(
    `wrote ${relative(projectRoot, folder)}/migration.sql: read it and add triggers, grants and partial indexes by hand`,
  );
}

async function check(ownerUrl: string): Promise<void> {
  const sql = await differenceSql(ownerUrl);
  if (sql !== "")
    throw new Failure(`schema.prisma and the migrations disagree; this would bring them together:\n${sql}`);
  console.log("schema.prisma and the migrations agree");
}

const [command = "apply", name] = process.argv.slice(2);
try {
  if (command === "apply") await withOwnerUrl(apply);
  else if (command === "create") await withScratchUrl((url) => create(url, name));
  else if (command === "check") await withScratchUrl(check);
  else throw new Failure(`there is no "${command}": use apply, create NAME or check`);
} catch (error) {
  reportFailure("migrate", error);
}
// The engine's unused lock timeout (10 s) would keep the process alive.
process.exit();
