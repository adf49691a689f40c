import pg from "pg";

const clients = new Map<string, Promise<pg.Client>>();

function connected(url: string): Promise<pg.Client> {
  let client = clients.get(url);
  if (!client) {
    const made = new pg.Client({ connectionString: url });
    client = made.connect().then(() => made);
    clients.set(url, client);
  }
  return client;
}

function requiredUrl(name: "TEST_SUPERUSER_URL" | "TEST_OWNER_URL"): string {
  const url = process.env[name];
  if (!url)
    throw new Error("this test needs a database: it belongs to the integration project (vitest.config.ts)");
  return url;
}

/** The worker's database beside the app's own pool: as superuser (past every grant and trigger) or as the schema's owner. */
export function testDatabase() {
  return {
    superuser: () => connected(requiredUrl("TEST_SUPERUSER_URL")),
    owner: () => connected(requiredUrl("TEST_OWNER_URL")),
  };
}

/**
 * Empties what tests have written. The append-only triggers refuse TRUNCATE, even to the owner; a superuser in
 * replica mode passes them. Tables that the migrations themselves filled (`kept`) stay as they are.
 */
export async function emptyDatabase(kept: readonly string[]): Promise<void> {
  const client = await testDatabase().superuser();
  const filled = await filledTables(client);
  const tables = filled.filter((table) => !kept.includes(table));
  if (tables.length === 0) return;
  const names = tables.map((table) => client.escapeIdentifier(table)).join(", ");
  await client.query("set session_replication_role = replica; set lock_timeout = '10s'");
  await client.query(`truncate ${names} restart identity cascade`);
  // The one row of the sequencer's head was made by a migration; it starts again with the rows it counts.
  await client.query("update ledger_head set next_index = 0, snapshot_index = 0");
  await client.query("set session_replication_role = origin");
}

/** Tables that hold at least one row. */
export async function filledTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and c.relname <> '_prisma_migrations'
        and (xpath('/row/filled/text()', query_to_xml(format(
              'select exists (select 1 from %s) as filled', c.oid::regclass), false, true, '')))[1]::text = 'true'`,
  );
  return rows.map(({ name }) => name);
}

/** Ends the connections of this test file. */
export async function closeTestDatabase(): Promise<void> {
  for (const client of clients.values()) await (await client).end();
  clients.clear();
}
