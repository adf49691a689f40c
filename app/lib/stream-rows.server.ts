import QueryStream from "pg-query-stream";
import { pool } from "#app/lib/db.server.ts";

/** Rows fetched at a time: memory stays the same, however many there are. */
const BATCH_ROWS = 2_000;
/** A reader that stops reading lets go of its connection. */
const IDLE_LIMIT = "60s";

/** Every column as the text PostgreSQL writes: nothing passes through a float or a zone. */
const AS_TEXT = { getTypeParser: () => (text: string) => text };

/** A row as its columns' texts; null where there is none. */
export type TextRow = readonly (string | null)[];

/**
 * The rows of one query, one batch after the other, all of one moment. The next batch is fetched when it is
 * asked for, so a slow reader slows the query and fills no memory. A reader that stops early, and an error,
 * close the connection.
 */
export async function* streamRows(
  text: string,
  values: readonly unknown[],
): AsyncGenerator<TextRow[], void, undefined> {
  const client = await pool.connect();
  let isDone = false;
  try {
    await client.query("begin isolation level repeatable read read only");
    await client.query(`set local idle_in_transaction_session_timeout = '${IDLE_LIMIT}'`);
    const stream = client.query(
      new QueryStream(text, [...values], {
        batchSize: BATCH_ROWS,
        highWaterMark: BATCH_ROWS,
        rowMode: "array",
        types: AS_TEXT,
      }),
    );
    let batch: TextRow[] = [];
    for await (const row of stream as AsyncIterable<TextRow>) {
      batch.push(row);
      if (batch.length < BATCH_ROWS) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
    await client.query("commit");
    isDone = true;
  } finally {
    client.release(!isDone);
  }
}
