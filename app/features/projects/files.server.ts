import { db } from "#app/lib/db.server.ts";

export interface PictureCopyFile {
  mediaType: string;
  content: Buffer;
  organizationId: string;
  /** Of a published project; a draft's pictures are its organization's. */
  isPublic: boolean;
}

/** A picture by the hash of its bytes; null where no project shows it, or no longer. */
export async function findPictureCopy(sha256: string): Promise<PictureCopyFile | null> {
  const [copy] = await db.rows<PictureCopyFile>(
    `select c.media_type as "mediaType", c.content, f.organization_id as "organizationId",
            f.state <> 'draft' as "isPublic"
     from project_picture_copy c
     join project_picture p on p.fund_id = c.fund_id and p.id = c.picture_id and p.removed_at is null
     join fund f on f.id = c.fund_id
     where c.sha256 = $1 order by f.state <> 'draft' desc limit 1`,
    [sha256],
  );
  return copy ?? null;
}

export interface MilestoneFileContent {
  fileName: string;
  mediaType: string;
  content: Buffer;
  isPublic: boolean;
}

/** A file of evidence of a project's milestone; null if it has none of this id. */
export async function findMilestoneFile(fundId: string, id: string): Promise<MilestoneFileContent | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null;
  const [file] = await db.rows<MilestoneFileContent>(
    `select file_name as "fileName", media_type as "mediaType", content, is_public as "isPublic"
     from project_milestone_file where fund_id = $1 and id = $2::uuid`,
    [fundId, id],
  );
  return file ?? null;
}
