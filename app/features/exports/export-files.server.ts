import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { db, type Sql } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { ExportRange } from "./export-kinds.ts";
import type { ExportTotals } from "./write-csv.server.ts";

const unpack = promisify(gunzip);

/** A file that was asked for, and how it ended. */
export interface ExportFile extends ExportRange {
  id: string;
  /** By a worker; else it is streamed when it is fetched. */
  isBuilt: boolean;
  requestedById: string;
  requestedBy: string;
  requestedAt: Date;
  rowCount: bigint | null;
  /** Fen by currency, as text. */
  sums: Record<string, string> | null;
  sizeBytes: bigint | null;
  sha256: string | null;
  finishedAt: Date | null;
  expiresAt: Date;
}

const COLUMNS = `e.id, e.organization_id as "organizationId", e.kind, e.from_day as "fromDay", e.to_day as "toDay",
  e.with_donors as "withDonors", e.is_built as "isBuilt", e.requested_by_id as "requestedById",
  u.name as "requestedBy", e.requested_at as "requestedAt", e.row_count as "rowCount", e.sums,
  e.size_bytes as "sizeBytes", e.sha256, e.finished_at as "finishedAt", e.expires_at as "expiresAt"`;

/** One file of these organizations; null also for somebody else's. */
export async function readExport(id: string, organizationIds: readonly string[]): Promise<ExportFile | null> {
  const [file] = await db.rows<ExportFile>(
    `select ${COLUMNS} from export_file e join app_user u on u.id = e.requested_by_id
     where e.organization_id = any($2) and e.id = $1`,
    [id, organizationIds],
  );
  return file ?? null;
}

/** The newest files of these organizations. */
export async function listExports(organizationIds: readonly string[], limit: number): Promise<ExportFile[]> {
  return db.rows<ExportFile>(
    `select ${COLUMNS} from export_file e join app_user u on u.id = e.requested_by_id
     where e.organization_id = any($1) order by e.requested_at desc, e.id limit $2`,
    [organizationIds, limit],
  );
}

/** Writes down what a file came to; one that is streamed again tells of its last time. */
export async function finishExport(
  sql: Sql,
  file: Pick<ExportFile, "organizationId" | "id">,
  totals: ExportTotals,
  now: Date,
): Promise<void> {
  const sums = Object.fromEntries([...totals.sums].map(([currency, fen]) => [currency, fen.toString()]));
  await sql.run(
    `update export_file set row_count = $3, sums = $4, size_bytes = $5, sha256 = $6, finished_at = $7
     where organization_id = $1 and id = $2`,
    [
      file.organizationId,
      file.id,
      totals.rowCount,
      JSON.stringify(sums),
      totals.sizeBytes,
      totals.sha256,
      now,
    ],
  );
}

/** The bytes of a built file, chunk by chunk; one chunk is in memory. */
export async function* builtParts(
  file: Pick<ExportFile, "organizationId" | "id">,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let number = 0; ; number += 1) {
    const [chunk] = await db.rows<{ content: Buffer }>(
      "select content from export_chunk where organization_id = $1 and export_id = $2 and number = $3",
      [file.organizationId, file.id, number],
    );
    if (!chunk) {
      invariant(number > 0, "a built file has chunks until its time is over");
      return;
    }
    yield await unpack(chunk.content);
  }
}

/** Forgets the bytes of files whose time is over; that they were asked for stays on record. */
export async function pruneExports(now: Date): Promise<void> {
  await db.run(
    `delete from export_chunk c using export_file e
     where e.organization_id = c.organization_id and e.id = c.export_id and e.expires_at < $1`,
    [now],
  );
}
