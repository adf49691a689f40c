import { randomUUID } from "node:crypto";
import { db } from "#app/lib/db.server.ts";

/** How long a file waits for somebody to say which column is what. */
const KEPT_HOURS = 24;
/** Files of one organization that may wait at once; the oldest goes. */
const MOST_DRAFTS = 5;

export interface StatementDraft {
  id: string;
  fileName: string;
  account: string | null;
  bytes: Uint8Array;
}

/** Keeps an uploaded file until its columns are named. Gives its id. */
export async function keepStatementDraft(of: {
  organizationId: string;
  userId: string;
  fileName: string;
  account: string | null;
  bytes: Uint8Array;
  now: Date;
}): Promise<string> {
  const id = randomUUID();
  await db.run(
    `insert into statement_draft (id, organization_id, file_name, bytes, account, created_by_id, created_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, of.organizationId, of.fileName.slice(0, 200), Buffer.from(of.bytes), of.account, of.userId, of.now],
  );
  await db.run(
    `delete from statement_draft where organization_id = $1 and id not in (
       select id from statement_draft where organization_id = $1 order by created_at desc, id limit ${MOST_DRAFTS})`,
    [of.organizationId],
  );
  return id;
}

/** A waiting file of this organization. */
export async function findStatementDraft(organizationId: string, id: string): Promise<StatementDraft | null> {
  const [found] = await db.rows<StatementDraft>(
    `select id, file_name as "fileName", account, bytes from statement_draft
     where organization_id = $1 and id::text = $2`,
    [organizationId, id],
  );
  return found ? { ...found, bytes: Uint8Array.from(found.bytes) } : null;
}

export async function dropStatementDraft(organizationId: string, id: string): Promise<void> {
  await db.run("delete from statement_draft where organization_id = $1 and id::text = $2", [
    organizationId,
    id,
  ]);
}

/** Forgets files that nobody came back to. */
export async function pruneStatementDrafts(now: Date): Promise<void> {
  await db.run("delete from statement_draft where created_at < $1::timestamptz - $2 * interval '1 hour'", [
    now,
    KEPT_HOURS,
  ]);
}
