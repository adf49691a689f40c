import { Zip, ZipPassThrough } from "fflate";
import { db } from "#app/lib/db.server.ts";

const AT_ONCE = 40;

/**
 * The made certificates of a batch as a zip, read a few at a time as the reader takes them: memory stays the
 * same for any number. Null: not a batch of these organizations.
 */
export async function certificateZip(
  workId: string,
  organizationIds: readonly string[],
): Promise<ReadableStream<Uint8Array> | null> {
  if (!/^[0-9a-f-]{36}$/.test(workId)) return null;
  const [batch] = await db.rows<{ requestedAt: Date }>(
    `select requested_at as "requestedAt" from certificate_batch where work_id = $1 and organization_id = any($2)`,
    [workId, organizationIds],
  );
  if (!batch) return null;
  const parts: Uint8Array[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, part) => {
    if (error) failure = error;
    else parts.push(part);
  });
  let after = 0;
  let isOver = false;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      while (parts.length === 0 && !isOver) {
        const files = await nextFiles(workId, after);
        for (const { name, pdf } of files) {
          // A PDF is compressed already: stored as it is.
          const entry = new ZipPassThrough(name);
          entry.mtime = batch.requestedAt;
          zip.add(entry);
          entry.push(pdf, true);
        }
        after = files.at(-1)?.place ?? after;
        isOver = files.length < AT_ONCE;
        if (isOver) zip.end();
      }
      if (failure) return controller.error(failure);
      for (const part of parts.splice(0)) controller.enqueue(part);
      if (isOver) controller.close();
    },
  });
}

function nextFiles(workId: string, after: number) {
  return db.rows<{ place: number; name: string; pdf: Buffer }>(
    `select place, file_name as name, pdf from certificate_batch_item
     where work_id = $1 and place > $2 and pdf is not null order by place limit $3`,
    [workId, after, AT_ONCE],
  );
}
