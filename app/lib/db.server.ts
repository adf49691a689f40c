import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env } from "#app/lib/env.server.ts";
import { PrismaClient } from "#app/lib/prisma-client/client.ts";
import { singleton } from "#app/lib/singleton.server.ts";

const INT8 = 20;
const DATE = 1082;

/** int8 as bigint and date as "YYYY-MM-DD": money never passes through a float, a day never through a zone. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") => {
    if (format !== "binary" && oid === INT8) return (text: string) => BigInt(text);
    if (format !== "binary" && oid === DATE) return (text: string) => text;
    return pg.types.getTypeParser(oid, format);
  }) as pg.CustomTypesConfig["getTypeParser"],
};

/** The pool behind everything; Prisma's adapter is given the same one. */
export const pool: pg.Pool = singleton("pool", () => {
  const made = new pg.Pool({
    connectionString: env().DATABASE_URL,
    max: env().DATABASE_POOL_SIZE,
    types,
    application_name: "mingshan",
  });
  // An idle connection that the server drops is replaced at the next use; unheard, it would end the process.
  made.on("error", (error) => process.emitWarning(`idle database connection lost: ${error.message}`));
  return made;
});

/** For plain reads and writes of rows. Set-based verbs use `db` and `transaction`. */
export const prisma: PrismaClient = singleton(
  "prisma",
  () => new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) }),
);

export interface StatementOptions {
  /**
   * The connection keeps the statement's plan: for the few statements of the gift's own path, whose
   * planning costs as much as their work. Their text never varies.
   */
  isKept?: boolean;
}

const keptNames = new Map<string, string>();

/** A kept statement's name follows from its text: the server and the bundle of pages share connections. */
function nameOf(text: string): string {
  const known = keptNames.get(text);
  if (known !== undefined) return known;
  const name = `kept-${createHash("sha256").update(text).digest("hex").slice(0, 24)}`;
  keptNames.set(text, name);
  return name;
}

function statementOf(
  text: string,
  values: readonly unknown[],
  how: StatementOptions | undefined,
): pg.QueryConfig {
  return how?.isKept ? { name: nameOf(text), text, values: [...values] } : { text, values: [...values] };
}

/** Set-based SQL. int8 arrives as bigint, date as text. */
export interface Sql {
  rows<T extends object>(text: string, values?: readonly unknown[], how?: StatementOptions): Promise<T[]>;
  /** Runs a statement and gives the number of rows it touched. */
  run(text: string, values?: readonly unknown[], how?: StatementOptions): Promise<number>;
}

function sqlOn(client: pg.Pool | pg.PoolClient): Sql {
  return {
    rows: async <T extends object>(text: string, values: readonly unknown[] = [], how?: StatementOptions) =>
      (await client.query(statementOf(text, values, how))).rows as T[],
    run: async (text, values = [], how) => (await client.query(statementOf(text, values, how))).rowCount ?? 0,
  };
}

/** Outside a transaction: each statement commits by itself. */
export const db: Sql = sqlOn(pool);

/** Commits when `work` returns, rolls back when it throws. Read committed, as PostgreSQL defaults to. */
export async function transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const result = await work(sqlOn(client));
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/**
 * One connection for several statements and transactions of the caller's own, for temporary tables and
 * session locks. After an error it is closed, so nothing of it is left behind in the pool.
 */
export async function session<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    return await work(sqlOn(client));
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Ends every connection, for a clean shutdown. */
export async function closeDatabase(): Promise<void> {
  await prisma.$disconnect();
  if (!pool.ended) await pool.end();
}
