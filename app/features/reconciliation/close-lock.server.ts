import { type Sql, session } from "#app/lib/db.server.ts";

/**
 * One act on an organization's closings at a time: signing, closing, reopening. The lock stands in front of the
 * transactions, so that each of them sees what the one before has committed.
 */
export async function withCloseLock<T>(organizationId: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  return session(async (sql) => {
    const lock = `close ${organizationId}`;
    await sql.run("select pg_advisory_lock(hashtextextended($1, 0))", [lock]);
    const result = await work(sql);
    // Reached only after success: an error closes the session, and with it the lock.
    await sql.run("select pg_advisory_unlock(hashtextextended($1, 0))", [lock]);
    return result;
  });
}

/** Several queries that see the books at one and the same moment. */
export async function atOneMoment<T>(sql: Sql, work: () => Promise<T>): Promise<T> {
  await sql.run("begin isolation level repeatable read");
  const result = await work();
  await sql.run("commit");
  return result;
}
