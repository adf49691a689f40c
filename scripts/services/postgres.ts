import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { type Child, startChild, waitUntilReady } from "./child.ts";
import { Failure } from "./failure.ts";
import { type Account, databaseFolder, postgresBinaries, serverAccount } from "./place.ts";
import { freePort } from "./ports.ts";

/** What a cluster remembers between runs (`postgres.json` in its data directory's parent folder). */
interface ClusterNotes {
  port: number;
  superuserPassword: string;
  ownerPassword: string;
  applicationPassword: string;
}

export interface PostgresServer {
  port: number;
  child: Child;
  /** Address of a database for one of the three roles. */
  url(role: "superuser" | "owner" | "application", database?: string): string;
  stop(): Promise<void>;
}

export const databaseName = "mingshan";
/** Owns the schema and runs migrations. */
export const ownerRole = "mingshan_owner";
/** The site and the workers: no DDL, and only the grants that the migrations give. */
export const applicationRole = "mingshan_app";

/** Speed for tests, whose data may be lost with the machine's power; the demo keeps PostgreSQL's own durability. */
const throwawaySettings = [
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  // Tests delete what they wrote: what vacuum frees would be filled out of order, and rows read back so.
  "autovacuum=off",
];

/**
 * Starts the embedded PostgreSQL on a loopback port, making the cluster, both roles and the database at the
 * first start. For development, demo and tests only: production brings its own server.
 */
export async function startPostgres(options: {
  dataDir: string;
  logFile: string;
  throwaway?: boolean;
}): Promise<PostgresServer> {
  const account = serverAccount();
  const binaries = postgresBinaries(account);
  const folder = databaseFolder(options.dataDir, account);
  const notesFile = join(options.dataDir, "postgres.json");
  if (!existsSync(join(folder, "PG_VERSION")) || !existsSync(notesFile)) {
    createCluster(binaries.initdb, folder, notesFile, account);
  }
  stopLeftover(folder, account);
  const notes = readNotes(notesFile);
  const port = await freePort(notes.port || undefined);
  if (port !== notes.port) writeFileSync(notesFile, JSON.stringify({ ...notes, port }), { mode: 0o600 });
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    "shared_buffers=256MB",
    "jit=off",
    "max_wal_size=2GB",
    "timezone=UTC",
    "log_timezone=UTC",
    ...(options.throwaway ? throwawaySettings : []),
  ];
  const child = startChild({
    name: "PostgreSQL",
    command: binaries.postgres,
    args: ["-D", folder, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])],
    logFile: options.logFile,
    user: account,
    cwd: "/",
    env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
    stopSignal: "SIGINT",
  });
  const url: PostgresServer["url"] = (role, database = databaseName) => address(notes, port, role, database);
  await waitUntilReady(child, () => answers(url("superuser", "postgres")), 60_000);
  await createRolesAndDatabase(url("superuser", "postgres"), url("superuser"), notes);
  return { port, child, url, stop: () => child.stop(20_000) };
}

function readNotes(file: string): ClusterNotes {
  return JSON.parse(readFileSync(file, "utf8"));
}

function address(notes: ClusterNotes, port: number, role: string, database: string): string {
  const [user, password] =
    role === "superuser"
      ? ["postgres", notes.superuserPassword]
      : role === "owner"
        ? [ownerRole, notes.ownerPassword]
        : [applicationRole, notes.applicationPassword];
  return `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`;
}

function createCluster(
  initdb: string,
  folder: string,
  notesFile: string,
  account: Account | undefined,
): void {
  rmSync(folder, { recursive: true, force: true });
  const secret = () => randomBytes(18).toString("hex");
  const notes: ClusterNotes = {
    port: 0,
    superuserPassword: secret(),
    ownerPassword: secret(),
    applicationPassword: secret(),
  };
  const temporary = mkdtempSync(join(tmpdir(), "mingshan-initdb-"));
  const passwordFile = join(temporary, "password");
  writeFileSync(passwordFile, `${notes.superuserPassword}\n`, { mode: 0o600 });
  if (account) for (const path of [temporary, passwordFile]) chownSync(path, account.uid, account.gid);
  makeEmptyFolder(folder, account);
  try {
    const result = spawnSync(
      initdb,
      [
        `--pgdata=${folder}`,
        "--username=postgres",
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-sync",
      ],
      { encoding: "utf8", cwd: "/", env: { ...process.env, LC_ALL: "C", TZ: "UTC" }, ...account },
    );
    if (result.status !== 0)
      throw new Failure(
        `PostgreSQL's initdb failed in ${folder}: ${(result.stderr || result.error?.message || "").trim()}`,
      );
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  writeFileSync(notesFile, JSON.stringify(notes), { mode: 0o600 });
}

function makeEmptyFolder(folder: string, account: Account | undefined): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account) chownSync(folder, account.uid, account.gid);
}

/** A server left over from a run that was killed still holds the data directory: end it, it loses nothing. */
function stopLeftover(folder: string, account: Account | undefined): void {
  const pidFile = join(folder, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  const commandLine = `/proc/${pid}/cmdline`;
  if (!existsSync(commandLine) || !readFileSync(commandLine, "utf8").split("\0").includes(folder)) return;
  const pgCtl = join(postgresBinaries(account).postgres, "..", "pg_ctl");
  spawnSync(pgCtl, ["stop", "-D", folder, "-m", "fast", "-w", "-t", "20"], { ...account, cwd: "/" });
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}

async function createRolesAndDatabase(
  adminUrl: string,
  databaseUrl: string,
  notes: ClusterNotes,
): Promise<void> {
  const ready = await withClient(adminUrl, async (admin) => {
    const existing = await admin.query("select 1 from pg_database where datname = $1", [databaseName]);
    if (existing.rowCount) return true;
    // CREATEDB: comparing schema and migrations needs a scratch database.
    await createRole(admin, ownerRole, `createdb password '${notes.ownerPassword}'`);
    await createRole(admin, applicationRole, `password '${notes.applicationPassword}'`);
    return false;
  });
  if (!ready) await recreateDatabase(adminUrl, databaseUrl, databaseName);
}

/** A first start that was killed may have made the role already. */
async function createRole(admin: pg.Client, role: string, options: string): Promise<void> {
  const existing = await admin.query("select 1 from pg_roles where rolname = $1", [role]);
  await admin.query(`${existing.rowCount ? "alter" : "create"} role ${role} login ${options}`);
}

/** Makes the database anew: empty, owned by the owner role, the application's role a guest. */
export async function recreateDatabase(
  adminUrl: string,
  databaseUrl: string,
  database: string,
): Promise<void> {
  await withClient(adminUrl, async (admin) => {
    await admin.query(`drop database if exists ${database} with (force)`);
    await admin.query(`create database ${database} owner ${ownerRole}`);
  });
  await withClient(databaseUrl, async (inside) => {
    await inside.query(`alter schema public owner to ${ownerRole}`);
    await inside.query("revoke create on schema public from public");
    await inside.query(`grant usage on schema public to ${applicationRole}`);
  });
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** The address of the cluster of `dataDir` for a role, when it runs already. */
export async function runningPostgresUrl(
  dataDir: string,
  role: "superuser" | "owner" | "application",
): Promise<string | undefined> {
  const notesFile = join(dataDir, "postgres.json");
  if (!existsSync(notesFile)) return undefined;
  const notes = readNotes(notesFile);
  const url = address(notes, notes.port, role, databaseName);
  return notes.port && (await answers(url)) ? url : undefined;
}
