import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
} from "@prisma/driver-adapter-utils";
import * as wasmBindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";
import { Failure } from "../services/failure.ts";
import { projectRoot } from "../services/place.ts";

type SchemaEngine = wasmBindings.SchemaEngine;

export const schemaFile = join(projectRoot, "prisma/schema.prisma");
export const migrationsFolder = join(projectRoot, "prisma/migrations");

export const lockfileText = 'provider = "postgresql"\n';

/** Nothing in the database is managed by somebody else. */
const filters = { externalTables: [], externalEnums: [] };

let bindings: Promise<typeof wasmBindings> | undefined;

/** Prisma's own schema engine, compiled to WebAssembly: it needs no downloaded binary. */
function loadBindings(): Promise<typeof wasmBindings> {
  bindings ??= (async () => {
    const require = createRequire(import.meta.url);
    const wasmFile = join(require.resolve("@prisma/schema-engine-wasm"), "..", "schema_engine_bg.wasm");
    const module = await WebAssembly.compile(readFileSync(wasmFile));
    const instance = await WebAssembly.instantiate(module, { "./schema_engine_bg.js": { ...wasmBindings } });
    wasmBindings.__wbg_set_wasm(instance.exports);
    const start = instance.exports.__wbindgen_start;
    if (typeof start === "function") start();
    return wasmBindings;
  })();
  return bindings;
}

/**
 * Prisma's adapter cuts a script at every semicolon, which tears function bodies ($$ … ; … $$) apart, and drops
 * the scratch database while still connected to it. Here a script goes to the server in one piece (so a failed
 * migration leaves nothing behind), and the scratch database is dropped after its last connection.
 */
class WholeScriptAdapterFactory extends PrismaPg {
  private readonly opened: { dispose(): Promise<void> }[] = [];

  constructor(private readonly connectionString: string) {
    super({ connectionString });
  }

  override async connect() {
    return this.remember(suitEngine(await super.connect()));
  }

  override async connectToShadowDb() {
    const name = `mingshan_scratch_${randomUUID().replaceAll("-", "")}`;
    await runOnce(this.connectionString, `create database "${name}"`);
    const url = new URL(this.connectionString);
    url.pathname = `/${name}`;
    const adapter = suitEngine(await new PrismaPg({ connectionString: url.href }).connect());
    const dispose = adapter.dispose.bind(adapter);
    adapter.dispose = async () => {
      await dispose();
      await runOnce(this.connectionString, `drop database "${name}"`);
    };
    return this.remember(adapter);
  }

  /** Closes what the engine left open: its pools would keep the process alive. */
  async close(): Promise<void> {
    for (const adapter of this.opened) await adapter.dispose();
  }

  private remember<Adapter extends { dispose(): Promise<void> }>(adapter: Adapter): Adapter {
    const dispose = adapter.dispose.bind(adapter);
    let disposed: Promise<void> | undefined;
    adapter.dispose = () => {
      disposed ??= dispose();
      return disposed;
    };
    this.opened.push(adapter);
    return adapter;
  }
}

const charOid = 18;
const charArrayOid = 1002;

/**
 * Sends scripts whole, and teaches the adapter the catalogue's one-byte type "char" (the delete rule of a foreign key), which it
 * refuses to read: such a column passes through it as a "char" array, which no catalogue query has, and is
 * named a single character afterwards.
 */
function suitEngine<Adapter extends SqlDriverAdapter & { underlyingDriver(): unknown }>(
  adapter: Adapter,
): Adapter {
  const pool = adapter.underlyingDriver();
  if (!(pool instanceof pg.Pool)) throw new Error("Prisma's adapter no longer hands out its pool");
  const query = pool.query.bind(pool);
  adapter.executeScript = async (script: string) => {
    await query(script);
  };
  const queryRaw = adapter.queryRaw.bind(adapter);
  Object.assign(pool, {
    query: async (config: pg.QueryArrayConfig) => {
      const result = await query(config);
      for (const field of result.fields) if (field.dataTypeID === charOid) field.dataTypeID = charArrayOid;
      return result;
    },
  });
  adapter.queryRaw = async (statement) => {
    const result = await queryRaw(statement);
    const columnTypes = result.columnTypes.map((type) =>
      type === ColumnTypeEnum.CharacterArray ? ColumnTypeEnum.Character : type,
    );
    return { ...result, columnTypes };
  };
  return adapter;
}

async function runOnce(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function withEngine<T>(
  connectionString: string,
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const { SchemaEngine } = await loadBindings();
  const adapters = new WholeScriptAdapterFactory(connectionString);
  const factory = bindMigrationAwareSqlAdapterFactory(adapters);
  try {
    const engine = await SchemaEngine.new(
      { datamodels: [[schemaFile, readFileSync(schemaFile, "utf8")]] },
      () => undefined,
      factory,
    );
    return await use(engine);
  } catch (error) {
    throw explained(error, (id) => factory.errorRegistry.consumeError(id)?.error);
  } finally {
    await adapters.close();
  }
}

/**
 * The engine's own errors carry a stack of WebAssembly frames, and name what PostgreSQL said by a number only:
 * the answer is in the adapter's registry.
 */
function explained(error: unknown, consume: (id: number) => unknown): unknown {
  if (!(error instanceof Error)) return error;
  const message = error.message.split(/\n\s+0: /)[0] ?? error.message;
  const number = /External error id#(\d+)/.exec(message);
  if (number) {
    const cause = consume(Number(number[1]));
    if (cause instanceof pg.DatabaseError)
      return new Failure(`${message.split("\n")[0]}: ${describe(cause)}`);
    if (cause instanceof Error) return cause;
  }
  return error.name === "SchemaConnectorError" ? new Failure(message) : error;
}

function describe(error: pg.DatabaseError): string {
  const position = error.position ? ` (at character ${error.position} of the script)` : "";
  return [error.message + position, error.detail, error.where, error.hint].filter(Boolean).join("; ");
}

function migrationList() {
  const lockfile = join(migrationsFolder, "migration_lock.toml");
  const names = existsSync(migrationsFolder)
    ? readdirSync(migrationsFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    : [];
  return {
    baseDir: migrationsFolder,
    lockfile: {
      path: "migration_lock.toml",
      content: existsSync(lockfile) ? readFileSync(lockfile, "utf8") : lockfileText,
    },
    shadowDbInitScript: "",
    migrationDirectories: names
      .map((entry) => entry.name)
      .sort()
      .map((name) => ({
        path: name,
        migrationFile: {
          path: "migration.sql",
          content: {
            tag: "ok" as const,
            value: readFileSync(join(migrationsFolder, name, "migration.sql"), "utf8"),
          },
        },
      })),
  };
}

/** Applies what is not applied yet (as the owner) and gives the names; `_prisma_migrations` keeps the record. */
export function applyMigrations(ownerUrl: string): Promise<string[]> {
  return withEngine(ownerUrl, async (engine) => {
    const output = await engine.applyMigrations({ migrationsList: migrationList(), filters });
    return output.appliedMigrationNames;
  });
}

/** The SQL that would bring what the migrations make to what schema.prisma says; empty when they agree. */
export function differenceSql(ownerUrl: string): Promise<string> {
  return withEngine(ownerUrl, async (engine) => {
    const result = await engine.diff({
      from: { tag: "migrations", ...migrationList() },
      to: {
        tag: "schemaDatamodel",
        files: [{ path: schemaFile, content: readFileSync(schemaFile, "utf8") }],
      },
      script: true,
      exitCode: true,
      filters,
    });
    return result.exitCode === 0 ? "" : (result.stdout ?? "");
  });
}

/** Migrations that were changed after they had been applied here, or that failed half-way. */
export function historyProblems(ownerUrl: string): Promise<string[]> {
  return withEngine(ownerUrl, async (engine) => {
    const found = await engine.diagnoseMigrationHistory({
      migrationsList: migrationList(),
      optInToShadowDatabase: false,
      filters,
    });
    return [
      ...found.editedMigrationNames.map((name) => `${name} was changed after it had been applied`),
      ...found.failedMigrationNames.map((name) => `${name} failed half-way`),
    ];
  });
}
