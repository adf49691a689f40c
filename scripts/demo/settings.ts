import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../services/failure.ts";
import { dataDirectory, projectRoot, removeDatabaseFolder } from "../services/place.ts";

export interface DemoSettings {
  dataDir: string;
  port: number;
  host: string;
  /** What the demo prints and people open. */
  url: string;
  /** Addresses of servers that somebody else runs, where given. */
  databaseUrl: string | undefined;
  migrationDatabaseUrl: string | undefined;
  redisUrl: string | undefined;
}

/** Reads what may be set for the demo; a wrong variable is one clear line. */
export function demoSettings(): DemoSettings {
  const { DATABASE_URL, MIGRATION_DATABASE_URL, REDIS_URL, HOST, PORT, PUBLIC_URL } = process.env;
  const port = Number(PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Failure(`PORT must be a number from 1 to 65535, not "${PORT}"`);
  if (DATABASE_URL && !MIGRATION_DATABASE_URL)
    throw new Failure("DATABASE_URL is set but MIGRATION_DATABASE_URL (the owner of the tables) is missing");
  if (MIGRATION_DATABASE_URL && !DATABASE_URL)
    throw new Failure("MIGRATION_DATABASE_URL is set but DATABASE_URL (the application's role) is missing");
  for (const [name, value] of Object.entries({ DATABASE_URL, MIGRATION_DATABASE_URL }))
    requireUrl(name, value, ["postgres:", "postgresql:"]);
  requireUrl("REDIS_URL", REDIS_URL, ["redis:", "rediss:"]);
  requireUrl("PUBLIC_URL", PUBLIC_URL, ["http:", "https:"]);
  return {
    dataDir: dataDirectory(),
    port,
    host: HOST || "127.0.0.1",
    url: (PUBLIC_URL || `http://127.0.0.1:${port}`).replace(/\/+$/, ""),
    databaseUrl: DATABASE_URL || undefined,
    migrationDatabaseUrl: MIGRATION_DATABASE_URL || undefined,
    redisUrl: REDIS_URL || undefined,
  };
}

function requireUrl(name: string, value: string | undefined, protocols: string[]): void {
  if (!value) return;
  if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol)) {
    throw new Failure(
      `${name} must be an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
    );
  }
}

const marker = "mingshan-demo";

/** A folder of somebody else's is neither used nor emptied. */
function requireOurs(dataDir: string): void {
  const ours = dataDir === join(projectRoot, ".data") || existsSync(join(dataDir, marker));
  if (ours || !existsSync(dataDir) || readdirSync(dataDir).length === 0) return;
  throw new Failure(`DATA_DIR ${dataDir} holds files that are not a demo's; choose another folder`);
}

/** Makes the data folder, which carries a mark. */
export function openDataFolder(dataDir: string): void {
  requireOurs(dataDir);
  mkdirSync(join(dataDir, "logs"), { recursive: true });
  writeFileSync(
    join(dataDir, marker),
    "npm run demo keeps its data here; npm run demo -- --reset removes it\n",
  );
}

/** Removes everything the demo keeps, the database included. */
export function resetDataFolder(dataDir: string): void {
  if (!existsSync(dataDir)) return;
  requireOurs(dataDir);
  removeDatabaseFolder(dataDir);
  for (const name of readdirSync(dataDir)) rmSync(join(dataDir, name), { recursive: true, force: true });
}

interface DemoSecrets {
  sessionSecret: string;
  credentialKeys: string;
  metricsToken: string;
}

/** Secrets are made once and kept: sessions and sealed credentials must outlive a restart. */
export function demoSecrets(dataDir: string): DemoSecrets {
  const file = join(dataDir, "demo-secrets.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const secrets: DemoSecrets = {
    sessionSecret: randomBytes(36).toString("base64url"),
    credentialKeys: `demo1:${randomBytes(32).toString("base64")}`,
    metricsToken: randomBytes(18).toString("base64url"),
  };
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}
