import { foreseeEvents } from "../accept-events.server.ts";
import { readEvent } from "../schema.ts";
import { MOST_ROWS_AT_ONCE } from "./take-upload.server.ts";
import { listWaitingRows, type RejectedRow, type UploadView } from "./upload-queries.server.ts";

/**
 * What would become of a list's good rows if it were taken now, for the person who looks before taking it: which are
 * known already, which have no agreement. Of a long list only its own faults are said beforehand.
 */
export async function foreseeUpload(
  { id, begunAt, rowCount }: UploadView,
  now: Date,
): Promise<{ rejected: RejectedRow[]; duplicateCount: number }> {
  if (begunAt !== null || rowCount > MOST_ROWS_AT_ONCE) return { rejected: [], duplicateCount: 0 };
  const rows = (await listWaitingRows(id)).flatMap(({ event, ...row }) => {
    const read = readEvent(event);
    return read.ok ? [{ ...row, event: read.event }] : [];
  });
  const [first] = rows;
  if (!first) return { rejected: [], duplicateCount: 0 };
  const { merchantId } = first;
  const results = await foreseeEvents({ merchantId, events: rows.map(({ event }) => event), now });
  const rejected = rows.flatMap(({ line, orderNo }, at): RejectedRow[] => {
    const reason = results[at]?.reason;
    return reason ? [{ line, orderNo, reason }] : [];
  });
  return { rejected, duplicateCount: results.filter(({ outcome }) => outcome === "duplicate").length };
}
