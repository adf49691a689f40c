import { db } from "#app/lib/db.server.ts";
import type { UploadListInput } from "./take-list.server.ts";

export interface ListView {
  id: string;
  programmeId: string;
  source: UploadListInput["source"];
  rowCount: number;
  takenCount: number;
  badCount: number;
  uploadedAt: Date;
  finishedAt: Date | null;
}

const COLUMNS = `id, programme_id as "programmeId", source, row_count as "rowCount", taken_count as "takenCount",
  bad_count as "badCount", uploaded_at as "uploadedAt", finished_at as "finishedAt"`;
const SHOWN_ERRORS = 500;

export async function listLists(organizationIds: readonly string[], limit: number): Promise<ListView[]> {
  return db.rows<ListView>(
    `select ${COLUMNS} from aid_list where organization_id = any($1) order by uploaded_at desc, id limit $2`,
    [organizationIds, limit],
  );
}

/** One list with its bad lines, the first five hundred of them. */
export async function findList(id: string, organizationIds: readonly string[]) {
  const [list] = await db.rows<ListView>(
    `select ${COLUMNS} from aid_list where id = $1 and organization_id = any($2)`,
    [id, organizationIds],
  );
  if (!list) return null;
  const errors = await db.rows<{ lineNo: number; codes: string[] }>(
    `select line_no as "lineNo", codes from aid_list_error where list_id = $1 order by line_no limit $2`,
    [id, SHOWN_ERRORS],
  );
  return { ...list, errors };
}
