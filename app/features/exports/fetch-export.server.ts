import { recordAct } from "#app/features/identity/record-act.server.ts";
import { CSV_MEDIA_TYPE } from "#app/lib/csv.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { builtParts, type ExportFile, finishExport, readExport } from "./export-files.server.ts";
import { exportParts } from "./write-csv.server.ts";

export type FetchExportResult =
  | { ok: true; response: Response }
  | { ok: false; reason: "not-found" | "not-finished" | "expired" };

/**
 * The file itself, for a member of its organization; each fetch is an act on the audit trail. A small file is
 * written while it is sent, and what it came to is kept beside it; a built one comes from its chunks with its
 * SHA-256 in `Repr-Digest` (RFC 9530). Memory stays the same whatever its size.
 */
export async function fetchExport(given: {
  id: string;
  organizationIds: readonly string[];
  userId: string;
  now: Date;
}): Promise<FetchExportResult> {
  const { id, organizationIds, userId, now } = given;
  const file = await readExport(id, organizationIds);
  if (!file) return { ok: false, reason: "not-found" };
  if (file.expiresAt <= now) return { ok: false, reason: "expired" };
  if (file.isBuilt && !file.finishedAt) return { ok: false, reason: "not-finished" };
  await transaction((tx) =>
    recordAct(tx, {
      organizationId: file.organizationId,
      userId,
      act: "export-fetched",
      subjectKind: "export",
      subjectId: id,
      details: { kind: file.kind, withDonors: file.withDonors },
      now,
    }),
  );
  const parts = file.isBuilt ? builtParts(file) : streamedParts(file);
  const headers = new Headers({
    "Content-Type": CSV_MEDIA_TYPE,
    "Content-Disposition": `attachment; filename="mingshan-${file.kind}-${file.fromDay}-${file.toDay}.csv"`,
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
  });
  if (file.isBuilt && file.sha256 && file.sizeBytes !== null) {
    headers.set("Content-Length", String(file.sizeBytes));
    headers.set("Repr-Digest", `sha-256=:${Buffer.from(file.sha256, "hex").toString("base64")}:`);
  }
  return { ok: true, response: new Response(streamOf(parts), { headers }) };
}

/** Writes down what the file came to once its last byte was read. */
async function* streamedParts(file: ExportFile): AsyncGenerator<Uint8Array, void, undefined> {
  const parts = exportParts(file);
  try {
    let step = await parts.next();
    for (; !step.done; step = await parts.next()) yield step.value.bytes;
    await finishExport(db, file, step.value, new Date());
  } finally {
    await parts.return(undefined as never);
  }
}

function streamOf(parts: AsyncGenerator<Uint8Array, void, undefined>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}
