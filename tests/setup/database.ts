import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Redis } from "ioredis";
import pg from "pg";
import { afterAll, afterEach, beforeEach, expect, inject } from "vitest";
import {
  closeTestDatabase,
  emptyDatabase,
  filledTables,
  renewDatabase,
  testDatabase,
} from "./test-database.ts";

// Each worker has a clone of the migrated template; each test finds it empty. The app's modules read
// DATABASE_URL when they are first imported, so it is set here, before the test file is.
const services = inject("services");
const name = `test_${process.env.VITEST_POOL_ID ?? "1"}`;

await cloneTemplate();
process.env.DATABASE_URL = services.applicationUrl + name;
process.env.TEST_SUPERUSER_URL = services.superuserUrl + name;
process.env.TEST_OWNER_URL = services.ownerUrl + name;
process.env.REDIS_URL = `${services.redisUrl}/${Number(process.env.VITEST_POOL_ID ?? "1") % 16}`;

await emptyRedis();

/** What the migrations filled; it is the same in every clone. */
const kept = await filledTablesOfTemplate();
await renewDatabase(kept);

beforeEach(async () => {
  await emptyDatabase(kept);
});

// Every test leaves the books in order, whatever it was about; one that wrote nothing they are checked by needs no look.
const books = "../../app/features/ledger/";
const checkFile = join(import.meta.dirname, books, "check-ledger.server.ts");
let checkedBy: string | undefined;

async function wroteInBooks(): Promise<boolean> {
  const { LEDGER_CHECKS }: { LEDGER_CHECKS: readonly { sql: string }[] } = await import(
    pathToFileURL(join(import.meta.dirname, books, "checks.ts")).href
  );
  checkedBy ??= LEDGER_CHECKS.map(({ sql }) => sql).join(" ");
  const filled = await filledTables(await testDatabase().superuser());
  // An organization with its empty accounts is no entry.
  const places = ["organization", "account", "fund", ...kept];
  return filled.some(
    (table) => !places.includes(table) && new RegExp(`\\b${table}\\b`).test(checkedBy ?? ""),
  );
}

afterEach(async ({ task }) => {
  if (task.meta.ledgerMayBreak || !(await wroteInBooks())) return;
  const { checkLedger }: { checkLedger(): Promise<{ ok: boolean }> } = await import(
    pathToFileURL(checkFile).href
  );
  const result = await checkLedger();
  expect(
    result.ok,
    `checkLedger(): ${JSON.stringify(result, (_key, value) => (typeof value === "bigint" ? `${value}` : value), 2)}`,
  ).toBe(true);
});

afterAll(async () => {
  const { closeDatabase } = await import("#app/lib/db.server.ts");
  await closeDatabase();
  await closeTestDatabase();
});

declare module "vitest" {
  interface TaskMeta {
    /** Set by a test that breaks the ledger on purpose: `({ task }) => { task.meta.ledgerMayBreak = true }`. */
    ledgerMayBreak?: boolean;
  }
}

async function cloneTemplate(): Promise<void> {
  const admin = new pg.Client({ connectionString: `${services.superuserUrl}postgres` });
  await admin.connect();
  try {
    const existing = await admin.query("select 1 from pg_database where datname = $1", [name]);
    if (existing.rowCount) return;
    // Two workers may not copy one template at the same moment.
    await admin.query("select pg_advisory_lock(1)");
    await admin.query(`create database ${name} template ${services.template} owner mingshan_owner`);
  } finally {
    await admin.end();
  }
}

/** What another file's tests counted (gifts from one address, say) must not be held against this one's. */
async function emptyRedis(): Promise<void> {
  const redis = new Redis(String(process.env.REDIS_URL));
  await redis.flushdb();
  await redis.quit();
}

/** Asked of the clone, because a connection to the template would keep others from copying it. */
async function filledTablesOfTemplate(): Promise<string[]> {
  const client = await testDatabase().superuser();
  await client.query("create schema if not exists test_setup");
  await client.query("create table if not exists test_setup.kept (tables text[] not null)");
  const noted = await client.query<{ tables: string[] }>("select tables from test_setup.kept");
  const first = noted.rows[0];
  if (first) return first.tables;
  const tables = await filledTables(client);
  await client.query("insert into test_setup.kept values ($1)", [tables]);
  return tables;
}
