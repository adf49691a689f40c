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
 * Empties what a test has written. The append-only triggers refuse it, even to the owner; a superuser in replica mode
 * passes them and needs no order of tables. Rows are few, so deleting them is ten times quicker than TRUNCATE, which
 * makes new files of every table and of all that refer to it. What the migrations filled (`kept`) stays as it is.
 */
export async function emptyDatabase(kept: readonly string[]): Promise<void> {
  const client = await testDatabase().superuser();
  const filled = await filledTables(client);
  const tables = filled.filter((table) => !kept.includes(table));
  if (tables.length === 0) return;
  const numbering = await sequencesOf(client);
  const clears = tables.flatMap((table) => [
    `delete from ${client.escapeIdentifier(table)};`,
    ...(numbering.get(table) ?? []).map((sequence) => `alter sequence ${sequence} restart;`),
  ]);
  await client.query(
    `begin; set local session_replication_role = replica; set local lock_timeout = '10s'; ${clears.join(" ")}
     -- The one row of the sequencer's head was made by a migration; it starts again with the rows it counts.
     update ledger_head set next_index = 0, snapshot_index = 0;
     commit`,
  );
}

/** Gives every table that was ever written to a new, empty file: once for each file of tests. */
export async function renewDatabase(kept: readonly string[]): Promise<void> {
  const client = await testDatabase().superuser();
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> '_prisma_migrations'
       and relname <> all ($1) and pg_relation_size(oid) > 0`,
    [kept],
  );
  if (rows.length === 0) return;
  const names = rows.map(({ name }) => client.escapeIdentifier(name)).join(", ");
  await client.query("set session_replication_role = replica; set lock_timeout = '10s'");
  await client.query(`truncate ${names} restart identity cascade`);
  await client.query("update ledger_head set next_index = 0, snapshot_index = 0");
  await client.query("set session_replication_role = origin");
}

const sequences = new WeakMap<pg.Client, Map<string, string[]>>();

/** The sequences that number a table's rows, by table. */
async function sequencesOf(client: pg.Client): Promise<Map<string, string[]>> {
  const known = sequences.get(client);
  if (known) return known;
  const { rows } = await client.query<{ name: string; sequence: string }>(
    `select t.relname as name, s.oid::regclass::text as sequence
     from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S' join pg_class t on t.oid = d.refobjid
     where t.relnamespace = 'public'::regnamespace`,
  );
  const found = new Map<string, string[]>();
  for (const { name, sequence } of rows) found.set(name, [...(found.get(name) ?? []), sequence]);
  sequences.set(client, found);
  return found;
}

/** One question about every table, kept by the server: it is asked around each test. */
const filledSql = new WeakMap<pg.Client, string>();

/** Tables that hold at least one row. */
export async function filledTables(client: pg.Client): Promise<string[]> {
  let text = filledSql.get(client);
  if (!text) {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
         and relname <> '_prisma_migrations' order by relname`,
    );
    text = rows
      .map(
        ({ name }) =>
          `select ${client.escapeLiteral(name)} as name where exists (select from ${client.escapeIdentifier(name)})`,
      )
      .join(" union all ");
    filledSql.set(client, text);
  }
  const { rows } = await client.query<{ name: string }>({ name: "filled-tables", text });
  return rows.map(({ name }) => name);
}

/** Ends the connections of this test file. */
export async function closeTestDatabase(): Promise<void> {
  for (const client of clients.values()) await (await client).end();
  clients.clear();
}
