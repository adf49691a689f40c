import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { db, session, transaction } from "#app/lib/db.server.ts";
import { advanceWork, failWork, finishWork, setWorkTotal } from "#app/lib/long-work.server.ts";
import { type ExportFile, finishExport, readExport } from "./export-files.server.ts";
import { exportParts } from "./write-csv.server.ts";

/** Bytes of the file in one chunk, before compression; at most two are in memory. */
const CHUNK_BYTES = 2 * 1024 * 1024;
const pack = promisify(gzip);

export interface BuildExportInput {
  organizationId: string;
  exportId: string;
  /** Fires when the job's time is over. */
  signal?: AbortSignal;
  now: () => Date;
}

/**
 * Builds a file in compressed chunks in PostgreSQL: DATA_DIR belongs to one machine, and the web process that
 * hands the file out may be another. All rows are of one moment, so after a crash it is built anew from its
 * beginning; a second worker waits for the first and finds it done. Safe to call again.
 */
export async function buildExport(input: BuildExportInput): Promise<void> {
  const { organizationId, exportId, now } = input;
  const key = "hashtextextended('build-export ' || $1, 0)";
  try {
    await session(async (sql) => {
      await sql.run(`select pg_advisory_lock(${key})`, [exportId]);
      const file = await readExport(exportId, [organizationId]);
      if (file?.isBuilt && !file.finishedAt) await buildFile(file, input);
      await sql.run(`select pg_advisory_unlock(${key})`, [exportId]);
    });
  } catch (error) {
    // The next try takes this back with its first step.
    await failWork(exportId, "export-failed", now());
    throw error;
  }
}

async function buildFile(file: ExportFile, { signal, now }: BuildExportInput): Promise<void> {
  const { organizationId, id } = file;
  await db.run("delete from export_chunk where organization_id = $1 and export_id = $2", [
    organizationId,
    id,
  ]);
  const parts = exportParts(file);
  let number = 0;
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  const store = async (): Promise<void> => {
    const content = await pack(Buffer.concat(pending), { level: 1 });
    await db.run(
      "insert into export_chunk (organization_id, export_id, number, content) values ($1, $2, $3, $4)",
      [organizationId, id, number, content],
    );
    number += 1;
    pending = [];
    pendingBytes = 0;
  };
  try {
    let step = await parts.next();
    for (; !step.done; step = await parts.next()) {
      signal?.throwIfAborted();
      pending.push(step.value.bytes);
      pendingBytes += step.value.bytes.byteLength;
      if (pendingBytes < CHUNK_BYTES) continue;
      await store();
      await advanceWork(id, step.value.rowsSoFar, now());
    }
    const totals = step.value;
    if (pendingBytes > 0) await store();
    await transaction(async (tx) => {
      await finishExport(tx, file, totals, now());
      await setWorkTotal(id, totals.rowCount, tx);
      await finishWork(id, now(), tx);
    });
  } finally {
    // Lets go of the query's connection where the file was not written to its end.
    await parts.return(undefined as never);
  }
}
