import type pg from "pg";

/**
 * Lays out rows quickly: no triggers and foreign keys run, and the indexes of the tables named are built once
 * at the end. All in one transaction; afterwards every index and constraint stands as before.
 */
export async function withoutChecks(
  owner: pg.Pool,
  tables: readonly string[],
  layOut: (client: pg.PoolClient) => Promise<void>,
): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query("begin");
    await client.query("set local session_replication_role = replica");
    await client.query("set local work_mem = '64MB'");
    await client.query("set local maintenance_work_mem = '128MB'");
    const { rows: indexes } = await client.query<{ name: string; definition: string }>(
      `select c.relname as name, pg_get_indexdef(i.indexrelid) as definition
       from pg_index i join pg_class c on c.oid = i.indexrelid
       where i.indrelid = any($1::regclass[]) and not exists (select from pg_constraint where conindid = i.indexrelid)`,
      [tables],
    );
    for (const index of indexes) await client.query(`drop index ${index.name}`);
    await layOut(client);
    for (const index of indexes) await client.query(index.definition);
    await client.query("commit");
  } finally {
    client.release();
  }
}
